import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useRoute } from '../../client/index.ts';

interface ProcessChoiceProps {
  readonly value: string | null;
  readonly onChange: (processKey: string | null) => void;
  readonly clearable?: boolean;
  readonly label?: string;
  readonly error?: string | undefined;
}

/** Picks a process; with `clearable` none means all. */
export function ProcessChoice({ value, onChange, clearable, label, error }: ProcessChoiceProps) {
  const { t } = useTranslation('operations');
  const processes = useRoute(routes.operations.historySettings, {}, { staleTime: 60_000 }).data?.items ?? [];
  return (
    <Select
      label={label}
      aria-label={label ? undefined : t('process')}
      placeholder={clearable ? t('allProcesses') : t('process')}
      withAsterisk={label !== undefined && !clearable}
      searchable
      clearable={clearable ?? false}
      error={error}
      data={processes.map(({ processKey, processName }) => ({
        value: processKey,
        label: processName ?? processKey,
      }))}
      value={value}
      onChange={onChange}
    />
  );
}
