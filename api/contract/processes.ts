import { z } from 'zod';
import {
  id,
  idParams,
  json,
  localizedText,
  none,
  ok,
  pageQuery,
  person,
  recordLink,
  variables,
} from './common.ts';
import { processRight } from './session.ts';
import { defineRoute } from './route.ts';

export const finding = z.object({
  severity: z.enum(['error', 'warning']),
  /** Translated by the web as `lint.<rule>` with `values`; `message` is the English sentence. */
  rule: z.string(),
  elementId: z.string().nullable(),
  message: z.string(),
  values: z.record(z.string(), z.string()).optional(),
});
export type Finding = z.infer<typeof finding>;

export const definitionSummary = z.object({
  id,
  processKey: z.string(),
  version: z.number().int(),
  name: z.string(),
  deployedAt: z.string(),
  deployedBy: person.nullable(),
  reason: z.string().nullable(),
  running: z.number().int(),
});
export type DefinitionSummary = z.infer<typeof definitionSummary>;

export const processListItem = z.object({
  processKey: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  latest: definitionSummary.nullable(),
  running: z.number().int(),
  incidents: z.number().int(),
  /** An unpublished draft. */
  draft: z.object({ savedAt: z.string(), savedBy: person.nullable() }).nullable(),
  rights: z.array(processRight),
  manualStart: z.boolean(),
});
export type ProcessListItem = z.infer<typeof processListItem>;

export const draft = z.object({
  processKey: z.string(),
  name: z.string(),
  xml: z.string(),
  /** Rises with each save; a save must name the revision it builds on. */
  revision: z.number().int(),
  savedAt: z.string(),
  savedBy: person.nullable(),
  /** Version that the draft began from; null for a new process. */
  basedOnVersion: z.number().int().nullable(),
  findings: z.array(finding),
});
export type Draft = z.infer<typeof draft>;

export const definitionDetail = definitionSummary.extend({
  xml: z.string(),
  description: z.string().nullable(),
  elements: z.array(
    z.object({
      id: z.string(),
      type: z.string(),
      name: z.string().nullable(),
      parentId: z.string().nullable(),
      laneName: z.string().nullable(),
      translations: z.record(z.string(), z.string()),
    }),
  ),
  manualStartForm: z.unknown().nullable(),
  rights: z.array(processRight),
});
export type DefinitionDetail = z.infer<typeof definitionDetail>;

const keyParams = z.object({ processKey: z.string().min(1).max(200) }).strict();
const xml = z.string().min(1).max(5_000_000);

/** What the designer offers where a person, a record type or an action is picked. */
export const designerCatalogue = z.object({
  positions: z.array(
    z.object({ id: z.string(), title: z.string(), departmentName: z.string(), holders: z.array(z.string()) }),
  ),
  departments: z.array(z.object({ id: z.string(), name: z.string() })),
  users: z.array(person),
  calendars: z.array(z.object({ code: z.string(), name: z.string() })),
  entities: z.array(
    z.object({
      entity: z.string(),
      label: localizedText,
      fields: z.array(
        z.object({
          key: z.string(),
          label: localizedText,
          type: z.string(),
          options: z.array(z.object({ value: z.string(), label: localizedText })).optional(),
        }),
      ),
    }),
  ),
  processes: z.array(z.object({ processKey: z.string(), name: z.string() })),
});
export type DesignerCatalogue = z.infer<typeof designerCatalogue>;

