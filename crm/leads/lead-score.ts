/**
 * What a lead is worth, as the sum of rules that an administrator may change, each told in words: a salesperson sees
 * not only 60 but why. Pure; the rules are read once per write.
 */
import type { Queryable } from '../database/transaction.ts';
import type { FieldValues, LocalizedText } from '../entities/entity-types.ts';
import { type EntryCondition, isConditionMet } from '../pipelines/entry-rule.ts';

export interface ScoreRule {
  readonly code: string;
  readonly label: LocalizedText;
  readonly condition: EntryCondition;
  readonly points: number;
}

export interface ScoreReason {
  readonly code: string;
  readonly label: LocalizedText;
  readonly points: number;
}

const SELECT_RULES = `
  select code, json_build_object('en', label_en, 'ru', label_ru) as label, condition, points
  from crm.lead_score_rule where active order by sort_order, code`;

/** Addresses that anybody may have say nothing about a company. */
const FREE_MAIL =
  /@(gmail|googlemail|yahoo|hotmail|outlook|live|icloud|proton|protonmail|gmx|web|mail|inbox|list|bk|yandex|ya|rambler)\./;

export async function readScoreRules(reader: Queryable): Promise<readonly ScoreRule[]> {
  return (await reader.query<ScoreRule>(SELECT_RULES)).rows;
}

export function scoreReasons(rules: readonly ScoreRule[], values: FieldValues): readonly ScoreReason[] {
  const fields = { ...values, ...derivedFacts(values) };
  const facts = { fields, contactRoles: [], activityKindsDone: [], lineItems: 0, quotesAccepted: 0 };
  return rules
    .filter((rule) => isConditionMet(rule.condition, facts))
    .map(({ code, label, points }) => ({ code, label, points }));
}

/** Between 0 and 100, whatever the rules add up to. */
export function scoreOf(reasons: readonly ScoreReason[]): number {
  const sum = reasons.reduce((total, reason) => total + reason.points, 0);
  return Math.min(100, Math.max(0, sum));
}

/** What rules may ask for beside the fields. */
function derivedFacts(values: FieldValues): FieldValues {
  const { phoneE164, email, phone, givenName, familyName, companyName } = values;
  return {
    phoneIsValid: typeof phoneE164 === 'string',
    emailIsBusiness: typeof email === 'string' && !FREE_MAIL.test(email),
    isAnonymous: !phone && !email && !givenName && !familyName && !companyName,
  };
}
