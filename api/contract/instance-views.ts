/** What is shown of a running instance: card, map, history, comments. */
import { z } from 'zod';
import { id, json, person, recordLink } from './common.ts';

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
  suspended: z.boolean(),
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
  /** What a form of the process calls it, in the reader's language. */
  label: z.string().nullish(),
  value: json,
  /** Set when the value is a reference to a record. */
  record: recordLink.nullable(),
  setBy: z.string().nullable(),
  setAt: z.string().nullable(),
});
export type Parameter = z.infer<typeof parameter>;

/** What went into a step that failed, as it was then. */
export const incidentValues = z.object({
  items: z.array(parameter.pick({ name: true, value: true, record: true })),
  /** Too large to be kept: about how many bytes; 0 where it could not be stored. */
  left: z.array(z.object({ name: z.string(), bytes: z.number().int() })),
});
export type IncidentValues = z.infer<typeof incidentValues>;

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
      /** The process that is called and suspended: the call waits until it is resumed. */
      heldBy: z.string().nullable(),
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
  /** Limits of the engine that are used up by four fifths, such as `stepsMax` or `variableBytesMax`. */
  limitsNear: z.array(
    z.object({
      limit: z.string(),
      max: z.number(),
      elementName: z.string().nullable(),
      variable: z.string().nullable(),
    }),
  ),
  children: z.array(
    z.object({ id, processName: z.string(), status: instanceStatus, elementId: z.string().nullable() }),
  ),
  parent: z.object({ id, processName: z.string() }).nullable(),
  progress: z.object({ done: z.number().int(), total: z.number().int(), next: z.string().nullable() }),
  rights: z.object({
    readParameters: z.boolean(),
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
