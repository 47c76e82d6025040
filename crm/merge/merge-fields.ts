/**
 * Which of two records each field of the survivor comes from. Pure. What nobody chose: the survivor's owner, team and
 * status; the longer text; both of several values; else what was written last, and always what is not empty. "Do not
 * call" of either wins, whatever is chosen, and so do the earlier first touch and the later last one. Why a status was given goes with the status.
 */
import type { EntityDefinition, FieldDefinition, FieldValues } from '../entities/entity-types.ts';
import { isTouchField, sideOfTouch } from './merged-touches.ts';

export type MergeSide = 'survivor' | 'loser';
export type MergeChoices = Readonly<Record<string, MergeSide>>;

export interface MergedField {
  readonly key: string;
  readonly survivor: unknown;
  readonly loser: unknown;
  readonly value: unknown;
  readonly from: MergeSide | 'both';
  /** Nobody chooses here: an opt-out wins, lists are united, the earlier first touch and the later last one stay. */
  readonly isFixed: boolean;
}

export interface MergePair {
  readonly survivor: { readonly id: string; readonly fields: FieldValues };
  readonly loser: { readonly id: string; readonly fields: FieldValues };
  /** When each field was last written, as ISO 8601; by field key. */
  readonly writtenAt: Readonly<Record<MergeSide, Readonly<Record<string, string>>>>;
  readonly createdAt: Readonly<Record<MergeSide, string>>;
}

/** Who said no is not asked again because of a merge. */
const OPT_OUTS = new Set(['doNotCall']);
const STAYS_WITH_SURVIVOR = new Set(['owner', 'team', 'territory', 'kind']);

export function mergedFields(
  definition: EntityDefinition,
  pair: MergePair,
  choices: MergeChoices,
): readonly MergedField[] {
  return mergeableFields(definition).map((field) => mergedField(definition, field, pair, choices));
}

/** Why the record stands in its status: it goes with the status, and nobody chooses it by itself. */
export function isReason({ statusReason }: EntityDefinition, key: string): boolean {
  return key === statusReason?.choice || key === statusReason?.note;
}

/** Phone and address of a party are points, which are all kept; the choice says which is the main one. */
export function mergeableFields(definition: EntityDefinition): readonly FieldDefinition[] {
  return definition.fields.filter((field) => !field.readOnly || isTouchField(definition.entity, field.key));
}

function mergedField(
  definition: EntityDefinition,
  field: FieldDefinition,
  pair: MergePair,
  choices: MergeChoices,
): MergedField {
  const { key } = field;
  const known = (value: unknown): unknown => (refersToPair(field, definition, value, pair) ? null : value);
  const survivor = known(pair.survivor.fields[key] ?? null);
  const loser = known(pair.loser.fields[key] ?? null);
  const both = { key, survivor, loser };
  if (OPT_OUTS.has(key))
    return { ...both, value: survivor === true || loser === true, from: 'both', isFixed: true };
  if (field.type === 'multiSelect') {
    const united = [...new Set([...listOf(survivor), ...listOf(loser)])];
    return { ...both, value: united.length > 0 ? united : null, from: 'both', isFixed: true };
  }
  if (isTouchField(definition.entity, key)) {
    const from = sideOfTouch(key, pair);
    return { ...both, value: from === 'survivor' ? survivor : loser, from, isFixed: true };
  }
  if (isReason(definition, key)) {
    const status = definition.statusField ?? '';
    const from = choices[status] ?? 'survivor';
    return { ...both, value: from === 'survivor' ? survivor : loser, from, isFixed: true };
  }
  const from = choices[key] ?? defaultSide(definition, field, both, pair);
  return { ...both, value: from === 'survivor' ? survivor : loser, from, isFixed: false };
}

/** A record is not its own parent, neither after the merge. */
function refersToPair(
  field: FieldDefinition,
  definition: EntityDefinition,
  value: unknown,
  { survivor, loser }: MergePair,
): boolean {
  return field.referenceEntity === definition.entity && (value === survivor.id || value === loser.id);
}

function defaultSide(
  definition: EntityDefinition,
  field: FieldDefinition,
  { survivor, loser }: { readonly survivor: unknown; readonly loser: unknown },
  { writtenAt, createdAt }: MergePair,
): MergeSide {
  if (isEmpty(loser)) return 'survivor';
  if (isEmpty(survivor)) return 'loser';
  const stays = STAYS_WITH_SURVIVOR.has(field.key) || field.key === definition.statusField;
  const isPoint = definition.partyType !== null && (field.key === 'phone' || field.key === 'email');
  if (stays || isPoint) return 'survivor';
  if (field.type === 'text' || field.type === 'longText') {
    const more = String(loser).length - String(survivor).length;
    if (more !== 0) return more > 0 ? 'loser' : 'survivor';
  }
  const at = (side: MergeSide): string => writtenAt[side][field.key] ?? createdAt[side];
  return at('loser') > at('survivor') ? 'loser' : 'survivor';
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
