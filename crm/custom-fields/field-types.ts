/** A field or kind of record as administrators make and see it. */
import type { FieldType, Tone } from '../entities/entity-types.ts';
import type { FieldCondition } from './field-conditions.ts';

export interface FieldOption {
  readonly value: string;
  readonly labelEn: string;
  readonly labelRu: string;
  readonly tone: Tone;
}

export interface FieldContent {
  readonly labelEn: string;
  readonly labelRu: string;
  readonly section: 'main' | 'contact' | 'details';
  readonly required: boolean;
  readonly isUnique: boolean;
  readonly isIndexed: boolean;
  readonly isSearched: boolean;
  readonly inList: boolean;
  readonly visibleIf: FieldCondition[] | null;
  readonly requiredIf: FieldCondition[] | null;
  /** Choices of a select, in their order; one that is left out is retired. */
  readonly options: FieldOption[];
}

export interface NewField extends FieldContent {
  readonly entity: string;
  readonly key: string;
  readonly type: FieldType;
  readonly referenceEntity: string | null;
}

export interface FieldView extends NewField {
  readonly id: string;
  readonly version: number;
  readonly indexState: 'none' | 'wanted' | 'building' | 'ready' | 'failed';
  readonly indexProblem: string | null;
  readonly droppedAt: string | null;
}

/** What a kind of record is called. */
export interface KindNames {
  readonly labelEn: string;
  readonly labelRu: string;
  readonly pluralEn: string;
  readonly pluralRu: string;
}

export interface NewEntity extends KindNames {
  readonly entity: string;
}

export interface KindView extends NewEntity {
  readonly version: number;
  /** Retired: read and exported, and nothing more. */
  readonly retiredAt: string | null;
}

/** A running version of a process that uses something. */
export interface VersionInUse {
  readonly processKey: string;
  readonly name: string;
  readonly version: number;
}
