/** Statuses that ask for a reason: which fields take it, and what takes a move back with the reason it had. */
import type { EntityMeta, FieldMeta, RecordView } from '#contract';
import { isBlank, optionOf } from './field-values.ts';

type Values = Readonly<Record<string, unknown>>;

/** Whether these fields move a record to a status that asks, and the person may answer. */
export function asksReason(meta: EntityMeta, fields: Values): boolean {
  const status = meta.fields.find(({ key }) => key === meta.statusField);
  const value = status && fields[status.key];
  if (!status || typeof value !== 'string') return false;
  return optionOf(status, value)?.asksReason === true && reasonFields(meta).length > 0;
}

/** The fields that take the reason: a choice that is needed, where there are any, and words, which are needed else. */
export function reasonFields(meta: EntityMeta): readonly FieldMeta[] {
  const { statusReason } = meta;
  const find = (key: string | undefined): FieldMeta[] =>
    meta.fields.filter((field) => field.key === key && !field.readOnly);
  const choice = find(statusReason?.choice).filter((field) => (field.options ?? []).length > 0);
  const note = find(statusReason?.note);
  return [
    ...choice.map((field) => ({ ...field, required: true })),
    ...note.map((field) => ({ ...field, required: choice.length === 0 })),
  ];
}

export function isReasonGiven(meta: EntityMeta, values: Values): boolean {
  return reasonFields(meta).every(({ key, required }) => !required || !isBlank(values[key]));
}

/** A field of the record as it is now, to be written back later: a status goes with its reason. */
export function valuesBack(
  meta: EntityMeta | null | undefined,
  { fields }: RecordView,
  key: string,
): Record<string, unknown> {
  const along = meta && key === meta.statusField ? reasonFields(meta) : [];
  const keys = [key, ...along.map((field) => field.key)];
  return Object.fromEntries(keys.map((one) => [one, fields[one] ?? null]));
}
