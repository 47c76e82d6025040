/**
 * Composes the engine: store and ports in, the door out. Nothing is decided here; the parts are wired so that every
 * durable write wakes who has to know: the executor when jobs were made, the dispatcher for the listeners.
 */
import { mayGoTogether } from './commands/fire-together.ts';
import { CommandRunner } from './commands/command-runner.ts';
import { correlateMessage } from './commands/correlate-message.ts';
import { DefinitionCache } from './commands/definition-cache.ts';
import { deploy } from './commands/deploy.ts';
import { evaluateConditions } from './commands/evaluate-conditions.ts';
import { externalJobCommands } from './commands/external-jobs.ts';
import { instanceCommands } from './commands/instance-commands.ts';
import { recordReplacement } from './commands/replace-record.ts';
import { signal } from './commands/signal.ts';
import { startInstance } from './commands/start-instance.ts';
import { userTaskCommands } from './commands/user-task-commands.ts';
import { WorkBell } from './commands/work-bell.ts';
import { decide } from './decide/decide.ts';
import { DEFAULT_LIMITS } from './decide/limits.ts';
import type { Limits } from './decide/limits.ts';
import { checkDiagrams } from './definition/check.ts';
import { compileProcess } from './definition/compile.ts';
import type { Definition } from './definition/model.ts';
import { START_RETRIES } from './definition/start-wakers.ts';
import type { Engine, EngineViews } from './engine.ts';
import { EngineRejection } from './errors.ts';
import type { JobRow } from './execution/state.ts';
import { executeJob } from './jobs/execute-job.ts';
import { JobExecutor } from './jobs/job-executor.ts';
import { OutboxDispatcher } from './outbox/outbox-dispatcher.ts';
import { StepListeners } from './outbox/step-listeners.ts';
import type { EnginePorts, Variables } from './ports.ts';
import { createScriptRunner, type ScriptRunner } from './scripts/script-runner.ts';
import { createOperations } from './operations/create-operations.ts';
import type { Operations } from './operations/operation-types.ts';
import type { DefinitionRow, LeasedJob, Store } from './store/store-port.ts';

export interface EngineOptions {
  readonly limits?: Partial<Limits>;
  /** How long `stop` waits for running jobs before it aborts them. */
  readonly graceMs?: number;
  /** Roots that are kept at hand after they were written, so that their next step need not read; 0 for none. */
  readonly recentRoots?: number;
}

const GRACE_MS = 10_000;
/** A few kilobytes each. */
const RECENT_ROOTS = 4_000;

