import { z } from 'zod';
import {
  id,
  idParams,
  instant,
  localizedText,
  none,
  ok,
  pageQuery,
  person,
  recordLink,
  variables,
} from './common.ts';
import { batchDetail, refusal } from './batches.ts';
import { defineRoute } from './route.ts';

export const progressStrip = z.object({
  done: z.number().int(),
  total: z.number().int(),
  current: z.string().nullable(),
  next: z.string().nullable(),
  steps: z.array(
    z.object({
      elementId: z.string(),
      name: z.string(),
      state: z.enum(['done', 'running', 'future', 'skipped', 'failed']),
    }),
  ),
});
export type ProgressStrip = z.infer<typeof progressStrip>;

export const taskItem = z.object({
  id,
  kind: z.enum(['task', 'call']),
  name: z.string(),
  state: z.enum(['planned', 'ready', 'completed', 'cancelled']),
  processKey: z.string(),
  processName: z.string(),
  instanceId: id,
  elementId: z.string(),
  /** The record that the process is about, and the customer behind it. */
  subject: recordLink.nullable(),
  customer: recordLink.nullable(),
  assignee: person.nullable(),
  substituteFor: person.nullable(),
  candidateGroups: z.array(z.object({ id: z.string(), name: z.string() })),
  createdAt: z.string(),
  availableAt: z.string(),
  dueAt: z.string().nullable(),
  overdue: z.boolean(),
  /** When somebody wants to look at it again; until then it is listed as put off. */
  followUpAt: z.string().nullable(),
  /** Who lent it to its assignee and gets it back. */
  owner: person.nullable(),
  delegation: z.enum(['pending', 'resolved']).nullable(),
  priority: z.number().int(),
  attempt: z.number().int(),
  outcome: z.string().nullable(),
  completedAt: z.string().nullable(),
  /** How far its instance is, for the strip of the focused row. */
  progress: progressStrip.pick({ done: true, total: true, next: true }).optional(),
  /** Outcomes that need neither a form nor a date, so that many tasks may be completed at once. */
  quickOutcomes: z.array(z.object({ code: z.string(), label: localizedText })),
  rights: z.object({
    complete: z.boolean(),
    claim: z.boolean(),
    reassign: z.boolean(),
    change: z.boolean(),
    delegate: z.boolean(),
    resolve: z.boolean(),
  }),
});
export type TaskItem = z.infer<typeof taskItem>;

export const outcome = z.object({
  code: z.string(),
  label: localizedText,
  effect: z.enum(['proceed', 'repeat', 'reschedule']),
});
export type Outcome = z.infer<typeof outcome>;

export const taskDetail = taskItem.extend({
  instruction: z.string().nullable(),
  /** form-js schema; null when the task has no form. */
  form: z.unknown().nullable(),
  /** Values that the form starts with, draft included. */
  values: variables,
  /** Fields of the form that are fields of a record, as far as the reader may see them; without the draft. */
  recordFields: z.array(
    z.object({
      key: z.string(),
      record: recordLink,
      version: z.number().int(),
      value: z.unknown(),
      readOnly: z.boolean(),
    }),
  ),
  outcomes: z.array(outcome),
  progress: progressStrip,
  call: z
    .object({
      activityId: id,
      contact: recordLink.nullable(),
      account: recordLink.nullable(),
      phones: z.array(z.object({ display: z.string(), e164: z.string(), label: z.string().nullable() })),
      customerTimeZone: z.string().nullable(),
      script: z.string().nullable(),
      plannedStart: z.string(),
      durationMinutes: z.number().int(),
    })
    .nullable(),
  draftSavedAt: z.string().nullable(),
});
export type TaskDetail = z.infer<typeof taskDetail>;

export const taskTab = z.enum(['today', 'overdue', 'upcoming', 'later', 'pool', 'done']);
export type TaskTab = z.infer<typeof taskTab>;

export const nextStep = z
  .object({
    kind: z.enum(['call', 'meeting', 'task', 'email']),
    subject: z.string().min(1).max(300),
    plannedStart: instant,
    durationMinutes: z.number().int().min(1).max(1440).default(30),
  })
  .strict();

export const calendarItem = z.object({
  /** Activity id. */
  id,
  kind: z.enum(['call', 'meeting', 'task', 'email', 'note', 'visit']),
  subject: z.string(),
  start: z.string(),
  end: z.string(),
  allDay: z.boolean(),
  status: z.string(),
  owner: person.nullable(),
  customer: recordLink.nullable(),
  /** Set when a process made it: click leads to the task. */
  userTaskId: id.nullable(),
  instanceId: id.nullable(),
  canMove: z.boolean(),
  version: z.number().int(),
});
export type CalendarItem = z.infer<typeof calendarItem>;

const reason = z.string().max(1000).optional();
/** Null takes a date away; what is left out stays. */
const taskChange = {
  dueAt: instant.nullable().optional(),
  followUpAt: instant.nullable().optional(),
  priority: z.number().int().min(0).max(100).optional(),
};

export const taskBatchWork = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('claim') }).strict(),
  z.object({ kind: z.literal('assign'), userId: id }).strict(),
  z.object({ kind: z.literal('change'), ...taskChange }).strict(),
  /** An empty outcome is the one way out of a task that has no outcomes. */
  z.object({ kind: z.literal('complete'), outcome: z.string().max(100) }).strict(),
]);
export type TaskBatchWork = z.infer<typeof taskBatchWork>;

