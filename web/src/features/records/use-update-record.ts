/**
 * Changes fields of a record and puts the answer into every read of it at once. What the change needs beside, the reason of
 * a status or a field of a stage, is asked for wherever the change was made.
 */
import { routes, type RecordView } from '#contract';
import {
  queryClient,
  routeKey,
  useAction,
  useReportError,
  type Action,
  type ApiError,
} from '../../client/index.ts';
import { useAskedFirst } from './use-asked-first.ts';

type Update = Action<typeof routes.records.updateRecord>;

export function rememberRecord(record: RecordView): void {
  const params = { entity: record.entity, id: record.id };
  queryClient.setQueryData(routeKey(routes.records.getRecord, { params }), record);
}

/** Thrown where somebody was asked and gave up: nothing was changed, and nothing is to be told. */
class GaveUp extends Error {}

export function useUpdateRecord(options: {
  readonly onDone?: (record: RecordView) => void;
  readonly onError?: (error: ApiError) => void;
  /** Somebody was asked for more and gave up. */
  readonly onGiveUp?: () => void;
}): Update {
  const report = useReportError();
  const asked = useAskedFirst();
  const action = useAction(routes.records.updateRecord, {
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
    onError: (error, { params }) => {
      if (asked.canMend(params.entity, error)) return;
      if (options.onError) options.onError(error);
      else report(error);
    },
  });
  const withFields = async (
    input: Parameters<Update['run']>[0],
    given: Promise<Readonly<Record<string, unknown>> | null>,
  ): Promise<RecordView> => {
    const fields = await given;
    if (fields !== null)
      return action.runAsync({
        ...input,
        body: { ...input.body, fields: { ...input.body.fields, ...fields } },
      });
    options.onGiveUp?.();
    throw new GaveUp('Nothing was changed.');
  };
  const runAsync: Update['runAsync'] = async (input) => {
    const { entity } = input.params;
    try {
      return await withFields(input, asked.reasonWith(entity, input.body.fields));
    } catch (error) {
      const failure = error as ApiError;
      if (error instanceof GaveUp || !asked.canMend(entity, failure)) throw error;
      return withFields(input, asked.missingOf(entity, failure));
    }
  };
  // Each refusal was told where it came from.
  return { ...action, runAsync, run: (input) => void runAsync(input).catch(() => undefined) };
}
