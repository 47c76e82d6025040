import { z } from 'zod';
import { id, idParams, localizedText, none, ok, person, variables } from './common.ts';
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
  /** Kind of record that the latest version is about; null when it is about none. */
  subject: z.string().nullable(),
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
  /** The plain start events, where there are several: whoever starts it chooses one. */
  manualStarts: z.array(z.object({ id: z.string(), name: z.string(), form: z.unknown().nullable() })),
  rights: z.array(processRight),
});
export type DefinitionDetail = z.infer<typeof definitionDetail>;

/** A start that a timer of the process will make. */
export const nextStart = z.object({
  id: z.string(),
  elementId: z.string(),
  elementName: z.string().nullable(),
  dueAt: z.string(),
  /** When the one after it is due, of a timer that repeats. */
  thenAt: z.string().nullable(),
  /** How many come after it; null when that is not limited, or nothing repeats. */
  remaining: z.number().int().nullable(),
});
export type NextStart = z.infer<typeof nextStart>;

const keyParams = z.object({ processKey: z.string().min(1).max(200) }).strict();
const xml = z.string().min(1).max(5_000_000);

/** What the designer offers where a person, a record type or an action is picked. */
/** A decision of a DMN file in its latest version. */
export const decisionItem = z.object({
  key: z.string(),
  name: z.string(),
  version: z.number().int(),
});
export type DecisionItem = z.infer<typeof decisionItem>;

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
  decisions: z.array(decisionItem),
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
  nextStarts: defineRoute({
    method: 'GET',
    path: '/api/processes/:processKey/next-starts',
    access: 'signedIn',
    summary: 'What timers will start, the soonest first (right: watch)',
    params: keyParams,
    query: none,
    body: none,
    response: z.object({ items: z.array(nextStart) }),
    idempotent: false,
  }),
  changeNextStart: defineRoute({
    method: 'POST',
    path: '/api/processes/:processKey/next-starts/:id',
    access: 'signedIn',
    summary:
      'Make a start of a timer at another time, at once, or not at all; its rhythm stays (right: intervene)',
    params: keyParams.extend({ id }).strict(),
    query: none,
    body: z
      .object({
        action: z.enum(['move', 'now', 'skip']),
        /** Of `move`. */
        dueAt: z.iso.datetime({ offset: true }).optional(),
        reason: z.string().max(1000).optional(),
      })
      .strict()
      .refine(({ action, dueAt }) => (action === 'move') === (dueAt !== undefined), {
        path: ['dueAt'],
        message: 'Expected the time with the action move, and with no other.',
      }),
    response: ok,
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
  deployDecisions: defineRoute({
    method: 'POST',
    path: '/api/decisions',
    access: 'signedIn',
    summary: 'Put the decisions of a DMN file into force (right: publish, on every process)',
    params: none,
    query: none,
    body: z
      .object({
        name: z.string().min(1).max(200),
        xml: z.string().min(1).max(2_000_000),
        reason: z.string().max(1000).optional(),
      })
      .strict(),
    response: z.object({ items: z.array(decisionItem) }),
    idempotent: true,
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
      .object({
        variables: variables.default({}),
        record: z.object({ entity: z.string(), id }).optional(),
        /** Which of several plain start events. */
        startElementId: z.string().min(1).max(200).optional(),
      })
      .strict(),
    response: z.object({ instanceId: id }),
    idempotent: true,
  }),
};
