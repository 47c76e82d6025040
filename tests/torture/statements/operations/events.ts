/** Reference operations of what happens: messages, signals, conditions, record events and timers. */
import type { Engine } from '#engine';
import { aProcess } from '../../../support/process-builder.ts';
import { actor, fallDue, OF_ROOT, runDue, start, type Operation } from '../operation.ts';

const sending = (name: string, message: string, processKey: string | null, more: object = {}): Operation => ({
  name,
  async prepare(stage, unique) {
    const rootId = processKey && (await start(stage, processKey, { businessKey: unique }));
    const request = { name: message, correlationKey: unique, ...more };
    return {
      rootId,
      run: (engine, idempotencyKey) => engine.correlateMessage(request, { actor, idempotencyKey }),
    };
  },
});

/** The timers of the instance are due. */
const due = (processKey: string, name: string): Operation => ({
  name,
  async prepare(stage) {
    const rootId = await start(stage, processKey);
    await fallDue(stage, OF_ROOT, rootId);
    return { rootId, run: (engine) => runDue(stage, engine, OF_ROOT, rootId) };
  },
});

/** What has no instance yet is done by jobs of these kinds. */
const OF_KIND = `root_instance_id is null and kind = $1`;

/** What is called out is delivered by a job. */
const deliveredBy = (
  name: string,
  kind: string,
  cause: (engine: Engine, unique: string, key: string) => Promise<unknown>,
  processKey: string | null = null,
): Operation => ({
  name,
  async prepare(stage, unique) {
    const variables = { alarm: unique, amount: 1 };
    const rootId = processKey && (await start(stage, processKey, { businessKey: unique, variables }));
    return {
      rootId,
      async run(engine, key) {
        const answer = await cause(engine, unique, key);
        await runDue(stage, engine, OF_KIND, kind);
        return answer;
      },
    };
  },
});

export const EVENTS: readonly Operation[] = [
  sending('correlate to one that waits', 'paid', 'caught', { variables: { amount: 7 } }),
  sending('correlate to a boundary event', 'stop it', 'stopped'),
  sending('correlate to a start', 'order placed', null),
  sending('correlate to an event subprocess', 'drop it', 'interrupted'),
  sending('correlate behind an event-based gateway', 'agreed', 'deciding'),
  sending('keep a message', 'paid', null, { timeToLive: 'PT1H' }),
  {
    name: 'correlate to one instance of many',
    async prepare(stage, unique) {
      await start(stage, 'caught', { businessKey: `${unique} not` });
      return sending('', 'paid', 'caught').prepare(stage, unique);
    },
  },
  {
    name: 'deliver a kept message',
    async prepare(stage, unique) {
      const message = { name: 'paid', correlationKey: unique, timeToLive: 'PT1H' };
      await stage.node.engine.correlateMessage(message, { actor });
      const request = { processKey: 'caught', businessKey: unique };
      return {
        rootId: null,
        async run(engine, idempotencyKey) {
          const answer = await engine.startInstance(request, { actor, idempotencyKey });
          await runDue(stage, engine, OF_KIND, 'message');
          return answer;
        },
      };
    },
  },
  deliveredBy(
    'signal to one that waits',
    'signal',
    (engine, name, idempotencyKey) => engine.signal({ name }, { actor, idempotencyKey }),
    'alarmed',
  ),
  deliveredBy('signal to a start', 'signal', (engine, _unique, idempotencyKey) =>
    engine.signal({ name: 'opened' }, { actor, idempotencyKey }),
  ),
  deliveredBy('record event to a start', 'record-event', (engine, id) =>
    engine.enqueueRecordEvent(
      { id, entity: 'gadget', recordId: id, change: 'created', actor, fields: {} },
      { client: null },
    ),
  ),
  {
    name: 'evaluate conditions for starts',
    prepare: async () => ({
      rootId: null,
      run: (engine, idempotencyKey) =>
        engine.evaluateConditions({ variables: { level: 6 } }, { actor, idempotencyKey }),
    }),
  },
  {
    name: 'condition that becomes true',
    async prepare(stage) {
      const rootId = await start(stage, 'watching', { variables: { amount: 1 } });
      return {
        rootId,
        run: (engine, idempotencyKey) =>
          engine.setVariables({ instanceId: rootId, values: { amount: 6 } }, { actor, idempotencyKey }),
      };
    },
  },
  due('timed', 'timer with a duration'),
  due('dated', 'timer with a date'),
  due('reminded', 'timer with a cycle'),
  due('late', 'timer at a boundary'),
  {
    name: 'timer that starts',
    async prepare(stage, unique) {
      const { node } = stage;
      const file = aProcess(`cycled_${unique}`)
        .startTimer('begin', { cycle: 'R2/PT1H' })
        .userTask('t')
        .end()
        .file();
      const [definition] = await node.engine.deploy({ files: [file] }, { actor });
      const where = 'definition_id = $1';
      await fallDue(stage, where, definition!.id);
      return { rootId: null, run: (engine) => runDue(stage, engine, where, definition!.id) };
    },
  },
];
