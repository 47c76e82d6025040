/** What somebody chose for each record of a conversion, and which of its fields are to be seen at first. */
import type { ConversionPlan, EntityMeta, FieldMeta } from '#contract';
import { fieldsFor } from '../records/field-conditions.ts';
import { isBlank } from '../records/field-values.ts';

export type PartEntity = 'account' | 'contact' | 'deal';
export type PartMode = 'new' | 'existing' | 'none';

export interface PartState {
  readonly mode: PartMode;
  readonly id: string | null;
  /** What was typed; null where something was taken out. */
  readonly values: Readonly<Record<string, unknown>>;
}

type Values = Readonly<Record<string, unknown>>;

export const valuesOf = (planned: Values, { values }: Pick<PartState, 'values'>): Values => ({
  ...planned,
  ...values,
});

const FIRST: Readonly<Record<PartEntity, readonly string[]>> = {
  account: ['name'],
  contact: ['givenName', 'familyName'],
  deal: ['name', 'amount'],
};
/** The conversion links the records itself; pipeline and stage have a place of their own. */
const ELSEWHERE: Readonly<Record<PartEntity, readonly string[]>> = {
  account: [],
  contact: ['account'],
  deal: ['account', 'pipeline', 'stage'],
};

interface Part {
  readonly entity: PartEntity;
  readonly planned: Values;
  readonly state: PartState;
  readonly errors: Readonly<Record<string, string>>;
  readonly needed: readonly string[];
}

/** All fields that may be filled in, and those to be seen at first: what names the record, and what it must or does bring along. */
export function firstFields(
  meta: EntityMeta,
  { entity, planned, state, errors, needed }: Part,
): { readonly fields: readonly FieldMeta[]; readonly first: readonly FieldMeta[] } {
  const writable = meta.fields.filter((field) => !field.readOnly && !ELSEWHERE[entity].includes(field.key));
  const fields = fieldsFor(writable, valuesOf(planned, state)).map((field) => ({
    ...field,
    required: needed.includes(field.key) || mustBeTyped(field),
  }));
  const first = fields.filter(
    ({ key, required, isCustom }) =>
      required || FIRST[entity].includes(key) || key in errors || (isCustom && !isBlank(planned[key])),
  );
  return { fields, first };
}

/** Shipped choices have a default on the server. */
const mustBeTyped = (field: FieldMeta): boolean =>
  field.required && (field.isCustom || field.type !== 'select');

/** Keys of the fields that a new record still needs. */
export function missingKeys(meta: EntityMeta, part: Part): readonly string[] {
  const values = valuesOf(part.planned, part.state);
  return firstFields(meta, part)
    .fields.filter((field) => field.required && isBlank(values[field.key]))
    .map((field) => field.key);
}

export type PlannedPipeline = ConversionPlan['pipelines'][number];

/** The pipeline and the stage in which the deal begins, and the fields that it needs there. */
export function beginning(
  pipelines: readonly PlannedPipeline[],
  { values }: Pick<PartState, 'values'>,
): {
  readonly pipeline: PlannedPipeline | undefined;
  readonly stages: PlannedPipeline['stages'];
  readonly stage: PlannedPipeline['stages'][number] | undefined;
  readonly needed: readonly string[];
} {
  const pipeline =
    pipelines.find(({ code }) => code === values['pipeline']) ??
    pipelines.find(({ isDefault }) => isDefault) ??
    pipelines[0];
  // A deal that is just made is neither won nor lost.
  const stages = (pipeline?.stages ?? []).filter(
    ({ baseStatus }) => baseStatus === 'open' || baseStatus === 'paused',
  );
  const stage = stages.find(({ code }) => code === values['stage']) ?? stages[0];
  return { pipeline, stages, stage, needed: (stage?.missing ?? []).flatMap(({ field }) => field ?? []) };
}
