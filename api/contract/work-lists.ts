/** Tasks and instances as lists: asked, grouped, viewed and worked on in bulk as lists of records are. */
import { z } from 'zod';
import { refusal } from './batches.ts';
import { id, instant, none, variables } from './common.ts';
import { entityMeta } from './record-kinds.ts';
import { grouping, listQuery, queryParameters, recordGroups, recordPage, recordQuery } from './records.ts';
import { defineRoute } from './route.ts';
import { taskBatchWork } from './tasks.ts';

export const workList = z.enum(['user_task', 'process_instance']);
export type WorkList = z.infer<typeof workList>;

const listParams = z.object({ list: workList }).strict();

export const instanceListWork = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('suspend') }).strict(),
  z.object({ kind: z.literal('resume'), timers: z.enum(['keep', 'shift']) }).strict(),
  z.object({ kind: z.literal('stop') }).strict(),
  /** Every failed step of theirs, also in what they called, as far as one may intervene there. */
  z.object({ kind: z.literal('retry') }).strict(),
  z.object({ kind: z.literal('skip'), values: variables.default({}) }).strict(),
  /** Instances of other processes are refused. */
  z.object({ kind: z.literal('migrate'), toDefinitionId: id }).strict(),
]);
export type InstanceListWork = z.infer<typeof instanceListWork>;

const bulkAnswer = z.object({
  /** Null when every row was refused. */
  batchId: id.nullable(),
  total: z.number().int(),
  refusedCount: z.number().int(),
  /** The first of what may not be done. */
  refused: z.array(refusal),
});

/** Instances that stand at one step. */
export const stepColumn = z.object({
  /** As the field `step` has it: process and element. */
  step: z.string(),
  name: z.string(),
  /** Instances in which a token waits there. */
  count: z.number().int(),
  overdue: z.number().int(),
  /** Since when the one waits that has waited longest. */
  oldest: instant,
});
export type StepColumn = z.infer<typeof stepColumn>;

export const stepCard = z.object({
  id,
  title: z.string(),
  /** Since when it stands at this step. */
  since: instant,
  dueAt: z.string().nullable(),
  overdue: z.boolean(),
  suspended: z.boolean(),
  incidents: z.number().int(),
  executors: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type StepCard = z.infer<typeof stepCard>;

export const workListRoutes = {
  workListMeta: defineRoute({
    method: 'GET',
    path: '/api/work-lists/:list/meta',
    access: 'signedIn',
    summary: 'Fields of the list of tasks or instances, with the processes and steps of the caller',
    params: listParams,
    query: none,
    body: none,
    response: entityMeta,
    idempotent: false,
  }),
  listWork: defineRoute({
    method: 'GET',
    path: '/api/work-lists/:list',
    access: 'signedIn',
    summary: 'Tasks or instances that the caller may see: filter, sort, groups, search, keyset paging',
    params: listParams,
    query: listQuery,
    body: none,
    response: recordPage,
    idempotent: false,
  }),
  workGroups: defineRoute({
    method: 'GET',
    path: '/api/work-lists/:list/groups',
    access: 'signedIn',
    summary: 'Groups of the list of tasks or instances: how many rows',
    params: listParams,
    query: z.object({ ...queryParameters, by: grouping, sums: z.string().max(300).optional() }).strict(),
    body: none,
    response: recordGroups,
    idempotent: false,
  }),
  startTaskListBatch: defineRoute({
    method: 'POST',
    path: '/api/work-lists/user_task/batch',
    access: 'signedIn',
    summary: 'Do one thing with all tasks of a query, or with those picked by hand, as far as one may',
    params: none,
    query: none,
    body: z
      .object({ query: recordQuery, work: taskBatchWork, reason: z.string().max(1000).optional() })
      .strict(),
    response: bulkAnswer,
    idempotent: false,
  }),
  startInstanceListBatch: defineRoute({
    method: 'POST',
    path: '/api/work-lists/process_instance/batch',
    access: 'signedIn',
    summary: 'Do one thing with all instances of a query, or with those picked by hand, as far as one may',
    params: none,
    query: none,
    body: z
      .object({ query: recordQuery, work: instanceListWork, reason: z.string().min(1).max(1000) })
      .strict(),
    response: bulkAnswer,
    idempotent: false,
  }),
  commentOnWork: defineRoute({
    method: 'POST',
    path: '/api/work-lists/:list/comments',
    access: 'signedIn',
    summary: 'Say one thing about all tasks or instances of a query, or about those picked by hand',
    params: listParams,
    query: none,
    body: z.object({ query: recordQuery, body: z.string().trim().min(1).max(10_000) }).strict(),
    response: z.object({
      /** Comments made: one of each task, or of each instance. */
      count: z.number().int(),
      refusedCount: z.number().int(),
    }),
    idempotent: true,
  }),
  stepBoard: defineRoute({
    method: 'GET',
    path: '/api/work-lists/process_instance/steps',
    access: 'signedIn',
    summary: 'Board of the running instances of a process: where how many wait, and for how long',
    params: none,
    query: z.object({ ...queryParameters, processKey: z.string().min(1).max(200) }).strict(),
    body: none,
    response: z.object({ columns: z.array(stepColumn) }),
    idempotent: false,
  }),
  stepCards: defineRoute({
    method: 'GET',
    path: '/api/work-lists/process_instance/step-cards',
    access: 'signedIn',
    summary: 'The instances that stand at one step, the longest waiting first',
    params: none,
    query: z
      .object({
        ...queryParameters,
        step: z.string().min(3).max(500),
        cursor: z.string().max(500).optional(),
        limit: z.coerce.number().int().min(1).max(100).default(25),
      })
      .strict(),
    body: none,
    response: z.object({ items: z.array(stepCard), nextCursor: z.string().nullable() }),
    idempotent: false,
  }),
};
