/** What administrators do with definitions and with many instances: suspensions, batches, history, and the log. */
import { z } from 'zod';
import { batch } from './batches.ts';
import { id, idParams, instant, none, ok, person, variables } from './common.ts';
import { defineRoute } from './route.ts';

const processKey = z.string().min(1).max(200);
const reason = z.string().min(1).max(1000);

export const suspensionTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('process'), processKey }).strict(),
  z.object({ kind: z.literal('element'), processKey, elementId: z.string().min(1).max(200) }).strict(),
  z.object({ kind: z.literal('jobType'), jobType: z.string().min(1).max(200) }).strict(),
]);
export type SuspensionTarget = z.infer<typeof suspensionTarget>;

export const suspension = z.object({
  id,
  target: suspensionTarget,
  processName: z.string().nullable(),
  elementName: z.string().nullable(),
  since: z.string(),
  by: person.nullable(),
  reason: z.string().nullable(),
});
export type Suspension = z.infer<typeof suspension>;

const instanceWork = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('retryIncidents') }).strict(),
  z.object({ kind: z.literal('skipIncidents'), values: variables.default({}) }).strict(),
  z.object({ kind: z.literal('suspendInstances') }).strict(),
  z.object({ kind: z.literal('resumeInstances'), timers: z.enum(['keep', 'shift']) }).strict(),
  z.object({ kind: z.literal('cancelInstances') }).strict(),
  z.object({ kind: z.literal('migrateInstances'), toDefinitionId: id }).strict(),
  z.object({ kind: z.literal('setVariables'), values: variables }).strict(),
]);

/** How many steps of running instances of a process have failed at one element. */
export const failedSteps = z.object({
  elementId: z.string(),
  elementName: z.string().nullable(),
  count: z.number().int(),
});
export type FailedSteps = z.infer<typeof failedSteps>;

export type InstanceWork = z.input<typeof instanceWork>;

export const historyLevel = z.enum(['full', 'activity', 'none']);

export const historySetting = z.object({
  processKey: z.string(),
  processName: z.string().nullable(),
  historyLevel,
  /** How long the history of an ended instance is kept; null for ever. */
  historyDays: z.number().int().nullable(),
});
export type HistorySetting = z.infer<typeof historySetting>;

export const operation = z.object({
  id: z.string(),
  at: z.string(),
  by: z.object({ kind: z.string(), name: z.string().nullable() }),
  kind: z.string(),
  processKey: z.string().nullable(),
  processName: z.string().nullable(),
  instanceId: id.nullable(),
  elementId: z.string().nullable(),
  reason: z.string().nullable(),
  facts: z.unknown(),
});
export type Operation = z.infer<typeof operation>;

export const operationRoutes = {
  listSuspensions: defineRoute({
    method: 'GET',
    path: '/api/admin/suspensions',
    access: 'admin',
    summary: 'Processes, elements and kinds of jobs that take no new work',
    params: none,
    query: none,
    body: none,
    response: z.object({ items: z.array(suspension) }),
    idempotent: false,
  }),
  suspend: defineRoute({
    method: 'POST',
    path: '/api/admin/suspensions',
    access: 'admin',
    summary: 'Suspend a process, an element or a kind of job; what is running is not stopped',
    params: none,
    query: none,
    body: z.object({ target: suspensionTarget, reason }).strict(),
    response: ok,
    idempotent: false,
  }),
  resume: defineRoute({
    method: 'POST',
    path: '/api/admin/suspensions/resume',
    access: 'admin',
    summary: 'Let a suspended process, element or kind of job go on',
    params: none,
    query: none,
    body: z.object({ target: suspensionTarget, reason: reason.optional() }).strict(),
    response: ok,
    idempotent: false,
  }),
  listBatches: defineRoute({
    method: 'GET',
    path: '/api/admin/batches',
    access: 'admin',
    summary: 'Operations over many, the latest first',
    params: none,
    query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }).strict(),
    body: none,
    response: z.object({ items: z.array(batch) }),
    idempotent: false,
  }),
  startBatch: defineRoute({
    method: 'POST',
    path: '/api/admin/batches',
    access: 'admin',
    summary: 'One operation over the instances of a process, or over their failed steps',
    params: none,
    query: none,
    body: z
      .object({
        work: instanceWork,
        targets: z
          .object({
            processKey,
            definitionId: id.optional(),
            /** Only what failed there; for work on failed steps. */
            elementId: z.string().min(1).max(200).optional(),
            withIncidents: z.boolean().optional(),
            suspended: z.boolean().optional(),
          })
          .strict(),
        reason,
      })
      .strict(),
    response: z.object({ batchId: id, total: z.number().int() }),
    idempotent: false,
  }),
  failedSteps: defineRoute({
    method: 'GET',
    path: '/api/admin/failed-steps/:processKey',
    access: 'admin',
    summary: 'At which elements steps of a process have failed, and how many',
    params: z.object({ processKey }).strict(),
    query: none,
    body: none,
    response: z.object({ items: z.array(failedSteps) }),
    idempotent: false,
  }),
  cancelBatch: defineRoute({
    method: 'POST',
    path: '/api/admin/batches/:id/cancel',
    access: 'admin',
    summary: 'Leave what a batch has not done yet',
    params: idParams,
    query: none,
    body: none,
    response: ok,
    idempotent: false,
  }),
  historySettings: defineRoute({
    method: 'GET',
    path: '/api/admin/history',
    access: 'admin',
    summary: 'What is kept of the ended instances of each process',
    params: none,
    query: none,
    body: none,
    response: z.object({ items: z.array(historySetting) }),
    idempotent: false,
  }),
  changeHistory: defineRoute({
    method: 'PUT',
    path: '/api/admin/history/:processKey',
    access: 'admin',
    summary: 'Set what is kept of the ended instances of a process, and for how many days',
    params: z.object({ processKey }).strict(),
    query: none,
    body: z
      .object({ historyLevel, historyDays: z.number().int().min(1).max(36_500).nullable(), reason })
      .strict(),
    response: ok,
    idempotent: false,
  }),
  operationLog: defineRoute({
    method: 'GET',
    path: '/api/admin/operations',
    access: 'admin',
    summary: 'Who changed what from outside a diagram, when and why; the latest first',
    params: none,
    query: z
      .object({
        processKey: processKey.optional(),
        before: instant.optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      })
      .strict(),
    body: none,
    response: z.object({ items: z.array(operation), nextBefore: z.string().nullable() }),
    idempotent: false,
  }),
};
