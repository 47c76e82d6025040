/**
 * Work for programs outside. A worker sees only the topics of its key, and answers only for work that it has locked
 * itself; an administrator may step in for any of them.
 */
import type { ExternalJob, routes } from '#contract';
import type { CommandOptions, Variables } from '#engine';
import { externalJobLock, isKnownKey } from '../adapters/engine-ports/engine-reads.ts';
import type { Worker } from '../auth/workers.ts';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import type { RouteHandlers, RouteRequest } from '../middleware/mount-routes.ts';

type Routes = typeof routes.externalJobs;
type Caller = Pick<RouteRequest<Routes['fetchExternalJobs']>, 'worker' | 'visitor'>;

export function externalJobHandlers(context: ApiContext): RouteHandlers<Routes> {
  const { engine } = context;
  return {
    fetchExternalJobs: async ({ worker, visitor, body, http, idempotencyKey }) => {
      const { workerId, topics, max, lockMs, waitMs } = body;
      const closed = topics.filter((topic) => !isOpen(worker, topic));
      if (closed.length > 0)
        throw new ApiProblem('API_FORBIDDEN', {
          detail: `This key is not for the topics '${closed.join("', '")}'.`,
        });
      const { idempotencyKey: key } = optionsOf({ worker, visitor }, idempotencyKey);
      const gone = new AbortController();
      const { response } = http;
      const onClose = (): void => gone.abort();
      response.on('close', onClose);
      try {
        const owner = `${nameOf({ worker, visitor })}:${workerId}`;
        const jobs = await engine.fetchExternalJobs(
          { workerId: owner, topics, max, lockMs, waitMs, ...(key !== undefined && { idempotencyKey: key }) },
          gone.signal,
        );
        // Nobody hears the answer: others may have the work at once, unless he asks again under his key.
        if (gone.signal.aborted && key === undefined)
          await Promise.all(jobs.map(({ jobId, leaseNo }) => engine.unlockExternalJob({ jobId, leaseNo })));
        return {
          items: jobs.map(({ jobId, ...job }): ExternalJob => ({ id: jobId, ...job })),
        };
      } finally {
        response.off('close', onClose);
      }
    },
    completeExternalJob: async ({ worker, visitor, params, body, idempotencyKey }) => {
      const options = optionsOf({ worker, visitor }, idempotencyKey);
      await assertHis(context, worker, params.id, options);
      const result = { kind: 'ok', output: body.variables as Variables } as const;
      await engine.completeExternalJob({ jobId: params.id, leaseNo: body.leaseNo, result }, options);
      return { ok: true };
    },
    failExternalJob: async ({ worker, visitor, params, body, idempotencyKey }) => {
      const options = optionsOf({ worker, visitor }, idempotencyKey);
      await assertHis(context, worker, params.id, options);
      await engine.failExternalJob({ jobId: params.id, ...body }, options);
      return { ok: true };
    },
    throwExternalJobError: async ({ worker, visitor, params, body, idempotencyKey }) => {
      const options = optionsOf({ worker, visitor }, idempotencyKey);
      await assertHis(context, worker, params.id, options);
      const { leaseNo, errorCode, message } = body;
      const result = { kind: 'bpmnError', code: errorCode, ...(message ? { message } : {}) } as const;
      await engine.completeExternalJob({ jobId: params.id, leaseNo, result }, options);
      return { ok: true };
    },
    extendExternalJob: async ({ worker, params, body }) => {
      await assertHis(context, worker, params.id);
      await engine.extendExternalJob({ jobId: params.id, ...body });
      return { ok: true };
    },
    unlockExternalJob: async ({ worker, params, body }) => {
      const { leaseNo } = body;
      if (await isGivenBack(context, worker, params.id, leaseNo)) return { ok: true };
      await assertHis(context, worker, params.id);
      await engine.unlockExternalJob({ jobId: params.id, leaseNo });
      engine.wake();
      return { ok: true };
    },
  };
}

function isOpen(worker: Worker | null, topic: string): boolean {
  return worker === null || worker.topics === null || worker.topics.includes(topic);
}

/** What another worker holds, or has never been fetched, does not exist for this one; what he has answered does. */
async function assertHis(
  { pool }: ApiContext,
  worker: Worker | null,
  jobId: string,
  { idempotencyKey }: Partial<CommandOptions> = {},
): Promise<void> {
  const lock = await externalJobLock(pool, jobId);
  const isHis =
    lock !== null &&
    (worker === null || (lock.owner?.startsWith(`worker ${worker.name}:`) && isOpen(worker, lock.topic)));
  if (isHis) return;
  const isAnswered = idempotencyKey !== undefined && (await isKnownKey(pool, idempotencyKey));
  if (!isAnswered) throw new ApiProblem('API_NOT_FOUND');
}

/** Under this very lock, by whoever held it: whoever was not told of it asks again. */
async function isGivenBack(
  { pool }: ApiContext,
  worker: Worker | null,
  jobId: string,
  leaseNo: number,
): Promise<boolean> {
  const lock = await externalJobLock(pool, jobId);
  return lock !== null && lock.owner === null && lock.leaseNo === leaseNo && isOpen(worker, lock.topic);
}

function nameOf({ worker, visitor }: Caller): string {
  return worker?.name ?? visitor?.id ?? '';
}

/** Keys of different callers never meet. */
function optionsOf({ worker, visitor }: Caller, key: string | undefined): CommandOptions {
  const id = nameOf({ worker, visitor });
  const once = key === undefined ? {} : { idempotencyKey: `${worker ? 'worker ' : ''}${id}:${key}` };
  if (worker) return { actor: { kind: 'api_key', id }, ...once };
  return { actor: { kind: 'user', id: visitor?.id ?? null }, ...once };
}
