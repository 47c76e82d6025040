/** The words of writing many records at once. */
import type { FieldProblem } from '../errors.ts';
import type { PointDraft } from '../phones/write-points.ts';
import type { CrmClock, CrmIds, CrmProcesses } from '../ports.ts';
import type { EntityDefinition, FieldValues, OptionLists } from './entity-types.ts';
import type { RecordRow } from './record-rows.ts';
import type { OptionCatalogue } from './select-options.ts';
import type { RecordEventSink } from './tell-of-write.ts';

export interface ManyPorts {
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly options: OptionCatalogue;
  readonly processes: CrmProcesses | null;
  /** Null where processes are not told. */
  readonly onRecordEvent: RecordEventSink | null;
}

export interface ManyRow {
  readonly id: string;
  readonly fields: FieldValues;
  /** Phones and addresses of a party; the first of each kind is the main one and also in `fields`. */
  readonly points?: readonly PointDraft[];
  /** `fill` writes only where the record has nothing; further phones and addresses are added beside. */
  readonly mode?: 'overwrite' | 'fill';
}

export type ManyOutcome =
  | {
      readonly state: 'created' | 'changed';
      readonly version: number;
      /** What the changed fields held; empty for a new record. */
      readonly before: FieldValues;
      readonly addedPoints: readonly string[];
    }
  | { readonly state: 'unchanged' }
  | { readonly state: 'refused'; readonly code: string; readonly problems: readonly FieldProblem[] };

export type ManyOutcomes = ReadonlyMap<string, ManyOutcome>;

export interface ManyRequest {
  readonly definition: EntityDefinition;
  readonly rows: readonly ManyRow[];
}

export interface Draft {
  readonly row: ManyRow;
  readonly before: FieldValues | null;
  readonly beforeRow: RecordRow | null;
  wanted: FieldValues;
  values: FieldValues;
}

export interface Batch {
  readonly definition: EntityDefinition;
  readonly drafts: readonly Draft[];
  readonly outcomes: Map<string, ManyOutcome>;
  readonly lists: OptionLists;
  readonly now: Date;
}
