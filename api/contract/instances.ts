import { z } from 'zod';
import { id, idParams, instant, json, none, ok, pageQuery, person, recordLink, variables } from './common.ts';
import { defineRoute } from './route.ts';

export const instanceStatus = z.enum(['active', 'completed', 'terminated', 'cancelled']);

export const instanceListItem = z.object({
  id,
  processKey: z.string(),
  processName: z.string(),
  version: z.number().int(),
  title: z.string(),
  status: instanceStatus,
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  initiator: person.nullable(),
  incidentCount: z.number().int(),
  subject: recordLink.nullable(),
  customer: recordLink.nullable(),
  current: z.array(
    z.object({
      elementId: z.string(),
      name: z.string().nullable(),
      assignee: person.nullable(),
      dueAt: z.string().nullable(),
      overdue: z.boolean(),
    }),
  ),
});
export type InstanceListItem = z.infer<typeof instanceListItem>;

export const parameter = z.object({
  name: z.string(),
  value: json,
  /** Set when the value is a reference to a record. */
  record: recordLink.nullable(),
  setBy: z.string().nullable(),
  setAt: z.string().nullable(),
});
export type Parameter = z.infer<typeof parameter>;

export const instanceTask = z.object({
  id,
  name: z.string(),
  elementId: z.string(),
  kind: z.enum(['task', 'call']),
  state: z.enum(['planned', 'ready', 'completed', 'cancelled']),
  assignee: person.nullable(),
  candidateGroups: z.array(z.object({ id: z.string(), name: z.string() })),
  since: z.string(),
  availableAt: z.string(),
  dueAt: z.string().nullable(),
  overdue: z.boolean(),
  outcome: z.string().nullable(),
  completedAt: z.string().nullable(),
  completedBy: person.nullable(),
});
export type InstanceTask = z.infer<typeof instanceTask>;

