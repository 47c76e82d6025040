/**
 * The work of imports in the background. Any node takes one that waits, holds it by a lease that every chunk extends in
 * its own transaction, and goes on where the last committed chunk ended; so a node that dies costs one chunk, and two
 * nodes never write the same rows.
 */
import { v7 as uuid } from 'uuid';
import type { Pool } from 'pg';
import { isFault, type Queryable, type Transactions, type Unit } from '../database/transaction.ts';
import { entityOf } from '../entities/entity-table.ts';
import type { EntityDefinition } from '../entities/entity-types.ts';
import type { OptionCatalogue } from '../entities/select-options.ts';
import type { WriteContext } from '../entities/tell-of-write.ts';
import type { ManyWriter } from '../entities/write-many.ts';
import { CrmFault, CrmRejection } from '../errors.ts';
import type { CrmClock, CrmIds, CrmLogger } from '../ports.ts';
import type { RequestUser } from '../rights/request-user.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';
import { checkChunk, type CheckContext, readContextOf } from './check-rows.ts';
import { countCells } from './count-cells.ts';
import { claimJob, holdJob, LeaseLost, readJob, releaseJob, updateJob } from './import-jobs.ts';
import { countBy, readRows, readRowsBackwards, storeChecked } from './import-rows.ts';
import type { ImportJob, ImportState } from './import-types.ts';
import { matchWithinFile } from './match-within-file.ts';
import { createReferenceBook } from './resolve-references.ts';
import { stageFile } from './stage-file.ts';
import { undoRows } from './undo-rows.ts';
import { writeRows } from './write-rows.ts';

/** Rows of one transaction: few enough that nobody waits long for a lock, many enough that statements count little. */
const CHUNK = 500;
/** Cells by which the way of writing of a column is found. */
const SPREAD_ROWS = 2_000;

export interface RunnerPorts {
  readonly pool: Pool;
  readonly transactions: Transactions;
  readonly options: OptionCatalogue;
  /** Tells processes only of imports that say so. */
  readonly writers: { readonly quiet: ManyWriter; readonly telling: ManyWriter };
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly logger: CrmLogger;
  readonly participants: ParticipantSource | null;
  readonly loadUser: (id: string) => Promise<RequestUser | null>;
  /** Where the content of a file lies on this node; null where it is not here. */
  readonly filePath: (storageKey: string) => Promise<string | null>;
}

export interface ImportRunner {
  /** Works off what waits; returns when nothing does or `stop` was called. Calls beside each other join. */
  work(): Promise<void>;
  /** Ends after the chunk that is under way. */
  stop(): Promise<void>;
}

export function createImportRunner(ports: RunnerPorts): ImportRunner {
  const node = uuid();
  let isStopping = false;
  let underway: Promise<void> | null = null;
  let again = false;
  const run = async (): Promise<void> => {
    const failed: string[] = [];
    for (;;) {
      again = false;
      const id = isStopping ? null : await claimJob(ports.pool, node, failed);
      if (id === null) {
        if (!again || isStopping) return;
        continue;
      }
      try {
        await workOn(ports, { id, node, isStopping: () => isStopping });
      } catch (cause) {
        if (!(cause instanceof LeaseLost)) {
          failed.push(id);
          await giveUpOrLeave(ports, id, cause);
        }
      } finally {
        await releaseJob(ports.pool, id, node).catch(() => undefined);
      }
    }
  };
  return {
    work() {
      again = true;
      underway ??= run().finally(() => (underway = null));
      return underway;
    },
    async stop() {
      isStopping = true;
      await underway?.catch(() => undefined);
    },
  };
}

