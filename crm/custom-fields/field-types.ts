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

export interface NewEntity {
  readonly entity: string;
  readonly labelEn: string;
  readonly labelRu: string;
  readonly pluralEn: string;
  readonly pluralRu: string;
}
