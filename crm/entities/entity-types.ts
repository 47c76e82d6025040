/** How a kind of record describes itself: what forms, lists, filters, validation and expressions need to know of it. */
import type { ModelStatic, Model } from 'sequelize';
import type { Unit } from '../database/transaction.ts';

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
}

/** A field as the outside sees it. */
export interface FieldMeta {
  readonly key: string;
  readonly type: FieldType;
  readonly label: LocalizedText;
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly options?: SelectOption[];
  readonly referenceEntity?: string;
  readonly sortable: boolean;
  readonly filterable: boolean;
  readonly section: 'main' | 'contact' | 'details' | 'system';
}

/** A kind of record as the outside sees it; rights are those of the asking user. */
export interface EntityMeta {
  readonly entity: string;
  readonly label: LocalizedText;
  readonly pluralLabel: LocalizedText;
  readonly titleField: string;
  readonly statusField: string | null;
  readonly fields: FieldMeta[];
  readonly listColumns: string[];
  readonly defaultSort: string;
  readonly rights: {
    readonly create: boolean;
    readonly read: boolean;
    readonly edit: boolean;
    readonly delete: boolean;
  };
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
  /** Name of the choice list of a select. */
  readonly list: string | null;
  readonly referenceEntity: string | null;
  readonly lengthMax: number;
  readonly integer: boolean;
  readonly defaultValue: unknown;
}

export interface EntityDefinition {
  readonly entity: string;
  readonly label: LocalizedText;
  readonly pluralLabel: LocalizedText;
  readonly table: string;
  readonly titleField: string;
  readonly titleSql: (alias: string) => string;
  readonly subtitleSql: (alias: string) => string;
  readonly numberColumn: string | null;
  readonly statusField: string | null;
  readonly listColumns: readonly string[];
  readonly defaultSort: string;
  readonly fields: readonly FieldDefinition[];
  /** Null for what is only read here. */
  readonly model: ModelStatic<Model> | null;
  /** Whether accounts and contacts keep phones and addresses of this entity. */
  readonly partyType: 'account' | 'contact' | null;
  /** Fields whose steps are kept in the lifecycle history. */
  readonly historyFields: readonly string[];
  /** The account on whose timeline the record's events appear, given the alias. */
  readonly accountSql: ((alias: string) => string) | null;
  readonly timelineKind: 'record' | 'activity';
  /** What follows from a write, in its transaction. */
  readonly afterWrite:
    | ((unit: Unit, written: { id: string; before: FieldValues | null; after: FieldValues }) => Promise<void>)
    | null;
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
  readonly rights: { readonly edit: boolean; readonly delete: boolean };
  readonly createdAt: string;
  readonly updatedAt: string;
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
