/** A message to an instance that the node remembers is written without asking who waits: only if nobody else is meant. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { auditDatabase } from '#engine/testing';
import { testDatabase } from '../../support/database.ts';
import { ANNA, USER_TASK, createNode, deployAll, sequence } from '../store/host.ts';

const MESSAGE = (name: string): string => `<message id="${name}" name="${name}"/>`;
const RECEIVE = (name: string): string => `<receiveTask id="wait" messageRef="${name}"/>`;

const database = await testDatabase();
let one = createNode(database.url);
const other = createNode(database.url);

beforeAll(() =>
  deployAll(
    one.engine,
    sequence('waits', [RECEIVE('paid')], MESSAGE('paid')),
    sequence('also', [RECEIVE('paid')], MESSAGE('paid')),
    sequence('inquiry', [RECEIVE('asked')], MESSAGE('asked')),
    begunBy('asked'),
    interruptedBy('dropped'),
  ),
);
/** A node that has met nobody else yet. */
beforeEach(async () => {
  await one.close();
  one = createNode(database.url);
});
afterAll(async () => {
  await Promise.all([one.close(), other.close()]);
  await database.drop();
});

function begunBy(name: string): string {
  const start = `<startEvent id="start"><messageEventDefinition messageRef="${name}"/></startEvent>`;
  return sequence(`begun_by_${name}`, [USER_TASK('after')], MESSAGE(name)).replace(
    '<startEvent id="start"/>',
    start,
  );
}

function interruptedBy(name: string): string {
  const handler = `<subProcess id="handler" triggeredByEvent="true">
    <startEvent id="heard"><messageEventDefinition messageRef="${name}"/></startEvent><endEvent id="given_up"/>
    <sequenceFlow id="to_given_up" sourceRef="heard" targetRef="given_up"/></subProcess>`;
  return sequence('interrupted', [USER_TASK('first')], MESSAGE(name)).replace(
    '</process>',
    `${handler}</process>`,
  );
}

async function start(node: typeof one, processKey: string, businessKey: string): Promise<string> {
  return (await node.engine.startInstance({ processKey, businessKey }, { actor: ANNA })).instanceId;
}

function send(name: string, correlationKey: string, idempotencyKey?: string) {
  return one.engine.correlateMessage({ name, correlationKey }, { actor: ANNA, idempotencyKey });
}

test('who has waited longer on another node gets it first', async () => {
  const longer = await start(other, 'waits', 'a');
  const remembered = await start(one, 'waits', 'a');
  expect((await send('paid', 'a')).instanceIds).toEqual([longer]);
  expect((await send('paid', 'a')).instanceIds).toEqual([remembered]);
});

test('an event subprocess hears it on a node that does not remember the instance', async () => {
  const instanceId = await start(other, 'interrupted', 'e');
  expect((await send('dropped', 'e')).instanceIds).toEqual([instanceId]);
  expect((await one.engine.views.instance(instanceId))!.status).toBe('completed');
});

test('an instance of each process gets it', async () => {
  const remembered = await start(one, 'waits', 'b');
  const also = await start(other, 'also', 'b');
  expect(new Set((await send('paid', 'b')).instanceIds)).toEqual(new Set([remembered, also]));
});

test('a process that begins with it begins, too', async () => {
  const remembered = await start(one, 'inquiry', 'c');
  const { instanceIds, started } = await send('asked', 'c');
  expect(instanceIds).toEqual([remembered]);
  expect(started).toHaveLength(1);
});

test('what another node has delivered already is delivered to nobody', async () => {
  await start(one, 'waits', 'd');
  await other.engine.correlateMessage({ name: 'paid', correlationKey: 'd' }, { actor: ANNA });
  await expect(send('paid', 'd')).rejects.toMatchObject({ code: 'ENG_MESSAGE_NOT_CORRELATED' });
});

test('the same request is answered as before, whoever waits by now', async () => {
  const first = await start(one, 'waits', 'e');
  const answer = await send('paid', 'e', 'paid e');
  expect(answer).toEqual({ instanceIds: [first], started: [] });
  const second = await start(one, 'waits', 'e');
  expect(await send('paid', 'e', 'paid e')).toEqual(answer);
  expect((await send('paid', 'e', 'paid e again')).instanceIds).toEqual([second]);
  expect((await auditDatabase(database.url)).problems).toEqual([]);
});

test('many at once reach each its own', async () => {
  const keys = Array.from({ length: 24 }, (_, index) => `at-once-${index}`);
  const waiting = await Promise.all(keys.map((key) => start(one, 'waits', key)));
  await start(other, 'also', keys[3]!);
  const answers = await Promise.all(keys.map((key) => send('paid', key)));
  expect(answers.map(({ instanceIds }) => instanceIds).every((ids, at) => ids.includes(waiting[at]!))).toBe(
    true,
  );
  expect(answers[3]!.instanceIds).toHaveLength(2);
});
