/** W1: start, five tasks that pass, end. One write per instance. Gate: 0.43 of the yardstick. */
import type { Floor } from './floor.ts';
import type { Product } from './product.ts';
import { ROUNDS, gate, measure, medianOf } from './workload.ts';
import type { Measured, Report } from './workload.ts';

const AT_LEAST = 0.43;
const WARM_UP = 500;

export async function runW1(parts: {
  readonly n: number;
  readonly dataFolder: string | null;
  readonly floor: Floor;
  readonly product: Product;
}): Promise<Report> {
  const { n, dataFolder, floor, product } = parts;
  let id = 1_000_000;
  const ceiling = (): Promise<void> => floor.start('w1', id++);
  const ours = (): Promise<void> => product.start('w1', 0);
  await measure(WARM_UP, null, ceiling);
  await measure(WARM_UP, null, ours);
  const ceilings: Measured[] = [];
  const rounds: Measured[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ceilings.push(await measure(n, dataFolder, ceiling));
    rounds.push(await measure(n, dataFolder, ours));
  }
  return {
    workload: 'W1',
    unit: 'instances/s',
    product: medianOf(rounds),
    ceilings: { floor: medianOf(ceilings) },
    gates: [gate('floor', rounds, ceilings, AT_LEAST)],
  };
}
