/** Rules of the company that name a choice: while one does, the choice cannot be switched off. */
import type { Queryable } from '../database/transaction.ts';
import type { LocalizedText } from '../entities/entity-types.ts';
import { STAGED } from '../pipelines/stage-rows.ts';
import type { ListRule } from './choice-lists.ts';

export const CHOICE_RULE_KINDS = [
  'serviceLevel',
  'stage',
  'distributionRule',
  'distributionPerson',
  'lifecycleRule',
  'scoreRule',
  'field',
  'webForm',
  'mailRules',
  'process',
  'decision',
] as const;
export type ChoiceRuleKind = (typeof CHOICE_RULE_KINDS)[number];

/** What stands against switching a choice off. */
export interface ChoiceInUse {
  readonly code: string;
  readonly kind: ChoiceRuleKind;
  readonly name: LocalizedText;
}

/** One rule: conditions over fields of a kind of record, and codes of named lists. */
interface RuleRow {
  readonly kind: ChoiceRuleKind;
  readonly name: LocalizedText;
  readonly entity: string;
  readonly conditions: unknown;
  readonly list: string | null;
  readonly codes: readonly string[];
}

const NONE = `null::text, '{}'::text[]`;
const named = (alias: string): string =>
  `json_build_object('en', ${alias}.label_en, 'ru', ${alias}.label_ru)`;

const SELECT_RULES = `
  select r.kind, r.name, r.entity, r.conditions, r.list, r.codes from (
    select 'serviceLevel', ${named('o')}, 'ticket', p.match, 'ticket.status',
           array(select distinct s from crm.sla_target t, unnest(t.pause_states) s where t.policy_code = p.code)
    from crm.sla_policy p join crm.select_option o on o.list = p.list and o.code = p.code and o.active
    union all
    select 'stage', ${named('o')}, case s.list when '${STAGED.deal.stages}' then 'deal' else 'lead' end, s.entry_rule, ${NONE}
    from crm.stage s join crm.select_option o on o.list = s.list and o.code = s.code and o.active
    union all
    select 'distributionRule', ${named('d')}, 'lead', d.match, ${NONE} from crm.distribution_rule d where d.active
    union all
    select 'distributionPerson', json_build_object('en', u.name, 'ru', u.name), 'lead', '{}'::jsonb, w.list, w.codes
    from crm.distribution_profile p join crm."user" u on u.id = p.user_id and u.deleted_at is null
    cross join lateral (values ('lead.language', p.languages), ('sales.source', p.sources)) as w (list, codes)
    union all
    select 'lifecycleRule', ${named('l')}, 'account', l.condition, 'account.lifecycle', l.from_states || l.to_state
    from crm.lifecycle_rule l where l.active
    union all
    select 'scoreRule', ${named('c')}, 'lead', c.condition, ${NONE} from crm.lead_score_rule c where c.active
    union all
    select 'field', ${named('f')}, f.entity, jsonb_build_array(f.visible_if, f.required_if), ${NONE}
    from crm.field_def f where f.dropped_at is null
  ) as r (kind, name, entity, conditions, list, codes)`;

/** The rules that name one of the codes of the list. */
export async function usesOfChoices(
  reader: Queryable,
  rule: ListRule,
  codes: readonly string[],
): Promise<readonly ChoiceInUse[]> {
  if (codes.length === 0) return [];
  const { rows } = await reader.query<RuleRow>(SELECT_RULES);
  return rows.flatMap((row) => {
    const fields = rule.uses.filter((use) => use.entity === row.entity).map((use) => use.field);
    const found = new Set(row.list === rule.list ? row.codes : []);
    for (const code of namedCodes(row.conditions, { fields, list: rule.list })) found.add(code);
    return codes.filter((code) => found.has(code)).map((code) => ({ code, kind: row.kind, name: row.name }));
  });
}

/** Codes that conditions compare one of the fields with, however deep they lie. */
function namedCodes(
  conditions: unknown,
  of: { readonly fields: readonly (string | null)[]; readonly list: string },
): string[] {
  if (Array.isArray(conditions)) return conditions.flatMap((one) => namedCodes(one, of));
  if (typeof conditions !== 'object' || conditions === null) return [];
  const { kind, field, value, role } = conditions as Readonly<Record<string, unknown>>;
  if (kind === 'contactRole') return of.list === 'deal.contactRole' ? [String(role)] : [];
  if (typeof field === 'string')
    return of.fields.includes(field) ? [value].flat().filter((one) => typeof one === 'string') : [];
  return Object.values(conditions).flatMap((one) => namedCodes(one, of));
}