export const taskRoutes = {
  listTasks: defineRoute({
    method: 'GET',
    path: '/api/tasks',
    access: 'signedIn',
    summary: 'The own task list by tab',
    params: none,
    query: z.object({ ...pageQuery, tab: taskTab.default('today') }).strict(),
    body: none,
    response: z.object({
      items: z.array(taskItem),
      nextCursor: z.string().nullable(),
      counts: z.record(taskTab, z.number().int()),
    }),
    idempotent: false,
  }),
  getTask: defineRoute({
    method: 'GET',
    path: '/api/tasks/:id',
    access: 'signedIn',
    summary: 'One task with form, outcomes, call and progress',
    params: idParams,
    query: none,
    body: none,
    response: taskDetail,
    idempotent: false,
  }),
  completeTask: defineRoute({
    method: 'POST',
    path: '/api/tasks/:id/complete',
    access: 'signedIn',
    summary: 'Complete a task with an outcome',
    params: idParams,
    query: none,
    body: z
      .object({
        outcome: z.string().max(100).optional(),
        values: variables.default({}),
        /** Versions that were seen of the records whose fields are among the values, by their ids. */
        recordVersions: z.record(id, z.number().int()).optional(),
        rescheduleTo: instant.optional(),
        note: z.string().max(10000).optional(),
        nextStep: nextStep.optional(),
        /** How long the talk took; the call's activity keeps it. */
        callMinutes: z.number().int().min(0).max(1440).optional(),
      })
      .strict(),
    response: z.object({ instanceId: id, nextTaskId: id.nullable() }),
    idempotent: true,
  }),
  claimTask: defineRoute({
    method: 'POST',
    path: '/api/tasks/:id/claim',
    access: 'signedIn',
    summary: 'Take a task from the pool',
    params: idParams,
    query: none,
    body: none,
    response: ok,
    idempotent: true,
  }),
  unclaimTask: defineRoute({
    method: 'POST',
    path: '/api/tasks/:id/unclaim',
    access: 'signedIn',
    summary: 'Give a task back to the pool',
    params: idParams,
    query: none,
    body: none,
    response: ok,
    idempotent: true,
  }),
  assignTask: defineRoute({
    method: 'POST',
    path: '/api/tasks/:id/assign',
    access: 'signedIn',
    summary: 'Hand a task to another person (right: intervene)',
    params: idParams,
    query: none,
    body: z.object({ userId: id, reason: z.string().max(1000).optional() }).strict(),
    response: ok,
    idempotent: true,
  }),
  changeTask: defineRoute({
    method: 'PATCH',
    path: '/api/tasks/:id',
    access: 'signedIn',
    summary: 'Change due date, follow-up date or priority (executor, or right: intervene)',
    params: idParams,
    query: none,
    body: z.object({ ...taskChange, reason }).strict(),
    response: ok,
    idempotent: true,
  }),
  delegateTask: defineRoute({
    method: 'POST',
    path: '/api/tasks/:id/delegate',
    access: 'signedIn',
    summary: 'Lend a task to somebody who gives it back',
    params: idParams,
    query: none,
    body: z.object({ userId: id, reason }).strict(),
    response: ok,
    idempotent: true,
  }),
  resolveTask: defineRoute({
    method: 'POST',
    path: '/api/tasks/:id/resolve',
    access: 'signedIn',
    summary: 'Give a lent task back to its owner',
    params: idParams,
    query: none,
    body: z.object({ values: variables.default({}), reason }).strict(),
    response: ok,
    idempotent: true,
  }),
  startTaskBatch: defineRoute({
    method: 'POST',
    path: '/api/tasks/batch',
    access: 'signedIn',
    summary: 'Do one thing with many tasks; those that may not are told at once, the others as they are done',
    params: none,
    query: none,
    body: z.object({ taskIds: z.array(id).min(1).max(500), work: taskBatchWork, reason }).strict(),
    response: z.object({
      /** Null when every task was refused. */
      batchId: id.nullable(),
      total: z.number().int(),
      refused: z.array(refusal),
    }),
    idempotent: false,
  }),
  getBatch: defineRoute({
    method: 'GET',
    path: '/api/batches/:id',
    access: 'signedIn',
    summary: 'How far a batch is, and what refused; for who began it and administrators',
    params: idParams,
    query: none,
    body: none,
    response: batchDetail,
    idempotent: false,
  }),
  undoBatch: defineRoute({
    method: 'POST',
    path: '/api/batches/:id/undo',
    access: 'signedIn',
    summary:
      'Take a batch of tasks or instances back; what was changed since, or is no longer allowed, stays',
    params: idParams,
    query: none,
    body: none,
    response: z.object({ batchId: id, total: z.number().int() }),
    idempotent: false,
  }),
  saveDraft: defineRoute({
    method: 'PUT',
    path: '/api/tasks/:id/draft',
    access: 'signedIn',
    summary: 'Keep what was typed without completing',
    params: idParams,
    query: none,
    body: z.object({ values: variables }).strict(),
    response: z.object({ savedAt: z.string() }),
    idempotent: false,
  }),
  calendar: defineRoute({
    method: 'GET',
    path: '/api/calendar',
    access: 'signedIn',
    summary: 'Calendar entries of one or more people',
    params: none,
    query: z.object({ from: instant, to: instant, userId: id.optional() }).strict(),
    body: none,
    response: z.object({ items: z.array(calendarItem), people: z.array(person) }),
    idempotent: false,
  }),
  moveCalendarItem: defineRoute({
    method: 'PATCH',
    path: '/api/calendar/:id',
    access: 'signedIn',
    summary: 'Move a calendar entry; refused for what a process fixed',
    params: idParams,
    query: none,
    body: z.object({ version: z.number().int(), start: instant, end: instant }).strict(),
    response: calendarItem,
    idempotent: true,
  }),
};