/** What the file is at fault for ends the import; what the infrastructure is at fault for is tried again later. */
async function giveUpOrLeave(ports: RunnerPorts, id: string, cause: unknown): Promise<void> {
  if (cause instanceof CrmFault || isFault(cause)) {
    ports.logger.warn({ err: cause, importId: id }, 'an import goes on later');
    return;
  }
  const isRefused = cause instanceof CrmRejection;
  if (!isRefused) ports.logger.error({ err: cause, importId: id }, 'an import broke off');
  const reason = isRefused ? cause.details.problem : undefined;
  const problem = {
    code: isRefused ? cause.code : 'unexpected',
    detail: isRefused
      ? cause.message
      : 'The import broke off; what was written until then is kept and can be taken back.',
    ...(typeof reason === 'string' ? { reason } : {}),
  };
  const job = await readJob(ports.pool, id);
  // Written rows can be taken back: such an import is over, not void.
  const isWritten = job?.state === 'running' || job?.state === 'undoing';
  await updateJob(ports.pool, id, {
    state: isWritten ? 'done' : 'failed',
    problem,
    finished_at: ports.clock.now(),
    ...(job && isWritten
      ? { summary: { ...job.summary, outcomes: await countBy(ports.pool, id, 'outcome') } }
      : {}),
  });
}

interface Work {
  readonly id: string;
  readonly node: string;
  readonly isStopping: () => boolean;
}

async function workOn(ports: RunnerPorts, work: Work): Promise<void> {
  const job = await readJob(ports.pool, work.id);
  if (!job) return;
  const user = await ports.loadUser(job.state === 'undoing' ? (job.undoneBy ?? job.ownerId) : job.ownerId);
  if (!user)
    throw new CrmRejection('CRM_FORBIDDEN', 'The person whose import it is may not sign in any more.');
  const definition = entityOf(job.entity);
  switch (job.state) {
    case 'reading': {
      const path = await ports.filePath(job.storageKey);
      if (path === null) throw new CrmFault('The file of the import is not on this node.');
      return stageFile(ports.pool, job, {
        path,
        node: work.node,
        definition,
        user,
        isStopping: work.isStopping,
      });
    }
    case 'checking':
      return check(ports, work, { job, user, definition });
    case 'running':
      return write(ports, work, { job, user, definition });
    case 'undoing':
      return undo(ports, work, { job, user, definition });
    default:
      return;
  }
}

interface Subject {
  readonly job: ImportJob;
  readonly user: RequestUser;
  readonly definition: EntityDefinition;
}

async function check(ports: RunnerPorts, work: Work, { job, user, definition }: Subject): Promise<void> {
  const context = await checkContextOf(ports, ports.pool, { job, user, definition });
  const counts = countCells(job.summary.cleaning ?? {});
  let cursor = Math.max(job.cursor, job.headerRow);
  let done = job.done;
  for (;;) {
    if (work.isStopping()) return;
    const rows = await readRows(ports.pool, { importId: job.id, after: cursor, limit: CHUNK });
    const last = rows.at(-1);
    if (!last) break;
    const checked = await checkChunk(ports.pool, rows, context);
    cursor = last.rowNo;
    done += rows.length;
    counts.add(checked.read);
    await inChunk(ports, work, 'checking', async ({ client }) => {
      await storeChecked(client, job.id, checked.rows);
      await updateJob(client, job.id, { cursor, done, summary: { cleaning: counts.all() } });
    });
  }
  await inChunk(ports, work, 'checking', async ({ client }) => {
    await matchWithinFile(client, job, definition);
    const verdicts = await countBy(client, job.id, 'verdict');
    const summary = { cleaning: counts.all(), verdicts };
    await updateJob(client, job.id, { state: 'ready', cursor: 0, done: 0, summary });
  });
}

/** How the rows of a file are read and with whose rights its records are found. */
export async function checkContextOf(
  ports: Pick<RunnerPorts, 'options' | 'participants'>,
  reader: Queryable,
  { job, user, definition }: Subject,
): Promise<CheckContext> {
  const lists = await ports.options.load(reader);
  const step = Math.max(1, Math.floor(job.total / SPREAD_ROWS));
  const spread = await readRows(reader, {
    importId: job.id,
    after: job.headerRow,
    limit: SPREAD_ROWS * 2,
    where: `row_no % ${step} = 0`,
  });
  const rights = { user, participants: ports.participants };
  return {
    job,
    definition,
    lists,
    rights,
    reading: readContextOf(job, { definition, user, lists, spread }),
    references: createReferenceBook(rights),
  };
}

