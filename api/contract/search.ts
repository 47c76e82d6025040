/** Finding again what one knows: search over everything, and what one opened last. */
import { z } from 'zod';
import { none, ok, recordLink } from './common.ts';
import { entityIdParams } from './records.ts';
import { defineRoute } from './route.ts';

const searchHit = recordLink.extend({
  subtitle: z.string().nullable(),
  /** The comment or the file in which it was found, when it was not the record itself. */
  found: z.object({ in: z.enum(['comment', 'file']), text: z.string() }).nullable(),
});
export type SearchHit = z.infer<typeof searchHit>;

export const searchRoutes = {
  search: defineRoute({
    method: 'GET',
    path: '/api/search',
    access: 'signedIn',
    summary: 'Search records of every kind, comments and names of files by the caller’s rights',
    params: none,
    query: z
      .object({ q: z.string().min(1).max(200), limit: z.coerce.number().int().min(1).max(50).default(20) })
      .strict(),
    body: none,
    response: z.object({ items: z.array(searchHit) }),
    idempotent: false,
  }),
  recentRecords: defineRoute({
    method: 'GET',
    path: '/api/search/recent',
    access: 'signedIn',
    summary: 'Records that the caller opened last, as far as he may still read them',
    params: none,
    query: z.object({ limit: z.coerce.number().int().min(1).max(50).default(10) }).strict(),
    body: none,
    response: z.object({ items: z.array(recordLink) }),
    idempotent: false,
  }),
  visitRecord: defineRoute({
    method: 'PUT',
    path: '/api/records/:entity/:id/visit',
    access: 'signedIn',
    summary: 'Note that the caller opened a record',
    params: entityIdParams,
    query: none,
    body: none,
    response: ok,
    idempotent: false,
  }),
};
