/** Everything of the company as one archive: made in the background, taken by whoever asked for it. */
import { z } from 'zod';
import { id, idParams, none, person } from './common.ts';
import { defineRoute } from './route.ts';

const count = z.number().int();

export const fullExport = z.object({
  id,
  by: person,
  state: z.enum(['running', 'done', 'failed', 'expired']),
  /** Tables and what follows them, and how many of these are written. */
  steps: count,
  stepsDone: count,
  rows: z.number(),
  /** The table that is being written. */
  step: z.string().nullable(),
  size: z.number().nullable(),
  sha256: z.string().nullable(),
  /** Passwords, keys and tokens that stood in texts and were left out. */
  leftOut: count,
  problem: z.string().nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  /** When the archive is thrown away. */
  expiresAt: z.string().nullable(),
  /** Whether the caller may fetch it: it is there, and he asked for it. */
  isMine: z.boolean(),
});
export type FullExport = z.infer<typeof fullExport>;

export const fullExportRoutes = {
  fullExports: defineRoute({
    method: 'GET',
    path: '/api/admin/full-exports',
    access: 'admin',
    summary: 'Archives of everything, the latest first',
    params: none,
    query: none,
    body: none,
    response: z.object({ items: z.array(fullExport) }),
    idempotent: false,
  }),
  beginFullExport: defineRoute({
    method: 'POST',
    path: '/api/admin/full-exports',
    access: 'admin',
    summary:
      'Begin an archive of everything in open formats: records, relations, files, processes, forms, history and audit',
    params: none,
    query: none,
    body: none,
    response: fullExport,
    idempotent: false,
    personOnly: true,
  }),
  fullExportLink: defineRoute({
    method: 'POST',
    path: '/api/admin/full-exports/:id/link',
    access: 'admin',
    summary: 'A signed address of an archive that serves its owner alone, for some minutes',
    params: idParams,
    query: none,
    body: none,
    response: z.object({ url: z.string(), expiresAt: z.string() }),
    idempotent: false,
    personOnly: true,
  }),
  fetchFullExport: defineRoute({
    method: 'GET',
    path: '/api/admin/full-exports/:id/archive',
    access: 'admin',
    summary: 'The archive, by its signed address',
    params: idParams,
    query: z.object({ link: z.string().min(1).max(200) }).strict(),
    body: none,
    response: z.object({ ok: z.literal(true) }),
    idempotent: false,
    bytes: 'down',
    personOnly: true,
  }),
  discardFullExport: defineRoute({
    method: 'DELETE',
    path: '/api/admin/full-exports/:id',
    access: 'admin',
    summary: 'Throw an archive away before its time, or end the work on it',
    params: idParams,
    query: none,
    body: none,
    response: fullExport,
    idempotent: false,
  }),
};