async function write(ports: RunnerPorts, work: Work, { job, user, definition }: Subject): Promise<void> {
  const context = importContext(ports, job, user);
  const writer = job.options.startProcesses ? ports.writers.telling : ports.writers.quiet;
  const writing = { writer, ids: ports.ids, now: () => ports.clock.now() };
  let { cursor, done } = job;
  for (;;) {
    if (work.isStopping()) return;
    const rows = await readRows(ports.pool, {
      importId: job.id,
      after: cursor,
      limit: CHUNK,
      where: TO_WRITE,
    });
    const last = rows.at(-1);
    if (!last) break;
    await inChunk(ports, work, 'running', async (unit) => {
      await writeRows(writing, unit, { importId: job.id, definition, rows }, context);
      cursor = last.rowNo;
      done += rows.length;
      await updateJob(unit.client, job.id, { cursor, done });
    });
  }
  await inChunk(ports, work, 'running', async ({ client }) => {
    await client.query(
      `update crm.import_row set outcome = case verdict when 'skip' then 'skipped' else 'failed' end,
         failure = case verdict when 'review' then $2::jsonb when 'error' then problems end
       where import_id = $1 and outcome is null and verdict is not null`,
      [job.id, JSON.stringify([{ field: '', problem: 'duplicateUndecided', detail: null }])],
    );
    const outcomes = await countBy(client, job.id, 'outcome');
    const summary = { ...job.summary, outcomes, waiting: {} };
    await updateJob(client, job.id, { state: 'done', summary, finished_at: ports.clock.now() });
  });
}

/** Rows that the run has to write. */
export const TO_WRITE = `verdict in ('create', 'update', 'merge') and outcome is null`;
const TO_UNDO = `outcome in ('created', 'updated', 'merged') and undo is null`;

async function undo(ports: RunnerPorts, work: Work, { job, user, definition }: Subject): Promise<void> {
  const context = importContext(ports, job, user);
  let { done } = job;
  // Rows behind it are taken back already: to pass over them for every chunk would take longer from chunk to chunk.
  let before: number | null = null;
  for (;;) {
    if (work.isStopping()) return;
    const asked = { importId: job.id, before, limit: CHUNK, where: TO_UNDO };
    const rows = await readRowsBackwards(ports.pool, asked);
    const first = rows.at(-1);
    if (!first) break;
    await inChunk(ports, work, 'undoing', async (unit) => {
      await undoRows(
        ports.writers.quiet,
        unit,
        { importId: job.id, definition, rows },
        { ...context, needsNoReason: true },
      );
      done += rows.length;
      await updateJob(unit.client, job.id, { done });
    });
    before = first.rowNo;
  }
  await inChunk(ports, work, 'undoing', async ({ client }) => {
    const { undone = 0, left = 0 } = await countBy(client, job.id, 'undo');
    const summary = { ...job.summary, undone, left };
    await updateJob(client, job.id, { state: 'undone', summary, undone_at: ports.clock.now() });
  });
}

/** One transaction, in which this node proves that the import is still its own. */
function inChunk(
  ports: RunnerPorts,
  { id, node }: Work,
  state: ImportState,
  body: (unit: Unit) => Promise<void>,
): Promise<void> {
  return ports.transactions.run(null, async (unit) => {
    await holdJob(unit.client, { id, node, state });
    await body(unit);
  });
}

/** The import is the author, in the name of the person; the person's rights count. */
export function importContext(
  ports: Pick<RunnerPorts, 'participants'>,
  job: Pick<ImportJob, 'id'>,
  user: RequestUser,
): WriteContext {
  return {
    user,
    participants: ports.participants,
    actor: { kind: 'import', id: job.id, onBehalfOf: user.id },
  };
}
