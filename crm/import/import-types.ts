/** What an import is to those who work with it. */
import type { FieldValues } from '../entities/entity-types.ts';
import type { DuplicateReason } from '../duplicates/score.ts';
import type { PointDraft } from '../phones/write-points.ts';
import type { FileProblem } from './reading/file-refused.ts';
import type { CellDoubt, CellProblem } from './cells/cell-reading.ts';
import type { DateOrder } from './cells/parse-date.ts';
import type { DecimalSign } from './cells/parse-number.ts';

export const IMPORT_STATES = [
  'reading',
  'mapping',
  'checking',
  'ready',
  'running',
  'done',
  'undoing',
  'undone',
  'failed',
] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

/** States in which a node works on it. */
export const WORKING_STATES = [
  'reading',
  'checking',
  'running',
  'undoing',
] as const satisfies readonly ImportState[];

export const IMPORT_VERDICTS = ['create', 'update', 'merge', 'skip', 'review', 'error'] as const;
export type ImportVerdict = (typeof IMPORT_VERDICTS)[number];
export type ImportOutcome = 'created' | 'updated' | 'merged' | 'unchanged' | 'skipped' | 'failed';

export interface ImportSource {
  readonly kind: 'csv' | 'xlsx' | null;
  readonly encoding: string | null;
  readonly delimiter: string | null;
  readonly sheet: string | null;
  readonly sheets: readonly string[];
}

export interface ImportColumn {
  readonly index: number;
  readonly header: string;
  readonly samples: readonly string[];
}

export interface ColumnMapping {
  readonly column: number;
  /** Key of an import target. */
  readonly target: string;
  readonly dateOrder?: DateOrder | null;
  readonly decimal?: DecimalSign | null;
  /** Texts of the file that stand for a choice; an empty code leaves the field empty. */
  readonly choices?: Readonly<Record<string, string>>;
}

export interface ImportOptions {
  readonly mode: 'createAndUpdate' | 'createOnly' | 'updateOnly';
  /** Targets whose equal value means the same record, beside number and id. */
  readonly keys: readonly string[];
  readonly findDuplicates: boolean;
  /** A cell that cannot be read refuses its row, or is left out. */
  readonly badCells: 'refuse' | 'leaveOut';
  /** ISO 3166, by which phones without country are read. */
  readonly country: string;
  /** Whether processes that wait for such records are told. */
  readonly startProcesses: boolean;
}

export interface ImportSummary {
  /** Rows by verdict, and after the run by outcome. */
  readonly verdicts?: Readonly<Partial<Record<ImportVerdict, number>>>;
  readonly outcomes?: Readonly<Partial<Record<ImportOutcome, number>>>;
  /** After the run: rows that were mended and are not written yet, by verdict. */
  readonly waiting?: Readonly<Partial<Record<ImportVerdict, number>>>;
  /** What cleaning did, by target. */
  readonly cleaning?: Readonly<Record<string, CleaningCounts>>;
  readonly undone?: number;
  readonly left?: number;
}

export interface CleaningCounts {
  readonly ok: number;
  readonly fixed: number;
  readonly doubtful: number;
  readonly bad: number;
  /** Texts that no choice or record is known for, the most frequent first. */
  readonly unknown: readonly { readonly text: string; readonly count: number }[];
}

/** What happened to one cell on its way into a field. */
export interface CellNote {
  readonly state: 'fixed' | 'doubtful' | 'leftOut';
  /** The cell as it stood. */
  readonly from: string;
  readonly doubt?: CellDoubt;
  readonly problem?: CellProblem;
}

export interface RowProblem {
  /** Target key; empty where the row as a whole is meant. */
  readonly field: string;
  readonly problem: CellProblem | 'required' | 'forbidden' | 'recordNotFound' | 'rule' | 'duplicateUndecided';
  /** The cell, or the words of a rule. */
  readonly detail: string | null;
}

export interface RowCandidate {
  readonly id: string | null;
  /** A row of the same file. */
  readonly row: number | null;
  readonly title: string;
  readonly score: number;
  readonly reasons: readonly DuplicateReason[];
}

/** An account that a contact belongs to, and as what. */
export interface RowLink {
  readonly accountId: string;
  readonly position: string | null;
}

/** A row after its check. */
export interface CheckedRow {
  readonly rowNo: number;
  readonly values: FieldValues;
  readonly points: readonly PointDraft[];
  readonly link: RowLink | null;
  readonly notes: Readonly<Record<string, CellNote>>;
  readonly problems: readonly RowProblem[];
  readonly keys: readonly string[];
  readonly verdict: ImportVerdict;
  readonly recordId: string | null;
  readonly candidates: readonly RowCandidate[];
}

export interface ImportJob {
  readonly id: string;
  readonly entity: string;
  readonly state: ImportState;
  readonly fileName: string;
  readonly fileSize: number;
  readonly storageKey: string;
  readonly source: ImportSource;
  readonly headerRow: number;
  readonly columns: readonly ImportColumn[];
  readonly signature: string | null;
  readonly mapping: readonly ColumnMapping[];
  readonly options: ImportOptions;
  readonly total: number;
  readonly cursor: number;
  readonly done: number;
  readonly summary: ImportSummary;
  readonly problem: { readonly code: string; readonly detail: string; readonly reason?: FileProblem } | null;
  readonly ownerId: string;
  readonly ownerName: string;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly undoneBy: string | null;
  readonly undoneAt: Date | null;
  readonly leaseOwner: string | null;
}
