import { z } from 'zod';
import { id, none, person } from './common.ts';
import { defineRoute } from './route.ts';

/** Kinds of records that are compared and merged. */
export const comparedEntity = z.enum(['account', 'contact', 'lead']);

export const duplicateReason = z.object({
  criterion: z.enum([
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
  ]),
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
};
