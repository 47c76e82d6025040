/**
 * W3: five user tasks in parallel and a join; counted are completed tasks. Gate: 0.6 of the yardstick. Beside it the five
 * branches of one instance are completed at the same moment by five callers: all must succeed.
 */
import type { Pool } from 'pg';
import type { WaitingFloor } from './floor-waiting.ts';
import { BENCH_ACTOR, quietEngine } from './quiet-engine.ts';
import { ROUNDS, gate, measure, medianOf } from './workload.ts';
import type { Measured, Report } from './workload.ts';

const AT_LEAST = 0.6;
const TASKS = ['t1', 't2', 't3', 't4', 't5'] as const;
const AT_ONCE = 50;

export async function runW3(parts: {
  readonly n: number;
  readonly dataFolder: string | null;
  readonly pool: Pool;
  readonly floor: WaitingFloor;
}): Promise<Report> {
  const { dataFolder, pool, floor } = parts;
  const n = Math.max(10, Math.floor(parts.n / TASKS.length));
  const engine = await quietEngine(pool, 'w3');
  const actor = BENCH_ACTOR;
  let first = 3_000_000;

  async function startedOn(count: number): Promise<string[]> {
    const ids: string[] = [];
    await measure(count, null, async () => {
      ids.push((await engine.startInstance({ processKey: 'w3' }, { actor })).instanceId);
    });
    return ids;
  }

  async function tasksOf(instances: readonly string[]): Promise<string[]> {
    const { rows } = await pool.query<{ id: string }>(
      `select id from engine.user_task where instance_id = any ($1::uuid[]) and state = 'ready'
       order by element_id, instance_id`,
      [instances],
    );
    return rows.map((row) => row.id);
  }

  async function roundOf(count: number): Promise<{ ceiling: Measured; product: Measured }> {
    first += count;
    const from = first;
    await measure(count, null, (item) => floor.start(from + item, TASKS));
    const ids = await tasksOf(await startedOn(count));
    const all = count * TASKS.length;
    const ceiling = await measure(all, dataFolder, (item) =>
      floor.complete(from + (item % count), TASKS[Math.floor(item / count)]!, TASKS.length),
    );
    const product = await measure(all, dataFolder, (item) =>
      engine.completeUserTask({ taskId: ids[item]! }, { actor }),
    );
    return { ceiling, product };
  }

  await roundOf(50);
  const ceilings: Measured[] = [];
  const rounds: Measured[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const measured = await roundOf(n);
    ceilings.push(measured.ceiling);
    rounds.push(measured.product);
  }
  await completeAtOnce();
  await engine.stop();
  return {
    workload: 'W3',
    unit: 'tasks/s',
    product: medianOf(rounds),
    ceilings: { floor: medianOf(ceilings) },
    gates: [gate('floor', rounds, ceilings, AT_LEAST)],
  };

  async function completeAtOnce(): Promise<void> {
    const instances = await startedOn(AT_ONCE);
    for (const instance of instances) {
      const ids = await tasksOf([instance]);
      await Promise.all(ids.map((taskId) => engine.completeUserTask({ taskId }, { actor })));
    }
    const { rows } = await pool.query<{ count: number }>(
      `select count(*)::int as count from engine.process_instance where id = any ($1::uuid[]) and status = 'completed'`,
      [instances],
    );
    if (rows[0]!.count !== AT_ONCE)
      throw new Error(`Expected ${AT_ONCE} joins, but ${rows[0]!.count} came about.`);
  }
}
