import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';
import { ANNA, USER_TASK, createNode, deployAll, openTasks, sequence } from '../store/host.ts';
import type { Node } from '../store/host.ts';

let database: TestDatabase;
let one: Node;
let other: Node;

const CATCH = `<intermediateCatchEvent id="wait"><messageEventDefinition messageRef="paid"/></intermediateCatchEvent>`;

beforeAll(async () => {
  database = await testDatabase();
  one = createNode(database.url);
  other = createNode(database.url);
  await deployAll(
    one.engine,
    sequence('tasks', [USER_TASK('first'), USER_TASK('second')]),
    sequence('message', [CATCH], '<message id="paid" name="paid"/>'),
  );
});

afterAll(async () => {
  await one.close();
  await other.close();
  await database.drop();
});

async function start(processKey: string, businessKey?: string): Promise<string> {
  return (await one.engine.startInstance({ processKey, businessKey }, { actor: ANNA })).instanceId;
}

async function historyOf(instanceId: string): Promise<readonly { seq: number; kind: string }[]> {
  return await one.engine.views.history({ instanceId, limit: 10_000 });
}

test('32 callers on one instance over two nodes all succeed, and nothing is lost', async () => {
  const instanceId = await start('tasks');
  const names = Array.from({ length: 32 }, (_, index) => `value${index}`);
  await Promise.all(
    names.map((name, index) =>
      (index % 2 ? one : other).engine.setVariables(
        { instanceId, values: { [name]: index } },
        { actor: ANNA },
      ),
    ),
  );
  const view = await one.engine.views.instance(instanceId);
  expect(Object.keys(view!.variables).sort()).toEqual([...names].sort());
  const seqs = (await historyOf(instanceId)).map((event) => event.seq);
  expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  expect(view!.revision).toBe(33);
});

test('waiting commands of one root share a write', async () => {
  const instanceId = await start('tasks');
  one.countRoundTrips();
  await Promise.all(
    Array.from({ length: 32 }, (_, index) =>
      one.engine.setVariables({ instanceId, values: { [`v${index}`]: index } }, { actor: ANNA }),
    ),
  );
  // Each alone would take 64.
  expect(one.countRoundTrips()).toBeLessThan(16);
});

test('a task is completed once, however many complete it at the same moment', async () => {
  const instanceId = await start('tasks');
  const [taskId] = await openTasks(one.engine, instanceId);
  const outcomes = await Promise.allSettled(
    [one, other, one, other].map((node) =>
      node.engine.completeUserTask({ taskId: taskId! }, { actor: ANNA }),
    ),
  );
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected')
      expect(outcome.reason).toMatchObject({ code: 'ENG_USER_TASK_NOT_OPEN' });
  }
  const completed = (await historyOf(instanceId)).filter((event) => event.kind === 'UserTaskCompleted');
  expect(completed).toHaveLength(1);
});

test('the same idempotency key gives the first answer again, on any node', async () => {
  const options = { actor: ANNA, idempotencyKey: 'start once' };
  const answers = await Promise.all(
    [one, other, one, other].map((node) => node.engine.startInstance({ processKey: 'tasks' }, options)),
  );
  expect(new Set(answers.map((answer) => answer.instanceId)).size).toBe(1);
  const [taskId] = await openTasks(one.engine, answers[0]!.instanceId);
  const completing = { actor: ANNA, idempotencyKey: 'complete once' };
  const first = await one.engine.completeUserTask({ taskId: taskId! }, completing);
  expect(await other.engine.completeUserTask({ taskId: taskId! }, completing)).toEqual(first);
});

test('an idempotency key with another request is refused', async () => {
  const options = { actor: ANNA, idempotencyKey: 'reused' };
  await one.engine.startInstance({ processKey: 'tasks' }, options);
  await expect(one.engine.startInstance({ processKey: 'message' }, options)).rejects.toMatchObject({
    code: 'ENG_IDEMPOTENCY_KEY_REUSED',
  });
});

test('text that cannot be stored is refused at the border', async () => {
  for (const text of ['a\u0000b', 'a\ud800b']) {
    const request = { processKey: 'tasks', variables: { text } };
    await expect(one.engine.startInstance(request, { actor: ANNA })).rejects.toMatchObject({
      code: 'ENG_VARIABLE_INVALID',
    });
  }
  const { instanceId } = await one.engine.startInstance(
    { processKey: 'tasks', variables: { text: 'C:\\u0000 😀' } },
    { actor: ANNA },
  );
  expect((await one.engine.views.instance(instanceId))!.variables).toEqual({ text: 'C:\\u0000 😀' });
});

