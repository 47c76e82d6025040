/** One instance that many complete tasks of at the same moment: few round trips, nothing lost, nothing done twice. */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine, createPostgresStore, type Engine } from '#engine';
import { auditDatabase } from '#engine/testing';
import { aProcess, forEach } from '../../support/process-builder.ts';
import { testDatabase } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';
import { ANNA, createNode, testPorts } from '../store/host.ts';
import type { Node } from '../store/host.ts';

const MANY = 60;
let database: TestDatabase;
let [one, other] = [] as unknown as [Node, Node];

beforeAll(async () => {
  const process = aProcess('busy')
    .start()
    .userTask('each', { loop: forEach('= items', { results: 'all', result: '= answer' }) })
    .userTask('after')
    .end();
  database = await testDatabase();
  [one, other] = [createNode(database.url), createNode(database.url)];
  await one.engine.deploy({ files: [process.file()] }, { actor: ANNA });
});

afterAll(async () => {
  await Promise.all([one.close(), other.close()]);
  await database.drop();
});

/** The tasks of a new instance, in the order of its items. */
async function startBusy(): Promise<{ readonly instanceId: string; readonly taskIds: readonly string[] }> {
  const variables = { items: Array.from({ length: MANY }, (_, index) => index) };
  const { instanceId } = await one.engine.startInstance({ processKey: 'busy', variables }, { actor: ANNA });
  const { rows } = await one.pool.query<{ id: string }>(
    `select t.id from engine.user_task t join engine.scope s on s.id = t.scope_id
     where t.instance_id = $1 order by (s.variables ->> 'loopCounter')::integer`,
    [instanceId],
  );
  return { instanceId, taskIds: rows.map(({ id }) => id) };
}

function complete(node: Node, taskId: string, answer: number, idempotencyKey?: string): Promise<unknown> {
  const request = { taskId, variables: { answer } };
  return node.engine.completeUserTask(request, { actor: ANNA, idempotencyKey });
}

/** A node one of whose writes can be kept back. */
function heldNode(): {
  readonly engine: Engine;
  holdNextWrite(): { readonly isHeld: Promise<void>; release(): void };
  close(): Promise<void>;
} {
  const pool = new pg.Pool({ connectionString: database.url, max: 8 });
  pool.on('error', () => undefined);
  const store = createPostgresStore({ pool });
  let hold: (() => Promise<void>) | null = null;
  const write: typeof store.write = async (writes) => {
    const wait = hold;
    hold = null;
    await wait?.();
    return store.write(writes);
  };
  const engine = createEngine({ store: { ...store, write }, ports: testPorts() });
  return {
    engine,
    holdNextWrite() {
      let release: () => void = () => undefined;
      const released = new Promise<void>((resolve) => (release = resolve));
      const isHeld = new Promise<void>((resolve) => {
        hold = () => {
          resolve();
          return released;
        };
      });
      return { isHeld, release };
    },
    async close() {
      await engine.stop({ graceMs: 1_000 });
      await pool.end();
    },
  };
}

test('what comes at once is read once and written once, and what waits is not read again', async () => {
  const { taskIds } = await startBusy();
  await complete(other, taskIds[0]!, 0); // reads the definition
  const counts: number[] = [];
  // A machine that stands still for a moment opens another lane: the best of a few counts.
  for (const from of [1, 21, 41]) {
    other.countRoundTrips();
    await Promise.all(taskIds.slice(from, from + 19).map((id, index) => complete(other, id, index)));
    counts.push(other.countRoundTrips());
  }
  // Two lanes of readers; what the second brings may wait for the write of the first.
  expect(Math.min(...counts)).toBeLessThanOrEqual(4);
});

test('two nodes complete all tasks at once: each result stands at its place, and the history agrees', async () => {
  const { instanceId, taskIds } = await startBusy();
  await Promise.all(taskIds.map((id, index) => complete(index % 2 ? one : other, id, index)));
  const view = (await one.engine.views.instance(instanceId))!;
  expect(view.variables.all).toEqual(taskIds.map((_, index) => index));
  const open = view.userTasks.filter(({ state }) => state === 'ready');
  expect(open.map(({ elementId }) => elementId)).toEqual(['after']);
  expect((await auditDatabase(database.url)).problems).toEqual([]);
});

test('a request that is sent again while it waits in line is answered like the first', async () => {
  const { instanceId, taskIds } = await startBusy();
  const sent = taskIds.slice(0, 8).flatMap((id, index) => [
    [id, index],
    [id, index],
    [id, index],
  ]) as [string, number][];
  const answers = await Promise.all(sent.map(([id, index]) => complete(other, id, index, `once ${id}`)));
  expect(answers).toEqual(sent.map(() => ({ instanceId })));
  const history = await one.engine.views.history({ instanceId, limit: 10_000 });
  expect(history.filter(({ kind }) => kind === 'UserTaskCompleted')).toHaveLength(8);
});

test('a refusal is told to the one it concerns, and the others go on', async () => {
  const { taskIds } = await startBusy();
  const [first, second, third] = taskIds as [string, string, string];
  const outcomes = await Promise.allSettled([
    complete(other, first, 0),
    complete(other, second, 1),
    complete(other, first, 2),
    complete(other, third, 3),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(outcomes[2]).toMatchObject({ reason: { code: 'ENG_USER_TASK_NOT_OPEN' } });
});

test('what was decided for those who wait is forgotten when another node was first', async () => {
  const { instanceId, taskIds } = await startBusy();
  const [first, second] = taskIds as [string, string];
  const held = heldNode();
  await held.engine.completeUserTask({ taskId: (await startBusy()).taskIds[0]! }, { actor: ANNA });
  const { isHeld, release } = held.holdNextWrite();
  const outcomes = Promise.allSettled([
    held.engine.completeUserTask({ taskId: first, variables: { answer: 0 } }, { actor: ANNA }),
    isHeld.then(() =>
      held.engine.completeUserTask({ taskId: second, variables: { answer: 1 } }, { actor: ANNA }),
    ),
  ]);
  await isHeld;
  // Until the second has been read and decided behind the first.
  await new Promise((resolve) => setTimeout(resolve, 200));
  await one.engine.cancelInstance({ instanceId }, { actor: ANNA });
  release();
  for (const outcome of await outcomes) {
    expect(outcome).toMatchObject({ reason: { code: 'ENG_USER_TASK_NOT_OPEN' } });
  }
  expect((await auditDatabase(database.url)).problems).toEqual([]);
  await held.close();
});

test('a repetition that began when each end was an event of its own goes on as it began', async () => {
  const { instanceId, taskIds } = await startBusy();
  const mark = ', "countsEnds": true';
  await one.pool.query(
    'update engine.scope set memo = replace(memo::text, $2, $3)::jsonb where instance_id = $1',
    [instanceId, mark, ''],
  );
  await one.pool.query(
    'update engine.history_command set events = replace(events::text, $2, $3)::jsonb where root_instance_id = $1',
    [instanceId, mark, ''],
  );
  const ended = `select count(*)::int as count from engine.history_event
    where root_instance_id = $1 and kind = 'ElementMemoSet' and (data -> 'value' ->> 'completed')::integer > 0`;
  await Promise.all(taskIds.map((id, index) => complete(other, id, index)));
  const { rows } = await one.pool.query<{ count: number }>(ended, [instanceId]);
  expect(rows).toEqual([{ count: MANY }]);
  const { variables } = (await one.engine.views.instance(instanceId))!;
  expect(variables.all).toEqual(taskIds.map((_, index) => index));
  expect((await auditDatabase(database.url)).problems).toEqual([]);
});
