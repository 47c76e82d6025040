/**
 * The test engine: the real engine on either store, and beside it a runner of its own for what only a test may do,
 * such as firing a timer before its time or ending a job that waits for the test.
 */
import { CommandRunner } from '../commands/command-runner.ts';
import { DefinitionCache } from '../commands/definition-cache.ts';
import { createEngine } from '../create-engine.ts';
import { decide } from '../decide/decide.ts';
import type { Command } from '../decide/decision.ts';
import { DEFAULT_LIMITS } from '../decide/limits.ts';
import { compileProcess } from '../definition/compile.ts';
import type { Definition } from '../definition/model.ts';
import type { JobRow } from '../execution/state.ts';
import type { RecordEvent } from '../engine.ts';
import { EngineRejection } from '../errors.ts';
import { addDuration } from '../expressions/time.ts';
import type { Actor, Json, TaskHandler } from '../ports.ts';
import { runScript } from '../scripts/run-script.ts';
import type { DefinitionRow, Slice } from '../store/store-port.ts';
import { createBackend, type Backend } from './backend.ts';
import { createTestIds, createTestPorts } from './host.ts';
import { RootWatch, type KnownRoot } from './root-watch.ts';
import { snapshotOf } from './snapshot.ts';
import { storyOf } from './story.ts';
import { withStubs } from './stubs.ts';
import type { Deployment, Snapshot, TestEngine, TestEngineOptions } from './types.ts';

const TESTER: Actor = { kind: 'user', id: 'tester' };