/** The engine over a store; it executes jobs only after `start`. The store's pool stays the caller's to end. */
export function createEngine(parts: {
  readonly store: Store;
  readonly ports: EnginePorts;
  readonly options?: EngineOptions;
  /** A sandbox that several engines of one process share, and that is none of theirs to end. */
  readonly scripts?: Pick<ScriptRunner, 'run'>;
}): Engine {
  const { store, ports, options = {} } = parts;
  const ownScripts = parts.scripts ? null : createScriptRunner();
  const scripts = parts.scripts ?? ownScripts!;
  const listeners = new StepListeners(ports.logger);
  const definitions = new DefinitionCache(store, compileRow);
  const dispatcher = store.outboxReader
    ? new OutboxDispatcher({
        reader: store.outboxReader(),
        listeners,
        logger: ports.logger,
        signal: store.nodeSignal?.(ports.logger) ?? null,
      })
    : null;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const bell = new WorkBell();
  const operating = store.database
    ? createOperations(store.database, ports, store, () => executor.wake())
    : null;
  const runner: CommandRunner = new CommandRunner({
    store,
    ports,
    definitions,
    runScript: (source, variables, now, resultVariable) =>
      scripts.run(source, variables, now, resultVariable),
    decide,
    limits,
    recentRoots: options.recentRoots ?? (store.isRemote ? RECENT_ROOTS : 0),
    continues: operating && {
      leaseFor: (job) => (operating.suspensions.mayHoldBack(job) ? null : executor.leaseFor(job)),
      take: (leased) => executor.take(leased),
    },
    isSuspended: async (processKey) => (await operating?.suspensions.isSuspended(processKey)) ?? false,
    assertMayStart: async (processKey) => await operating?.suspensions.assertMayStart(processKey),
    onEnqueued: () => executor.wake(),
    onWritten(write) {
      executor.noteWrite(write);
      bell.noteWrite(write);
      if (keepsMessages && write.inserted.subscriptions.some(({ kind }) => kind === 'message'))
        executor.wake();
      if (dispatcher) dispatcher.wake();
      else for (const message of write.outbox) listeners.tell(message);
    },
  });
  const context = { store, ports, definitions, runner };
  // A subscription that opens may make a kept message due; other nodes' messages are found by the poll.
  let keepsMessages = false;
  const sendMessage = correlateMessage(context);
  const correlate: Engine['correlateMessage'] = async (request, commandOptions) => {
    keepsMessages ||= request.timeToLive !== undefined;
    return await sendMessage(request, commandOptions);
  };
  const replacing = recordReplacement(context);
  // Written in a transaction of the host, who says when it is committed.
  let isUntold = false;
  const commands = { ...userTaskCommands(context), ...instanceCommands(context) };
  const jobContext = {
    ...context,
    correlateMessage: correlate,
    wake: () => executor.wake(),
    executeBatch: async (leased: LeasedJob) => await operating?.batches.execute(leased, commands),
  };
  const executor: JobExecutor = new JobExecutor({
    store,
    clock: ports.clock,
    logger: ports.logger,
    execute: (leased, signal) => executeJob(jobContext, leased, signal),
    mayGoTogether,
    executeTogether: (set) => runner.fireTogether(set.filter(mayGoTogether)),
  });
  const housekeeping = store.housekeeping?.(ports.logger) ?? null;

  return {
    async start() {
      bell.open();
      await dispatcher?.start();
      executor.start();
      housekeeping?.start();
      operating?.suspensions.start();
    },
    drain: () => bell.close(),
    async stop({ graceMs = options.graceMs ?? GRACE_MS } = {}) {
      bell.close();
      housekeeping?.stop();
      operating?.suspensions.stop();
      await executor.stop(graceMs);
      await dispatcher?.stop();
      await ownScripts?.close();
    },
    runDueJobs: () => executor.runDue(),
    check: (files) => checkDiagrams(files, (name) => ports.handlers.has(name)),
    deploy: async (request, commandOptions) => {
      const deployed = await deploy(context)(request, commandOptions);
      executor.wake();
      return deployed;
    },
    startInstance: startInstance(context),
    ...commands,
    ...externalJobCommands(context, bell),
    correlateMessage: correlate,
    signal: signal(context, () => executor.wake()),
    evaluateConditions: evaluateConditions(context),
    enqueueRecordEvent: (event, transaction) =>
      store.enqueueJobs([recordEventJob(ports, event as unknown as Variables)], transaction),
    async retryFailedJob({ jobId }, { actor, reason }) {
      if (!(await store.retryRootlessJob(jobId, START_RETRIES))) {
        throw new EngineRejection('ENG_INCIDENT_NOT_FOUND', `There is no failed start '${jobId}'.`);
      }
      ports.logger.info({ jobId, actor, reason }, 'A failed start is tried again.');
      executor.wake();
    },
    lockHolders: replacing.lockHolders,
    async replaceRecord(request, transaction, commandOptions) {
      isUntold = true;
      return await replacing.replaceRecord(request, transaction, commandOptions);
    },
    wake() {
      executor.wake();
      if (isUntold) dispatcher?.wake();
      isUntold = false;
    },
    operations: operating?.operations ?? withoutOperations(),
    views: store.createViews?.(definitions, limits) ?? withoutViews(),
    onStep: (listener) => listeners.add(listener),
  };
}

function withoutOperations(): Operations {
  const refuse = (): never => {
    throw new Error('Expected a store with operations; this one has none.');
  };
  return {
    suspend: refuse,
    resume: refuse,
    suspensions: refuse,
    startBatch: refuse,
    doneTargets: refuse,
    undoBatch: refuse,
    cancelBatch: refuse,
    batches: refuse,
    batch: refuse,
    failedSteps: refuse,
    changeSetting: refuse,
    settings: refuse,
    cleanHistory: refuse,
    incompleteStarts: refuse,
    discardIncompleteStart: refuse,
    nextStarts: refuse,
    changeNextStart: refuse,
    sendSignal: refuse,
    sendMessage: refuse,
    log: refuse,
  };
}

/** The memory store serves tests of commands, which look at snapshots and history. */
function withoutViews(): EngineViews {
  const refuse = (): never => {
    throw new Error('Expected a store with read models; this one has none.');
  };
  return {
    definitions: refuse,
    versions: refuse,
    definition: refuse,
    latestDefinition: refuse,
    decisions: refuse,
    decisionSources: refuse,
    instance: refuse,
    incidentValues: refuse,
    instances: refuse,
    liveMap: refuse,
    history: refuse,
    userTask: refuse,
    userTasks: refuse,
    countUserTasks: refuse,
    failedJobs: refuse,
    signals: refuse,
    knownEvents: refuse,
    whoWaits: refuse,
    workload: refuse,
    startable: refuse,
  };
}

async function compileRow(row: DefinitionRow): Promise<Definition> {
  const model = await compileProcess(row.xml, row.processKey);
  if (!model) throw new Error(`Expected definition '${row.id}' to compile as it did when it was deployed.`);
  const { id, processKey, version, name, deploymentId, deployedBy } = row;
  return { id, processKey, version, name, deploymentId, publisher: deployedBy, model };
}

function recordEventJob(ports: EnginePorts, payload: Variables): JobRow {
  return {
    id: ports.ids.next(),
    rootId: null,
    instanceId: null,
    scopeId: null,
    tokenId: null,
    definitionId: null,
    elementId: null,
    kind: 'record-event',
    handler: null,
    dueAt: ports.clock.now().toISOString(),
    priority: 0,
    retriesLeft: START_RETRIES,
    attempt: 0,
    state: 'ready',
    payload,
    effectKey: null,
  };
}
