/** What may be taken out in a day, what is told to administrators as unusual, and what was taken out. */
import { z } from 'zod';
import { id, idParams, none, ok, person } from './common.ts';
import { defineRoute } from './route.ts';

const rows = z.number().int().min(1).max(100_000_000).nullable();
const hour = z.number().int().min(0).max(23);

export const exportRules = z
  .object({
    /** So many rows at once are unusual for anybody; null switches a rule off. */
    rowsMax: rows,
    /** So many times what the person is used to take out. */
    habitTimes: z.number().int().min(2).max(1_000).nullable(),
    habitRowsMin: z.number().int().min(1).max(100_000_000),
    /** Hours of the person's own day, the second not included. */
    nightFrom: hour,
    nightTo: hour,
    nightRowsMin: rows,
    limits: z
      .array(z.object({ role: z.string().min(1).max(100), rowsPerDay: rows }).strict())
      .max(1_000)
      .refine((limits) => new Set(limits.map((one) => one.role)).size === limits.length, {
        message: 'Expected each role once.',
      }),
    version: z.number().int().min(0).max(2_147_483_647),
  })
  .strict();
export type ExportRules = z.infer<typeof exportRules>;

export const exportRun = z.object({
  id,
  person,
  /** A kind of record, or `full_export`. */
  entity: z.string(),
  at: z.string(),
  rows: z.number(),
  fileName: z.string(),
  reasons: z.array(z.enum(['rows', 'habit', 'night', 'everything'])),
  seen: z.object({ by: person, at: z.string() }).nullable(),
});
export type ExportRun = z.infer<typeof exportRun>;

export const exportGuardRoutes = {
  exportRules: defineRoute({
    method: 'GET',
    path: '/api/admin/export-rules',
    access: 'admin',
    summary: 'Limits of exports by role, and when an export is unusual',
    params: none,
    query: none,
    body: none,
    response: z.object({
      rules: exportRules,
      roles: z.array(z.object({ code: z.string(), name: z.string() })),
    }),
    idempotent: false,
  }),
  saveExportRules: defineRoute({
    method: 'PUT',
    path: '/api/admin/export-rules',
    access: 'admin',
    summary: 'Change limits of exports and the alarm',
    params: none,
    query: none,
    body: exportRules,
    response: exportRules,
    idempotent: false,
    personOnly: true,
  }),
  exportRuns: defineRoute({
    method: 'GET',
    path: '/api/admin/exports',
    access: 'admin',
    summary: 'What was taken out, the latest first; at most a hundred',
    params: none,
    query: z.object({ unusual: z.enum(['true']).optional() }).strict(),
    body: none,
    response: z.object({ items: z.array(exportRun) }),
    idempotent: false,
  }),
  exportSeen: defineRoute({
    method: 'POST',
    path: '/api/admin/exports/:id/seen',
    access: 'admin',
    summary: 'Note that an administrator looked into an unusual export',
    params: idParams,
    query: none,
    body: none,
    response: ok,
    idempotent: false,
  }),
};
