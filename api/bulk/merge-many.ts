/**
 * Several records that become one: what is shown before, and how a choice by field becomes a row of merges. They are
 * merged one after the other into the one that stays, so the value of a chosen record is taken when that one is merged,
 * and kept by all merges after it.
 */
import type { FieldOfMany, RecordView } from '#contract';
import type { RequestUser } from '#crm';
import type { ApiContext } from '../context.ts';
import { fieldRefused } from '../errors/field-codes.ts';

interface Many {
  readonly entity: 'account' | 'contact' | 'lead';
  readonly survivorId: string;
  /** By comma. */
  readonly loserIds: string;
}

type Preview = Awaited<ReturnType<ApiContext['crm']['merges']['preview']>>;

export async function previewMergeMany(
  { crm }: ApiContext,
  user: RequestUser,
  { entity, survivorId, loserIds }: Many,
): Promise<{ records: RecordView[]; fields: FieldOfMany[] }> {
  const losers = [...new Set(loserIds.split(','))];
  const caller = { user };
  const [previews, records] = await Promise.all([
    Promise.all(losers.map((loserId) => crm.merges.preview(caller, { entity, survivorId, loserId }))),
    Promise.all([survivorId, ...losers].map((id) => crm.records.get(caller, { entity, id }))),
  ]);
  const fields = (previews[0]?.fields ?? []).map(({ key }) => fieldOfMany(key, survivorId, losers, previews));
  const differ = ({ values }: FieldOfMany): boolean =>
    new Set(values.map(({ value }) => JSON.stringify(value ?? null))).size > 1;
  return { records, fields: fields.filter(differ) };
}

function fieldOfMany(
  key: string,
  survivorId: string,
  losers: readonly string[],
  previews: readonly Preview[],
): FieldOfMany {
  const pairs = losers.flatMap((id, at) => {
    const field = previews[at]?.fields.find((one) => one.key === key);
    return field ? [{ id, field }] : [];
  });
  const own = pairs[0]?.field.survivor ?? null;
  const values = [
    { id: survivorId, value: own },
    ...pairs.map(({ id, field }) => ({ id, value: field.loser })),
  ];
  // Each was asked against the one that stays; of those that would win, the longest text, else the first.
  const winners = pairs.filter(({ field }) => field.from === 'loser');
  const best = winners.toSorted(
    (one, other) => textLength(other.field.loser) - textLength(one.field.loser),
  )[0];
  return { key, values, from: best?.id ?? survivorId, isFixed: pairs.some(({ field }) => field.isFixed) };
}

function textLength(value: unknown): number {
  return typeof value === 'string' ? value.length : 0;
}

interface PlannedMerge {
  readonly survivorId: string;
  readonly loserId: string;
  readonly choices: Readonly<Record<string, 'survivor' | 'loser'>>;
}

/** @throws ApiProblem API_FIELDS_INVALID when a value is wanted of a record that is none of these */
export function mergesInOrder(
  survivorId: string,
  loserIds: readonly string[],
  choices: Readonly<Record<string, string>>,
): PlannedMerge[] {
  const losers = [...new Set(loserIds)];
  const foreign = Object.entries(choices).find(([, id]) => id !== survivorId && !losers.includes(id));
  if (foreign)
    throw fieldRefused({
      path: `choices.${foreign[0]}`,
      code: 'notOfThese',
      message: 'The value is of none of these records: choose again.',
    });
  return losers.map((loserId) => ({
    survivorId,
    loserId,
    choices: Object.fromEntries(
      Object.entries(choices).map(([key, id]) => [key, id === loserId ? 'loser' : 'survivor']),
    ),
  }));
}
