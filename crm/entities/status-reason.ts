/**
 * Why somebody moved a record to a status that asks: the answer lies in two fields of the record, a choice and words, and
 * is written with the move, as the reason of a lost deal is. It is of this move alone, so the next one brings its own or
 * leaves none. Rules and processes are not asked, and neither is who takes a move back.
 */
import { isByHand } from '../caller.ts';
import { fieldsInvalid } from '../errors.ts';
import { entityOf } from './entity-table.ts';
import type { EntityDefinition, FieldValues, OptionLists } from './entity-types.ts';
import type { WriteContext } from './tell-of-write.ts';

export interface StatusMove {
  /** Null when the record is being created. */
  readonly before: FieldValues | null;
  /** What the writer gave, unchanged values included: the same reason may be given twice. */
  readonly given: FieldValues;
  readonly lists: OptionLists;
}

/**
 * The fields of the reason as the move leaves them; nothing where no record moves.
 * @throws CrmRejection CRM_FIELDS_INVALID where the status asks and neither a choice nor words were given
 */
export function reasonOfStatus(
  definition: EntityDefinition,
  { before, given, lists }: StatusMove,
  context: WriteContext,
): FieldValues {
  const { statusField, statusReason } = definition;
  if (!statusField || !statusReason || context.needsNoReason) return {};
  const field = definition.fields.find((one) => one.key === statusField);
  const status = given[statusField];
  if (typeof status !== 'string' || status === (before ? before[statusField] : field?.defaultValue))
    return {};
  if (isByHand(context.actor) && field?.list && lists.asksReason(field.list, status))
    assertGiven(definition, { given, lists });
  const of = (key: string): unknown => given[key] ?? null;
  return before === null
    ? {}
    : { [statusReason.choice]: of(statusReason.choice), [statusReason.note]: of(statusReason.note) };
}

/** The fields that change with those that are written, whether or not they are given: the reason of a status. */
export function fieldsAlong(entity: string, written: readonly string[]): readonly string[] {
  const { statusField, statusReason } = entityOf(entity);
  const isMove = statusField !== null && written.includes(statusField);
  return isMove && statusReason ? [statusReason.choice, statusReason.note] : [];
}

function assertGiven(definition: EntityDefinition, { given, lists }: Omit<StatusMove, 'before'>): void {
  const { choice, note } = definition.statusReason ?? { choice: '', note: '' };
  const list = definition.fields.find((one) => one.key === choice)?.list;
  const mayChoose = typeof list === 'string' && lists.options(list).length > 0;
  const wanted = mayChoose ? choice : note;
  if (String(given[wanted] ?? '').trim() !== '') return;
  const label = definition.fields.find((one) => one.key === wanted)?.label.en ?? wanted;
  throw fieldsInvalid([
    {
      path: wanted,
      code: 'reasonAsked',
      message: `This status asks for a reason: give '${label}' together with the status.`,
    },
  ]);
}
