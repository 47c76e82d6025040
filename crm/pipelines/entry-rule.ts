/**
 * The conditions under which a record may enter a stage: pure, so that the page can say what is missing before anybody
 * drops the card, and the writer refuses by the very same rule. Each unmet condition is told in words of the user.
 */
import type { FieldValues, LocalizedText } from '../entities/entity-types.ts';

export type FieldOperator = 'notEmpty' | 'eq' | 'in' | 'gt' | 'gte' | 'lt' | 'lte';

export type EntryCondition =
  | {
      readonly kind: 'field';
      readonly field: string;
      readonly operator: FieldOperator;
      readonly value?: unknown;
    }
  /** Somebody stands on the deal with this role. */
  | { readonly kind: 'contactRole'; readonly role: string }
  | { readonly kind: 'lineItems' }
  | { readonly kind: 'quoteAccepted' }
  /** An activity of this kind was done on the record. */
  | { readonly kind: 'activityDone'; readonly activityKind: string };

export interface EntryRule {
  readonly all: readonly EntryCondition[];
}

/** What a rule may ask of a record beside its own fields. */
export interface EntryFacts {
  readonly fields: FieldValues;
  readonly contactRoles: readonly string[];
  readonly activityKindsDone: readonly string[];
  readonly lineItems: number;
  readonly quotesAccepted: number;
}

export interface MissingCondition {
  /** The field to fill, where one would do. */
  readonly field: string | null;
  readonly text: LocalizedText;
  /** The instance that has to go on. */
  readonly instanceId?: string;
}

/** Names of fields and choices, for the words. */
export interface EntryWords {
  field(key: string): LocalizedText;
  choice(list: string, code: string): LocalizedText;
  /** A value of a field: the name of a choice, anything else as it is. */
  value(key: string, value: unknown): LocalizedText;
}

/** Empty when the record may enter. */
export function missingConditions(
  rule: EntryRule,
  facts: EntryFacts,
  words: EntryWords,
): readonly MissingCondition[] {
  return rule.all.flatMap((condition) =>
    isConditionMet(condition, facts) ? [] : [missing(condition, words)],
  );
}

/** Whether one condition holds. */
export function isConditionMet(condition: EntryCondition, facts: EntryFacts): boolean {
  switch (condition.kind) {
    case 'field':
      return isFieldMet(condition, facts.fields[condition.field]);
    case 'contactRole':
      return facts.contactRoles.includes(condition.role);
    case 'lineItems':
      return facts.lineItems > 0;
    case 'quoteAccepted':
      return facts.quotesAccepted > 0;
    case 'activityDone':
      return facts.activityKindsDone.includes(condition.activityKind);
  }
}

function isFieldMet(condition: Extract<EntryCondition, { kind: 'field' }>, value: unknown): boolean {
  const { operator, value: wanted } = condition;
  if (value === null || value === undefined || value === '') return false;
  switch (operator) {
    case 'notEmpty':
      return !Array.isArray(value) || value.length > 0;
    case 'eq':
      return value === wanted;
    case 'in':
      return Array.isArray(wanted) && wanted.includes(value);
    case 'gt':
      return compare(value, wanted) > 0;
    case 'gte':
      return compare(value, wanted) >= 0;
    case 'lt':
      return compare(value, wanted) < 0;
    case 'lte':
      return compare(value, wanted) <= 0;
  }
}

/** Numbers by size, dates and texts as texts; NaN, and so nothing met, when they are of different kinds. */
function compare(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left !== 'string' || typeof right !== 'string') return Number.NaN;
  return left < right ? -1 : Number(left > right);
}

const OPERATOR_WORDS: Readonly<Record<Exclude<FieldOperator, 'notEmpty'>, LocalizedText>> = {
  eq: { en: 'must be', ru: 'должно быть' },
  in: { en: 'must be one of', ru: 'должно быть одним из' },
  gt: { en: 'must be above', ru: 'должно быть больше' },
  gte: { en: 'must be at least', ru: 'должно быть не меньше' },
  lt: { en: 'must be below', ru: 'должно быть меньше' },
  lte: { en: 'must be at most', ru: 'должно быть не больше' },
};

function missing(condition: EntryCondition, words: EntryWords): MissingCondition {
  switch (condition.kind) {
    case 'field':
      return { field: condition.field, text: fieldText(condition, words) };
    case 'contactRole': {
      const role = words.choice('deal.contactRole', condition.role);
      return {
        field: null,
        text: {
          en: `Add a contact with the role “${role.en}”`,
          ru: `Добавьте контакт с ролью «${role.ru}»`,
        },
      };
    }
    case 'lineItems':
      return {
        field: null,
        text: { en: 'Add at least one product line', ru: 'Добавьте хотя бы одну позицию' },
      };
    case 'quoteAccepted':
      return {
        field: null,
        text: { en: 'The customer must accept a quote', ru: 'Клиент должен принять предложение' },
      };
    case 'activityDone': {
      const kind = words.choice('activity.kind', condition.activityKind);
      return {
        field: null,
        text: { en: `Not done yet: ${kind.en}`, ru: `Ещё не выполнено: ${kind.ru}` },
      };
    }
  }
}

function fieldText(
  { field, operator, value }: Extract<EntryCondition, { kind: 'field' }>,
  words: EntryWords,
): LocalizedText {
  const label = words.field(field);
  if (operator === 'notEmpty' || (operator === 'gt' && value === 0))
    return { en: `Fill in “${label.en}”`, ru: `Заполните «${label.ru}»` };
  const wanted = (Array.isArray(value) ? value : [value]).map((one) => words.value(field, one));
  return {
    en: `“${label.en}” ${OPERATOR_WORDS[operator].en} ${wanted.map(({ en }) => en).join(', ')}`,
    ru: `«${label.ru}» ${OPERATOR_WORDS[operator].ru} ${wanted.map(({ ru }) => ru).join(', ')}`,
  };
}
