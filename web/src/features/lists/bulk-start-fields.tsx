import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type RecordBatchWork } from '#contract';
import { useRoute } from '../../client/index.ts';

type BulkStart = Extract<RecordBatchWork, { kind: 'start' }>;

interface BulkStartFieldsProps {
  readonly choice: ReturnType<typeof useBulkStart>;
}

/** Which process starts for each row, and where, if it begins in several ways. */
export function BulkStartFields({ choice }: BulkStartFieldsProps) {
  const { t } = useTranslation(['lists', 'common']);
  return (
    <>
      <Select
        label={t('lists:bulk.process')}
        searchable
        nothingFoundMessage={t('common:pickers.nothing')}
        data={choice.processes.map((one) => ({ value: one.processKey, label: one.name }))}
        value={choice.processKey}
        onChange={choice.chooseProcess}
      />
      {choice.starts.length > 1 && (
        <Select
          label={t('lists:bulk.startAt')}
          data={choice.starts.map((start) => ({ value: start.id, label: start.name }))}
          value={choice.startElementId}
          onChange={choice.chooseStart}
        />
      )}
    </>
  );
}

/** Processes about records of the kind that the reader may start, and the work once everything is chosen. */
export function useBulkStart(entity: string, enabled: boolean) {
  const [processKey, setProcessKey] = useState<string | null>(null);
  const [startElementId, chooseStart] = useState<string | null>(null);
  const library = useRoute(routes.processes.listProcesses, {}, { enabled });
  const processes = (library.data?.items ?? []).filter(
    (one) => one.manualStart && one.latest && one.subject === entity && one.rights.includes('start'),
  );
  const id = processes.find((one) => one.processKey === processKey)?.latest?.id ?? '';
  const definition = useRoute(routes.processes.definition, { params: { id } }, { enabled: id !== '' });
  const starts = definition.data?.manualStarts ?? [];
  const isChosen = definition.data !== undefined && (starts.length < 2 || startElementId !== null);
  const work: BulkStart | null =
    processKey !== null && isChosen
      ? { kind: 'start', processKey, ...(startElementId !== null && { startElementId }) }
      : null;
  const chooseProcess = (next: string | null): void => {
    setProcessKey(next);
    chooseStart(null);
  };
  return { processes, processKey, chooseProcess, starts, startElementId, chooseStart, work };
}
