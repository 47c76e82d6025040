import { z } from 'zod';
import { accountContactRoutes } from './account-contacts.ts';
import { id, localizedText, none, ok, pageQuery, person, recordLink } from './common.ts';
import { filterGroup } from './record-filters.ts';
import { entityMeta } from './record-kinds.ts';
import { defineRoute } from './route.ts';

export const record = z.object({
  entity: z.string(),
  id,
  /** Human number, e.g. T-1042; null where the entity has none. */
  number: z.string().nullable(),
  title: z.string(),
  version: z.number().int(),
  /** Values by field key; references and users are ids. */
  fields: z.record(z.string(), z.unknown()),
  /** Titles of the referenced records and users by field key. */
  links: z.record(z.string(), recordLink.nullable()),
  rights: z.object({
    edit: z.boolean(),
    delete: z.boolean(),
    share: z.boolean(),
    comment: z.boolean(),
  }),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** In a grouped list: the group of the record; null where its field is empty. */
  group: z.string().nullable().optional(),
  /** In the lists of tasks and instances: fields that the caller may change in the row. */
  changeable: z.array(z.string()).optional(),
  /** In the list of instances: the only open task, to which the changeable fields belong. */
  openTask: id.optional(),
});
export type RecordView = z.infer<typeof record>;

/**
 * Which rows: what a list, its groups, a bulk action and an export have in common. In an address the filter is the JSON
 * of a FilterGroup.
 */
export const recordQuery = z
  .object({
    filter: filterGroup.optional(),
    q: z.string().max(200).optional(),
    /** Only these of them: rows that were picked by hand. */
    ids: z.array(id).max(10_000).optional(),
  })
  .strict();
export type RecordQuery = z.infer<typeof recordQuery>;

/** The same as parameters of an address. */
export const queryParameters = {
  /** JSON of a FilterGroup. */
  filter: z.string().max(10_000).optional(),
  q: z.string().max(200).optional(),
};

/** `stage`, `owner:desc`, `expectedClose:month`. */
export const grouping = z
  .string()
  .max(120)
  .regex(/^[a-zA-Z0-9]+(:(day|week|month|quarter|year|asc|desc)){0,2}$/);

export const recordGroup = z.object({
  /** What the rows have in common, as text; the first day of a span of dates; null where the field is empty. */
  key: z.string().nullable(),
  /** The record or person that is referred to; null also where the caller may not read it. */
  link: recordLink.nullable(),
  count: z.number().int(),
  sums: z.record(z.string(), z.number().nullable()),
  /** How many rows a sum leaves out, such as amounts without a rate; named only where there are some. */
  leftOut: z.record(z.string(), z.number().int()).optional(),
});
export type RecordGroup = z.infer<typeof recordGroup>;

export const recordGroups = z.object({
  groups: z.array(recordGroup),
  /** What sums of money are told in; null where records name no currency. */
  currency: z.string().nullable(),
  isCut: z.boolean(),
});

export const listQuery = z
  .object({
    ...pageQuery,
    ...queryParameters,
    /** `field:asc,other:desc` */
    sort: z.string().max(200).optional(),
    /** Rows of one group follow each other, and each tells its group. */
    group: grouping.optional(),
    /** JSON of an array: keys of groups that are folded up, whose rows are left out. */
    folded: z.string().max(5000).optional(),
  })
  .strict();

export const recordPage = z.object({
  items: z.array(record),
  nextCursor: z.string().nullable(),
  total: z.number().int(),
  totalIsEstimate: z.boolean(),
});
export type RecordPage = z.infer<typeof recordPage>;

export const TIMELINE_PARTS = ['comments', 'questions', 'files', 'actions', 'processes', 'changes'] as const;

/** Some of them, by comma. */
const timelineParts = z
  .string()
  .max(80)
  .regex(new RegExp(`^(${TIMELINE_PARTS.join('|')})(,(${TIMELINE_PARTS.join('|')}))*$`));

