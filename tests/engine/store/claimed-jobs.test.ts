/** Many due jobs at once: what comes with their claim, and what happens when some of them are overtaken. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';
import { ANNA, TIMER, USER_TASK, createNode, deployAll, sequence } from './host.ts';
import type { Node } from './host.ts';

const DUE_SOON = '<timerEventDefinition><timeDuration>PT0.001S</timeDuration></timerEventDefinition>';
const REMINDER = (id: string): string => `
  <boundaryEvent id="${id}" attachedToRef="task" cancelActivity="false">${DUE_SOON}</boundaryEvent>
  <sequenceFlow id="from_${id}" sourceRef="${id}" targetRef="end"/>`;
const LEASE = { limit: 200, leaseMs: 30_000 } as const;

let database: TestDatabase;
let one: Node;
let other: Node;

beforeAll(async () => {
  database = await testDatabase();
  one = createNode(database.url);
  other = createNode(database.url);
  await deployAll(
    one.engine,
    sequence('waits', [TIMER('timer', 'PT0.001S')]),
    sequence('reminded', [USER_TASK('task') + REMINDER('first') + REMINDER('second')]),
    sequence('inside', [
      `<subProcess id="sub"><startEvent id="sub_start"/>${TIMER('sub_timer', 'PT0.001S')}<endEvent id="sub_end"/>
        <sequenceFlow id="s1" sourceRef="sub_start" targetRef="sub_timer"/>
        <sequenceFlow id="s2" sourceRef="sub_timer" targetRef="sub_end"/></subProcess>`,
    ]),
  );
});

afterAll(async () => {
  await one.close();
  await other.close();
  await database.drop();
});

async function start(processKey: string, count: number): Promise<string[]> {
  const variables = { note: 'ё "quoted" \\ back', nested: { list: [null, 1.5] } };
  const started = await Promise.all(
    Array.from({ length: count }, () => one.engine.startInstance({ processKey, variables }, { actor: ANNA })),
  );
  await one.pool.query('select pg_sleep(0.01)');
  return started.map(({ instanceId }) => instanceId);
}

async function statusOf(ids: readonly string[]): Promise<Record<string, number>> {
  const { rows } = await one.pool.query<{ status: string; count: number }>(
    'select status, count(*)::int as count from engine.process_instance where id = any ($1) group by status',
    [ids],
  );
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

test('what comes with a claim is what reading gives', async () => {
  await start('waits', 3);
  await start('reminded', 1);
  await start('inside', 1);
  const leased = await other.store.acquireJobs({ owner: 'other', ...LEASE });
  expect(leased.map(({ job }) => job.elementId).sort()).toEqual([
    'first',
    'second',
    'sub_timer',
    'timer',
    'timer',
    'timer',
  ]);
  const requests = leased.map(({ job }) => ({
    target: { kind: 'job', id: job.id } as const,
    needs: [],
    idempotency: null,
  }));
  const answers = await other.store.read(requests);
  for (const [index, { job, leaseNo, slice }] of leased.entries()) {
    const answer = answers[index]!;
    if (answer.kind !== 'slice') throw new Error(`Expected job '${job.id}' to be there.`);
    expect(leaseNo).toBe(1);
    expect(job).toEqual(answer.slice.jobs.find(({ id }) => id === job.id));
    // Only what lies directly in its root comes along.
    if (job.elementId === 'sub_timer') expect(slice).toBeUndefined();
    else expect(byId(slice!)).toEqual(byId(answer.slice));
  }
  await one.pool.query('update engine.job set lease_until = null');
  expect(await one.engine.runDueJobs()).toBe(6);
});

function byId<T extends object>(slice: T): object {
  return Object.fromEntries(
    Object.entries(slice).map(([name, rows]) => [
      name,
      Array.isArray(rows) ? (rows as { id: string }[]).toSorted((a, b) => (a.id < b.id ? -1 : 1)) : rows,
    ]),
  );
}

/** The other node fires what is due; `between` happens once, after its first claim and before it writes. */
async function fireWith(between: () => Promise<void>): Promise<void> {
  const { pool } = other;
  const query = pool.query.bind(pool) as (...parameters: unknown[]) => Promise<unknown>;
  let isOver = false;
  Object.assign(pool, {
    async query(...parameters: unknown[]) {
      const answer = await query(...parameters);
      if (isOver || (parameters[0] as { name?: string }).name !== 'claim-jobs') return answer;
      isOver = true;
      await between();
      return answer;
    },
  });
  try {
    await other.engine.runDueJobs();
  } finally {
    Object.assign(pool, { query });
  }
  expect(isOver).toBe(true);
}

test('a lost lease among many that are fired together is fenced off alone', async () => {
  const ids = await start('waits', 40);
  await fireWith(async () => {
    await one.pool.query(
      `update engine.job set lease_no = lease_no + 1, lease_owner = 'thief' where id in (
         select id from engine.job where root_instance_id = any ($1) order by id limit 3)`,
      [ids],
    );
  });
  expect(await statusOf(ids)).toEqual({ active: 3, completed: 37 });
  const { rows } = await one.pool.query<{ owner: string; history: number }>(
    `select j.lease_owner as owner, (select count(*)::int from engine.history_command h
       where h.root_instance_id = j.root_instance_id) as history
     from engine.job j where j.root_instance_id = any ($1)`,
    [ids],
  );
  expect(rows).toEqual(Array.from({ length: 3 }, () => ({ owner: 'thief', history: 1 })));
  await one.pool.query('update engine.job set lease_until = null where root_instance_id = any ($1)', [ids]);
  await other.engine.runDueJobs();
  expect(await statusOf(ids)).toEqual({ completed: 40 });
});

test('a root that was written meanwhile is decided again, and the others are written', async () => {
  const ids = await start('waits', 40);
  await fireWith(async () => {
    for (const instanceId of ids.slice(0, 3)) {
      await one.engine.setVariables({ instanceId, values: { late: true } }, { actor: ANNA });
    }
  });
  expect(await statusOf(ids)).toEqual({ completed: 40 });
  const { rows } = await one.pool.query<{ count: number }>(
    `select count(*)::int as count from engine.process_instance where id = any ($1) and variables ? 'late'`,
    [ids],
  );
  expect(rows[0]!.count).toBe(3);
});

test('data that the database refuses fails its own job alone', async () => {
  const ids = await start('waits', 20);
  const [bad] = ids as [string];
  await one.pool.query(
    `create function engine.refuse() returns trigger language plpgsql as $$
      begin raise exception 'This one is refused.' using errcode = '22000'; end $$`,
  );
  await one.pool.query(
    `create trigger refuse before update on engine.process_instance for each row
      when (new.id = '${bad}' and new.status = 'completed') execute function engine.refuse()`,
  );
  await other.engine.runDueJobs();
  expect(await statusOf(ids)).toEqual({ active: 1, completed: 19 });
  await one.pool.query('drop function engine.refuse cascade');
  const { rowCount } = await one.pool.query(
    `update engine.job set due_at = now() - interval '1 second', lease_until = null
     where root_instance_id = $1 and attempt = 1`,
    [bad],
  );
  expect(rowCount).toBe(1);
  await other.engine.runDueJobs();
  expect(await statusOf(ids)).toEqual({ completed: 20 });
});
