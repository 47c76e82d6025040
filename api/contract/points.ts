/** The ways to reach an account or contact: all its phones and addresses, one of each kind the main one. */
import { z } from 'zod';
import { id, none } from './common.ts';
import { defineRoute } from './route.ts';

const partyParams = z.object({ entity: z.enum(['account', 'contact']), id }).strict();
const pointParams = partyParams.extend({ pointId: id });
const value = z.string().trim().min(1, 'Say the number or address.').max(200);
const label = z.string().trim().min(1).max(60).nullable();

export const point = z.object({
  id,
  kind: z.enum(['phone', 'email', 'messenger', 'url']),
  /** As it was typed. */
  raw: z.string(),
  /** A phone in its national form at home, else internationally; an address in small letters. */
  display: z.string(),
  e164: z.string().nullable(),
  ext: z.string().nullable(),
  email: z.string().nullable(),
  label: z.string().nullable(),
  isPrimary: z.boolean(),
  /** `doubtful`: completed by a guess that somebody should confirm. */
  status: z.enum(['ok', 'doubtful', 'invalid', 'bounced']),
});
export type Point = z.infer<typeof point>;

const points = z.object({ items: z.array(point) });

export const pointRoutes = {
  listPoints: defineRoute({
    method: 'GET',
    path: '/api/parties/:entity/:id/points',
    access: 'signedIn',
    summary: 'Phones and addresses of an account or contact, main ones first',
    params: partyParams,
    query: none,
    body: none,
    response: points,
    idempotent: false,
  }),
  addPoint: defineRoute({
    method: 'POST',
    path: '/api/parties/:entity/:id/points',
    access: 'signedIn',
    summary: 'Add a phone or address; the first of its kind is the main one',
    params: partyParams,
    query: none,
    body: z.object({ kind: z.enum(['phone', 'email']), value, label: label.default(null) }).strict(),
    response: points,
    idempotent: true,
  }),
  changePoint: defineRoute({
    method: 'PATCH',
    path: '/api/parties/:entity/:id/points/:pointId',
    access: 'signedIn',
    summary: 'Change a phone or address, make it the main one, or confirm a doubtful number',
    params: pointParams,
    query: none,
    body: z
      .object({
        value: value.optional(),
        label: label.optional(),
        makePrimary: z.literal(true).optional(),
        confirm: z.literal(true).optional(),
      })
      .strict()
      .refine((change) => Object.keys(change).length > 0, 'Say what to change.'),
    response: points,
    idempotent: true,
  }),
  removePoint: defineRoute({
    method: 'DELETE',
    path: '/api/parties/:entity/:id/points/:pointId',
    access: 'signedIn',
    summary: 'Remove a phone or address; after the main one the oldest of its kind is',
    params: pointParams,
    query: none,
    body: none,
    response: points,
    idempotent: true,
  }),
};
