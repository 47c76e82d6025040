/** W2: user task, exclusive gateway, user task. Counted are completed tasks. Gates: 0.6 of the yardstick, 0.5 of occ2. */
import type { Floor } from './floor.ts';
import type { Product } from './product.ts';
import { ROUNDS, gate, measure, medianOf } from './workload.ts';
import type { Measured, Report } from './workload.ts';

const AT_LEAST_FLOOR = 0.6;
const AT_LEAST_OCC2 = 0.5;
const WARM_UP = 500;
const TASKS = ['t1', 't2'] as const;

export async function runW2(parts: {
  readonly n: number;
  readonly dataFolder: string | null;
  readonly floor: Floor;
  readonly occ2: () => Promise<void>;
  readonly product: Product;
}): Promise<Report> {
  const { n, dataFolder, floor, occ2, product } = parts;
  let first = 2_000_000;
  await roundOf(WARM_UP, first - WARM_UP);
  const ceilings: Measured[] = [];
  const shapes: Measured[] = [];
  const rounds: Measured[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    first += n;
    const measured = await roundOf(n, first);
    ceilings.push(measured.ceiling);
    rounds.push(measured.product);
    shapes.push(await measure(n, dataFolder, occ2));
  }
  return {
    workload: 'W2',
    unit: 'tasks/s',
    product: medianOf(rounds),
    ceilings: { floor: medianOf(ceilings), occ2: medianOf(shapes) },
    gates: [gate('floor', rounds, ceilings, AT_LEAST_FLOOR), gate('occ2', rounds, shapes, AT_LEAST_OCC2)],
  };

  async function roundOf(count: number, from: number): Promise<{ ceiling: Measured; product: Measured }> {
    await measure(count, null, (item) => floor.start('w2', from + item));
    await measure(count, null, (item) => product.start('w2', from + item));
    const ceiling: Measured[] = [];
    const ours: Measured[] = [];
    for (const task of TASKS) {
      ceiling.push(await measure(count, dataFolder, (item) => floor.complete(from + item, task)));
      await product.findTasks(task);
      ours.push(await measure(count, dataFolder, (item) => product.complete(from + item)));
    }
    return { ceiling: bothTasks(ceiling), product: bothTasks(ours) };
  }
}

/** Two loops of equal length one after the other. */
function bothTasks(loops: readonly Measured[]): Measured {
  const mean = (pick: (loop: Measured) => number): number =>
    loops.reduce((sum, loop) => sum + pick(loop), 0) / loops.length;
  return {
    perSecond: 1 / mean((loop) => 1 / loop.perSecond),
    p50Ms: mean((loop) => loop.p50Ms),
    p99Ms: Math.max(...loops.map((loop) => loop.p99Ms)),
    cpu: {
      nodeMs: mean((loop) => loop.cpu.nodeMs),
      postgresMs: loops[0]!.cpu.postgresMs === null ? null : mean((loop) => loop.cpu.postgresMs!),
    },
  };
}
