/**
 * Two nodes on one database whose machines have the wrong time, minutes before and behind, and whose clocks are set ahead
 * and back, or stand still, while timers are armed. What is due goes by the database: it is never due before its time, and
 * fires once. A node that has seen its clock jump may arm one timer too late, by as much as it jumped ahead.
 */
import type pg from 'pg';
import { createClock, type DemonstrationClock } from '../../../api/adapters/clock.ts';
import { ANNA, createNode, deployAll, type Node } from '../../engine/store/host.ts';
import { aProcess } from '../../support/process-builder.ts';
import type { TestDatabase } from '../../support/test-server.ts';
import type { Random } from '../random.ts';
import { withStories } from '../stories.ts';

const MINUTE_MS = 60_000;
const SKEW_MS_MAX = 5 * MINUTE_MS;
/** Of each jump of the machine's clock. */
const JUMPS_MS = [0, 0, -5 * MINUTE_MS, 5 * MINUTE_MS, -60 * MINUTE_MS, 60 * MINUTE_MS, -24 * 60 * MINUTE_MS];
/** A machine that slept; one that is set back at the same time could not be told from one that is right. */
const SLEPT = { wallBy: 0, steadyBy: -10 * MINUTE_MS };
const SLEPT_SHARE = 0.25;
/** What a step and its round trips may take, on a machine that does other things. */
const SLACK_MS = 5_000;

interface SkewedNode {
  readonly node: Node;
  readonly clock: DemonstrationClock;
  /** By how much its machine is wrong. */
  readonly machine: { wallBy: number; steadyBy: number };
  close(): Promise<void>;
}

export interface SkewedPair {
  readonly nodes: readonly [SkewedNode, SkewedNode];
  close(): Promise<void>;
}

const PAUSED = (minutes: number) =>
  aProcess(`paused_${minutes}`)
    .start()
    .catchTimer('pause', { duration: `PT${minutes}M` })
    .userTask('after')
    .end();
const MINUTES = [1, 10, 90] as const;

async function skewedNode(url: string, skewMs: number): Promise<SkewedNode> {
  const machine = { wallBy: skewMs, steadyBy: 0 };
  let clock: DemonstrationClock | null = null;
  const node = createNode(url, {}, { clock: { now: () => clock!.now() } });
  clock = await createClock({
    pool: node.pool,
    demo: false,
    machine: {
      wall: () => Date.now() + machine.wallBy,
      steady: () => performance.now() + machine.steadyBy,
    },
  });
  const made = clock;
  return {
    ...{ node, clock, machine },
    async close() {
      made.stop();
      await node.close();
    },
  };
}

/** One machine before the time, the other behind it. */
export async function openSkewedPair(database: TestDatabase, random: Random): Promise<SkewedPair> {
  const ahead = await skewedNode(database.url, random.between(MINUTE_MS, SKEW_MS_MAX));
  const behind = await skewedNode(database.url, -random.between(MINUTE_MS, SKEW_MS_MAX));
  await deployAll(ahead.node.engine, ...MINUTES.map((minutes) => PAUSED(minutes).xml()));
  return {
    nodes: [ahead, behind],
    async close() {
      await ahead.close();
      await behind.close();
      await database.drop();
    },
  };
}

async function databaseNow(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ now: Date }>('select public.throughline_now() as now');
  return rows[0]!.now.getTime();
}

/** Null: as it should be. */
export async function trySkew({ nodes }: SkewedPair, random: Random): Promise<string | null> {
  const { node, clock, machine } = random.pick(nodes);
  const { pool } = node;
  const jump = random.next() < SLEPT_SHARE ? SLEPT : { wallBy: random.pick(JUMPS_MS), steadyBy: 0 };
  machine.wallBy += jump.wallBy;
  machine.steadyBy += jump.steadyBy;
  const minutes = random.pick(MINUTES);
  const before = await databaseNow(pool);
  const { instanceId } = await node.engine.startInstance(
    { processKey: `paused_${minutes}` },
    { actor: ANNA },
  );
  const after = await databaseNow(pool);
  const { rows } = await pool.query<{ due: Date }>(
    'select due_at as due from engine.job where root_instance_id = $1',
    [instanceId],
  );
  const due = rows[0]!.due.getTime();
  const lateness = Math.max(0, jump.wallBy, -jump.steadyBy) + SLACK_MS;
  const told = (what: string): Promise<string> =>
    withStories(
      `${what}: a timer of ${minutes} minutes, the clock of its node set by ${jump.wallBy} ms, resting ${-jump.steadyBy} ms`,
      node.engine,
      [instanceId],
    );
  // An instant of the node is that of the last answer and what passed since; so much is rounded.
  if (due < before + minutes * MINUTE_MS - 50)
    return told(`due ${before + minutes * MINUTE_MS - due} ms early`);
  if (due > after + minutes * MINUTE_MS + lateness)
    return told(`due ${due - after - minutes * MINUTE_MS} ms late`);

  const fire = async (instant: number): Promise<number> => {
    await pool.query('update public.demonstration_clock set offset_ms = offset_ms + $1', [
      Math.ceil(instant - (await databaseNow(pool))),
    ]);
    await Promise.all(nodes.map((one) => one.node.engine.runDueJobs()));
    const view = await node.engine.views.instance(instanceId);
    return view!.userTasks.filter(({ elementId }) => elementId === 'after').length;
  };
  if ((await fire(due - SLACK_MS)) !== 0 && (await databaseNow(pool)) < due) return told('fired early');
  const fired = await fire(due + 1);
  for (const one of nodes) await one.clock.refresh();
  await clock.refresh();
  return fired === 1 ? null : told(`fired ${fired} times`);
}
