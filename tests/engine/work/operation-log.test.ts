/** Who changed what, when and why: read from the history, and kept when that goes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { aProcess } from '../../support/process-builder.ts';
import { ANNA, createNode, openTasks, type Node } from '../store/host.ts';

let database: TestDatabase;
let node: Node;
const BY = { actor: ANNA, reason: 'the customer asked for it' };

beforeAll(async () => {
  database = await testDatabase();
  node = createNode(database.url);
});
afterAll(async () => {
  await node.close();
  await database.drop();
});

async function deployed(processKey: string): Promise<void> {
  const called = aProcess(`${processKey}-called`).start().userTask('inside').end();
  const caller = aProcess(processKey).start().callActivity('call', `${processKey}-called`).end();
  await node.engine.deploy({ files: [caller.file(), called.file()] }, BY);
}

/** Somebody sets a variable of the instance and stops it, with the instance that it calls. */
async function stopped(processKey: string): Promise<string> {
  const { instanceId } = await node.engine.startInstance({ processKey }, BY);
  await node.engine.setVariables({ instanceId, values: { limit: 5000, rate: 'secret' } }, BY);
  await node.engine.cancelInstance({ instanceId }, BY);
  return instanceId;
}

const logOf = (processKey: string) => node.engine.operations.log({ processKey, limit: 50 });

test('tells what was published, set and stopped, by whom and why, and no values', async () => {
  await deployed('told');
  const instanceId = await stopped('told');
  const log = await logOf('told');
  expect(log).toMatchObject([
    { kind: 'InstanceEnded', actor: ANNA, instanceId, reason: BY.reason, facts: { status: 'cancelled' } },
    {
      kind: 'VariablesSet',
      actor: ANNA,
      instanceId,
      reason: BY.reason,
      facts: { variables: ['limit', 'rate'] },
    },
    { kind: 'definition.deployed', actor: ANNA, reason: BY.reason, facts: { version: 1 } },
  ]);
  expect(JSON.stringify(log)).not.toContain('secret');
});

test('does not tell what a person does in the course of a process', async () => {
  const process = aProcess('usual').start().userTask('work').end();
  await node.engine.deploy({ files: [process.file()] }, BY);
  const { instanceId } = await node.engine.startInstance({ processKey: 'usual', variables: { a: 1 } }, BY);
  const [taskId] = await openTasks(node.engine, instanceId);
  await node.engine.completeUserTask({ taskId: taskId!, variables: { b: 2 } }, BY);
  expect((await logOf('usual')).map(({ kind }) => kind)).toEqual(['definition.deployed']);
});

test.each([
  ['activity', 'activity', null, '2 days'],
  ['none', 'none', null, '2 days'],
  ['removed', 'full', 10, '11 days'],
] as const)('outlasts the history: %s', async (processKey, historyLevel, historyDays, age) => {
  await deployed(processKey);
  const instanceId = await stopped(processKey);
  const before = (await logOf(processKey)).map(({ kind, at, actor, reason, facts }) => ({
    ...{ kind, at, actor, reason, facts },
  }));
  await node.engine.operations.changeSetting({ processKey, historyLevel, historyDays }, BY);
  await node.pool.query(
    `update engine.process_instance set ended_at = now() - $2::interval where root_instance_id = $1`,
    [instanceId, age],
  );
  expect(await node.engine.operations.cleanHistory()).toBe(1);
  const after = await logOf(processKey);
  expect(after[0]!.kind).toBe('history.changed');
  expect(after.slice(1)).toMatchObject(before);
  expect(after.find(({ kind }) => kind === 'InstanceEnded')!.instanceId).toBe(
    processKey === 'removed' ? null : instanceId,
  );
});

test('tells each intervention once when the history is thinned out and removed later', async () => {
  await deployed('both');
  const instanceId = await stopped('both');
  const { operations } = node.engine;
  await operations.changeSetting({ processKey: 'both', historyLevel: 'activity', historyDays: 10 }, BY);
  for (const age of ['2 days', '11 days']) {
    await node.pool.query(
      `update engine.process_instance set ended_at = now() - $2::interval where root_instance_id = $1`,
      [instanceId, age],
    );
    await operations.cleanHistory();
  }
  expect((await logOf('both')).map(({ kind }) => kind)).toEqual([
    ...['history.changed', 'InstanceEnded', 'VariablesSet', 'definition.deployed'],
  ]);
});

describe('a message that is sent by hand', () => {
  const sending = (name: string, deliver: () => Promise<unknown>) =>
    node.engine.operations.sendMessage({ name, correlationKey: null }, BY, deliver);
  const notedOf = async (name: string): Promise<readonly string[]> => {
    const log = await node.engine.operations.log({ limit: 50 });
    return log.filter(({ facts }) => (facts as { name?: string }).name === name).map(({ kind }) => kind);
  };

  test('is told as sent when it has been delivered, not before', async () => {
    const process = aProcess('awaiting').start().catchMessage('wait', 'reply').end();
    await node.engine.deploy({ files: [process.file()] }, BY);
    const { instanceId } = await node.engine.startInstance({ processKey: 'awaiting' }, BY);
    let noted: readonly string[] = [];
    await sending('reply', async () => {
      noted = await notedOf('reply');
      return node.engine.correlateMessage({ name: 'reply' }, BY);
    });
    expect(noted).toEqual(['message.sending']);
    expect(await notedOf('reply')).toEqual(['message.sent']);
    expect((await node.engine.views.instance(instanceId))!.status).toBe('completed');
  });

  test('stays told as unknown when its node is cut off in between', async () => {
    await expect(
      sending('lost', () => Promise.reject(new Error('Connection terminated unexpectedly'))),
    ).rejects.toThrow('Connection terminated');
    expect(await notedOf('lost')).toEqual(['message.sending']);
  });

  test('is not told when nobody took it', async () => {
    await expect(
      sending('nobody', () => node.engine.correlateMessage({ name: 'nobody' }, BY)),
    ).rejects.toMatchObject({ code: 'ENG_MESSAGE_NOT_CORRELATED' });
    expect(await notedOf('nobody')).toEqual([]);
  });
});
