/** Changes fields of a record and puts the answer into every read of it at once. */
import { routes, type RecordView } from '#contract';
import { queryClient, routeKey, useAction, type Action, type ApiError } from '../../client/index.ts';

export function rememberRecord(record: RecordView): void {
  const params = { entity: record.entity, id: record.id };
  queryClient.setQueryData(routeKey(routes.records.getRecord, { params }), record);
}

export function useUpdateRecord(options: {
  readonly onDone?: (record: RecordView) => void;
  readonly onError?: (error: ApiError) => void;
}): Action<typeof routes.records.updateRecord> {
  return useAction(routes.records.updateRecord, {
    invalidate: [
      routes.records.timeline,
      routes.records.listRecords,
      routes.records.related,
      routes.records.relations,
      routes.records.recordProcesses,
    ],
    onSuccess: (record) => {
      rememberRecord(record);
      options.onDone?.(record);
    },
    ...(options.onError ? { onError: options.onError } : {}),
  });
}
