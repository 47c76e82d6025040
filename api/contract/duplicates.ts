import { z } from 'zod';
import { id, none, ok, pageQuery, person, recordLink } from './common.ts';
import { recordBatch } from './record-batches.ts';
import { record } from './records.ts';
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

export const duplicatePair = z.object({
  entity: comparedEntity,
  one: recordLink,
  other: recordLink,
  /** Which of the two stays unless somebody says otherwise. */
  keep: id,
  score: z.number().int(),
  reasons: z.array(duplicateReason),
  /** What somebody said about it, such as why he made the second one all the same. */
  note: z.string().nullable(),
  foundAt: z.string(),
});
export type DuplicatePair = z.infer<typeof duplicatePair>;

export const duplicateCount = z.object({
  entity: comparedEntity,
  /** Pairs to look at, counted up to 1,000. */
  open: z.number().int(),
  /** Of these, so alike (95 and more) that they are merged together. */
  safe: z.number().int(),
  /** Whether the caller may have all records of the kind compared now. */
  maySearch: z.boolean(),
  isSearching: z.boolean(),
  /** When the last search ended; null before the first. */
  searchedAt: z.string().nullable(),
});
export type DuplicateCount = z.infer<typeof duplicateCount>;

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

/** A field of several records that are to become one. */
export const fieldOfMany = z.object({
  key: z.string(),
  /** Value by record, the one that stays first. */
  values: z.array(z.object({ id, value: z.unknown() })),
  /** Whose value stays unless somebody says otherwise. */
  from: id,
  /** Nobody chooses: an opt-out wins, lists are united. */
  isFixed: z.boolean(),
});
export type FieldOfMany = z.infer<typeof fieldOfMany>;

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
  duplicatePairs: defineRoute({
    method: 'GET',
    path: '/api/duplicates',
    access: 'signedIn',
    summary: 'Pairs of records that seem to be the same and that the caller may merge, the likeliest first',
    params: none,
    query: z.object({ ...pageQuery, entity: comparedEntity }).strict(),
    body: none,
    response: z.object({ items: z.array(duplicatePair), nextCursor: z.string().nullable() }),
    idempotent: false,
  }),
  duplicateCounts: defineRoute({
    method: 'GET',
    path: '/api/duplicates/counts',
    access: 'signedIn',
    summary: 'How many pairs wait, by the kinds of records that the caller may merge',
    params: none,
    query: none,
    body: none,
    response: z.object({ items: z.array(duplicateCount) }),
    idempotent: false,
  }),
  searchDuplicates: defineRoute({
    method: 'POST',
    path: '/api/duplicates/search',
    access: 'signedIn',
    summary:
      'Have the records written since the last search compared now, for whoever may merge all of the kind',
    params: none,
    query: none,
    body: z.object({ entity: comparedEntity }).strict(),
    response: z.object({ items: z.array(duplicateCount) }),
    idempotent: false,
  }),
  decideDuplicate: defineRoute({
    method: 'POST',
    path: '/api/duplicates/decide',
    access: 'signedIn',
    summary: 'Say that two records are no duplicates, which is remembered, or have them asked for again',
    params: none,
    query: none,
    body: z
      .object({
        entity: comparedEntity,
        oneId: id,
        otherId: id,
        state: z.enum(['dismissed', 'open']),
        note: z.string().trim().min(1).max(500).optional(),
      })
      .strict(),
    response: ok,
    idempotent: true,
  }),
  mergeSafe: defineRoute({
    method: 'POST',
    path: '/api/duplicates/merge-safe',
    access: 'signedIn',
    summary: 'Merge all pairs of 95 and more of one kind, as a batch with progress and a way back',
    params: none,
    query: none,
    body: z.object({ entity: comparedEntity }).strict(),
    response: recordBatch,
    idempotent: true,
  }),
  mergeMany: defineRoute({
    method: 'POST',
    path: '/api/merges/many',
    access: 'signedIn',
    summary: 'Merge up to nine records into one, as a batch with progress and a way back',
    params: none,
    query: none,
    body: z
      .object({
        entity: comparedEntity,
        survivorId: id,
        loserIds: z.array(id).min(1).max(9),
        /** By field: the record whose value stays; by the rules where nothing is said. */
        choices: z.record(z.string().max(100), id).default({}),
      })
      .strict(),
    response: recordBatch,
    idempotent: true,
  }),
  previewMergeMany: defineRoute({
    method: 'GET',
    path: '/api/merges/preview-many',
    access: 'signedIn',
    summary:
      'Several records side by side: the fields in which they differ, and which value a merge would keep',
    params: none,
    query: z
      .object({
        entity: comparedEntity,
        survivorId: id,
        /** Two to nine ids, by comma. */
        loserIds: z
          .string()
          .max(400)
          .regex(/^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(,[0-9a-fA-F-]{36}){0,8}$/),
      })
      .strict(),
    body: none,
    response: z.object({ records: z.array(record), fields: z.array(fieldOfMany) }),
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
