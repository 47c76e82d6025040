/** Beginning, reading, stopping and taking back batches of records. Whoever began a batch, and administrators, see it. */
import type { z } from 'zod';
import type { RecordBatch, RecordBatchWork, RecordQuery, routes } from '#contract';
import type { CrmTransaction, RequestUser } from '#crm';
import type { DefinitionView } from '#engine';
import { startAt } from '../commands/start-process.ts';
import type { ApiContext } from '../context.ts';
import { type ApiFieldCode, fieldRefused } from '../errors/field-codes.ts';
import { ApiProblem } from '../errors/problems.ts';
import { assertProcessRight } from '../rights/process-rights.ts';
import {
  type BatchRow,
  COPY_DONE_ROWS,
  FINISH_BATCH,
  INSERT_BATCH,
  INSERT_MERGES,
  INSERT_ROWS,
  SELECT_BATCH,
  type RowRefusal,
  SELECT_REFUSALS,
} from './batch-rows.ts';

type Batch = z.input<typeof routes.recordBatches.startRecordBatch.response>;

/** Beyond this an import is the better tool. */
const ROWS_MAX = 100_000;
const PIECE = 5_000;

/** @throws CrmRejection CRM_FIELDS_INVALID, CRM_FILTER_INVALID; ApiProblem API_FIELDS_INVALID when there is nothing to do, or too much */
export async function beginBatch(
  context: ApiContext,
  user: RequestUser,
  request: {
    readonly entity: string;
    readonly query: RecordQuery;
    readonly work: RecordBatchWork;
    readonly transaction: CrmTransaction;
  },
): Promise<Batch> {
  const { entity, query, work, transaction } = request;
  await assertWork(context, user, { entity, work });
  const ids = await allIds(context, user, { entity, query, transaction });
  if (ids.length === 0) throw refused('query', 'noneMatches', 'No record matches: choose at least one.');
  const id = context.ids.next();
  const { client } = transaction;
  await client.query(INSERT_BATCH, [id, user.id, entity, JSON.stringify(work), ids.length, null]);
  for (let at = 0; at < ids.length; at += PIECE)
    await client.query(INSERT_ROWS, [id, ids.slice(at, at + PIECE)]);
  return batchView(await batchOf(transaction.client, id));
}

/** Merges, one after the other in this order. @throws ApiProblem API_FIELDS_INVALID when there is nothing to do */
export async function beginMerges(
  context: ApiContext,
  user: RequestUser,
  request: {
    readonly entity: string;
    readonly merges: readonly {
      readonly survivorId: string;
      readonly loserId: string;
      readonly choices?: Readonly<Record<string, 'survivor' | 'loser'>>;
    }[];
    readonly transaction: CrmTransaction;
  },
): Promise<Batch> {
  const { entity, merges, transaction } = request;
  if (merges.length === 0) throw refused('entity', 'nothingToMerge', 'There is nothing to merge.');
  const id = context.ids.next();
  const { client } = transaction;
  const work = JSON.stringify({ kind: 'merge' });
  await client.query(INSERT_BATCH, [id, user.id, entity, work, merges.length, null]);
  await client.query(INSERT_MERGES, [
    id,
    merges.map((merge) => merge.loserId),
    merges.map((merge) => merge.survivorId),
    merges.map((merge) => JSON.stringify(merge.choices ?? {})),
  ]);
  return batchView(await batchOf(client, id));
}

/** What no row could take is refused before anything begins. */
async function assertWork(
  { crm, engine }: ApiContext,
  user: RequestUser,
  { entity, work }: { readonly entity: string; readonly work: RecordBatchWork },
): Promise<void> {
  const meta = (await crm.records.meta(user)).find((one) => one.entity === entity);
  if (!meta) {
    // Says which kinds there are.
    await crm.records.ids({ user }, { entity, limit: 1 });
    throw new ApiProblem('API_NOT_FOUND');
  }
  if (work.kind === 'start') {
    assertProcessRight(user, 'start', work.processKey);
    const latest = await engine.views.latestDefinition(work.processKey);
    if (latest && latest.subject?.entity !== entity)
      throw fieldRefused({
        ...{ path: 'work.processKey', code: 'otherSubject' },
        message: `This process is not about a '${entity}'.`,
      });
    assertStart(latest, work.startElementId);
  }
  if (work.kind !== 'edit') return;
  const problems = Object.keys(work.fields).flatMap((key) => {
    const field = meta.fields.find((one) => one.key === key);
    if (!field)
      return [
        {
          path: `work.fields.${key}`,
          code: 'unknown',
          message: `'${entity}' has no field '${key}' for you.`,
        },
      ];
    return field.readOnly
      ? [
          {
            path: `work.fields.${key}`,
            code: 'readOnly',
            message: `'${key}' is set by the product or closed to you.`,
          },
        ]
      : [];
  });
  if (problems.length > 0) throw new ApiProblem('API_FIELDS_INVALID', { fields: problems });
}

