/**
 * One big piece of work beside other people's: a signal that a hundred thousand instances wait for, and a multi-instance
 * subprocess of a hundred thousand items. Gates: the 99th percentile of a completed task of others is at most three times
 * what it is without the big work, and the process grows by at most 200 MiB.
 */
import type { Engine } from '#engine';
import type { Pool } from 'pg';
import { CpuMeter, median } from '../load.ts';
import { BENCH_ACTOR, deployModel, quietEngine } from '../quiet-engine.ts';
import { measure } from '../workload.ts';
import type { Gate, Report } from '../workload.ts';
import { createBystanders } from './bystanders.ts';
import { withPeakMemory } from './peak-memory.ts';

const SIZE = 100_000;
const BYSTANDERS = 600;
const TIMES_UNLOADED = 3;
const PEAK_MB = 200;
const POLL_MS = 100;

interface Parts {
  readonly n: number | null;
  readonly dataFolder: string | null;
  readonly pool: Pool;
}

export async function runSignal(parts: Parts): Promise<Report> {
  const { pool } = parts;
  const size = parts.n ?? SIZE;
  const engine = await quietEngine(pool, 'scale-signal');
  await measure(size, null, () =>
    engine.startInstance({ processKey: 'scale_signal' }, { actor: BENCH_ACTOR }),
  );
  await pool.query(
    'analyze engine.event_subscription; analyze engine.process_instance; analyze engine.token',
  );
  return beside(parts, engine, 'signal', 'deliveries/s', size, async () => {
    await engine.signal({ name: 'market-open' }, { actor: BENCH_ACTOR });
    await until(
      pool,
      `select count(*)::int as left from engine.process_instance i
      join engine.process_definition d on d.id = i.definition_id where d.process_key = 'scale_signal' and i.status = 'active'`,
    );
  });
}

export async function runItems(parts: Parts): Promise<Report> {
  const { pool } = parts;
  const size = parts.n ?? SIZE;
  const engine = await quietEngine(pool, 'w6');
  return beside(parts, engine, 'items', 'items/s', size, async () => {
    await engine.startInstance({ processKey: 'w6', variables: { amount: size } }, { actor: BENCH_ACTOR });
    await until(
      pool,
      `select count(*)::int as left from engine.process_instance i
      join engine.process_definition d on d.id = i.definition_id where d.process_key = 'w6' and i.status = 'active'`,
    );
  });
}

async function beside(
  { pool, dataFolder }: Parts,
  engine: Engine,
  workload: string,
  unit: string,
  size: number,
  work: () => Promise<void>,
): Promise<Report> {
  await deployModel(engine, 'w2');
  await engine.start();
  const others = createBystanders(engine, pool);
  await others.p99Of(BYSTANDERS);
  const before = await others.p99Of(BYSTANDERS);
  const meter = new CpuMeter(dataFolder);
  const begunAt = performance.now();
  let seconds = 0;
  const { result: loaded, peakMb } = await withPeakMemory(() =>
    others.p99While(
      work().then(() => {
        seconds = (performance.now() - begunAt) / 1000;
      }),
    ),
  );
  const cpu = meter.per(size);
  const after = await others.p99Of(BYSTANDERS);
  await engine.stop();
  const unloaded = median([before, after, (before + after) / 2]);
  const figure = { perSecond: size / seconds, p50Ms: Number.NaN, cpu };
  return {
    workload,
    unit,
    callers: `${size.toLocaleString('en')} at once beside four people; p99 is theirs`,
    product: { ...figure, p99Ms: loaded },
    ceilings: { 'without the big work': { ...figure, perSecond: Number.NaN, p99Ms: unloaded } },
    gates: [
      {
        against: 'p99 of others, three times unloaded',
        ratio: (unloaded * TIMES_UNLOADED) / loaded,
        atLeast: 1,
      },
      memoryGate(peakMb),
    ],
  };
}

function memoryGate(peakMb: number): Gate {
  return { against: `${PEAK_MB} MiB of memory`, ratio: PEAK_MB / Math.max(peakMb, 1), atLeast: 1 };
}

/** Waits until nothing is left. */
async function until(pool: Pool, sql: string): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ left: number }>(sql);
    if (rows[0]!.left === 0) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