test('a message reaches the instance that waits for its key, once', async () => {
  const instanceId = await start('message', 'order-1');
  await start('message', 'order-2');
  const request = { name: 'paid', correlationKey: 'order-1' };
  const options = { actor: ANNA, idempotencyKey: 'paid order-1' };
  const answer = await one.engine.correlateMessage(request, options);
  expect(answer).toEqual({ instanceIds: [instanceId], started: [] });
  expect(await other.engine.correlateMessage(request, options)).toEqual(answer);
  await expect(one.engine.correlateMessage(request, { actor: ANNA })).rejects.toMatchObject({
    code: 'ENG_MESSAGE_NOT_CORRELATED',
  });
});

test('a message that is sent many times at once under one key gives everybody the same answer', async () => {
  for (let round = 0; round < 20; round++) {
    const key = `order-at-once-${round}`;
    const instanceId = await start('message', key);
    const answers = await Promise.all(
      [one, other, one, other, one, other].map((node) =>
        node.engine.correlateMessage(
          { name: 'paid', correlationKey: key },
          { actor: ANNA, idempotencyKey: key },
        ),
      ),
    );
    expect(answers).toEqual(answers.map(() => ({ instanceIds: [instanceId], started: [] })));
  }
});

test('a message waits for a subscription that is being written at the same moment', async () => {
  const instanceId = await start('message', 'order-3');
  const opening = await one.pool.connect();
  // The subscription is taken away and written again by a transaction that has not committed yet.
  const { rows } = await opening.query<{ row: { id: string } }>(
    `select row_to_json(r) as row from engine.subscription_row r where r."instanceId" = $1`,
    [instanceId],
  );
  await opening.query('delete from engine.event_subscription where id = $1', [rows[0]!.row.id]);
  await opening.query('begin');
  await opening.query('select engine.write_more($1)', [JSON.stringify({ newSubscriptions: [rows[0]!.row] })]);
  const answer = other.engine.correlateMessage({ name: 'paid', correlationKey: 'order-3' }, { actor: ANNA });
  await untilBlocked(opening);
  await opening.query('commit');
  opening.release();
  expect(await answer).toEqual({ instanceIds: [instanceId], started: [] });
});

/** The barrier: somebody waits for the advisory lock that this connection holds. */
async function untilBlocked(connection: {
  query(text: string): Promise<{ rowCount: number | null }>;
}): Promise<void> {
  for (;;) {
    const { rowCount } = await connection.query(
      `select 1 from pg_locks where locktype = 'advisory' and not granted
         and database = (select oid from pg_database where datname = current_database())`,
    );
    if (rowCount) return;
  }
}

test('a version that another node has just published is used at once, by starts and by calls', async () => {
  const elementsOf = async (instanceId: string): Promise<readonly string[]> =>
    (await other.engine.views.instance(instanceId))!.userTasks.map((task) => task.elementId);
  const startOn = async (node: Node, processKey: string, idempotencyKey?: string): Promise<string> =>
    (await node.engine.startInstance({ processKey }, { actor: ANNA, idempotencyKey })).instanceId;
  const caller = sequence('calling', ['<callActivity id="call" calledElement="versioned"/>']);
  await deployAll(one.engine, sequence('versioned', [USER_TASK('v1')]), caller);
  const first = await startOn(other, 'versioned', 'before the publish');
  await startOn(other, 'calling');
  for (const version of ['v2', 'v3', 'v4']) {
    await deployAll(one.engine, sequence('versioned', [USER_TASK(version)]));
    const started = await Promise.all([
      ...Array.from({ length: 5 }, () => startOn(other, 'versioned')),
      startOn(one, 'versioned'),
    ]);
    expect(await Promise.all(started.map(elementsOf))).toEqual(started.map(() => [version]));
    await deployAll(one.engine, sequence('versioned', [USER_TASK(`${version}b`)]));
    const children = (await other.engine.views.instance(await startOn(other, 'calling')))!.children;
    expect(await elementsOf(children[0]!.id)).toEqual([`${version}b`]);
  }
  expect(await startOn(other, 'versioned', 'before the publish')).toBe(first);
});
