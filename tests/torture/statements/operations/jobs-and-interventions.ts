/** Reference operations on jobs and their failures, of external workers, and of those who step in from outside. */
import type { Engine, ExternalJob } from '#engine';
import { aProcess } from '../../../support/process-builder.ts';
import {
  actor,
  fallDue,
  NOTHING,
  NotYet,
  OF_ROOT,
  onInstance,
  runDue,
  start,
  type Operation,
  type Stage,
} from '../operation.ts';

/** The executor does the job; with one try left its failure is an incident. */
const job = (name: string, processKey: string, hasOneTry = false): Operation => ({
  name,
  async prepare(stage) {
    const rootId = await start(stage, processKey);
    if (hasOneTry) await leaveOneTry(stage, rootId);
    await fallDue(stage, OF_ROOT, rootId);
    return {
      rootId,
      run: (engine) => runDue(stage, engine, OF_ROOT, rootId),
      // Its next try would fall due among the statements of others.
      left: () => stage.node.engine.cancelInstance({ instanceId: rootId }, { actor }),
    };
  },
});

async function leaveOneTry({ node }: Stage, rootId: string): Promise<void> {
  const { rows } = await node.pool.query<{ id: string }>(`select id from engine.job where ${OF_ROOT}`, [
    rootId,
  ]);
  await node.engine.changeJob({ jobId: rows[0]!.id, retriesLeft: 1 }, { actor });
}

async function incidentOf({ node }: Stage, instanceId: string): Promise<string> {
  return (await node.engine.views.instance(instanceId))!.incidents[0]!.id;
}

/** The job of the instance has failed for the last time. */
async function failedFor(stage: Stage, rootId: string): Promise<string> {
  await leaveOneTry(stage, rootId);
  await fallDue(stage, OF_ROOT, rootId);
  await runDue(stage, stage.node.engine, OF_ROOT, rootId);
  return incidentOf(stage, rootId);
}

type WorkerCommand = (
  engine: Engine,
  lock: Pick<ExternalJob, 'jobId' | 'leaseNo'>,
  idempotencyKey: string,
) => Promise<unknown>;

const LOCK = { workerId: 'w', topics: ['print'], max: 1, lockMs: 600_000 };

/** Others' work is not in the way: it is locked for long. */
async function fetched({ node }: Stage, rootId: string): Promise<ExternalJob> {
  const jobs = await node.engine.fetchExternalJobs({ ...LOCK, max: 100 });
  return jobs.find((one) => one.instanceId === rootId)!;
}

const byWorker = (name: string, command: WorkerCommand): Operation => ({
  name: `external worker: ${name}`,
  async prepare(stage) {
    const rootId = await start(stage, 'by_worker');
    const { jobId, leaseNo } = await fetched(stage, rootId);
    return { rootId, run: (engine, key) => command(engine, { jobId, leaseNo }, key) };
  },
});

const fetchWork = (name: string, isUnderKey: boolean): Operation => ({
  name: `external worker: ${name}`,
  async prepare(stage) {
    // What others left free is locked first.
    await stage.node.engine.fetchExternalJobs({ ...LOCK, max: 100 });
    const rootId = await start(stage, 'by_worker');
    return {
      rootId,
      async run(engine, idempotencyKey) {
        // Without a key, whoever was not told waits for the end of his lock.
        if (!isUnderKey)
          await stage.node.pool.query(`update engine.job set lease_until = null where ${OF_ROOT}`, [rootId]);
        const jobs = await engine.fetchExternalJobs({ ...LOCK, ...(isUnderKey && { idempotencyKey }) });
        if (jobs.length === 0) throw new NotYet();
        return jobs.map(({ instanceId, topic, variables }) => ({ instanceId, topic, variables }));
      },
    };
  },
});

const BATCH: Operation = {
  name: 'bulk operation',
  async prepare(stage) {
    const ids = [await start(stage, 'plain'), await start(stage, 'forked')];
    const { batchId } = await stage.node.engine.operations.startBatch(
      { work: { kind: 'setVariables', values: { bulk: true } }, targets: { ids } },
      { actor },
    );
    return {
      rootId: ids[0]!,
      run: (engine) => runDue(stage, engine, `kind = 'batch' and $1::text is not null`, batchId),
      left: async () => (await stage.node.engine.operations.batch(batchId))?.batch,
    };
  },
};

const SUSPENSION: Operation = {
  name: 'suspend a process',
  prepare: async ({ node }) => ({
    rootId: null,
    run: (engine) => engine.operations.suspend({ kind: 'process', processKey: 'dated' }, { actor }),
    async left() {
      const suspended = await node.engine.operations.suspensions();
      await node.engine.operations.resume({ kind: 'process', processKey: 'dated' }, { actor });
      return suspended;
    },
  }),
};

