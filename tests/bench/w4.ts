/** W4: timers that are due at one moment; counted are fired timers. Gate: 0.28 of the yardstick, which fires sets of 200. */
import type { Pool } from 'pg';
import type { WaitingFloor } from './floor-waiting.ts';
import { CALLERS, CpuMeter } from './load.ts';
import { BENCH_ACTOR, quietEngine } from './quiet-engine.ts';
import { gate, measure, medianOf } from './workload.ts';
import type { Measured, Report } from './workload.ts';

const AT_LEAST = 0.28;
const ROUNDS = 3;
/** A node that fires a hundred thousand timers has compiled what fires them; so much is fired before the clock runs. */
const WARM_UP = 10_000;

export async function runW4(parts: {
  readonly n: number;
  readonly dataFolder: string | null;
  readonly pool: Pool;
  readonly floor: WaitingFloor;
}): Promise<Report> {
  const { n, dataFolder, pool, floor } = parts;
  const engine = await quietEngine(pool, 'w4');
  const due = new Date(Date.now() - 60_000).toISOString();

  async function timed(count: number, fire: () => Promise<number>): Promise<Measured> {
    const meter = new CpuMeter(dataFolder);
    const begunAt = performance.now();
    const fired = await fire();
    const ms = performance.now() - begunAt;
    if (fired !== count) throw new Error(`Expected ${count} timers to fire, but ${fired} did.`);
    return { perSecond: (count / ms) * 1000, p50Ms: ms / count, p99Ms: ms / count, cpu: meter.per(count) };
  }

  async function roundOf(count: number): Promise<{ ceiling: Measured; product: Measured }> {
    await floor.clear();
    await floor.fillTimers(count);
    await measure(count, null, () =>
      engine.startInstance({ processKey: 'w4', variables: { due } }, { actor: BENCH_ACTOR }),
    );
    await pool.query('analyze engine.job; analyze engine.process_instance; analyze engine.token');
    const ceiling = await timed(count, () => floor.fireTimers(CALLERS));
    const product = await timed(count, () => engine.runDueJobs());
    return { ceiling, product };
  }

  await roundOf(WARM_UP);
  const ceilings: Measured[] = [];
  const rounds: Measured[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const measured = await roundOf(n);
    ceilings.push(measured.ceiling);
    rounds.push(measured.product);
  }
  await engine.stop();
  return {
    workload: 'W4',
    unit: 'timers/s',
    product: medianOf(rounds),
    ceilings: { floor: medianOf(ceilings) },
    gates: [gate('floor', rounds, ceilings, AT_LEAST)],
  };
}
