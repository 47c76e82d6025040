import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useRoute } from '../../client/index.ts';

interface StageProcessProps {
  readonly processKey: string | null;
  readonly onChange: (processKey: string | null) => void;
}

/** The process to which a stage belongs. */
export function StageProcess({ processKey, onChange }: StageProcessProps) {
  const { t } = useTranslation('settings');
  const processes = useRoute(routes.processes.listProcesses, {});
  const known = (processes.data?.items ?? []).map((process) => ({
    value: process.processKey,
    label: process.name,
  }));
  const isKnown = processKey === null || known.some(({ value }) => value === processKey);
  return (
    <Select
      clearable
      searchable
      label={t('pipelines.process')}
      description={t('pipelines.processHint')}
      placeholder={t('pipelines.noProcess')}
      data={isKnown ? known : [...known, { value: processKey, label: processKey }]}
      value={processKey}
      onChange={onChange}
    />
  );
}
