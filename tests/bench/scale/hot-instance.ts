/**
 * One instance with many open tasks, completed by 32 callers, against as many tasks of as many instances. Gate: half of
 * the rate of many instances.
 */
import type { Pool } from 'pg';
import { CpuMeter, closedLoop } from '../load.ts';
import { BENCH_ACTOR, deployModel, quietEngine } from '../quiet-engine.ts';
import { gate, measure, medianOf } from '../workload.ts';
import type { Measured, Report } from '../workload.ts';

const SIZE = 2_000;
const CALLERS = 32;
const ROUNDS = 3;
const AT_LEAST = 0.5;

export async function runHot(parts: {
  readonly n: number | null;
  readonly dataFolder: string | null;
  readonly pool: Pool;
}): Promise<Report> {
  const { pool, dataFolder } = parts;
  const size = parts.n ?? SIZE;
  const engine = await quietEngine(pool, 'scale-hot');
  await deployModel(engine, 'w2');
  const actor = BENCH_ACTOR;

  async function completeAll(instances: readonly string[]): Promise<Measured> {
    const { rows } = await pool.query<{ id: string }>(
      `select id from engine.user_task where instance_id = any ($1::uuid[]) and state = 'ready' order by id`,
      [instances],
    );
    const meter = new CpuMeter(dataFolder);
    const loop = await closedLoop(
      rows.length,
      (item) => engine.completeUserTask({ taskId: rows[item]!.id }, { actor }),
      CALLERS,
    );
    return { ...loop, cpu: meter.per(rows.length) };
  }

  async function roundOf(count: number): Promise<{ hot: Measured; many: Measured }> {
    const one = await engine.startInstance(
      { processKey: 'scale_hot', variables: { amount: count } },
      { actor },
    );
    await engine.runDueJobs();
    const ids: string[] = [];
    await measure(count, null, async () => {
      ids.push(
        (await engine.startInstance({ processKey: 'w2', variables: { amount: 5 } }, { actor })).instanceId,
      );
    });
    const hot = await completeAll([one.instanceId]);
    const { rows } = await pool.query<{ status: string }>(
      'select status from engine.process_instance where id = $1',
      [one.instanceId],
    );
    if (rows[0]?.status !== 'completed') throw new Error('Expected the instance to end with its last task.');
    return { hot, many: await completeAll(ids) };
  }

  await roundOf(200);
  const rounds: { hot: Measured; many: Measured }[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await roundOf(size));
  await engine.stop();
  const hot = rounds.map((round) => round.hot);
  const many = rounds.map((round) => round.many);
  return {
    workload: 'hot',
    unit: 'tasks/s',
    callers: `${CALLERS} callers`,
    product: medianOf(hot),
    ceilings: { 'many instances': medianOf(many) },
    gates: [gate('many instances', hot, many, AT_LEAST)],
  };
}
