/**
 * The reference operations of T03: what a caller or the executor does, each prepared over an untouched connection and
 * then done over the one that fails. What it left behind is told by the history of its instance.
 */
import type { Engine } from '#engine';
import { aProcess, io } from '../../support/process-builder.ts';
import { ANNA, type Node } from '../../engine/store/host.ts';

export interface Prepared {
  /** The root whose history is compared; null when the operation makes it and answers with it. */
  readonly rootId: string | null;
  /** Sent again under the same key after a fault. */
  run(engine: Engine, key: string): Promise<unknown>;
}

export interface Operation {
  readonly name: string;
  /** What it left behind besides a history. */
  left?(node: Node, unique: string): Promise<unknown>;
  prepare(node: Node, unique: string): Promise<Prepared>;
}

export const PROCESSES = [
  aProcess('plain').start().userTask('first').userTask('second').end(),
  aProcess('effect').start().userTask('first').action('act', 'note').userTask('second').end(),
  aProcess('effect_first').start().action('act', 'note').userTask('second').end(),
  aProcess('forked')
    .start()
    .parallel('fork')
    .userTask('a')
    .parallel('join')
    .userTask('after')
    .end()
    .from('fork')
    .userTask('b')
    .to('join'),
  aProcess('caught').start().catchMessage('wait', 'paid').userTask('second').end(),
  aProcess('by_message').startMessage('begin', 'order placed').userTask('second').end(),
  aProcess('timed').start().catchTimer('pause', { duration: 'PT1H' }).userTask('second').end(),
  aProcess('late')
    .start()
    .subProcess('work', (inner) => inner.start('s').userTask('inside').end('e'))
    .end()
    .boundary('over', 'work', { duration: 'PT1H' })
    .userTask('escalated')
    .end('late_end'),
  aProcess('stopped')
    .start()
    .subProcess('work', (inner) => inner.start('s').userTask('inside').end('e'))
    .end()
    .boundary('stop', 'work', { message: 'stop it' })
    .userTask('cleanup')
    .end('stopped_end'),
  aProcess('outside').start().action('call', 'remote').userTask('second').end(),
  aProcess('failing').start().action('call', 'broken').userTask('second').end(),
  aProcess('calling')
    .start()
    .callActivity('call', 'plain', { extensions: io({ a: '= 1' }) })
    .end(),
  aProcess('sending').start().throwMessage('tell', 'nobody waits').userTask('second').end(),
  aProcess('stuck')
    .start()
    .exclusive('way')
    .flow({ condition: '= ok' })
    .userTask('second')
    .end()
    .from('way')
    .flow({ condition: '= not(ok)' })
    .end('no'),
];

const actor = ANNA;

async function start(node: Node, processKey: string, businessKey?: string): Promise<string> {
  return (await node.engine.startInstance({ processKey, businessKey }, { actor })).instanceId;
}

async function taskOf(node: Node, instanceId: string, element = 'first'): Promise<string> {
  const view = await node.engine.views.instance(instanceId);
  return view!.userTasks.find((task) => task.elementId === element)!.id;
}

const starting = (processKey: string): Operation => ({
  name: `start ${processKey}`,
  prepare: async () => ({
    rootId: null,
    run: (engine, idempotencyKey) => engine.startInstance({ processKey }, { actor, idempotencyKey }),
  }),
});

const completing = (processKey: string, element = 'first', before: readonly string[] = []): Operation => ({
  name: `complete ${element} of ${processKey}`,
  async prepare(node) {
    const rootId = await start(node, processKey);
    for (const one of before) {
      await node.engine.completeUserTask({ taskId: await taskOf(node, rootId, one) }, { actor });
    }
    const taskId = await taskOf(node, rootId, element);
    return {
      rootId,
      run: (engine, idempotencyKey) =>
        engine.completeUserTask({ taskId, variables: { answer: 42 } }, { actor, idempotencyKey }),
    };
  },
});

type TaskCommand = (engine: Engine, taskId: string, idempotencyKey: string) => Promise<unknown>;

/** The task is its starter's at first. */
const onTask = (name: string, command: TaskCommand, isFree = false): Operation => ({
  name,
  async prepare(node) {
    const rootId = await start(node, 'plain');
    const taskId = await taskOf(node, rootId);
    if (isFree) await node.engine.unclaimUserTask({ taskId }, { actor });
    return { rootId, run: (engine, key) => command(engine, taskId, key) };
  },
});

type InstanceCommand = (engine: Engine, instanceId: string, idempotencyKey: string) => Promise<unknown>;

const onInstance = (name: string, processKey: string, command: InstanceCommand): Operation => ({
  name,
  async prepare(node, unique) {
    const rootId = await start(node, processKey, unique);
    return { rootId, run: (engine, key) => command(engine, rootId, key) };
  },
});