const MIGRATE: Operation = {
  name: 'migrate',
  async prepare(stage) {
    const { engine: untouched } = stage.node;
    const rootId = await start(stage, 'forked');
    const { definitionId: from } = (await untouched.views.instance(rootId))!;
    const versions = await untouched.views.versions('forked');
    const toDefinitionId = versions.find((version) => version.id !== from)!.id;
    return {
      rootId,
      run: (engine, idempotencyKey) =>
        engine.migrateInstance({ instanceId: rootId, toDefinitionId }, { actor, idempotencyKey }),
    };
  },
};

const DEPLOY: Operation = {
  name: 'deploy',
  prepare: async ({ node }, unique) => {
    const files = [aProcess(`deployed_${unique}`).startTimer('begin', { cycle: 'R/P1D' }).end().file()];
    return {
      rootId: null,
      run: (engine, idempotencyKey) => engine.deploy({ files }, { actor, idempotencyKey }),
      async left() {
        const { rows } = await node.pool.query(
          `select d.version, (select count(*)::int from engine.job j where j.definition_id = d.id) as timers
           from engine.process_definition d where d.process_key = $1`,
          [`deployed_${unique}`],
        );
        return rows;
      },
    };
  },
};

export const JOBS_AND_INTERVENTIONS: readonly Operation[] = [
  job('job that is done', 'outside'),
  job('job that throws a message', 'sending'),
  job('job that fails and is tried again', 'failing'),
  job('job that fails for the last time', 'failing', true),
  job('job that ends in an error of the diagram', 'refusing'),
  onInstance<string>(
    'skip a failed job with a value',
    'failing',
    (engine, _instanceId, options, incidentId) =>
      engine.skipIncident({ incidentId, variables: { reply: 2 } }, options),
    failedFor,
  ),
  onInstance<string>(
    'retry a failed job',
    'failing',
    (engine, _instanceId, options, incidentId) => engine.retryIncident({ incidentId }, options),
    failedFor,
  ),
  fetchWork('fetch', false),
  fetchWork('fetch under a key', true),
  byWorker('complete', (engine, lock, idempotencyKey) =>
    engine.completeExternalJob(
      { ...lock, result: { kind: 'ok', output: { pages: 3 } } },
      { actor, idempotencyKey },
    ),
  ),
  byWorker('fail', (engine, lock, idempotencyKey) =>
    engine.failExternalJob({ ...lock, message: 'no paper', retriesLeft: 0 }, { actor, idempotencyKey }),
  ),
  byWorker('error of the diagram', (engine, lock, idempotencyKey) =>
    engine.completeExternalJob(
      { ...lock, result: { kind: 'bpmnError', code: 'paper' } },
      { actor, idempotencyKey },
    ),
  ),
  byWorker('extend', (engine, lock) => engine.extendExternalJob({ ...lock, lockMs: 900_000 })),
  byWorker('unlock', (engine, lock) => engine.unlockExternalJob(lock)),
  onInstance(
    'edit variables',
    'plain',
    (engine, instanceId, options) => engine.setVariables({ instanceId, values: { a: 1, b: [2] } }, options),
    NOTHING,
  ),
  onInstance(
    'cancel an instance',
    'calling',
    (engine, instanceId, options) => engine.cancelInstance({ instanceId }, options),
    NOTHING,
  ),
  onInstance(
    'begin an activity by hand',
    'chosen',
    (engine, instanceId, options) => engine.activateElement({ instanceId, elementId: 'one' }, options),
    NOTHING,
  ),
  onInstance(
    'suspend',
    'calling',
    (engine, instanceId, options) => engine.suspendInstance({ instanceId }, options),
    NOTHING,
  ),
  onInstance(
    'resume',
    'late',
    (engine, instanceId, options) => engine.resumeInstance({ instanceId, timers: 'shift' }, options),
    ({ node }, instanceId) => node.engine.suspendInstance({ instanceId }, { actor }),
  ),
  onInstance<string>(
    'move a timer',
    'timed',
    (engine, _instanceId, options, jobId) =>
      engine.changeJob({ jobId, dueAt: '2040-01-01T00:00:00.000Z' }, options),
    async ({ node }, instanceId) => (await node.engine.views.instance(instanceId))!.timers[0]!.jobId,
  ),
  onInstance<string>(
    'resolve an incident',
    'stuck',
    (engine, _instanceId, options, incidentId) => engine.retryIncident({ incidentId }, options),
    async (stage, instanceId) => {
      await stage.node.engine.setVariables({ instanceId, values: { ok: true } }, { actor });
      return incidentOf(stage, instanceId);
    },
  ),
  MIGRATE,
  DEPLOY,
  BATCH,
  SUSPENSION,
];
