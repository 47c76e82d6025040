import { z } from 'zod';
import { id, instant, none, ok, pageQuery, person, problem } from './common.ts';
import { entityIdParams, record } from './records.ts';
import { defineRoute } from './route.ts';

const actor = z.object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() });

export const fieldHistoryItem = z.object({
  eventId: z.string(),
  at: z.string(),
  actor,
  processName: z.string().nullable(),
  instanceId: z.string().nullable(),
  field: z.string(),
  /** References as their record, null where the reader may not see it. */
  from: z.unknown(),
  to: z.unknown(),
  canRestore: z.boolean(),
});
export type FieldHistoryItem = z.infer<typeof fieldHistoryItem>;

export const binItem = z.object({
  entity: z.string(),
  id,
  title: z.string(),
  deletedAt: z.string(),
  deletedBy: person.nullable(),
});
export type BinItem = z.infer<typeof binItem>;

/** What became of one of several that were to be taken out. */
export const takenOut = z.object({
  entity: z.string(),
  id,
  /** As a refused request would have it; null when it is back. */
  refusal: z.object({ code: z.string(), message: z.string(), fields: problem.shape.fields }).nullable(),
});
export type TakenOut = z.infer<typeof takenOut>;

export const auditItem = z.object({
  id: z.string(),
  at: z.string(),
  actor,
  verb: z.string(),
  entity: z.string(),
  recordId: z.string(),
  processName: z.string().nullable(),
  text: z.string().nullable(),
  /** What the record is called now, also in the bin; null where its kind has no records, or it is gone. */
  title: z.string().nullable(),
  changes: z.array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() })),
});
export type AuditItem = z.infer<typeof auditItem>;

export const chainReport = z.object({
  month: z.string(),
  events: z.number().int(),
  sealed: z.number().int(),
  /** Keep it outside: who can write the database can write another chain. */
  head: z.string().nullable(),
  problems: z.array(
    z.object({ kind: z.enum(['changed', 'removed', 'chain']), seq: z.number().int(), eventId: z.string() }),
  ),
  /** What was taken out of history and vouched for by an event of its own. */
  redactions: z.array(
    z.object({
      id: z.string(),
      at: z.string(),
      by: z.string().nullable(),
      reason: z.string().nullable(),
      events: z.number().int(),
    }),
  ),
});
export type ChainReport = z.infer<typeof chainReport>;

const name = z.string().regex(/^[a-z][a-z_]{0,62}$/);

export const auditRoutes = {
  fieldHistory: defineRoute({
    method: 'GET',
    path: '/api/records/:entity/:id/changes',
    access: 'signedIn',
    summary: 'Who changed which field of a record from what to what, the latest first',
    params: entityIdParams,
    query: none,
    body: none,
    response: z.object({ items: z.array(fieldHistoryItem) }),
    idempotent: false,
  }),
  restoreValue: defineRoute({
    method: 'POST',
    path: '/api/records/:entity/:id/changes/restore',
    access: 'signedIn',
    summary: 'Write the value from before a change back',
    params: entityIdParams,
    query: none,
    body: z.object({ eventId: id, field: z.string().max(100), version: z.number().int() }).strict(),
    response: record,
    idempotent: true,
  }),
  bin: defineRoute({
    method: 'GET',
    path: '/api/bin',
    access: 'signedIn',
    summary: 'Deleted records that the caller may take out again, the latest first',
    params: none,
    query: z
      .object({
        ...pageQuery,
        entity: name.optional(),
        /** A part of the title. */
        q: z.string().max(200).optional(),
        /** Who deleted it. */
        deletedBy: id.optional(),
      })
      .strict(),
    body: none,
    response: z.object({
      items: z.array(binItem),
      nextCursor: z.string().nullable(),
      keptDays: z.number().int(),
    }),
    idempotent: false,
  }),
  restoreRecords: defineRoute({
    method: 'POST',
    path: '/api/bin/restore',
    access: 'signedIn',
    summary: 'Take several records out of the bin; each answers by itself',
    params: none,
    query: none,
    body: z
      .object({
        records: z
          .array(z.object({ entity: name, id }).strict())
          .min(1)
          .max(200),
      })
      .strict(),
    response: z.object({ items: z.array(takenOut) }),
    idempotent: true,
  }),
  restoreRecord: defineRoute({
    method: 'POST',
    path: '/api/bin/:entity/:id/restore',
    access: 'signedIn',
    summary: 'Take a record out of the bin',
    params: entityIdParams,
    query: none,
    body: none,
    response: ok,
    idempotent: true,
  }),
  audit: defineRoute({
    method: 'GET',
    path: '/api/admin/audit',
    access: 'admin',
    summary: 'Search everything that happened, the latest first',
    params: none,
    query: z
      .object({
        actorId: id.optional(),
        entity: name.optional(),
        recordId: id.optional(),
        verb: name.optional(),
        q: z.string().max(200).optional(),
        from: instant.optional(),
        to: instant.optional(),
        cursor: z.string().max(200).optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      })
      .strict(),
    body: none,
    response: z.object({ items: z.array(auditItem), nextCursor: z.string().nullable() }),
    idempotent: false,
  }),
  verifyAudit: defineRoute({
    method: 'POST',
    path: '/api/admin/audit/verify',
    access: 'admin',
    summary: 'Compare every event with its seal; says where history was tampered with',
    params: none,
    query: none,
    body: none,
    response: z.object({ chains: z.array(chainReport) }),
    idempotent: false,
  }),
};
