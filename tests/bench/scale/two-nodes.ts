/**
 * Two nodes on one database with timers due at one moment: no timer fires twice, none is left, and together they are at
 * least 0.9 as fast as one of them alone on the same cores.
 */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Pool } from 'pg';
import { CpuMeter } from '../load.ts';
import { BENCH_ACTOR, quietEngine } from '../quiet-engine.ts';
import { gate, measure, medianOf } from '../workload.ts';
import type { Measured, Report } from '../workload.ts';

const SIZE = 6_000;
const ROUNDS = 3;
const AT_LEAST = 0.9;
const NODE = fileURLToPath(new URL('./engine-process.ts', import.meta.url));

export async function runNodes(parts: {
  readonly n: number | null;
  readonly dataFolder: string | null;
  readonly pool: Pool;
  readonly url: string;
}): Promise<Report> {
  const { pool, dataFolder, url } = parts;
  const size = parts.n ?? SIZE;
  const engine = await quietEngine(pool, 'w4');
  const nodes = [await startNode(url), await startNode(url)];
  const due = new Date(Date.now() - 60_000).toISOString();

  async function fire(count: number, by: readonly ChildProcess[]): Promise<Measured> {
    const actor = BENCH_ACTOR;
    await measure(count, null, () =>
      engine.startInstance({ processKey: 'w4', variables: { due } }, { actor }),
    );
    await pool.query('analyze engine.job; analyze engine.process_instance; analyze engine.token');
    const before = await firedTimers(pool);
    const meter = new CpuMeter(dataFolder);
    const begunAt = performance.now();
    await Promise.all(by.map((node) => told(node)));
    const ms = performance.now() - begunAt;
    const cpu = meter.per(count);
    const fired = (await firedTimers(pool)) - before;
    if (fired !== count)
      throw new Error(`Expected ${count} timers to fire once, but ${fired} firings are recorded.`);
    return { perSecond: (count / ms) * 1000, p50Ms: ms / count, p99Ms: ms / count, cpu };
  }

  for (const node of nodes) await fire(500, [node]);
  const alone: Measured[] = [];
  const together: Measured[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    alone.push(await fire(size, nodes.slice(0, 1)));
    together.push(await fire(size, nodes));
  }
  await Promise.all(nodes.map(ended));
  await engine.stop();
  return {
    workload: 'nodes',
    unit: 'timers/s',
    callers: 'two nodes',
    product: medianOf(together),
    ceilings: { 'one node': medianOf(alone) },
    gates: [gate('one node', together, alone, AT_LEAST)],
  };
}

async function firedTimers(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int as count from engine.history_event where kind = 'JobFinished'`,
  );
  return rows[0]!.count;
}

async function startNode(url: string): Promise<ChildProcess> {
  const node = fork(NODE, { env: { ...process.env, BENCH_DATABASE_URL: url }, execArgv: process.execArgv });
  await once(node, 'message');
  return node;
}

async function told(node: ChildProcess): Promise<void> {
  const answered = once(node, 'message');
  node.send('run');
  await answered;
}

async function ended(node: ChildProcess): Promise<void> {
  const gone = once(node, 'exit');
  node.send('end');
  await gone;
}
