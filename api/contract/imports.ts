/** Tables in and out: imports in their steps, lists as files. */
import { z } from 'zod';
import { id, idParams, none, ok } from './common.ts';
import {
  columnMapping,
  count,
  importFault,
  importJob,
  importOptions,
  importRow,
  importTarget,
  outcome,
  verdict,
} from './import-views.ts';
import { entityParams } from './records.ts';
import { defineRoute } from './route.ts';

const write = {
  method: 'POST',
  access: 'signedIn',
  query: none,
  body: none,
  params: idParams,
  response: importJob,
  idempotent: true,
} as const;
const read = { method: 'GET', access: 'signedIn', body: none, query: none, idempotent: false } as const;
const format = z.enum(['csv', 'xlsx']).default('xlsx');
const exportQuery = z
  .object({
    format,
    q: z.string().max(200).optional(),
    /** JSON of a filter group. */
    filter: z.string().max(20_000).optional(),
    sort: z.string().max(200).optional(),
    /** Keys of fields, parted by commas. */
    columns: z.string().max(20_000).optional(),
    /** Ids of records, parted by commas: rows that were picked. */
    ids: z.string().max(40_000).optional(),
  })
  .strict();

export const importRoutes = {
  importTargets: defineRoute({
    ...read,
    path: '/api/imports/targets/:entity',
    summary: 'What a column of a file may become',
    params: entityParams,
    response: z.object({ items: z.array(importTarget) }),
  }),
  imports: defineRoute({
    ...read,
    path: '/api/imports',
    summary: 'Imports of the caller, for administrators everybody’s, newest first',
    params: none,
    query: z.object({ entity: entityParams.shape.entity.optional() }).strict(),
    response: z.object({ items: z.array(importJob) }),
  }),
  beginImport: defineRoute({
    method: 'POST',
    path: '/api/imports/of/:entity',
    access: 'signedIn',
    summary:
      'Begin an import: the bytes of a workbook or text table are the body, sent as application/octet-stream',
    params: entityParams,
    query: z.object({ name: z.string().min(1).max(255) }).strict(),
    body: none,
    response: importJob,
    idempotent: false,
    bytes: 'up',
  }),
  getImport: defineRoute({
    ...read,
    path: '/api/imports/:id',
    summary: 'An import as it is',
    params: idParams,
    response: importJob,
  }),
  rereadImport: defineRoute({
    ...write,
    path: '/api/imports/:id/reread',
    summary: 'Read the file again as another encoding, separator or sheet',
    body: z
      .object({
        encoding: z
          .enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1251', 'windows-1252', 'koi8-r', 'ibm866'])
          .nullable()
          .optional(),
        delimiter: z.enum([';', ',', '\t', '|']).nullable().optional(),
        sheet: z.string().max(200).nullable().optional(),
      })
      .strict(),
  }),
  setImportHeader: defineRoute({
    ...write,
    method: 'PUT',
    path: '/api/imports/:id/header',
    summary: 'Say which row is the header; 0 for none',
    body: z.object({ headerRow: z.number().int().min(0).max(10_000) }).strict(),
  }),
  checkImport: defineRoute({
    ...write,
    path: '/api/imports/:id/check',
    summary: 'Say what the columns are, and check all rows; nothing is written',
    body: z.object({ mapping: z.array(columnMapping).max(1000), options: importOptions }).strict(),
  }),
  backToMapping: defineRoute({
    ...write,
    path: '/api/imports/:id/back',
    summary: 'Back to the columns',
  }),
  importRows: defineRoute({
    ...read,
    path: '/api/imports/:id/rows',
    summary: 'Rows with what would become, or became, of them',
    params: idParams,
    query: z
      .object({
        verdict: verdict.optional(),
        outcome: outcome.optional(),
        doubtful: z.enum(['true']).optional(),
        /** Right, and not written yet. */
        waiting: z.enum(['true']).optional(),
        after: z.coerce.number().int().min(0).optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      })
      .strict(),
    response: z.object({ items: z.array(importRow), next: count.nullable() }),
  }),
  decideImportRows: defineRoute({
    ...write,
    path: '/api/imports/:id/decide',
    summary: 'Another verdict for single rows, or for all rows of one verdict',
    body: z
      .object({
        verdict: z.enum(['create', 'update', 'merge', 'skip']),
        rows: z.array(z.number().int()).min(1).max(1000).optional(),
        of: verdict.optional(),
        recordId: id.optional(),
      })
      .strict()
      .refine((body) => (body.rows === undefined) !== (body.of === undefined), {
        message: 'Name rows, or a verdict whose rows are meant.',
        path: ['rows'],
      }),
    response: z.object({ changed: count, job: importJob }),
  }),
  mendImportRow: defineRoute({
    ...write,
    path: '/api/imports/:id/rows/:rowNo',
    summary: 'Other texts in cells of a row that is not written, which is checked again',
    params: idParams.extend({ rowNo: z.coerce.number().int().min(1) }),
    body: z
      .object({
        cells: z
          .record(z.string().min(1).max(100), z.string().max(32_767))
          .refine((cells) => Object.keys(cells).length > 0, 'Name at least one cell.'),
      })
      .strict(),
  }),
  importFaults: defineRoute({
    ...read,
    path: '/api/imports/:id/faults',
    summary: 'What the refused rows are at fault for: the same fault in the same column together',
    params: idParams,
    response: z.object({ items: z.array(importFault) }),
  }),
  mendImportFault: defineRoute({
    ...write,
    path: '/api/imports/:id/mend',
    summary: 'One text for all refused rows with the same fault in the same column, which are checked again',
    body: z
      .object({
        field: z.string().min(1).max(100),
        problem: z.string().min(1).max(100),
        detail: z.string().max(2_000).nullable().optional(),
        /** Only cells that stand so. */
        text: z.string().max(32_767).optional(),
        to: z.string().max(32_767),
      })
      .strict(),
    response: z.object({ changed: count, job: importJob }),
  }),
  testImport: defineRoute({
    ...write,
    path: '/api/imports/:id/test',
    summary: 'Try the first fifty rows through the whole write and leave nothing behind',
    response: z.object({ items: z.array(importRow) }),
    idempotent: false,
  }),
  startImport: defineRoute({
    ...write,
    path: '/api/imports/:id/start',
    summary: 'Write what was decided, in the background; after a run, what was mended since',
  }),
  stopImport: defineRoute({
    ...write,
    path: '/api/imports/:id/stop',
    summary: 'End a run; what is written stays and can be taken back',
  }),
  undoImport: defineRoute({
    ...write,
    path: '/api/imports/:id/undo',
    summary:
      'Take the import back, changes of records included; what others changed since is left and listed',
  }),
  removeImport: defineRoute({
    ...write,
    method: 'DELETE',
    path: '/api/imports/:id',
    summary: 'Forget an import that wrote nothing',
    response: ok,
  }),
  refusedImportRows: defineRoute({
    ...read,
    path: '/api/imports/:id/refused',
    summary: 'Refused rows as a file, with the reason in the last column',
    params: idParams,
    query: z.object({ format }).strict(),
    response: ok,
    bytes: 'down',
  }),
  checkExport: defineRoute({
    ...read,
    path: '/api/exports/:entity/check',
    summary: 'Whether the list may be taken out, and how many rows the caller may still take out today',
    params: entityParams,
    query: exportQuery.omit({ format: true, columns: true, sort: true }),
    response: z.object({
      isAllowed: z.boolean(),
      /** Rows in 24 hours; null without a limit. */
      limit: count.nullable(),
      left: count.nullable(),
    }),
  }),
  exportRecords: defineRoute({
    ...read,
    path: '/api/exports/:entity',
    summary: 'A list as a file, as far as the caller may export it; the same question as the list asks',
    params: entityParams,
    query: exportQuery,
    response: ok,
    bytes: 'down',
  }),
} as const;
