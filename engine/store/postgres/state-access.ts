/**
 * Reading and writing of runtime state outside an open transaction: two statements, each over the requests of many
 * callers. A write whose reply was lost is sent again; it is conditional, so it then meets what it wrote itself. Whoever
 * meets a conflict therefore asks the history first whether it is his own.
 */
import type {
  IdempotencyRow,
  ReadAnswer,
  ReadRequest,
  StateAccess,
  Write,
  WriteOutcome,
} from '../store-port.ts';
import { codeOf, persistently, run } from './connection.ts';
import type { Database, Statement } from './connection.ts';
import { isUuid, textArray } from './encode.ts';
import { GroupCommit } from './group-commit.ts';
import { READ_SLICES, answersFrom, readParameters } from './read-slices.ts';
import type { EntityRow } from './read-slices.ts';
import { WRITE_STEPS, idempotenciesOf, writeParameters } from './write-steps.ts';
import type { StepWord } from './write-steps.ts';

const READ_IDEMPOTENCY: Statement = {
  name: 'read-idempotency',
  text: 'select key, fingerprint, response from engine.idempotency where key = any($1::text[])',
};

/** By primary key: the first event of a write names the command that wrote it. */
const WAS_WRITTEN: Statement = {
  name: 'was-written',
  text: `select 1 from engine.history_command
    where root_instance_id = $1 and seq = $2 and occurred_at = $3 and command_id = $4`,
};

const MISSING: ReadAnswer = { kind: 'missing' };

const READ_LANES = 2;
const WRITE_LANES = 3;
const BATCH_MAX = 200;
/** A chunk of a multi-instance activity, or what ends many branches at once. */
const LONG_ROWS = 60;

export function createStateAccess(database: Database): StateAccess {
  const reads = new GroupCommit<ReadRequest, ReadAnswer>({
    lanes: READ_LANES,
    batchMax: BATCH_MAX,
    keysOf: () => [],
    run: (requests) => persistently(() => readSlices(database, requests)),
  });
  const writes = new GroupCommit<Write, WriteOutcome>({
    lanes: WRITE_LANES,
    batchMax: BATCH_MAX,
    keysOf: (write) => [write.rootId, ...keysIn(write)],
    isLong: (write) => rowsOf(write) >= LONG_ROWS,
    run: (batch) => persistently(() => writeSteps(database, batch)),
  });
  return {
    read: (requests) =>
      Promise.all(requests.map((request) => (isUuid(request.target.id) ? reads.submit(request) : MISSING))),
    // What its writer has gathered already goes at once.
    write: async (batch) =>
      batch.length === 1
        ? [await writes.submit(batch[0]!)]
        : await persistently(() => writeSteps(database, batch)),
    readIdempotency: (keys) => persistently(() => readIdempotency(database, keys)),
  };
}

async function readSlices(database: Database, requests: readonly ReadRequest[]): Promise<ReadAnswer[]> {
  const rows = await run<EntityRow>(database, READ_SLICES, readParameters(requests));
  return answersFrom(rows, requests.length);
}

export async function readIdempotency(
  database: Database,
  keys: readonly string[],
): Promise<(IdempotencyRow | null)[]> {
  if (keys.length === 0) return [];
  const rows = await run<IdempotencyRow>(database, READ_IDEMPOTENCY, [textArray(keys)]);
  const known = new Map(rows.map((row) => [row.key, row]));
  return keys.map((key) => known.get(key) ?? null);
}

/** Roughly: of what comes in numbers. */
function rowsOf({ inserted, updated, deleted }: Write): number {
  const added = inserted.tokens.length + inserted.scopes.length + inserted.jobs.length;
  return added + inserted.instances.length + updated.tokens.length + deleted.tokens.length;
}

function keysIn(write: Write): string[] {
  return (idempotenciesOf(write) as readonly IdempotencyRow[]).map((row) => row.key);
}

async function writeSteps(database: Database, batch: readonly Write[]): Promise<WriteOutcome[]> {
  const outcomes = new Map<Write, WriteOutcome>();
  let left = batch;
  while (left.length > 0) {
    const words = await sendSteps(database, left);
    if (!words) {
      for (const write of left) outcomes.set(write, { kind: 'written' });
      break;
    }
    const ready: Write[] = [];
    for (const [index, write] of left.entries()) {
      const word = words[index] ?? 'conflict';
      if (word === 'ready') ready.push(write);
      else outcomes.set(write, await explain(database, write, word));
    }
    left = ready;
  }
  return batch.map((write) => outcomes.get(write)!);
}

/** Null when all were written. */
async function sendSteps(database: Database, batch: readonly Write[]): Promise<readonly StepWord[] | null> {
  try {
    const rows = await run<{ outcomes: StepWord[] | null }>(
      database,
      WRITE_STEPS,
      writeParameters(batch, false),
    );
    return rows[0]?.outcomes ?? null;
  } catch (error) {
    const word = batch.length === 1 ? wordOf(error) : null;
    if (word) return [word];
    throw error;
  }
}

/** What an error of the write function means for the single step that it was called with. */
export function wordOf(error: unknown): StepWord | null {
  const { detail, table } = error as { detail?: string; table?: string };
  if (codeOf(error) === 'TL001') return (detail ?? 'conflict') as StepWord;
  // The new root exists already: an earlier attempt landed, or somebody used the id.
  if (codeOf(error) === '23505' && table === 'process_instance') return 'conflict';
  return null;
}

export async function explain(database: Database, write: Write, word: StepWord): Promise<WriteOutcome> {
  if (await wasWritten(database, write)) return { kind: 'written' };
  if (word === 'fenced' || word === 'outdated' || word === 'contested') return { kind: word };
  if (word === 'replayed') {
    const [row] = (await readIdempotency(database, keysIn(write))).filter((known) => known !== null);
    if (row) return { kind: 'replayed', idempotency: row };
  }
  return { kind: 'conflict' };
}

export async function wasWritten(database: Database, write: Write): Promise<boolean> {
  const [first] = write.history;
  if (!first) return false;
  const found = await run(database, WAS_WRITTEN, [write.rootId, first.seq, first.at, first.commandId]);
  return found.length > 0;
}
