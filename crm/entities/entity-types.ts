/** How a kind of record describes itself: what forms, lists, filters, validation and expressions need to know of it. */
import type { ModelStatic, Model } from 'sequelize';
import type { FieldCondition } from '../custom-fields/field-conditions.ts';
import type { SqlParameters } from '../database/sql-parameters.ts';
import type { Unit } from '../database/transaction.ts';
import type { CrmActor, CrmIds, CrmProcesses } from '../ports.ts';
import type { RequestUser } from '../rights/request-user.ts';
import type { HandOn } from './hand-on-types.ts';

export interface LocalizedText {
  readonly en: string;
  readonly ru: string;
}

export type FieldType =
  | 'text'
  | 'longText'
  | 'number'
  | 'money'
  | 'boolean'
  | 'date'
  | 'dateTime'
  | 'select'
  | 'multiSelect'
  | 'reference'
  | 'user'
  | 'phone'
  | 'email'
  | 'url';

export type Tone = 'neutral' | 'info' | 'running' | 'waiting' | 'done' | 'late' | 'failed';

export interface SelectOption {
  readonly value: string;
  readonly label: LocalizedText;
  readonly tone: Tone;
  /** The choice of another list that it belongs to: a stage's pipeline. */
  readonly group?: string;
  /** What the product itself means by it: open, closed, won, lost, paused. */
  readonly baseState?: string;
  /** Who moves a record to it by hand says why. */
  readonly asksReason?: boolean;
}

/** The choices of all lists as they are now. */
export interface OptionLists {
  options(list: string): SelectOption[];
  /** Those that were switched off, for old records that have them. */
  retired(list: string): SelectOption[];
  /** Retired choices stay readable on old records but cannot be chosen. */
  isActive(list: string, code: string): boolean;
  /** What the product means by a choice: `open`, `closed`; null when it means nothing. */
  baseState(list: string, code: string): string | null;
  label(list: string, code: string): SelectOption['label'];
  /** Whether a choice, a status, asks for a reason of whoever moves a record to it. */
  asksReason(list: string, code: string): boolean;
  /** ISO 3166 code by which phones without a country are read; kept beside the choices, since both change seldom. */
  readonly homeCountry: string;
}

/** A field as the outside sees it. */
export interface FieldMeta {
  readonly key: string;
  readonly type: FieldType;
  readonly label: LocalizedText;
  readonly required: boolean;
  readonly readOnly: boolean;
  /** Read-only afterwards: whoever makes the record may give it. */
  readonly setAtCreation?: boolean;
  readonly options?: SelectOption[];
  /** Switched off: old records may have them, nothing new may. */
  readonly retiredOptions?: SelectOption[];
  readonly referenceEntity?: string;
  readonly sortable: boolean;
  readonly filterable: boolean;
  readonly section: 'main' | 'contact' | 'details' | 'system';
  /** Made by an administrator. */
  readonly isCustom: boolean;
  /** When it is shown, and when it must be filled in, by the values of other fields. */
  readonly visibleIf?: FieldCondition[];
  readonly requiredIf?: FieldCondition[];
}

/** The fields that keep why somebody moved a record to its status: one of the choices, and words. */
export interface StatusReasonFields {
  readonly choice: string;
  readonly note: string;
}

/** A kind of record as the outside sees it; rights are those of the asking user. */
export interface EntityMeta {
  readonly entity: string;
  readonly label: LocalizedText;
  readonly pluralLabel: LocalizedText;
  readonly titleField: string;
  readonly statusField: string | null;
  /** Where the reason of a move of the status is kept, where statuses may ask for one. */
  readonly statusReason?: StatusReasonFields;
  readonly fields: FieldMeta[];
  readonly listColumns: string[];
  readonly defaultSort: string;
  readonly rights: {
    readonly create: boolean;
    readonly read: boolean;
    readonly edit: boolean;
    readonly delete: boolean;
    readonly export: boolean;
  };
  /** Chosen in forms, not worked with as records. */
  readonly isDirectory: boolean;
  /** Made by an administrator. */
  readonly isCustom: boolean;
  /** Read and exported, and offered nowhere. */
  readonly isRetired: boolean;
  /** Whether fields can be added. */
  readonly takesFields: boolean;
}

/** The PostgreSQL type that values of a field have in filters and cursors. */
export type StorageType = 'text' | 'float8' | 'boolean' | 'date' | 'timestamptz' | 'uuid' | 'text[]';

export interface FieldDefinition {
  readonly key: string;
  readonly type: FieldType;
  readonly label: LocalizedText;
  readonly section: FieldMeta['section'];
  readonly required: boolean;
  readonly readOnly: boolean;
  /** Read-only, but whoever makes the record may give it. */
  readonly setAtCreation?: boolean;
  readonly sortable: boolean;
  readonly filterable: boolean;
  /** Column of the entity's table; null when `sql` computes the value. */
  readonly column: string | null;
  /** Attribute of the Sequelize model; null when the field is not stored in the entity's row. */
  readonly attribute: string | null;
  /** The value, given the alias of the entity's table. */
  readonly sql: (alias: string) => string;
  /** What lists sort by, where that is not the value itself (titles, order of choices). */
  readonly sortSql: ((alias: string) => string) | null;
  readonly sortStorage: StorageType;
  readonly storage: StorageType;
  /** For a list of texts: rows that hold one of the values of the placeholder, or any at all without one, where that is cheaper asked than read. */
  readonly holdsSql?: (alias: string, placeholder: string | null) => string;
  /** Rows among which all with one of these values are (with any, where none is named), where few are asked for cheaply; null where that is none. */
  readonly candidatesSql?: (alias: string, values: readonly string[]) => string | null;
  /** For a sum: rows that ought to have a value and have none, so that the sum says what it leaves out. */
  readonly missesSql?: (alias: string) => string;
  /** Name of the choice list of a select. */
  readonly list: string | null;
  readonly referenceEntity: string | null;
  readonly lengthMax: number;
  readonly integer: boolean;
  /** The smallest and the largest number that it takes. */
  readonly range?: readonly [min: number, max: number];
  readonly defaultValue: unknown;
  /** Set on fields that an administrator made; their values lie in `custom` of the row. */
  readonly custom?: CustomField;
  /** Required, but `beforeWrite` gives a new record its value when nobody did. */
  readonly filledIn: boolean;
}

