import { z } from 'zod';
import { id, none, person, recordLink } from './common.ts';
import { defineRoute } from './route.ts';

/** Kinds of records that are compared and merged. */
export const comparedEntity = z.enum(['account', 'contact', 'lead']);

/** What two records are compared by. */
export const duplicateCriterion = z.enum([
  'taxId',
  'email',
  'phone',
  'names',
  'name',
  'domain',
  'birthday',
  'roleEmail',
  'address',
  'otherCountry',
  'otherTaxId',
]);

export const duplicateReason = z.object({
  criterion: duplicateCriterion,
  points: z.number().int(),
  /** What both have; empty where the field is hidden from the reader. */
  value: z.string(),
});
export type DuplicateReason = z.infer<typeof duplicateReason>;

export const duplicateMatches = z.object({
  /** Records that the caller may read, the likeliest first. */
  matches: z.array(
    z.object({ id, title: z.string(), score: z.number().int(), reasons: z.array(duplicateReason) }),
  ),
  /** Records that he may not read: only whom to ask. */
  hidden: z.array(z.object({ isSame: z.boolean(), ask: person.nullable() })),
  /** Whether making the record needs a reason. */
  blocks: z.boolean(),
});
export type DuplicateMatches = z.infer<typeof duplicateMatches>;

export const mergeSide = z.enum(['survivor', 'loser']);
export const mergedField = z.object({
  key: z.string(),
  survivor: z.unknown(),
  loser: z.unknown(),
  /** What the survivor will have. */
  value: z.unknown(),
  from: z.enum(['survivor', 'loser', 'both']),
  /** Nobody chooses: an opt-out wins, lists are united. */
  isFixed: z.boolean(),
});
export type MergedField = z.infer<typeof mergedField>;

export const mergeItem = z.object({
  id,
  at: z.string(),
  survivorId: id,
  loser: recordLink,
  undoUntil: z.string(),
  undoneAt: z.string().nullable(),
});
export type MergeItem = z.infer<typeof mergeItem>;

const mergePair = z.object({ entity: comparedEntity, survivorId: id, loserId: id }).strict();

export const duplicateRoutes = {
  checkDuplicates: defineRoute({
    method: 'POST',
    path: '/api/duplicates/check',
    access: 'signedIn',
    summary: 'What a record with these fields resembles, with reasons; nothing is written',
    params: none,
    query: none,
    body: z
      .object({
        entity: comparedEntity,
        fields: z.record(z.string(), z.unknown()),
        /** The record itself, where it exists already. */
        id: id.optional(),
      })
      .strict(),
    response: duplicateMatches,
    idempotent: false,
  }),
  previewMerge: defineRoute({
    method: 'GET',
    path: '/api/merges/preview',
    access: 'signedIn',
    summary: 'Two records side by side, and per field which value a merge would keep',
    params: none,
    query: mergePair,
    body: none,
    response: z.object({
      survivor: recordLink.extend({ version: z.number().int() }),
      loser: recordLink.extend({ version: z.number().int() }),
      fields: z.array(mergedField),
    }),
    idempotent: false,
  }),
  mergeRecords: defineRoute({
    method: 'POST',
    path: '/api/merges',
    access: 'signedIn',
    summary:
      'Merge two records; everything that referred to the one refers to the other, for 30 days with a way back',
    params: none,
    query: none,
    body: mergePair
      .extend({
        choices: z.record(z.string(), mergeSide).default({}),
        /** As the person saw them. */
        versions: z.object({ survivor: z.number().int(), loser: z.number().int() }).strict().optional(),
      })
      .strict(),
    response: z.object({
      id,
      moved: z.number().int(),
      /** Running processes that go on with the survivor. */
      processes: z.number().int(),
    }),
    idempotent: true,
  }),
  undoMerge: defineRoute({
    method: 'POST',
    path: '/api/merges/:id/undo',
    access: 'signedIn',
    summary: 'Take a merge back; fields that were changed since stay and are named',
    params: z.object({ id }).strict(),
    query: none,
    body: none,
    response: z.object({
      entity: comparedEntity,
      loserId: id,
      kept: z.array(z.string()),
      /** Running processes that are back with the record. */
      processes: z.number().int(),
    }),
    idempotent: true,
  }),
  merges: defineRoute({
    method: 'GET',
    path: '/api/merges',
    access: 'signedIn',
    summary: 'Merges into a record that can still be taken back',
    params: none,
    query: z.object({ entity: comparedEntity, id }).strict(),
    body: none,
    response: z.object({ items: z.array(mergeItem) }),
    idempotent: false,
  }),
};
