/** W5: a message by its key among many waiting instances; counted are messages. Gate: 0.6 of the yardstick. */
import type { Pool } from 'pg';
import type { WaitingFloor } from './floor-waiting.ts';
import { BENCH_ACTOR, quietEngine } from './quiet-engine.ts';
import { gate, measure, medianOf } from './workload.ts';
import type { Measured, Report } from './workload.ts';

const AT_LEAST = 0.6;
const ROUNDS = 4;

export async function runW5(parts: {
  readonly n: number;
  readonly dataFolder: string | null;
  readonly pool: Pool;
  readonly floor: WaitingFloor;
}): Promise<Report> {
  const { n, dataFolder, pool, floor } = parts;
  const engine = await quietEngine(pool, 'w5');
  const actor = BENCH_ACTOR;
  const waiting = n * (ROUNDS + 1);
  await floor.clear();
  await floor.fillMessages(waiting);
  await measure(waiting, null, (item) =>
    engine.startInstance({ processKey: 'w5', businessKey: `k${item + 1}` }, { actor }),
  );
  await pool.query(
    'analyze engine.event_subscription; analyze engine.process_instance; analyze engine.token',
  );
  // Spread over all that wait, so that neither side goes along its indexes.
  const keyOf = (item: number): number => 1 + ((item * 7_919) % waiting);
  const ceilings: Measured[] = [];
  const rounds: Measured[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const from = round * n;
    const ceiling = await measure(n, dataFolder, (item) => floor.correlate(keyOf(from + item)));
    const product = await measure(n, dataFolder, (item) =>
      engine.correlateMessage({ name: 'order-paid', correlationKey: `k${keyOf(from + item)}` }, { actor }),
    );
    if (round === 0) continue;
    ceilings.push(ceiling);
    rounds.push(product);
  }
  await engine.stop();
  return {
    workload: 'W5',
    unit: 'messages/s',
    product: medianOf(rounds),
    ceilings: { floor: medianOf(ceilings) },
    gates: [gate('floor', rounds, ceilings, AT_LEAST)],
  };
}