export interface CustomField {
  readonly id: string;
  readonly isUnique: boolean;
  readonly isSearched: boolean;
  readonly inList: boolean;
  readonly visibleIf: readonly FieldCondition[] | null;
  readonly requiredIf: readonly FieldCondition[] | null;
}

export interface EntityDefinition {
  readonly entity: string;
  readonly label: LocalizedText;
  readonly pluralLabel: LocalizedText;
  readonly table: string;
  readonly titleField: string;
  readonly titleSql: (alias: string) => string;
  /** What tells it from others of the same title; in the reader's language where it has words of it. */
  readonly subtitleSql: (alias: string, locale: 'en' | 'ru') => string;
  readonly numberColumn: string | null;
  readonly statusField: string | null;
  /** Where the reason of a move of the status is kept; left out where statuses ask for none, or otherwise. */
  readonly statusReason?: StatusReasonFields;
  readonly listColumns: readonly string[];
  readonly defaultSort: string;
  readonly fields: readonly FieldDefinition[];
  /** Null for what is only read here. */
  readonly model: ModelStatic<Model> | null;
  /** Whether accounts and contacts keep phones and addresses of this entity. */
  readonly partyType: 'account' | 'contact' | null;
  /** Fields whose steps are kept in the lifecycle history. */
  readonly historyFields: readonly string[];
  /** Column of the person whom a record belongs to, `owner_id` when it is left out; null where records belong to nobody. */
  readonly ownerColumn?: string | null;
  /** Column of the team whom a record belongs to, `team_id` when it is left out. */
  readonly teamColumn?: string | null;
  /**
   * The records above one: whoever reads them may read it, where a role says so. When it is left out, that is the
   * account in a column of the field `account`. `joinSql` holds between the row and the row above.
   */
  readonly parents?: readonly ParentRelation[];
  /** What lists search in, `search_text` of the row when it is left out. */
  readonly searchTextSql?: (alias: string) => string;
  /**
   * Who may see which row, for rows that are no records of ours: their host decides, and levels, shares and the bin do
   * not apply.
   */
  readonly readSql?: (alias: string, parameters: SqlParameters, user: RequestUser) => string;
  /** Departments, teams and the like: chosen in forms, not worked with as records. */
  readonly isDirectory?: boolean;
  /** Made by an administrator; its rows lie in the table that all such kinds share. */
  readonly isCustom?: boolean;
  /** Made by an administrator and retired: its records are read and exported, and nothing else. */
  readonly isRetired?: boolean;
  /** The account on whose timeline the record's events appear, given the alias. */
  readonly accountSql: ((alias: string) => string) | null;
  readonly timelineKind: 'record' | 'activity';
  /**
   * What the product itself sets when the record is written, and what it refuses, where that needs the database: the
   * returned values join the wanted ones, those of read-only fields included. In the transaction of the write.
   */
  readonly beforeWrite?: (unit: Unit, write: PlannedWrite) => Promise<FieldValues>;
  /** Rules by which a new record that nobody was named for gets an owner. */
  readonly handOn?: HandOn;
  /** What follows from a write, in its transaction. */
  readonly afterWrite: ((unit: Unit, written: DoneWrite) => Promise<void>) | null;
}

/** A write whose fields are valid and whose references are not yet checked. */
export interface PlannedWrite {
  readonly id: string;
  /** Null when the record is being created. */
  readonly before: FieldValues | null;
  readonly wanted: FieldValues;
  readonly lists: OptionLists;
  readonly now: Date;
  readonly actor: CrmActor;
  readonly ids: CrmIds;
  /** Null where there are none. */
  readonly processes: CrmProcesses | null;
}

export interface DoneWrite {
  readonly id: string;
  readonly before: FieldValues | null;
  readonly after: FieldValues;
  readonly now: Date;
  readonly actor: CrmActor;
  readonly ids: CrmIds;
}

export interface ParentRelation {
  readonly entity: string;
  readonly joinSql: (alias: string, parentAlias: string) => string;
}

export type FieldValues = Record<string, unknown>;

/** A record as it is handed out: ids for references, titles in `links`. */
export interface RecordView {
  readonly entity: string;
  readonly id: string;
  readonly number: string | null;
  readonly title: string;
  readonly version: number;
  readonly fields: FieldValues;
  readonly links: Record<string, RecordLink | null>;
  readonly rights: {
    readonly edit: boolean;
    readonly delete: boolean;
    readonly share: boolean;
    readonly comment: boolean;
  };
  readonly createdAt: string;
  readonly updatedAt: string;
  /** In a grouped list: the group that the record belongs to; null where its field is empty. */
  readonly group?: string | null;
}

export interface RecordLink {
  readonly entity: string;
  readonly id: string;
  readonly title: string;
}

export interface RecordPage {
  readonly items: RecordView[];
  readonly nextCursor: string | null;
  readonly total: number;
  readonly totalIsEstimate: boolean;
}
