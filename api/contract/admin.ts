import { z } from 'zod';
import { id, idParams, none, ok, pageQuery, person, recordLink } from './common.ts';
import { defineRoute } from './route.ts';

export const organisation = z.object({
  departments: z.array(z.object({ id, name: z.string(), parentId: id.nullable() })),
  positions: z.array(z.object({ id, title: z.string(), departmentId: id, isHead: z.boolean() })),
  users: z.array(
    z.object({
      id,
      name: z.string(),
      email: z.string(),
      positionId: id.nullable(),
      status: z.enum(['active', 'disabled']),
      locale: z.string(),
      timeZone: z.string(),
      roles: z.array(z.string()),
      substitution: z.object({ by: person, from: z.string(), to: z.string() }).nullable(),
    }),
  ),
});
export type Organisation = z.infer<typeof organisation>;

export const mailItem = z.object({
  id,
  to: z.string(),
  subject: z.string(),
  body: z.string(),
  state: z.enum(['queued', 'sent', 'failed']),
  sentAt: z.string().nullable(),
  instanceId: id.nullable(),
  elementId: z.string().nullable(),
  error: z.string().nullable(),
});
export type MailItem = z.infer<typeof mailItem>;

/** A process that should have started by a timer or by a record event, and did not. */
export const failedJob = z.object({
  id,
  /** `start`: all that a parallel multiple start event waits for has occurred. */
  kind: z.enum(['timer-start', 'record-event', 'message', 'signal', 'batch', 'start']),
  /** When it should have started. */
  dueAt: z.string(),
  tries: z.number().int(),
  /** One for each process; a record event may start several. */
  failures: z.array(
    z.object({
      processKey: z.string().nullable(),
      processName: z.string().nullable(),
      elementName: z.string().nullable(),
      message: z.string(),
    }),
  ),
  /** What the record event was about; null for a timer. */
  record: z
    .object({
      entity: z.string(),
      change: z.enum(['created', 'changed']),
      /** Null for a record that is gone. */
      link: recordLink.nullable(),
    })
    .nullable(),
});
export type FailedJob = z.infer<typeof failedJob>;

/** A start that still waits for a part of what it collects. */
export const incompleteStart = z.object({
  id,
  processKey: z.string(),
  processName: z.string().nullable(),
  elementName: z.string().nullable(),
  correlationKey: z.string().nullable(),
  since: z.string(),
  /** What has occurred; `name` of messages and signals. */
  occurred: z.array(z.object({ kind: z.string(), name: z.string().nullable() })),
});
export type IncompleteStart = z.infer<typeof incompleteStart>;

export const adminRoutes = {
  organisation: defineRoute({
    method: 'GET',
    path: '/api/organisation',
    access: 'signedIn',
    summary: 'Departments, positions, people and substitutions',
    params: none,
    query: none,
    body: none,
    response: organisation,
    idempotent: false,
  }),
  people: defineRoute({
    method: 'GET',
    path: '/api/people',
    access: 'signedIn',
    summary: 'Active people to pick from',
    params: none,
    query: none,
    body: none,
    response: z.object({ items: z.array(person.extend({ positionTitle: z.string().nullable() })) }),
    idempotent: false,
  }),
  mailOutbox: defineRoute({
    method: 'GET',
    path: '/api/admin/mail',
    access: 'admin',
    summary: 'What the processes mailed',
    params: none,
    query: z.object(pageQuery).strict(),
    body: none,
    response: z.object({ items: z.array(mailItem), nextCursor: z.string().nullable() }),
    idempotent: false,
  }),
  failedJobs: defineRoute({
    method: 'GET',
    path: '/api/admin/failed-jobs',
    access: 'admin',
    summary: 'Starts that did not come about, the latest first',
    params: none,
    query: none,
    body: none,
    response: z.object({ items: z.array(failedJob) }),
    idempotent: false,
  }),
  retryFailedJob: defineRoute({
    method: 'POST',
    path: '/api/admin/failed-jobs/:id/retry',
    access: 'admin',
    summary: 'Try a failed start again; what had started is not started twice',
    params: idParams,
    query: none,
    body: none,
    response: ok,
    idempotent: false,
  }),
  retryFailedJobs: defineRoute({
    method: 'POST',
    path: '/api/admin/failed-jobs/retry',
    access: 'admin',
    summary: 'Try every failed start again',
    params: none,
    query: none,
    body: none,
    response: z.object({ retried: z.number().int() }),
    idempotent: false,
  }),
  incompleteStarts: defineRoute({
    method: 'GET',
    path: '/api/admin/incomplete-starts',
    access: 'admin',
    summary: 'Starts that still wait for a part of what they collect, the oldest first',
    params: none,
    query: none,
    body: none,
    response: z.object({ items: z.array(incompleteStart) }),
    idempotent: false,
  }),
  discardIncompleteStart: defineRoute({
    method: 'POST',
    path: '/api/admin/incomplete-starts/:id/discard',
    access: 'admin',
    summary: 'Forget what has occurred for a start whose rest will not come',
    params: idParams,
    query: none,
    body: none,
    response: ok,
    idempotent: false,
  }),
  advanceClock: defineRoute({
    method: 'POST',
    path: '/api/demo/clock',
    access: 'demonstrationAdmin',
    summary: 'Move the demonstration clock forward and run what falls due',
    params: none,
    query: none,
    body: z
      .object({ duration: z.string().regex(/^P(?!$)(\d+D)?(T(?=\d)(\d+H)?(\d+M)?)?$|^P\d+W$/) })
      .strict(),
    response: z.object({ now: z.string(), jobsRun: z.number().int() }),
    idempotent: false,
  }),
};
