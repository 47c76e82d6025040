/**
 * W8: what an instance costs that waits in W2's first task: bytes in the database without history, and memory of the
 * process, which must not grow with the number that waits. Gates: at most 2.5 times the yardstick's bytes, shown as a
 * ratio of at least 0.4, and at most 20 MB between 1,000 and n waiting.
 */
import type { Pool } from 'pg';
import type { WaitingFloor } from './floor-waiting.ts';
import { BENCH_ACTOR, quietEngine } from './quiet-engine.ts';
import { measure } from './workload.ts';
import type { Measured, Report } from './workload.ts';

const AT_LEAST = 0.4;
const FEW = 1_000;
const MEMORY_MAX = 20 * 1024 * 1024;

export async function runW8(parts: {
  readonly n: number;
  readonly pool: Pool;
  readonly floor: WaitingFloor;
}): Promise<Report> {
  const { pool, floor } = parts;
  const n = Math.max(parts.n, 5 * FEW);
  const engine = await quietEngine(pool, 'w2');
  const start = (): Promise<unknown> => engine.startInstance({ processKey: 'w2' }, { actor: BENCH_ACTOR });
  await floor.clear();
  await measure(n, null, (item) => floor.start(item, ['t1']));
  const theirs = (await floor.bytes()) / n;
  const tables = await countedTables(pool);
  const before = await bytesOf(pool, tables);
  // The first thousands fill every cache that there is.
  await measure(5 * FEW, null, start);
  const few = await heap();
  const added = await measure(n, null, start);
  const many = await heap();
  const ours = ((await bytesOf(pool, tables)) - before) / (n + 5 * FEW);
  await engine.stop();
  const figure = (bytes: number): Measured => ({ ...added, perSecond: bytes });
  return {
    workload: 'W8',
    unit: 'bytes per waiting instance',
    product: figure(ours),
    ceilings: { floor: figure(theirs) },
    gates: [
      { against: 'floor', ratio: theirs / ours, atLeast: AT_LEAST },
      { against: 'memory', ratio: many - few <= MEMORY_MAX ? 1 : MEMORY_MAX / (many - few), atLeast: 1 },
    ],
  };
}

async function heap(): Promise<number> {
  global.gc?.();
  await new Promise((resolve) => setTimeout(resolve, 200));
  global.gc?.();
  return process.memoryUsage().heapUsed;
}

/** All tables of the engine but its history, outbox and idempotency keys. */
async function countedTables(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'engine'
     and tablename !~ '^(history|outbox|idempotency)'`,
  );
  return rows.map((row) => row.name);
}

async function bytesOf(pool: Pool, tables: readonly string[]): Promise<number> {
  const { rows } = await pool.query<{ bytes: string }>(
    'select sum(pg_total_relation_size(t::regclass)) as bytes from unnest($1::text[]) t',
    [tables],
  );
  return Number(rows[0]!.bytes);
}
