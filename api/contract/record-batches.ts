/** One action over many records: chosen by hand or by a query, run in the background, told and taken back as a whole. */
import { z } from 'zod';
import { id, idParams, none, ok, problem } from './common.ts';
import { entityParams, recordQuery } from './records.ts';
import { defineRoute } from './route.ts';

const tagName = z.string().trim().min(1).max(60);

export const recordBatchWork = z.discriminatedUnion('kind', [
  /** The same values for all: an owner, a status, a date. */
  z
    .object({
      kind: z.literal('edit'),
      fields: z
        .record(z.string().min(1).max(100), z.unknown())
        .refine((fields) => Object.keys(fields).length > 0, 'Name at least one field to change.'),
    })
    .strict(),
  z
    .object({
      kind: z.literal('tag'),
      add: z.array(tagName).max(20).default([]),
      remove: z.array(tagName).max(20).default([]),
    })
    .strict()
    .refine(({ add, remove }) => add.length + remove.length > 0, 'Name at least one tag to add or remove.'),
  z.object({ kind: z.literal('delete') }).strict(),
  z
    .object({
      kind: z.literal('start'),
      processKey: z.string().min(1).max(200),
      /** Which of several plain start events. */
      startElementId: z.string().min(1).max(200).optional(),
    })
    .strict(),
]);
export type RecordBatchWork = z.input<typeof recordBatchWork>;

export const recordBatch = z.object({
  id,
  entity: z.string(),
  kind: z.enum(['edit', 'tag', 'delete', 'start', 'merge', 'undo']),
  state: z.enum(['running', 'done', 'cancelled']),
  total: z.number().int(),
  done: z.number().int(),
  refused: z.number().int(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  /** Whether it can be taken back: it is over, did something, and was not taken back yet. */
  mayUndo: z.boolean(),
});

/** With the first 200 rows that refused. */
export const recordBatchDetail = recordBatch.extend({
  refusals: z.array(
    z.object({
      id,
      /** Null when it is gone or not to be seen. */
      title: z.string().nullable(),
      /** As a refused request would have them; the code is null for refusals of former versions. */
      code: z.string().nullable(),
      message: z.string(),
      fields: problem.shape.fields,
      details: z.unknown().optional(),
    }),
  ),
});
export type RecordBatch = z.infer<typeof recordBatchDetail>;

export const recordBatchRoutes = {
  startRecordBatch: defineRoute({
    method: 'POST',
    path: '/api/record-batches/:entity',
    access: 'signedIn',
    summary: 'Do one thing with all records of a query, or with those picked by hand',
    params: entityParams,
    query: none,
    body: z.object({ query: recordQuery, work: recordBatchWork }).strict(),
    response: recordBatch,
    idempotent: true,
  }),
  getRecordBatch: defineRoute({
    method: 'GET',
    path: '/api/record-batch/:id',
    access: 'signedIn',
    summary: 'How far a batch of records is, and what refused',
    params: idParams,
    query: none,
    body: none,
    response: recordBatchDetail,
    idempotent: false,
  }),
  cancelRecordBatch: defineRoute({
    method: 'POST',
    path: '/api/record-batch/:id/cancel',
    access: 'signedIn',
    summary: 'Stop a batch of records; what is done stays done',
    params: idParams,
    query: none,
    body: none,
    response: ok,
    idempotent: true,
  }),
  undoRecordBatch: defineRoute({
    method: 'POST',
    path: '/api/record-batch/:id/undo',
    access: 'signedIn',
    summary: 'Take a batch of records back; rows that were changed since refuse',
    params: idParams,
    query: none,
    body: none,
    response: recordBatch,
    idempotent: true,
  }),
};