export const instanceCard = z.object({
  id,
  title: z.string(),
  processKey: z.string(),
  processName: z.string(),
  definitionId: id,
  version: z.number().int(),
  latestVersion: z.number().int(),
  latestDefinitionId: id,
  status: instanceStatus,
  businessKey: z.string().nullable(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  initiator: person.nullable(),
  revision: z.number().int(),
  subject: recordLink.nullable(),
  customer: recordLink.nullable(),
  records: z.array(recordLink.extend({ variable: z.string() })),
  parameters: z.array(parameter),
  tasks: z.array(instanceTask),
  waiting: z.array(
    z.object({
      elementId: z.string(),
      name: z.string().nullable(),
      since: z.string(),
      kind: z.enum(['timer', 'message', 'join', 'job', 'call', 'repetition', 'other']),
      dueAt: z.string().nullable(),
      /** Of an activity that runs for each item or in a loop. */
      progress: z.object({ completed: z.number().int(), total: z.number().int().nullable() }).nullable(),
    }),
  ),
  /** The whole tree rests. */
  suspended: z.boolean(),
  timers: z.array(
    z.object({ id, elementId: z.string(), elementName: z.string().nullable(), dueAt: z.string() }),
  ),
  /** Also those of called instances, however deep. */
  incidents: z.array(
    z.object({
      id,
      instanceId: id,
      /** Of the called process; null when it is this instance's own. */
      processName: z.string().nullable(),
      elementId: z.string(),
      elementName: z.string().nullable(),
      code: z.string(),
      message: z.string(),
      createdAt: z.string(),
    }),
  ),
  children: z.array(
    z.object({ id, processName: z.string(), status: instanceStatus, elementId: z.string().nullable() }),
  ),
  parent: z.object({ id, processName: z.string() }).nullable(),
  progress: z.object({ done: z.number().int(), total: z.number().int(), next: z.string().nullable() }),
  rights: z.object({
    changeParameters: z.boolean(),
    ask: z.boolean(),
    reassign: z.boolean(),
    stop: z.boolean(),
    migrate: z.boolean(),
    retry: z.boolean(),
    suspend: z.boolean(),
    moveTimers: z.boolean(),
  }),
});
export type InstanceCard = z.infer<typeof instanceCard>;

/** A step that somebody may begin. */
export const startableStep = z.object({
  scopeId: id,
  elementId: z.string(),
  name: z.string(),
  /** The ad-hoc subprocess that it belongs to. */
  groupName: z.string().nullable(),
});
export type StartableStep = z.infer<typeof startableStep>;

export const liveMap = z.object({
  instanceId: id,
  definitionId: id,
  revision: z.number().int(),
  xml: z.string(),
  elements: z.array(
    z.object({
      elementId: z.string(),
      name: z.string().nullable(),
      state: z.enum(['done', 'running', 'waiting', 'failed', 'cancelled']),
      timesEntered: z.number().int(),
      since: z.string().nullable(),
      until: z.string().nullable(),
      assignee: person.nullable(),
      candidateGroups: z.array(z.string()),
      dueAt: z.string().nullable(),
      childInstanceIds: z.array(id),
    }),
  ),
  flows: z.array(z.object({ flowId: z.string(), times: z.number().int() })),
});
export type LiveMap = z.infer<typeof liveMap>;

export const historyItem = z.object({
  seq: z.number().int(),
  at: z.string(),
  kind: z.string(),
  elementId: z.string().nullable(),
  elementName: z.string().nullable(),
  actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
  /** What the sentence of the web needs: variable names, old and new values, reasons … */
  facts: z.record(z.string(), z.unknown()),
});
export type HistoryItem = z.infer<typeof historyItem>;

export const migrationCheck = z.object({
  possible: z.boolean(),
  fromVersion: z.number().int(),
  toVersion: z.number().int(),
  obstacles: z.array(
    z.object({
      elementId: z.string(),
      elementName: z.string().nullable(),
      code: z.string(),
      message: z.string(),
    }),
  ),
  active: z.array(
    z.object({ elementId: z.string(), elementName: z.string().nullable(), count: z.number().int() }),
  ),
});
export type MigrationCheck = z.infer<typeof migrationCheck>;

export const comment = z.object({
  id,
  author: person.nullable(),
  body: z.string(),
  isQuestion: z.boolean(),
  /** Whom the question is put to. */
  askedOf: person.nullable(),
  answeredAt: z.string().nullable(),
  answer: z.object({ author: person.nullable(), body: z.string(), at: z.string() }).nullable(),
  elementId: z.string().nullable(),
  elementName: z.string().nullable(),
  createdAt: z.string(),
  canAnswer: z.boolean(),
});
export type Comment = z.infer<typeof comment>;

const reason = z.string().min(1).max(1000);

export const instanceRoutes = {
  listInstances: defineRoute({
    method: 'GET',
    path: '/api/instances',
    access: 'signedIn',
    summary: 'Instances the caller may watch or is part of',
    params: none,
    query: z
      .object({
        ...pageQuery,
        processKey: z.string().max(200).optional(),
        status: instanceStatus.optional(),
        withIncident: z.enum(['true', 'false']).optional(),
        q: z.string().max(200).optional(),
      })
      .strict(),
    body: none,
    response: z.object({ items: z.array(instanceListItem), nextCursor: z.string().nullable() }),
    idempotent: false,
  }),
  getInstance: defineRoute({
    method: 'GET',
    path: '/api/instances/:id',
    access: 'signedIn',
    summary: 'The instance card',
    params: idParams,
    query: none,
    body: none,
    response: instanceCard,
    idempotent: false,
  }),
  liveMap: defineRoute({
    method: 'GET',
    path: '/api/instances/:id/map',
    access: 'signedIn',
    summary: 'The live map',
    params: idParams,
    query: none,
    body: none,
    response: liveMap,
    idempotent: false,
  }),
  instanceHistory: defineRoute({
    method: 'GET',
    path: '/api/instances/:id/history',
    access: 'signedIn',
    summary: 'History events as readable facts, oldest first',
    params: idParams,
    query: z
      .object({
        afterSeq: z.coerce.number().int().min(0).default(0),
        limit: z.coerce.number().int().min(1).max(500).default(200),
      })
      .strict(),
    body: none,
    response: z.object({ items: z.array(historyItem), nextSeq: z.number().int().nullable() }),
    idempotent: false,
  }),
  setParameters: defineRoute({
    method: 'PATCH',
    path: '/api/instances/:id/parameters',
    access: 'signedIn',
    summary: 'Change parameters with a reason (right: intervene)',
    params: idParams,
    query: none,
    body: z.object({ values: variables, reason }).strict(),
    response: ok,
    idempotent: true,
  }),
  stopInstance: defineRoute({
    method: 'POST',
    path: '/api/instances/:id/stop',
    access: 'signedIn',
    summary: 'Stop an instance with a reason (right: intervene)',
    params: idParams,
    query: none,
    body: z.object({ reason }).strict(),
    response: ok,
    idempotent: true,
  }),
  startableSteps: defineRoute({
    method: 'GET',
    path: '/api/instances/:id/startable',
    access: 'signedIn',
    summary: 'What may be begun now in the ad-hoc subprocesses of the instance',
    params: idParams,
    query: none,
    body: none,
    response: z.object({ items: z.array(startableStep) }),
    idempotent: false,
  }),
  startStep: defineRoute({
    method: 'POST',
    path: '/api/instances/:id/steps',
    access: 'signedIn',
    summary: 'Begin a step of an ad-hoc subprocess (right: intervene)',
    params: idParams,
    query: none,
    body: z.object({ elementId: z.string().min(1).max(255), scopeId: id.optional() }).strict(),
    response: ok,
    idempotent: true,
  }),
  retryIncident: defineRoute({
    method: 'POST',
    path: '/api/incidents/:id/retry',
    access: 'signedIn',
    summary: 'Try a failed step again (right: intervene)',
    params: idParams,
    query: none,
    body: none,
    response: ok,
    idempotent: true,
  }),
  suspendInstance: defineRoute({
    method: 'POST',
    path: '/api/instances/:id/suspend',
    access: 'signedIn',
    summary: 'Bring the whole tree of an instance to rest; what reaches it is kept (right: intervene)',
    params: idParams,
    query: none,
    body: z.object({ reason }).strict(),
    response: ok,
    idempotent: true,
  }),
  resumeInstance: defineRoute({
    method: 'POST',
    path: '/api/instances/:id/resume',
    access: 'signedIn',
    summary: 'Let a suspended instance go on; timers keep their time or are shifted by the rest',
    params: idParams,
    query: none,
    body: z.object({ timers: z.enum(['keep', 'shift']), reason: reason.optional() }).strict(),
    response: ok,
    idempotent: true,
  }),
  moveTimer: defineRoute({
    method: 'PATCH',
    path: '/api/instances/:id/timers/:timerId',
    access: 'signedIn',
    summary: 'Move a timer of the instance (right: intervene)',
    params: z.object({ id, timerId: id }).strict(),
    query: none,
    body: z.object({ dueAt: instant, reason: reason.optional() }).strict(),
    response: ok,
    idempotent: true,
  }),
  skipIncident: defineRoute({
    method: 'POST',
    path: '/api/incidents/:id/skip',
    access: 'signedIn',
    summary: 'Leave a failed step out; it counts as done with these values (right: intervene)',
    params: idParams,
    query: none,
    body: z.object({ values: variables.default({}), reason }).strict(),
    response: ok,
    idempotent: true,
  }),
  catchIncident: defineRoute({
    method: 'POST',
    path: '/api/incidents/:id/catch',
    access: 'signedIn',
    summary: 'Treat a failed step as this BPMN error; refused when nobody catches it (right: intervene)',
    params: idParams,
    query: none,
    body: z.object({ errorCode: z.string().min(1).max(200), reason }).strict(),
    response: ok,
    idempotent: true,
  }),
  checkMigration: defineRoute({
    method: 'POST',
    path: '/api/instances/:id/migration/check',
    access: 'signedIn',
    summary: 'Dry run: can this instance move to that version?',
    params: idParams,
    query: none,
    body: z.object({ toDefinitionId: id }).strict(),
    response: migrationCheck,
    idempotent: false,
  }),
  migrateInstance: defineRoute({
    method: 'POST',
    path: '/api/instances/:id/migration',
    access: 'signedIn',
    summary: 'Move one instance to another version (right: migrate)',
    params: idParams,
    query: none,
    body: z.object({ toDefinitionId: id, reason: z.string().max(1000).optional() }).strict(),
    response: ok,
    idempotent: true,
  }),
  listComments: defineRoute({
    method: 'GET',
    path: '/api/instances/:id/comments',
    access: 'signedIn',
    summary: 'Comments and questions on an instance',
    params: idParams,
    query: none,
    body: none,
    response: z.object({ items: z.array(comment) }),
    idempotent: false,
  }),
  addComment: defineRoute({
    method: 'POST',
    path: '/api/instances/:id/comments',
    access: 'signedIn',
    summary: 'Comment, or ask an executor',
    params: idParams,
    query: none,
    body: z
      .object({
        body: z.string().min(1).max(10000),
        isQuestion: z.boolean().default(false),
        askedOf: id.optional(),
        elementId: z.string().max(200).optional(),
      })
      .strict(),
    response: comment,
    idempotent: true,
  }),
  answerQuestion: defineRoute({
    method: 'POST',
    path: '/api/comments/:id/answer',
    access: 'signedIn',
    summary: 'Answer a question that was put to the caller',
    params: idParams,
    query: none,
    body: z.object({ body: z.string().min(1).max(10000) }).strict(),
    response: comment,
    idempotent: true,
  }),
  myQuestions: defineRoute({
    method: 'GET',
    path: '/api/questions',
    access: 'signedIn',
    summary: 'Open questions put to the caller',
    params: none,
    query: none,
    body: none,
    response: z.object({ items: z.array(comment.extend({ instanceId: id, instanceTitle: z.string() })) }),
    idempotent: false,
  }),
};