/** The executor brings about what is due; a lease that was lost with its connection has run out by the next try. */
const due = (processKey: string): Operation => ({
  name: `due job of ${processKey}`,
  async prepare(node) {
    const rootId = await start(node, processKey);
    const moved = `update engine.job set due_at = throughline_now() - interval '1 minute' where root_instance_id = $1`;
    await node.pool.query(moved, [rootId]);
    return {
      rootId,
      async run(engine) {
        const freed = 'update engine.job set lease_until = null where root_instance_id = $1';
        await node.pool.query(freed, [rootId]);
        await engine.runDueJobs();
        const left = await node.pool.query(
          `select 1 from engine.job where root_instance_id = $1 and state = 'ready' and due_at <= throughline_now()`,
          [rootId],
        );
        if (left.rowCount !== 0) throw new NotYet();
      },
    };
  },
});

/** The caller was not told of an error, but what is due is still to be done: the executor comes again. */
export class NotYet extends Error {}

export const OPERATIONS: readonly Operation[] = [
  starting('plain'),
  starting('effect_first'),
  starting('forked'),
  starting('calling'),
  completing('plain'),
  completing('effect'),
  completing('forked', 'a'),
  completing('forked', 'b', ['a']),
  completing('late', 'inside'),
  onTask(
    'claim',
    (engine, taskId, idempotencyKey) =>
      engine.claimUserTask({ taskId, userId: 'boris' }, { actor, idempotencyKey }),
    true,
  ),
  onTask('unclaim', (engine, taskId, idempotencyKey) =>
    engine.unclaimUserTask({ taskId }, { actor, idempotencyKey }),
  ),
  onTask('assign', (engine, taskId, idempotencyKey) =>
    engine.assignUserTask({ taskId, userId: 'boris' }, { actor, idempotencyKey }),
  ),
  onInstance('set variables', 'plain', (engine, instanceId, idempotencyKey) =>
    engine.setVariables({ instanceId, values: { a: 1, b: [2] } }, { actor, idempotencyKey }),
  ),
  onInstance('cancel', 'calling', (engine, instanceId, idempotencyKey) =>
    engine.cancelInstance({ instanceId }, { actor, idempotencyKey }),
  ),
  {
    name: 'correlate to one that waits',
    async prepare(node, unique) {
      const rootId = await start(node, 'caught', unique);
      const request = { name: 'paid', correlationKey: unique, variables: { amount: 7 } };
      return {
        rootId,
        run: (engine, idempotencyKey) => engine.correlateMessage(request, { actor, idempotencyKey }),
      };
    },
  },
  {
    name: 'correlate to a boundary event',
    async prepare(node, unique) {
      const rootId = await start(node, 'stopped', unique);
      const request = { name: 'stop it', correlationKey: unique };
      return {
        rootId,
        run: (engine, idempotencyKey) => engine.correlateMessage(request, { actor, idempotencyKey }),
      };
    },
  },
  {
    name: 'correlate to a start',
    prepare: async (_node, unique) => ({
      rootId: null,
      run: (engine, idempotencyKey) =>
        engine.correlateMessage({ name: 'order placed', correlationKey: unique }, { actor, idempotencyKey }),
    }),
  },
  due('timed'),
  due('late'),
  due('outside'),
  due('sending'),
  {
    ...due('failing'),
    name: 'job that fails',
    async prepare(node, unique) {
      const prepared = await due('failing').prepare(node, unique);
      const last = 'update engine.job set retries_left = 1 where root_instance_id = $1';
      await node.pool.query(last, [prepared.rootId]);
      return prepared;
    },
  },
  {
    name: 'retry an incident',
    async prepare(node) {
      const rootId = await start(node, 'stuck');
      await node.engine.setVariables({ instanceId: rootId, values: { ok: true } }, { actor });
      const view = await node.engine.views.instance(rootId);
      const incidentId = view!.incidents[0]!.id;
      return {
        rootId,
        run: (engine, idempotencyKey) => engine.retryIncident({ incidentId }, { actor, idempotencyKey }),
      };
    },
  },
  {
    name: 'migrate',
    async prepare(node) {
      const rootId = await start(node, 'forked');
      const { definitionId: from } = (await node.engine.views.instance(rootId))!;
      const versions = await node.engine.views.versions('forked');
      const toDefinitionId = versions.find((version) => version.id !== from)!.id;
      return {
        rootId,
        run: (engine, idempotencyKey) =>
          engine.migrateInstance({ instanceId: rootId, toDefinitionId }, { actor, idempotencyKey }),
      };
    },
  },
  {
    name: 'deploy',
    prepare: async (_node, unique) => {
      const files = [aProcess(`deployed_${unique}`).startTimer('begin', { cycle: 'R/P1D' }).end().file()];
      return {
        rootId: null,
        run: (engine, idempotencyKey) => engine.deploy({ files }, { actor, idempotencyKey }),
      };
    },
    async left(node, unique) {
      const { rows } = await node.pool.query(
        `select d.version, (select count(*)::int from engine.job j where j.definition_id = d.id) as timers
         from engine.process_definition d where d.process_key = $1`,
        [`deployed_${unique}`],
      );
      return rows;
    },
  },
];
