/**
 * External workers: fetch and lock with long polling, then complete, fail, throw a BPMN error, extend or unlock. The
 * lock's number is what the worker shows; when the lock has passed to another worker, it writes nothing.
 */
import type { CommandOptions, Engine, ExternalJob } from '../engine.ts';
import { EngineRejection } from '../errors.ts';
import type { HandlerResult } from '../ports.ts';
import type { Fence, LeasedJob } from '../store/store-port.ts';
import type { CommandContext } from './command-context.ts';
import type { Command } from '../decide/decision.ts';
import { assertStorable, fingerprintOf, replay, submissionOf, type IdempotencyGuard } from './submission.ts';
import type { WorkBell } from './work-bell.ts';

type Commands = Pick<
  Engine,
  'fetchExternalJobs' | 'completeExternalJob' | 'failExternalJob' | 'extendExternalJob' | 'unlockExternalJob'
>;

type FetchRequest = Pick<
  Parameters<Engine['fetchExternalJobs']>[0],
  'workerId' | 'topics' | 'max' | 'lockMs'
>;

const FETCH_MAX = 500;
const LOCK_MAX_MS = 24 * 3_600_000;
const WAIT_MAX_MS = 60_000;
/** Between two looks of a worker that waits; new work of this node is seen at once. */
const LOOK_AGAIN_MS = 500;

export function externalJobCommands(context: CommandContext, bell: WorkBell): Commands {
  const { store, runner } = context;

  /** An answer that has been given lets its lock go, so that the key is looked up before the lock. */
  async function submit(
    command: Command,
    request: { readonly jobId: string; readonly leaseNo: number },
    options: CommandOptions,
  ): Promise<void> {
    const { jobId, leaseNo } = request;
    const submission = submissionOf(command, request, options);
    const { idempotency } = submission;
    const [known] = idempotency ? await store.readIdempotency([idempotency.key]) : [];
    if (known) {
      replay(known, idempotency!.fingerprint);
      return;
    }
    if (!(await store.renewLease({ jobId, leaseNo, leaseMs: LOOK_AGAIN_MS * 20 }))) throw notHis(jobId);
    await runner.submit({ ...submission, fence: { jobId, leaseNo } });
  }

  return {
    async fetchExternalJobs({ workerId, topics, max, lockMs, waitMs = 0, idempotencyKey }, signal) {
      inRange('max', max, 1, FETCH_MAX);
      inRange('lockMs', lockMs, 1, LOCK_MAX_MS);
      inRange('waitMs', waitMs, 0, WAIT_MAX_MS);
      const once =
        idempotencyKey === undefined ? null : onceOf(idempotencyKey, { workerId, topics, max, lockMs });
      const until = performance.now() + waitMs;
      // A node that stops hands out no more work; the worker asks another one at once.
      while (!bell.isClosed) {
        const request = { owner: `worker ${workerId}`, topics, limit: max, leaseMs: lockMs, once };
        const leased = await store.acquireExternalJobs(request);
        // Somebody has fetched under the key before, or does so at this moment.
        const known = leased.length === 0 && once ? await fetchedBefore(once) : null;
        if (known) return known;
        const left = until - performance.now();
        if (leased.length > 0 || left <= 0 || signal?.aborted)
          return await Promise.all(leased.map(described));
        await bell.next(Math.min(left, LOOK_AGAIN_MS), signal);
        if (signal?.aborted) return [];
      }
      return [];
    },
    async completeExternalJob(request, options) {
      const { jobId, result } = request;
      await submit({ kind: 'completeServiceJob', jobId, result: checked(result) }, request, options);
    },
    async failExternalJob(request, options) {
      const { jobId, message, retriesLeft } = request;
      await submit({ kind: 'failServiceJob', jobId, message, retriesLeft }, request, options);
    },
    async extendExternalJob({ jobId, leaseNo, lockMs }) {
      inRange('lockMs', lockMs, 1, LOCK_MAX_MS);
      if (!(await store.renewLease({ jobId, leaseNo, leaseMs: lockMs }))) throw notHis(jobId);
    },
    async unlockExternalJob({ jobId, leaseNo }) {
      await store.releaseJob?.({ jobId, leaseNo, pauseMs: 0 });
    },
  };

  /** What is still locked by the fetch that used the key first; null when none has. */
  async function fetchedBefore({
    key,
    fingerprint,
  }: IdempotencyGuard): Promise<readonly ExternalJob[] | null> {
    const [known] = await store.readIdempotency([key]);
    if (!known) return null;
    const locks = replay(known, fingerprint) as unknown as readonly Fence[];
    return await Promise.all((await store.heldJobs(locks)).map(described));
  }

  async function described({ job, leaseNo }: LeasedJob): Promise<ExternalJob> {
    const found = job.definitionId === null ? null : await context.definitions.get(job.definitionId);
    return {
      jobId: job.id,
      leaseNo,
      topic: job.handler ?? '',
      instanceId: job.instanceId!,
      processKey: found?.row.processKey ?? '',
      elementId: job.elementId ?? '',
      variables: job.payload,
      retriesLeft: job.retriesLeft,
      attempt: job.attempt,
      effectKey: job.effectKey ?? job.id,
      priority: job.priority,
    };
  }
}

function onceOf(key: string, request: FetchRequest): IdempotencyGuard {
  assertStorable({ key });
  const actor = { kind: 'api_key', id: request.workerId } as const;
  return { key, fingerprint: fingerprintOf('fetchExternalJobs', request, actor) };
}

function checked(result: HandlerResult): HandlerResult {
  if (result.kind === 'ok' || result.code !== '') return result;
  throw new EngineRejection('ENG_REQUEST_INVALID', 'Expected the error to have a code.', { field: 'code' });
}

function inRange(field: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const message = `Expected '${field}' to be a whole number from ${least} to ${most}, but it is ${value}.`;
  throw new EngineRejection('ENG_REQUEST_INVALID', message, { field });
}

function notHis(jobId: string): EngineRejection {
  return new EngineRejection(
    'ENG_LOCK_LOST',
    `The lock on job '${jobId}' has ended or is another worker's. Drop the work; it is done again.`,
    { jobId },
  );
}
