/** Work for programs outside: they fetch what waits at their topics, lock it, and say what came of it. */
import { z } from 'zod';
import { id, idParams, none, ok, variables } from './common.ts';
import { defineRoute } from './route.ts';

const leaseNo = z.number().int().min(0);
const lockMs = z.number().int().min(1_000).max(86_400_000);

export const externalJob = z.object({
  id,
  /** The number of the lock; every answer shows it. */
  leaseNo,
  topic: z.string(),
  instanceId: id,
  processKey: z.string(),
  elementId: z.string(),
  variables,
  retriesLeft: z.number().int(),
  attempt: z.number().int(),
  /** The same on every try of one piece of work. */
  effectKey: z.string(),
  priority: z.number().int(),
});
export type ExternalJob = z.infer<typeof externalJob>;

const answer = { params: idParams, query: none, response: ok, method: 'POST', access: 'worker' } as const;

export const externalJobRoutes = {
  fetchExternalJobs: defineRoute({
    method: 'POST',
    path: '/api/external-jobs/fetch',
    access: 'worker',
    summary: 'Lock waiting work of these topics; waits for some when there is none',
    params: none,
    query: none,
    body: z
      .object({
        workerId: z.string().min(1).max(200),
        topics: z.array(z.string().min(1).max(200)).min(1).max(50),
        max: z.number().int().min(1).max(100).default(10),
        lockMs: lockMs.default(60_000),
        waitMs: z.number().int().min(0).max(60_000).default(0),
      })
      .strict(),
    response: z.object({ items: z.array(externalJob) }),
    idempotent: true,
  }),
  completeExternalJob: defineRoute({
    ...answer,
    path: '/api/external-jobs/:id/complete',
    summary: 'The work is done, with these values',
    body: z.object({ leaseNo, variables: variables.default({}) }).strict(),
    idempotent: true,
  }),
  failExternalJob: defineRoute({
    ...answer,
    path: '/api/external-jobs/:id/fail',
    summary: 'The work failed; it is tried again while tries are left, then it is a failed step',
    body: z
      .object({
        leaseNo,
        message: z.string().min(1).max(4_000),
        retriesLeft: z.number().int().min(0).max(100).optional(),
      })
      .strict(),
    idempotent: true,
  }),
  throwExternalJobError: defineRoute({
    ...answer,
    path: '/api/external-jobs/:id/bpmn-error',
    summary: 'The work ended in an error of the diagram',
    body: z
      .object({
        leaseNo,
        errorCode: z.string().min(1).max(200),
        message: z.string().max(4_000).optional(),
      })
      .strict(),
    idempotent: true,
  }),
  extendExternalJob: defineRoute({
    ...answer,
    path: '/api/external-jobs/:id/extend',
    summary: 'Keep the lock for longer, from now on',
    body: z.object({ leaseNo, lockMs }).strict(),
    idempotent: false,
  }),
  unlockExternalJob: defineRoute({
    ...answer,
    path: '/api/external-jobs/:id/unlock',
    summary: 'Give the work back for others',
    body: z.object({ leaseNo }).strict(),
    idempotent: false,
  }),
};