/** Why a rule of the product's changed something: its words, and what held of the facts that it asks for. */
export const ruleReason = z.object({
  label: localizedText,
  held: z.array(z.object({ fact: z.string(), value: z.number().nullable() })),
});
export type RuleReason = z.infer<typeof ruleReason>;

export const timelineItem = z.object({
  id: z.string(),
  at: z.string(),
  kind: z.enum(['record', 'activity', 'process', 'comment', 'question', 'mail']),
  /** Stable verb, translated by the web: created, changed, stage_entered, planned, completed, task_done, process_started … */
  verb: z.string(),
  actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
  /** The record it happened to, when it is not the page's own (roll-up on the account). */
  record: recordLink.nullable(),
  instance: z.object({ id, processName: z.string(), elementName: z.string().nullable() }).nullable(),
  changes: z.array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() })),
  text: z.string().nullable(),
  because: ruleReason.nullable(),
});
export type TimelineItem = z.infer<typeof timelineItem>;

/** One process that works on the record: the strip of the record page. */
export const recordProcess = z.object({
  instanceId: id,
  processKey: z.string(),
  processName: z.string(),
  status: z.enum(['active', 'completed', 'terminated', 'cancelled']),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  current: z.array(
    z.object({
      elementId: z.string(),
      name: z.string().nullable(),
      assignee: person.nullable(),
      dueAt: z.string().nullable(),
    }),
  ),
  progress: z.object({ done: z.number().int(), total: z.number().int(), next: z.string().nullable() }),
  /** Whether the caller may open the card. */
  canWatch: z.boolean(),
});
export type RecordProcess = z.infer<typeof recordProcess>;

export const recordRelation = z.object({
  /** Its name in the address of its records. */
  relation: z.string(),
  /** The kind of its records. */
  entity: z.string(),
  /** Their field that points to the page's record; null where more than one field tells it. */
  field: z.string().nullable(),
  /** How many the caller may see, counted up to 100. */
  total: z.number().int(),
});
export type RecordRelation = z.infer<typeof recordRelation>;

export const entityParams = z.object({ entity: z.string().regex(/^[a-z][a-z_]{0,62}$/) }).strict();
export const entityIdParams = entityParams.extend({ id });

const runningOnRecord = z.object({
  id,
  running: z.number().int(),
  /** The step that is due first, else the one that waits longest. */
  step: z.object({ name: z.string(), since: z.string(), dueAt: z.string().nullable() }).nullable(),
});
export type RunningOnRecord = z.infer<typeof runningOnRecord>;

