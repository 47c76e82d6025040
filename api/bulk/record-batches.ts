/**
 * Batches of records: begun by a person, worked on in the background row by row, each in a transaction of its own with
 * the person's rights of that moment, so that a long batch holds no locks and a row that refuses stops nobody. Progress
 * lies in the database: a node that dies leaves its batch to the others.
 */
import { CrmFault, CrmRejection } from '#crm';
import { EngineFault, EngineRejection } from '#engine';
import { crmProblem } from '../errors/crm-problems.ts';
import { API_PROBLEMS, ApiProblem, type FieldProblem, isDatabaseAway } from '../errors/problems.ts';
import type { ApiContext } from '../context.ts';
import {
  type BatchRow,
  CLAIM_BATCH,
  EXPIRE_BATCHES,
  FINISH_BATCH,
  LOCK_ROW,
  RELEASE_BATCH,
  RENEW_LEASE,
  ROW_DONE,
  ROW_REFUSED,
  type RowChange,
  type RowRefusal,
  SELECT_PENDING,
  SELECT_PENDING_IN_ORDER,
} from './batch-rows.ts';
import { workOnRecord } from './work-on-record.ts';
import { inCrmTransaction } from '../commands/in-crm-transaction.ts';

export interface RecordBatchRunner {
  /** Something was begun here. */
  wake(): void;
  /** Goes on with what a node that died left behind, and forgets what is old; called by a schedule. */
  sweep(): Promise<void>;
  /** Resolves when nothing is under way here. */
  idle(): Promise<void>;
  /** Stops after the row at hand; another node, or the next start, goes on. */
  stop(): Promise<void>;
}

/** Between renewals of the lease and looks at whether somebody stopped the batch. */
const CHUNK = 25;

export function createRecordBatchRunner(context: ApiContext): RecordBatchRunner {
  const { pool, logger } = context;
  let isStopping = false;
  let underway: Promise<void> | null = null;

  const runAll = async (): Promise<void> => {
    while (!isStopping) {
      const { rows } = await pool.query<BatchRow>(CLAIM_BATCH);
      if (!rows[0]) return;
      await runBatch(context, rows[0], () => isStopping);
    }
  };
  const wake = (): void => {
    if (isStopping) return;
    // Whoever runs looks again after each batch; who comes while it ends begins a run of its own after it.
    underway = (underway ?? Promise.resolve()).then(runAll).catch((error: unknown) => {
      logger.error({ err: error }, 'a batch of records was interrupted');
    });
  };
  return {
    wake,
    async sweep() {
      await pool.query(EXPIRE_BATCHES);
      wake();
    },
    idle: async () => underway ?? undefined,
    async stop() {
      isStopping = true;
      await underway;
    },
  };
}

async function runBatch(context: ApiContext, batch: BatchRow, isStopping: () => boolean): Promise<void> {
  const { pool, crm } = context;
  for (;;) {
    if (isStopping()) {
      await pool.query(RELEASE_BATCH, [batch.id]);
      return;
    }
    const renewed = await pool.query(RENEW_LEASE, [batch.id]);
    if (renewed.rowCount === 0) return;
    // Rights that were taken away in between end the batch, too.
    const user = await crm.organisation.loadUser(batch.userId);
    if (!user) {
      await pool.query(FINISH_BATCH, [batch.id, 'cancelled']);
      return;
    }
    const { rows } = await pool.query<{ recordId: string; change: RowChange | null }>(
      hasOrder(batch) ? SELECT_PENDING_IN_ORDER : SELECT_PENDING,
      [batch.id, CHUNK],
    );
    if (rows.length === 0) {
      await pool.query(FINISH_BATCH, [batch.id, 'done']);
      return;
    }
    for (const { recordId, change } of rows) {
      if (isStopping()) break;
      await runRow(context, { batch, recordId, change, user });
    }
  }
}

/** Merges into one record are taken back from the last to the first. */
function hasOrder({ work }: BatchRow): boolean {
  return work.kind === 'merge' || (work.kind === 'undo' && work.of === 'merge');
}

async function runRow(
  context: ApiContext,
  row: {
    readonly batch: BatchRow;
    readonly recordId: string;
    readonly change: RowChange | null;
    readonly user: Parameters<typeof workOnRecord>[1]['caller']['user'];
  },
): Promise<void> {
  const { batch, recordId, change, user } = row;
  try {
    await inCrmTransaction(context, async (transaction) => {
      const { client } = transaction;
      const taken = await client.query(LOCK_ROW, [batch.id, recordId]);
      if (taken.rowCount === 0) return;
      const done = await workOnRecord(context, { batch, recordId, change, caller: { user, transaction } });
      await client.query(ROW_DONE, [batch.id, recordId, done === null ? null : JSON.stringify(done)]);
    });
  } catch (error) {
    // The infrastructure's failures interrupt the batch, which goes on later.
    if (error instanceof CrmFault || error instanceof EngineFault || isDatabaseAway(error)) throw error;
    const refusal = refusalOf(error);
    if (refusal.code === BUG) context.logger.error({ err: error, recordId }, 'a row of a batch failed');
    await context.pool.query(ROW_REFUSED, [batch.id, recordId, JSON.stringify(refusal)]);
  }
}

const BUG = 'API_BUG';

/** What the person may mend is told; of anything else only that it happened. */
function refusalOf(error: unknown): RowRefusal {
  if (error instanceof CrmRejection) {
    const problem = crmProblem(error);
    const facts = TOLD_WITH_DETAILS.includes(error.code) ? { details: error.details } : {};
    return { ...told(error), ...facts, ...fieldsOf(problem?.fields) };
  }
  if (error instanceof ApiProblem) return { ...told(error), ...fieldsOf(error.fields) };
  if (error instanceof EngineRejection) return told(error);
  return { code: BUG, message: API_PROBLEMS.API_BUG.title };
}

/** Details that only name what is missing; those of other codes may hold values of records, and are not kept. */
const TOLD_WITH_DETAILS: readonly string[] = ['CRM_STAGE_BLOCKED'];

function told({ code, message }: { readonly code: string; readonly message: string }): RowRefusal {
  return { code, message };
}

function fieldsOf(fields: readonly FieldProblem[] = []): Pick<RowRefusal, 'fields'> {
  return fields.length > 0 ? { fields } : {};
}
