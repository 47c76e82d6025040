import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocalized } from '../../i18n/use-locale.ts';
import { beginning, type PartState, type PlannedPipeline } from './conversion-state.ts';

interface BeginningStageProps {
  readonly pipelines: readonly PlannedPipeline[];
  readonly state: PartState;
  readonly onChange: (state: PartState) => void;
}

/** Where a new deal begins; a stage that needs more than fields says what. */
export function BeginningStage({ pipelines, state, onChange }: BeginningStageProps) {
  const { t } = useTranslation('sales');
  const localized = useLocalized();
  const { pipeline, stages, stage } = beginning(pipelines, state);
  const set = (values: Record<string, unknown>): void =>
    onChange({ ...state, values: { ...state.values, ...values } });
  const lacks = ({ missing }: (typeof stages)[number]): string =>
    missing.flatMap((one) => (one.field === null ? localized(one.text) : [])).join('; ');
  return (
    <>
      {pipelines.length > 1 && (
        <Select
          label={t('lead.pipeline')}
          data={pipelines.map(({ code, label }) => ({ value: code, label: localized(label) }))}
          value={pipeline?.code ?? null}
          allowDeselect={false}
          onChange={(code) => set({ pipeline: code, stage: null })}
        />
      )}
      <Select
        label={t('lead.stage')}
        data={stages.map((one) => ({
          value: one.code,
          label: lacks(one) ? `${localized(one.label)} (${lacks(one)})` : localized(one.label),
          disabled: lacks(one) !== '',
        }))}
        value={stage?.code ?? null}
        allowDeselect={false}
        onChange={(code) => set({ stage: code })}
      />
    </>
  );
}
