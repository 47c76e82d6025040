/** Tables in and out: imports in their steps, lists as files. */
import { z } from 'zod';
import { id, idParams, localizedText, none, ok } from './common.ts';
import { duplicateCriterion } from './duplicates.ts';
import { entityParams } from './records.ts';
import { fieldType } from './record-kinds.ts';
import { defineRoute } from './route.ts';

const importState = z.enum([
  'reading',
  'mapping',
  'checking',
  'ready',
  'running',
  'done',
  'undoing',
  'undone',
  'failed',
]);
export type ImportState = z.infer<typeof importState>;
const verdict = z.enum(['create', 'update', 'merge', 'skip', 'review', 'error']);
export type ImportVerdict = z.infer<typeof verdict>;
const outcome = z.enum(['created', 'updated', 'merged', 'unchanged', 'skipped', 'failed']);
export type ImportOutcome = z.infer<typeof outcome>;

const fileProblem = z.enum([
  'empty',
  'unknownKind',
  'oldWorkbook',
  'encrypted',
  'corrupt',
  'bomb',
  'doctype',
  'encoding',
  'quotes',
  'cellTooLong',
  'tooManyColumns',
  'tooManyRows',
  'noSheet',
]);
const undoReason = z.enum(['changed', 'usedBy', 'gone', 'refused']);

const target = z.string().min(1).max(100);
const columnMapping = z
  .object({
    column: z.number().int().min(0).max(1000),
    target,
    /** Null or left out: found by the cells of the column. */
    dateOrder: z.enum(['dmy', 'mdy', 'ymd']).nullable().optional(),
    decimal: z.enum(['comma', 'point']).nullable().optional(),
    /** Texts of the file that stand for a choice; an empty code leaves the field as it is. */
    choices: z.record(z.string().max(300), z.string().max(100)).optional(),
  })
  .strict();
export type ColumnMapping = z.infer<typeof columnMapping>;

const importOptions = z
  .object({
    mode: z.enum(['createAndUpdate', 'createOnly', 'updateOnly']),
    keys: z.array(target).max(5),
    findDuplicates: z.boolean(),
    badCells: z.enum(['refuse', 'leaveOut']),
    country: z.string().regex(/^[A-Z]{2}$/, 'A country is two capital letters, such as DE.'),
    startProcesses: z.boolean(),
  })
  .strict();
export type ImportOptions = z.infer<typeof importOptions>;

const count = z.number().int();
const importTarget = z.object({
  key: z.string(),
  label: localizedText,
  type: fieldType,
  required: z.boolean(),
  /** Whether records can be found by its value. */
  isKey: z.boolean(),
  list: z.string().nullable(),
  isField: z.boolean(),
});
export type ImportTarget = z.infer<typeof importTarget>;

const importJob = z.object({
  id,
  entity: z.string(),
  state: importState,
  fileName: z.string(),
  fileSize: z.number(),
  source: z.object({
    kind: z.enum(['csv', 'xlsx']).nullable(),
    encoding: z.string().nullable(),
    delimiter: z.string().nullable(),
    sheet: z.string().nullable(),
    sheets: z.array(z.string()),
  }),
  /** The row of the header as the file counts; 0 without one. */
  headerRow: count,
  columns: z.array(z.object({ index: count, header: z.string(), samples: z.array(z.string()) })),
  mapping: z.array(columnMapping),
  options: importOptions,
  /** Rows that the work under way is about, and how many it has behind it. */
  total: count,
  done: count,
  summary: z.object({
    verdicts: z.partialRecord(verdict, count).optional(),
    outcomes: z.partialRecord(outcome, count).optional(),
    cleaning: z
      .record(
        z.string(),
        z.object({
          ok: count,
          fixed: count,
          doubtful: count,
          bad: count,
          unknown: z.array(z.object({ text: z.string(), count })),
        }),
      )
      .optional(),
    undone: count.optional(),
    left: count.optional(),
  }),
  problem: z.object({ code: z.string(), detail: z.string(), reason: fileProblem.optional() }).nullable(),
  owner: z.object({ id, name: z.string() }),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
});
export type ImportJob = z.infer<typeof importJob>;

const importRow = z.object({
  rowNo: count,
  verdict: verdict.nullable(),
  proposed: verdict.nullable(),
  cells: z.array(
    z.object({
      target: z.string(),
      text: z.string(),
      value: z.unknown(),
      current: z.unknown(),
      isChange: z.boolean(),
      note: z
        .object({
          state: z.enum(['fixed', 'doubtful', 'leftOut']),
          from: z.string(),
          doubt: z.string().optional(),
          problem: z.string().optional(),
        })
        .nullable(),
    }),
  ),
  /** In the reader's language. */
  problems: z.array(z.object({ field: z.string(), text: z.string() })),
  candidates: z.array(
    z.object({
      id: id.nullable(),
      row: count.nullable(),
      title: z.string(),
      score: count,
      reasons: z.array(z.object({ criterion: duplicateCriterion, points: count, value: z.string() })),
    }),
  ),
  record: z.object({ id, title: z.string() }).nullable(),
  targetRow: count.nullable(),
  outcome: outcome.nullable(),
  undo: z.enum(['undone', 'left']).nullable(),
  undoReason: undoReason.nullable(),
});
export type ImportRow = z.infer<typeof importRow>;

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
    summary: 'Other texts in cells of one row, which is checked again; nothing is written',
    params: idParams.extend({ rowNo: z.coerce.number().int().min(1) }),
    body: z
      .object({
        cells: z
          .record(z.string().min(1).max(100), z.string().max(32_767))
          .refine((cells) => Object.keys(cells).length > 0, 'Name at least one cell.'),
      })
      .strict(),
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
    summary: 'Write what was decided, in the background',
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
