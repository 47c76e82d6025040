/**
 * The lists of choices that are shipped, and what an administrator may do with each. The product reads some codes
 * itself: those can be renamed and moved, never switched off. Lists whose every code means something take no more,
 * computed ones are not edited at all, and what has a page of its own is edited there.
 */
import { label } from '../entities/define-field.ts';
import type { LocalizedText } from '../entities/entity-types.ts';
import { entities } from '../entities/registry.ts';

/** Why a list is not edited here: the product computes it, or another page does. */
export type ChoiceLock = 'computed' | 'pipelines' | 'serviceLevels' | 'company';

/** Where a list is chosen from. */
export interface ChoiceUse {
  readonly entity: string;
  /** Null where it is no field of the record, but of something that belongs to it. */
  readonly field: string | null;
  readonly label: LocalizedText;
}

export interface ListRule {
  readonly list: string;
  readonly uses: readonly ChoiceUse[];
  readonly lock: ChoiceLock | null;
  readonly takesMore: boolean;
  /** What a choice of one's own may mean; empty where choices mean nothing to the product. */
  readonly states: readonly string[];
  /** Whether a choice may ask for a reason of whoever moves a record to it. */
  readonly mayAsk: boolean;
  /** Whether all its choices may be off: then the reason is given in words. */
  readonly mayBeEmpty: boolean;
  /** Codes that the product itself writes or asks for. */
  readonly kept: readonly string[];
}

const LOCKS: Readonly<Record<string, ChoiceLock>> = {
  'ticket.slaState': 'computed',
  'ticket.slaLikelyLate': 'computed',
  'party.toCheck': 'computed',
  'deal.attention': 'computed',
  'order.paymentState': 'computed',
  'deal.pipeline': 'pipelines',
  'deal.stage': 'pipelines',
  'lead.pipeline': 'pipelines',
  'lead.status': 'pipelines',
  'ticket.slaPolicy': 'serviceLevels',
  'money.currency': 'company',
};

/** Moves, kinds and directions: code decides by every one of them. */
const WHOLE: ReadonlySet<string> = new Set([
  'quote.status',
  'order.status',
  'activity.status',
  'activity.kind',
  'activity.direction',
  'account.kind',
]);

/** Beside the defaults of the fields, which are kept anyway. */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  'ticket.status': ['new', 'in_progress', 'waiting', 'solved', 'closed', 'spam'],
  'ticket.channel': ['portal', 'phone', 'email', 'process'],
  'contact.language': ['en', 'ru'],
  'product.unit': ['pcs'],
};

const STATES: Readonly<Record<string, readonly string[]>> = {
  'ticket.status': ['open', 'closed'],
};

/** Lists of what belongs to a record without being its field. */
const BESIDE: readonly (ChoiceUse & { readonly list: string })[] = [
  {
    list: 'account_contact.role',
    entity: 'account',
    field: null,
    label: label('Role of a contact', 'Роль контакта'),
  },
  {
    list: 'deal.contactRole',
    entity: 'deal',
    field: null,
    label: label('Role of a contact', 'Роль контакта'),
  },
  {
    list: 'payment.method',
    entity: 'order',
    field: null,
    label: label('Way of paying', 'Способ оплаты'),
  },
];

/** Every shipped list, in the order of the records that have them. */
export function choiceLists(): readonly ListRule[] {
  const uses = new Map<string, ChoiceUse[]>();
  const defaults = new Map<string, string[]>();
  const statuses = new Set<string>();
  const reasons = new Set<string>();
  for (const { entity, fields, statusField, statusReason } of entities) {
    for (const field of fields) {
      if (field.list === null || field.custom) continue;
      if (statusReason && field.key === statusField) statuses.add(field.list);
      if (field.key === statusReason?.choice) reasons.add(field.list);
      const use = { entity, field: field.key, label: field.label };
      uses.set(field.list, [...(uses.get(field.list) ?? []), use]);
      const given: unknown[] = Array.isArray(field.defaultValue) ? field.defaultValue : [field.defaultValue];
      const codes = given.filter((one): one is string => typeof one === 'string');
      defaults.set(field.list, [...(defaults.get(field.list) ?? []), ...codes]);
    }
    for (const { list, ...use } of BESIDE.filter((one) => one.entity === entity))
      uses.set(list, [...(uses.get(list) ?? []), use]);
  }
  return [...uses].map(([list, where]) => ({
    list,
    uses: where,
    lock: LOCKS[list] ?? null,
    takesMore: !WHOLE.has(list),
    states: STATES[list] ?? [],
    mayAsk: statuses.has(list),
    mayBeEmpty: reasons.has(list),
    kept: [...(KEPT[list] ?? []), ...(defaults.get(list) ?? [])],
  }));
}

/** Whether the product needs the choice as it is. */
export function isKept(rule: ListRule, code: string): boolean {
  return !rule.takesMore || rule.kept.includes(code);
}