export const recordRoutes = {
  entities: defineRoute({
    method: 'GET',
    path: '/api/entities',
    access: 'signedIn',
    summary: 'Entities, fields and the caller’s rights on them',
    params: none,
    query: none,
    body: none,
    response: z.object({ items: z.array(entityMeta) }),
    idempotent: false,
  }),
  listRecords: defineRoute({
    method: 'GET',
    path: '/api/records/:entity',
    access: 'signedIn',
    summary: 'List records: filter, sort, search, keyset paging',
    params: entityParams,
    query: listQuery,
    body: none,
    response: recordPage,
    idempotent: false,
  }),
  recordGroups: defineRoute({
    method: 'GET',
    path: '/api/record-groups/:entity',
    access: 'signedIn',
    summary: 'Groups of a list or columns of a board: how many rows, and sums',
    params: entityParams,
    query: z
      .object({
        ...queryParameters,
        by: grouping,
        /** Number fields to sum, by comma. */
        sums: z.string().max(300).optional(),
      })
      .strict(),
    body: none,
    response: recordGroups,
    idempotent: false,
  }),
  getRecord: defineRoute({
    method: 'GET',
    path: '/api/records/:entity/:id',
    access: 'signedIn',
    summary: 'One record',
    params: entityIdParams,
    query: none,
    body: none,
    response: record,
    idempotent: false,
  }),
  createRecord: defineRoute({
    method: 'POST',
    path: '/api/records/:entity',
    access: 'signedIn',
    summary:
      'Create a record; 409 with what it resembles when one that is there seems to be the same and no reason is given',
    params: entityParams,
    query: none,
    body: z
      .object({
        fields: z.record(z.string(), z.unknown()),
        /** Of an activity: a record of any kind that it is about, where it has no field for it. */
        about: z
          .object({ entity: z.string().max(63), id })
          .strict()
          .optional(),
        /** Why it is another than those that it resembles; kept on its timeline. */
        createAnyway: z
          .object({ reason: z.string().trim().min(3).max(500) })
          .strict()
          .optional(),
      })
      .strict(),
    response: record,
    idempotent: true,
  }),
  updateRecord: defineRoute({
    method: 'PATCH',
    path: '/api/records/:entity/:id',
    access: 'signedIn',
    summary:
      'Change fields; 409 with the current record and per field original, current and yours when the version is stale and a field collides',
    params: entityIdParams,
    query: none,
    body: z.object({ version: z.number().int(), fields: z.record(z.string(), z.unknown()) }).strict(),
    response: record,
    idempotent: true,
  }),
  deleteRecord: defineRoute({
    method: 'DELETE',
    path: '/api/records/:entity/:id',
    access: 'signedIn',
    summary: 'Move a record to the bin',
    params: entityIdParams,
    query: none,
    body: none,
    response: ok,
    idempotent: true,
  }),
  timeline: defineRoute({
    method: 'GET',
    path: '/api/records/:entity/:id/timeline',
    access: 'signedIn',
    summary: 'What happened to a record and to what belongs to it, newest first; all of it, or some parts',
    params: entityIdParams,
    query: z.object({ ...pageQuery, parts: timelineParts.optional() }).strict(),
    body: none,
    response: z.object({ items: z.array(timelineItem), nextCursor: z.string().nullable() }),
    idempotent: false,
  }),
  activityAbout: defineRoute({
    method: 'GET',
    path: '/api/activities/:id/about',
    access: 'signedIn',
    summary: 'The records that an activity is about, of whatever kind, as far as the caller may see them',
    params: z.object({ id }).strict(),
    query: none,
    body: none,
    response: z.object({ items: z.array(recordLink) }),
    idempotent: false,
  }),
  recordProcesses: defineRoute({
    method: 'GET',
    path: '/api/records/:entity/:id/processes',
    access: 'signedIn',
    summary: 'Processes that work on a record',
    params: entityIdParams,
    query: none,
    body: none,
    response: z.object({
      items: z.array(recordProcess),
      startable: z.array(z.object({ processKey: z.string(), name: z.string() })),
    }),
    idempotent: false,
  }),
  runningProcesses: defineRoute({
    method: 'GET',
    path: '/api/running-processes/:entity',
    access: 'signedIn',
    summary: 'How many processes work on each of some records, and at which step: the badges of a board',
    params: entityParams,
    query: z
      .object({
        /** Ids of at most 200 records, by comma. */
        ids: z
          .string()
          .max(8000)
          .regex(/^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(,[0-9a-fA-F-]{36}){0,199}$/),
      })
      .strict(),
    body: none,
    response: z.object({ items: z.array(runningOnRecord) }),
    idempotent: false,
  }),
  relations: defineRoute({
    method: 'GET',
    path: '/api/records/:entity/:id/relations',
    access: 'signedIn',
    summary: 'Related lists of a record: one for each field of any kind that refers to its kind',
    params: entityIdParams,
    query: none,
    body: none,
    response: z.object({ items: z.array(recordRelation) }),
    idempotent: false,
  }),
  related: defineRoute({
    method: 'GET',
    path: '/api/records/:entity/:id/related/:relation',
    access: 'signedIn',
    summary:
      'Records of a related list: a named one (tickets, activities) or that of a field (vehicle.owner)',
    params: entityIdParams.extend({ relation: z.string().max(130) }),
    query: z.object(pageQuery).strict(),
    body: none,
    response: recordPage,
    idempotent: false,
  }),
  ...accountContactRoutes,
};
