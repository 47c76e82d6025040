/** What is told of imports: their state, their rows, and what is at fault in them. */
import { z } from 'zod';
import { id, localizedText } from './common.ts';
import { duplicateCriterion } from './duplicates.ts';
import { fieldType } from './record-kinds.ts';

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
export const verdict = z.enum(['create', 'update', 'merge', 'skip', 'review', 'error']);
export type ImportVerdict = z.infer<typeof verdict>;
export const outcome = z.enum(['created', 'updated', 'merged', 'unchanged', 'skipped', 'failed']);
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
export const columnMapping = z
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

export const importOptions = z
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

export const count = z.number().int();
export const importTarget = z.object({
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

export const importJob = z.object({
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
    /** After the run: rows that were mended and are not written yet. */
    waiting: z.partialRecord(verdict, count).optional(),
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

export const importRow = z.object({
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

export const importFault = z.object({
  /** What the column becomes; empty where rows as a whole are meant. */
  field: z.string(),
  problem: z.string(),
  /** The words of a rule, where it is one. */
  detail: z.string().nullable(),
  /** In the reader's language. */
  words: z.string(),
  count,
  /** Whether there are cells to mend. */
  canMend: z.boolean(),
  /** What stands in them, the most frequent first. */
  texts: z.array(z.object({ text: z.string(), count })),
});
export type ImportFault = z.infer<typeof importFault>;
