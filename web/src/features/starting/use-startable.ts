import type { UseQueryResult } from '@tanstack/react-query';
import { routes } from '#contract';
import { useRoute, type ApiError } from '../../client/index.ts';
import type { Startable, StartRecord } from './startable.ts';

/** Processes that the caller may start by hand, on a record or at all. */
export function useStartable(
  record: StartRecord | undefined,
  options: { readonly enabled?: boolean } = {},
): UseQueryResult<readonly Startable[], ApiError> {
  const { enabled = true } = options;
  const library = useRoute(routes.processes.listProcesses, {}, { enabled });
  const onRecord = useRoute(
    routes.records.recordProcesses,
    { params: { entity: record?.entity ?? 'account', id: record?.id ?? '' } },
    { enabled: enabled && record !== undefined },
  );
  const known = new Map((library.data?.items ?? []).map((process) => [process.processKey, process]));
  const fromLibrary = (processKey: string, name: string): Startable => ({
    processKey,
    name: known.get(processKey)?.name ?? name,
    description: known.get(processKey)?.description ?? null,
    definitionId: known.get(processKey)?.latest?.id ?? null,
    subject: known.get(processKey)?.subject ?? null,
  });
  const source = record ? onRecord : library;
  const data = record
    ? onRecord.data?.startable.map((process) => fromLibrary(process.processKey, process.name))
    : library.data?.items
        .filter((process) => process.manualStart && process.latest && process.rights.includes('start'))
        .map((process) => fromLibrary(process.processKey, process.name));
  // The same states as the read behind it; only what was read is brought into one shape.
  return { ...source, data } as UseQueryResult<readonly Startable[], ApiError>;
}
