import { Checkbox, Fieldset, MultiSelect, NumberInput, Stack, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FieldMeta, SlaPolicy } from '#contract';
import { useLocalized } from '../../i18n/use-locale.ts';

type Target = SlaPolicy['targets'][number];

interface TargetFieldsProps {
  readonly metric: Target['metric'];
  /** Null: nothing is promised. */
  readonly target: Target | null;
  readonly states: NonNullable<FieldMeta['options']>;
  readonly onChange: (target: Target | null) => void;
}

/** One clock: how long, in which states it stands still, and whether only working time counts. */
export function TargetFields({ metric, target, states, onChange }: TargetFieldsProps) {
  const { t } = useTranslation('settings');
  const localized = useLocalized();
  return (
    <Fieldset legend={t(`sla.metrics.${metric}`)}>
      <Stack gap="xs">
        <Switch
          label={t('sla.promised')}
          checked={target !== null}
          onChange={(event) =>
            onChange(
              event.currentTarget.checked
                ? { metric, minutes: 240, pauseStates: [], useWorkingHours: true }
                : null,
            )
          }
        />
        {target && (
          <>
            <NumberInput
              label={t('sla.minutes')}
              min={1}
              max={1_000_000}
              allowDecimal={false}
              value={target.minutes}
              onChange={(minutes) => onChange({ ...target, minutes: Number(minutes) || 1 })}
            />
            <MultiSelect
              label={t('sla.pauseStates')}
              data={states.map((state) => ({ value: state.value, label: localized(state.label) }))}
              value={target.pauseStates}
              onChange={(pauseStates) => onChange({ ...target, pauseStates })}
            />
            <Checkbox
              label={t('sla.workingHours')}
              checked={target.useWorkingHours}
              onChange={(event) => onChange({ ...target, useWorkingHours: event.currentTarget.checked })}
            />
          </>
        )}
      </Stack>
    </Fieldset>
  );
}