export const processRoutes = {
  listProcesses: defineRoute({
    method: 'GET',
    path: '/api/processes',
    access: 'signedIn',
    summary: 'Process library by the caller’s rights',
    params: none,
    query: none,
    body: none,
    response: z.object({ items: z.array(processListItem) }),
    idempotent: false,
  }),
  versions: defineRoute({
    method: 'GET',
    path: '/api/processes/:processKey/versions',
    access: 'signedIn',
    summary: 'Published versions, newest first',
    params: keyParams,
    query: none,
    body: none,
    response: z.object({ items: z.array(definitionSummary) }),
    idempotent: false,
  }),
  definition: defineRoute({
    method: 'GET',
    path: '/api/definitions/:id',
    access: 'signedIn',
    summary: 'One published version with its diagram',
    params: idParams,
    query: none,
    body: none,
    response: definitionDetail,
    idempotent: false,
  }),
  getDraft: defineRoute({
    method: 'GET',
    path: '/api/processes/:processKey/draft',
    access: 'signedIn',
    summary: 'The draft; made from the latest version when there is none (right: draw)',
    params: keyParams,
    query: none,
    body: none,
    response: draft,
    idempotent: false,
  }),
  saveDraft: defineRoute({
    method: 'PUT',
    path: '/api/processes/:processKey/draft',
    access: 'signedIn',
    summary: 'Save the draft; 409 when somebody saved in between',
    params: keyParams,
    query: none,
    body: z.object({ xml, revision: z.number().int() }).strict(),
    response: draft,
    idempotent: false,
  }),
  discardDraft: defineRoute({
    method: 'DELETE',
    path: '/api/processes/:processKey/draft',
    access: 'signedIn',
    summary: 'Throw the draft away',
    params: keyParams,
    query: none,
    body: none,
    response: ok,
    idempotent: false,
  }),
  createProcess: defineRoute({
    method: 'POST',
    path: '/api/processes',
    access: 'signedIn',
    summary: 'A new process: empty, or from a BPMN file drawn elsewhere',
    params: none,
    query: none,
    body: z.object({ name: z.string().min(1).max(200), xml: xml.optional() }).strict(),
    response: draft,
    idempotent: true,
  }),
  checkDiagram: defineRoute({
    method: 'POST',
    path: '/api/processes/check',
    access: 'signedIn',
    summary: 'All findings of a diagram, executability included',
    params: none,
    query: none,
    body: z.object({ xml }).strict(),
    response: z.object({ findings: z.array(finding) }),
    idempotent: false,
  }),
  publish: defineRoute({
    method: 'POST',
    path: '/api/processes/:processKey/publish',
    access: 'signedIn',
    summary: 'Publish the draft: the new version runs at once (right: publish)',
    params: keyParams,
    query: none,
    body: z.object({ revision: z.number().int(), reason: z.string().max(1000).optional() }).strict(),
    response: definitionSummary,
    idempotent: true,
  }),
  catalogue: defineRoute({
    method: 'GET',
    path: '/api/designer/catalogue',
    access: 'signedIn',
    summary: 'People, calendars, entities and processes to pick from',
    params: none,
    query: none,
    body: none,
    response: designerCatalogue,
    idempotent: false,
  }),
  previewExecutor: defineRoute({
    method: 'POST',
    path: '/api/designer/executor',
    access: 'signedIn',
    summary: 'Who would get a task today',
    params: none,
    query: none,
    body: z.object({ kind: z.string(), value: z.string().nullable() }).strict(),
    response: z.object({ assignee: person.nullable(), pool: z.array(person), explanation: z.string() }),
    idempotent: false,
  }),
  startProcess: defineRoute({
    method: 'POST',
    path: '/api/processes/:processKey/start',
    access: 'signedIn',
    summary: 'Start an instance by hand (right: start)',
    params: keyParams,
    query: none,
    body: z
      .object({ variables: variables.default({}), record: z.object({ entity: z.string(), id }).optional() })
      .strict(),
    response: z.object({ instanceId: id }),
    idempotent: true,
  }),
};

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
      kind: z.enum(['timer', 'message', 'join', 'job', 'call', 'other']),
      dueAt: z.string().nullable(),
    }),
  ),
  incidents: z.array(
    z.object({
      id,
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
  }),
});
export type InstanceCard = z.infer<typeof instanceCard>;

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
