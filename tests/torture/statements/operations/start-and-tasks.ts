/** Reference operations on instances that begin, and on user tasks. */
import type { Engine } from '#engine';
import { actor, start, taskOf, type Operation, type Stage } from '../operation.ts';

const starting = (processKey: string, more: object = {}): Operation => ({
  name: `start ${processKey}`,
  prepare: async () => ({
    rootId: null,
    run: (engine, idempotencyKey) => engine.startInstance({ processKey, ...more }, { actor, idempotencyKey }),
  }),
});

interface Completion {
  readonly element?: string;
  readonly before?: readonly string[];
  readonly variables?: { readonly [name: string]: number };
  readonly name?: string;
}

const completing = (
  processKey: string,
  { element = 'first', before = [], variables = { answer: 42 }, name }: Completion = {},
): Operation => ({
  name: name ?? `complete ${element} of ${processKey}`,
  async prepare(stage) {
    const rootId = await start(stage, processKey);
    for (const one of before) {
      await stage.node.engine.completeUserTask({ taskId: await taskOf(stage, rootId, one) }, { actor });
    }
    const taskId = await taskOf(stage, rootId, element);
    return {
      rootId,
      run: (engine, idempotencyKey) =>
        engine.completeUserTask({ taskId, variables: { ...variables } }, { actor, idempotencyKey }),
    };
  },
});

type TaskCommand = (engine: Engine, taskId: string, idempotencyKey: string) => Promise<unknown>;

/** The task is its starter's at first; `before` is done to it over the untouched connection. */
const onTask = (
  name: string,
  command: TaskCommand,
  before?: (stage: Stage, taskId: string) => Promise<unknown>,
): Operation => ({
  name,
  async prepare(stage) {
    const rootId = await start(stage, 'plain');
    const taskId = await taskOf(stage, rootId);
    await before?.(stage, taskId);
    return { rootId, run: (engine, key) => command(engine, taskId, key) };
  },
});

async function called(stage: Stage, rootId: string): Promise<string> {
  const { rows } = await stage.node.pool.query<{ id: string }>(
    `select id from engine.user_task where root_instance_id = $1 and state = 'ready'`,
    [rootId],
  );
  return rows[0]!.id;
}

export const STARTS_AND_TASKS: readonly Operation[] = [
  starting('plain'),
  starting('effect_first', { variables: { amount: 7, list: [1, 2] } }),
  starting('forked'),
  starting('calling'),
  completing('plain', { variables: {}, name: 'complete without values' }),
  completing('plain'),
  completing('effect'),
  completing('forked', { element: 'a' }),
  completing('forked', { element: 'b', before: ['a'] }),
  completing('late', { element: 'inside' }),
  completing('escalating', { name: 'escalate' }),
  completing('undone', { name: 'compensate' }),
  completing('called_off', { name: 'cancel a transaction' }),
  completing('repeated', { name: 'begin a multi-instance activity' }),
  completing('repeated', {
    element: 'each',
    before: ['first', 'each', 'each'],
    name: 'end a multi-instance activity',
  }),
  completing('scripted', { name: 'run a script' }),
  {
    name: 'end a called process',
    async prepare(stage) {
      const rootId = await start(stage, 'calling');
      const { engine: untouched } = stage.node;
      await untouched.completeUserTask({ taskId: await called(stage, rootId) }, { actor });
      const taskId = await called(stage, rootId);
      return {
        rootId,
        run: (engine, idempotencyKey) => engine.completeUserTask({ taskId }, { actor, idempotencyKey }),
      };
    },
  },
  onTask(
    'claim',
    (engine, taskId, idempotencyKey) =>
      engine.claimUserTask({ taskId, userId: 'boris' }, { actor, idempotencyKey }),
    ({ node }, taskId) => node.engine.unclaimUserTask({ taskId }, { actor }),
  ),
  onTask('unclaim', (engine, taskId, idempotencyKey) =>
    engine.unclaimUserTask({ taskId }, { actor, idempotencyKey }),
  ),
  onTask('reassign', (engine, taskId, idempotencyKey) =>
    engine.assignUserTask({ taskId, userId: 'boris' }, { actor, idempotencyKey }),
  ),
  onTask('delegate', (engine, taskId, idempotencyKey) =>
    engine.delegateUserTask({ taskId, userId: 'boris' }, { actor, idempotencyKey }),
  ),
  onTask(
    'resolve',
    (engine, taskId, idempotencyKey) =>
      engine.resolveUserTask({ taskId, variables: { seen: true } }, { actor, idempotencyKey }),
    ({ node }, taskId) => node.engine.delegateUserTask({ taskId, userId: 'boris' }, { actor }),
  ),
  onTask('change dates and urgency', (engine, taskId, idempotencyKey) =>
    engine.changeUserTask(
      { taskId, change: { dueAt: '2040-01-01T00:00:00.000Z', priority: 70 } },
      { actor, idempotencyKey },
    ),
  ),
];
