/** The connection is lost around the commit: exactly one effect, and the caller gets the original answer. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';
import { startPgProxy } from '../../support/pg-proxy.ts';
import type { LostWhen, PgProxy } from '../../support/pg-proxy.ts';
import { ACTION, ANNA, USER_TASK, createNode, deployAll, openTasks, sequence } from './host.ts';
import type { Node } from './host.ts';
import { EMPTY, NONE_GONE } from './writes.ts';

let database: TestDatabase;
let proxy: PgProxy;
let node: Node;
let observer: pg.Client;

/** Every write passes the gate before its commit. */
const GATE = `
  create table handled (instance_id text);
  create function gate() returns trigger language plpgsql as
    'begin perform pg_advisory_xact_lock_shared(4711); return null; end';
  create trigger gate before insert on engine.history_command for each statement execute function gate();`;

beforeAll(async () => {
  database = await testDatabase();
  observer = new pg.Client({ connectionString: database.url });
  await observer.connect();
  await observer.query(GATE);
  proxy = await startPgProxy(database.url);
  node = createNode(proxy.url, {
    note: {
      mode: 'transaction',
      async run(_input, { instanceId }, { client }) {
        await client!.query('insert into handled values ($1)', [instanceId]);
        return { kind: 'ok', output: {} };
      },
    },
  });
  await deployAll(
    node.engine,
    sequence('plain', [USER_TASK('first'), USER_TASK('second')]),
    sequence('effect', [USER_TASK('first'), ACTION('act', 'note'), USER_TASK('second')]),
    sequence('effect_first', [ACTION('act', 'note'), USER_TASK('second')]),
  );
});

afterAll(async () => {
  await node.close();
  await proxy.close();
  await observer.end();
  await database.drop();
});

const start = async (processKey: string, idempotencyKey?: string): Promise<string> =>
  (await node.engine.startInstance({ processKey }, { actor: ANNA, idempotencyKey })).instanceId;

async function count(text: string, ...values: unknown[]): Promise<number> {
  const { rows } = await observer.query<{ count: number }>(
    `select count(*)::int as count from ${text}`,
    values,
  );
  return rows[0]!.count;
}

/** Runs `work` while the connection is cut at the statement that ends its transaction. */
async function withLostReply<T>(text: string, when: LostWhen, work: () => Promise<T>): Promise<T> {
  const isCut = proxy.cutOnce(text, when);
  if (when !== 'sent') {
    const result = work();
    await isCut;
    return await result;
  }
  await observer.query('select pg_advisory_lock(4711)');
  const result = work();
  await isCut;
  // The server still works on the lost one while the caller looks for what became of it.
  const waiting = `pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  while ((await count(waiting)) < 2);
  await observer.query('select pg_advisory_unlock(4711)');
  return await result;
}

describe.each(['answered', 'sent', 'unsent'] as const)('the reply is lost when the write was %s', (when) => {
  it('of a step', async () => {
    const instanceId = await start('plain');
    const [taskId] = await openTasks(node.engine, instanceId);
    const answer = await withLostReply('write-steps', when, () =>
      node.engine.completeUserTask({ taskId: taskId! }, { actor: ANNA }),
    );
    expect(answer).toEqual({ instanceId });
    const completed = `engine.history_event where root_instance_id = $1 and kind = 'UserTaskCompleted'`;
    expect(await count(completed, instanceId)).toBe(1);
    expect(await openTasks(node.engine, instanceId)).toHaveLength(1);
  });

  it.each([undefined, `start once ${when}`])('of starts, with the key %s', async (key) => {
    const before = await count('engine.process_instance');
    const started = await withLostReply('write-steps', when, () =>
      Promise.all([start('plain', key), start('plain'), start('plain')]),
    );
    expect(await count('engine.process_instance')).toBe(before + 3);
    expect(await count('engine.process_instance where id = any ($1::uuid[])', started)).toBe(3);
    if (key) expect(await start('plain', key)).toBe(started[0]);
  });

  it('of a step with an effect', async () => {
    const instanceId = await start('effect');
    const [taskId] = await openTasks(node.engine, instanceId);
    const answer = await withLostReply('commit', when, () =>
      node.engine.completeUserTask({ taskId: taskId! }, { actor: ANNA }),
    );
    expect(answer).toEqual({ instanceId });
    expect(await count('handled where instance_id = $1', instanceId)).toBe(1);
    expect(await openTasks(node.engine, instanceId)).toHaveLength(1);
  });

  it.each([undefined, `effect once ${when}`])('of a start with an effect, with the key %s', async (key) => {
    const before = { started: await count('engine.process_instance'), handled: await count('handled') };
    const instanceId = await withLostReply('commit', when, () => start('effect_first', key));
    expect(await count('engine.process_instance')).toBe(before.started + 1);
    expect(await count('handled')).toBe(before.handled + 1);
    expect(await count('handled where instance_id = $1', instanceId)).toBe(1);
    if (key) expect(await start('effect_first', key)).toBe(instanceId);
  });
});

it('a write that comes late finds that its start was given up', async () => {
  // What the store writes before it starts anew.
  const rootId = '0190aaaa-0000-7000-8000-000000000001';
  await observer.query(`insert into engine.idempotency values ($1, 'start', 'null')`, [`start ${rootId}`]);
  const late = node.store.transaction((transaction) =>
    transaction.writeAndCommit!([
      {
        rootId,
        expectedVersion: null,
        history: [],
        inserted: EMPTY,
        updated: EMPTY,
        deleted: NONE_GONE,
        outbox: [],
        idempotency: null,
        fence: null,
      },
    ]),
  );
  expect(await late).toEqual([{ kind: 'conflict' }]);
});
