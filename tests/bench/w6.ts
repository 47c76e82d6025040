/**
 * W6: a parallel multi-instance subprocess over 1,000 items that do nothing, one instance at a time; counted are items.
 * Gates: 0.2 of the yardstick, which writes the same passages in one statement; and the cost of an item at 10,000 is at
 * most 1.5 times that at 100.
 */
import type { Floor } from './floor.ts';
import type { CpuPerOperation } from './load.ts';
import { CpuMeter, closedLoop } from './load.ts';
import type { Product } from './product.ts';
import { gate, medianOf } from './workload.ts';
import type { Measured, Report } from './workload.ts';

const AT_LEAST = 0.2;
const AT_LEAST_OF_SMALL = 1 / 1.5;
const ITEMS = 1_000;
const SMALL = 100;
const LARGE = 10_000;
const ROUNDS = 5;

export async function runW6(parts: {
  readonly n: number;
  readonly dataFolder: string | null;
  readonly floor: Floor;
  readonly product: Product;
}): Promise<Report> {
  const { dataFolder, floor, product } = parts;
  const instances = Math.max(1, Math.round(parts.n / ITEMS));
  let id = 6_000_000;
  const ceiling = (items: number, count: number): Promise<Measured> =>
    measureItems(count, items, dataFolder, () => floor.items(id++, items));
  const ours = (items: number, count: number): Promise<Measured> =>
    measureItems(count, items, dataFolder, () => product.runItems(items));
  await ceiling(ITEMS, 2);
  await ours(ITEMS, 2);
  const ceilings: Measured[] = [];
  const rounds: Measured[] = [];
  const small: Measured[] = [];
  const large: Measured[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ceilings.push(await ceiling(ITEMS, instances));
    rounds.push(await ours(ITEMS, instances));
    small.push(await ours(SMALL, 5));
    large.push(await ours(LARGE, 1));
  }
  return {
    workload: 'W6',
    unit: 'items/s',
    callers: 'one caller',
    product: medianOf(rounds),
    ceilings: {
      floor: medianOf(ceilings),
      'own, 100 items': medianOf(small),
      'own, 10,000 items': medianOf(large),
    },
    gates: [
      gate('floor', rounds, ceilings, AT_LEAST),
      gate('own at 100 items, by 10,000', large, small, AT_LEAST_OF_SMALL),
    ],
  };
}

/** One caller; every figure but the latency is per item. */
async function measureItems(
  instances: number,
  items: number,
  dataFolder: string | null,
  run: () => Promise<void>,
): Promise<Measured> {
  const meter = new CpuMeter(dataFolder);
  const loop = await closedLoop(instances, run, 1);
  const cpu: CpuPerOperation = meter.per(instances * items);
  return { ...loop, perSecond: loop.perSecond * items, cpu };
}