export async function createTestEngine(options: TestEngineOptions = {}): Promise<TestEngine> {
  const backend = await createBackend(options);
  const { store, clock } = backend;
  const handlers = new Map<string, TaskHandler>();
  const seed = options.seed ?? (options.store === 'postgres' ? Date.now() : 1);
  const ports = createTestPorts(options, clock, createTestIds(seed), handlers);
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const engine = createEngine({ store, ports, options: { limits }, scripts: { run: runScript } });
  const definitions = new DefinitionCache(store, compileRow);
  const runner = new CommandRunner({
    store,
    ports,
    definitions,
    runScript,
    decide,
    limits,
    recentRoots: 0,
    continues: null,
    isSuspended: async () => false,
    assertMayStart: async () => undefined,
    onEnqueued: () => undefined,
    onWritten: () => undefined,
  });
  const watch = new RootWatch(backend);
  let last = '';
  let seen = 0;

  const submit = (command: Command): Promise<Json> =>
    runner.submit({ command, actor: TESTER, reason: null, idempotency: null, fence: null });

  /** Every verb ends with the invariants of every root. */
  async function checked<T>(work: Promise<T>): Promise<T> {
    const result = await work;
    await watch.assertInvariants();
    return result;
  }

  /** The only or nth row that fits, over all roots, in the order of their ids. */
  async function find<Row extends { readonly id: string }>(
    pick: (slice: Slice) => readonly Row[],
    fits: (row: Row) => boolean,
    what: string,
    { nth = 0, instance }: { nth?: number; instance?: string } = {},
  ): Promise<Row> {
    const roots = instance ? [await watch.of(instance)] : await watch.all();
    const found = roots
      .flatMap(({ slice }) => pick(slice).filter(fits))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    const row = found[nth];
    if (row) return row;
    const stories = roots.flatMap(({ events }) => storyOf(events));
    throw new Error(`Expected ${what}, but there is none.\n${stories.join('\n')}`);
  }

  return {
    deploy: async (files, deployOptions = {}) => {
      const stubbed = await Promise.all(
        files.map(async ({ name, content }) => ({
          name,
          content: await withStubs(content, deployOptions, handlers),
        })),
      );
      const deployed = await engine.deploy({ files: stubbed }, { actor: TESTER });
      return { definitions: deployed.map(({ id, processKey, version }) => ({ id, processKey, version })) };
    },

    async start(processId, { variables, businessKey, message, at } = {}) {
      if (message !== undefined) {
        const request = { name: message, correlationKey: businessKey, variables };
        const { started } = await checked(engine.correlateMessage(request, { actor: TESTER }));
        last = started[0] ?? '';
      } else {
        const request = { processKey: processId, variables, businessKey, startElementId: at };
        last = (await checked(engine.startInstance(request, { actor: TESTER }))).instanceId;
      }
      seen = (await backend.roots()).size;
      return last;
    },

    async complete(task, { variables, nth, instance, outcome, rescheduleTo, by } = {}) {
      const row = await find(
        (slice) => slice.userTasks,
        ({ id, name, elementId, state }) =>
          (state === 'planned' || state === 'ready') && [id, name, elementId].includes(task),
        `an open task '${task}'`,
        { nth, instance },
      );
      const request = { taskId: row.id, outcome, variables, rescheduleTo };
      const actor = by === undefined ? TESTER : ({ kind: 'user', id: by } as const);
      await checked(engine.completeUserTask(request, { actor }));
    },

    async completeJob(element, { variables = {}, nth } = {}) {
      const job = await serviceJobAt(element, nth);
      const result = { kind: 'ok', output: variables } as const;
      await checked(submit({ kind: 'completeServiceJob', jobId: job.id, result }));
    },

    async failJob(element, { message = 'failed by the test', bpmnErrorCode, retries } = {}) {
      const job = await serviceJobAt(element);
      if (bpmnErrorCode) {
        const result = { kind: 'bpmnError', code: bpmnErrorCode, message } as const;
        await checked(submit({ kind: 'completeServiceJob', jobId: job.id, result }));
      } else {
        await checked(submit({ kind: 'failServiceJob', jobId: job.id, message, retriesLeft: retries }));
      }
    },

    async trigger(element, { nth } = {}) {
      const started = await triggerStart(element);
      if (started) return void (last = started);
      const waker = await find(
        (slice) => [...slice.jobs, ...slice.subscriptions],
        (row) => row.elementId === element,
        `something that waits at '${element}'`,
        { nth },
      );
      const isSubscription = 'correlationKey' in waker;
      const command: Command = isSubscription
        ? { kind: 'correlate', subscriptionId: waker.id, variables: {} }
        : { kind: 'fireJob', jobId: waker.id };
      await checked(submit(command));
    },

    async moveTimer(element, dueAt) {
      const job = await find(
        (slice) => slice.jobs,
        (row) => row.elementId === element && row.kind === 'timer',
        `a timer at '${element}'`,
        {},
      );
      await checked(engine.changeJob({ jobId: job.id, dueAt }, { actor: TESTER }));
    },

    async message(name, { businessKey, correlation, variables = {}, instance, timeToLive } = {}) {
      const correlationKey = correlation ?? businessKey;
      if (instance) {
        const row = await find(
          (slice) => slice.subscriptions,
          (one) => one.name === name,
          `'${name}' awaited`,
          { instance },
        );
        await checked(submit({ kind: 'correlate', subscriptionId: row.id, variables }));
        return;
      }
      await checked(
        engine.correlateMessage({ name, correlationKey, variables, timeToLive }, { actor: TESTER }),
      );
      await rememberStarted();
    },

    async signal(name, { variables = {} } = {}) {
      await engine.signal({ name, variables }, { actor: TESTER });
      await checked(engine.runDueJobs());
      await rememberStarted();
    },

    async evaluateConditions(variables, { businessKey } = {}) {
      const request = { variables, ...(businessKey !== undefined && { businessKey }) };
      const { started } = await checked(engine.evaluateConditions(request, { actor: TESTER }));
      await rememberStarted();
      return started;
    },

    async replaceRecord(from, to, places) {
      const work = store.transaction(async (transaction) => {
        const rootIds = await engine.lockHolders({ record: from }, transaction);
        const request = { rootIds, from, to, ...(places && { places }) };
        return await engine.replaceRecord(request, transaction, { actor: TESTER });
      });
      return await checked(work);
    },

    async recordEvent(entity, record, { kind, fields = {} }) {
      const event: RecordEvent = {
        id: ports.ids.next(),
        entity,
        recordId: record.id,
        change: kind,
        actor: TESTER,
        fields: fields as RecordEvent['fields'],
      };
      await store.transaction((transaction) => engine.enqueueRecordEvent(event, transaction));
      await checked(engine.runDueJobs());
      await rememberStarted();
    },

    async setVariables(values, { instance, scope } = {}) {
      const instanceId = instance ?? last;
      const living = scope === undefined ? [] : (await watch.of(instanceId)).slice.scopes;
      const found = living.find((row) => row.elementId === scope && row.instanceId === instanceId);
      if (scope !== undefined && !found) throw new Error(`Expected a scope '${scope}' to live.`);
      const request = { instanceId, values, ...(found && { scopeId: found.id }) };
      await checked(engine.setVariables(request, { actor: TESTER }));
    },

    async advance(duration) {
      const target = addDuration(clock.now().toISOString(), duration);
      for (
        let next = await store.nextDueAt();
        next && next.toISOString() <= target;
        next = await store.nextDueAt()
      ) {
        if (next > clock.now()) await backend.setClock(next.toISOString());
        if ((await engine.runDueJobs()) === 0) break;
      }
      await backend.setClock(target);
      await checked(engine.runDueJobs());
      await rememberStarted();
    },

    now: () => clock.now().toISOString(),

    sleep: (duration) => backend.setClock(addDuration(clock.now().toISOString(), duration)),

    async runDueJobs() {
      const executed = await engine.runDueJobs();
      if (executed > 0) await watch.assertInvariants();
      return executed;
    },

    async resolveIncident(element) {
      const incident = await find(
        (slice) => slice.incidents,
        (row) => row.elementId === element,
        `an incident at '${element}'`,
      );
      await checked(engine.retryIncident({ incidentId: incident.id }, { actor: TESTER }));
    },

    async skipIncident(element, { variables = {} } = {}) {
      const incident = await find(
        (slice) => slice.incidents,
        (row) => row.elementId === element,
        `an incident at '${element}'`,
      );
      await checked(engine.skipIncident({ incidentId: incident.id, variables }, { actor: TESTER }));
    },

    async activate(element, { instance = last } = {}) {
      const request = { instanceId: instance, elementId: element };
      await checked(engine.activateElement(request, { actor: TESTER }));
    },

    async cancel(instance = last) {
      await checked(engine.cancelInstance({ instanceId: instance }, { actor: TESTER }));
    },

    async suspend(instance = last) {
      await checked(engine.suspendInstance({ instanceId: instance }, { actor: TESTER }));
    },

    async resume(instance = last) {
      await checked(engine.resumeInstance({ instanceId: instance }, { actor: TESTER }));
      await checked(engine.runDueJobs());
    },

    async migrate(to, { instance = last } = {}) {
      const request = await migrationRequest(to, instance);
      const check = await engine.checkMigration(request);
      await checked(engine.migrateInstance(request, { actor: TESTER }));
      return check;
    },

    async snapshot(instance = last) {
      return seenAt(instance, await watch.of(instance));
    },

    async snapshots({ from }) {
      const roots = (await watch.all()).filter(({ rootId }) => rootId >= from);
      const seenAll = roots.map(async (root) => [root.rootId, await seenAt(root.rootId, root)] as const);
      return new Map(await Promise.all(seenAll));
    },

    async story(instance = last) {
      return storyOf((await watch.of(instance)).events);
    },

    async started() {
      const roots = [...(await backend.roots()).keys()];
      const fresh = roots.slice(seen);
      seen = roots.length;
      return fresh;
    },

    async close() {
      await engine.stop({ graceMs: 1_000 });
      await backend.close();
    },
  };

  async function seenAt(instance: string, root: KnownRoot): Promise<Snapshot> {
    for (const id of new Set(root.events.map((event) => event.definitionId))) await definitions.get(id);
    const isEnd = (definitionId: string, elementId: string): boolean =>
      definitions.peek(definitionId)?.model.elements.get(elementId)?.bpmnType === 'bpmn:EndEvent';
    return snapshotOf(instance, root, isEnd);
  }

  async function rememberStarted(): Promise<void> {
    const newest = [...(await backend.roots()).keys()].slice(seen).at(-1);
    if (newest) last = newest;
  }

  function serviceJobAt(element: string, nth?: number) {
    const isThere = (job: JobRow): boolean =>
      job.elementId === element && (job.kind === 'service' || job.kind === 'external');
    return find((slice) => slice.jobs, isThere, `a job at '${element}'`, { nth });
  }

  /** Starts the latest version of whatever process has this start event with a trigger. */
  async function triggerStart(element: string): Promise<string | null> {
    for (const definition of await latestDefinitions(backend, definitions)) {
      const { startEvents, instantiators } = definition.model.root;
      const starts = [...startEvents.map((start) => start.id), ...instantiators.map((one) => one.elementId)];
      if (!starts.includes(element)) continue;
      const command: Command = {
        kind: 'start',
        definitionId: definition.id,
        startElementId: element,
        businessKey: null,
        variables: {},
        initiator: null,
        origin: { kind: 'timer' },
      };
      const result = (await checked(submit(command))) as { instanceId: string };
      return result.instanceId;
    }
    return null;
  }

  async function migrationRequest(
    to: Deployment,
    instanceId: string,
  ): Promise<{ instanceId: string; toDefinitionId: string }> {
    const { slice } = await watch.of(instanceId);
    const { processKey } = slice.instances.find((row) => row.id === instanceId)!;
    const target = to.definitions.find((definition) => definition.processKey === processKey);
    if (target) return { instanceId, toDefinitionId: target.id };
    throw new EngineRejection('ENG_DEFINITION_NOT_FOUND', `The deployment has no process '${processKey}'.`);
  }
}

async function compileRow(row: DefinitionRow): Promise<Definition> {
  const model = await compileProcess(row.xml, row.processKey);
  const { id, processKey, version, name, deploymentId, deployedBy } = row;
  return { id, processKey, version, name, deploymentId, publisher: deployedBy, model: model! };
}

async function latestDefinitions(
  { deployedKeys }: Backend,
  definitions: DefinitionCache,
): Promise<readonly Definition[]> {
  const found = await Promise.all((await deployedKeys()).map((key) => definitions.latest(key)));
  return found.flatMap((one) => (one ? [one.definition] : []));
}