async function allIds(
  { crm }: ApiContext,
  user: RequestUser,
  request: { readonly entity: string; readonly query: RecordQuery; readonly transaction: CrmTransaction },
): Promise<string[]> {
  const { entity, query, transaction } = request;
  const ids: string[] = [];
  for (;;) {
    const after = ids.at(-1);
    const asked = { ...query, entity, limit: PIECE, ...(after ? { after } : {}) };
    const piece = await crm.records.ids({ user, transaction }, asked);
    for (const id of piece) ids.push(id);
    if (ids.length > ROWS_MAX)
      throw fieldRefused({
        path: 'query',
        code: 'tooManyMatch',
        values: { max: ROWS_MAX },
        message: `More than ${ROWS_MAX} records match: narrow the filter.`,
      });
    if (piece.length < PIECE) return ids;
  }
}

export async function readBatch(context: ApiContext, user: RequestUser, id: string): Promise<RecordBatch> {
  const batch = await visibleBatch(context.pool, user, id);
  const { rows } = await context.pool.query<{ recordId: string; refusal: RowRefusal }>(SELECT_REFUSALS, [id]);
  const refs = rows.map((row) => ({ entity: batch.entity, id: row.recordId }));
  const titles = new Map(
    (await context.crm.records.links({ user }, refs)).map((link) => [link.id, link.title]),
  );
  return {
    ...batchView(batch),
    refusals: rows.map(({ recordId, refusal }) => ({
      id: recordId,
      title: titles.get(recordId) ?? null,
      code: refusal.code ?? null,
      message: refusal.message,
      ...(refusal.fields && { fields: refusal.fields.map((field) => ({ ...field })) }),
      ...(refusal.details !== undefined && { details: refusal.details }),
    })),
  };
}

export async function cancelBatch(context: ApiContext, user: RequestUser, id: string): Promise<void> {
  await visibleBatch(context.pool, user, id);
  await context.pool.query(FINISH_BATCH, [id, 'cancelled']);
}

/** @throws ApiProblem API_NOT_FOUND, API_CONFLICT when it runs, did nothing, or is taken back already */
export async function undoBatch(
  context: ApiContext,
  user: RequestUser,
  { id, transaction }: { readonly id: string; readonly transaction: CrmTransaction },
): Promise<Batch> {
  const { client } = transaction;
  await client.query('select from app.record_batch where id = $1 for update', [id]);
  const batch = await visibleBatch(client, user, id);
  if (!mayUndo(batch))
    throw new ApiProblem('API_CONFLICT', {
      detail: 'This cannot be taken back, or it was taken back already.',
    });
  const undo = context.ids.next();
  const work = { kind: 'undo', of: batch.work.kind };
  await client.query(INSERT_BATCH, [undo, user.id, batch.entity, JSON.stringify(work), batch.done, id]);
  await client.query(COPY_DONE_ROWS, [undo, id]);
  return batchView(await batchOf(client, undo));
}

interface Reader {
  query<Row extends object>(sql: string, values: unknown[]): Promise<{ rows: Row[] }>;
}

async function batchOf(reader: Reader, id: string): Promise<BatchRow> {
  const { rows } = await reader.query<BatchRow>(SELECT_BATCH, [id]);
  if (!rows[0]) throw new ApiProblem('API_NOT_FOUND');
  return rows[0];
}

async function visibleBatch(reader: Reader, user: RequestUser, id: string): Promise<BatchRow> {
  const batch = await batchOf(reader, id);
  if (batch.userId !== user.id && !user.isAdmin) throw new ApiProblem('API_NOT_FOUND');
  return batch;
}

/** Said before the first row, not by every one of them. @throws ApiProblem API_FIELDS_INVALID */
function assertStart(latest: DefinitionView | null, startElementId: string | undefined): void {
  if (!latest?.manualStart) return;
  const { choices } = latest.manualStart;
  const named = choices.map((choice) => choice.elementId).join(', ');
  if (startElementId === undefined && choices.length > 1)
    throw fieldRefused({
      ...{ path: 'work.startElementId', code: 'chooseStart' },
      message: `The process begins in several ways: choose one of ${named}.`,
    });
  startAt(latest.manualStart, startElementId, 'work.startElementId');
}

function mayUndo({ state, done, isUndone, work }: BatchRow): boolean {
  return state !== 'running' && done > 0 && !isUndone && work.kind !== 'start' && work.kind !== 'undo';
}

function batchView(batch: BatchRow): Batch {
  const { id, entity, work, state, total, done, refused: refusedCount, createdAt, finishedAt } = batch;
  return {
    ...{ id, entity, state, total, done },
    kind: work.kind,
    refused: refusedCount,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    mayUndo: mayUndo(batch),
  };
}

function refused(path: string, code: ApiFieldCode, message: string): ApiProblem {
  return fieldRefused({ path, code, message });
}
