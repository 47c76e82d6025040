/**
 * Choices of shipped fields as an administrator has them: added, renamed in both languages, moved, toned, switched off.
 * Nothing is ever deleted: what is switched off stays readable on old records. A change raises the version of the
 * metadata, so that every node offers the new choices with its next request.
 */
import { assertSettingVersion } from '../audit/assert-setting-version.ts';
import { type SettingPorts, tellOfSetting } from '../audit/tell-of-setting.ts';
import type { Caller } from '../caller.ts';
import { raiseMetadata } from '../custom-fields/raise-metadata.ts';
import type { Queryable, Transactions } from '../database/transaction.ts';
import type { LocalizedText, Tone } from '../entities/entity-types.ts';
import { entityOf } from '../entities/registry.ts';
import type { OptionCatalogue } from '../entities/select-options.ts';
import { CrmRejection, type FieldRefusal, fieldsInvalid } from '../errors.ts';
import { choiceLists, isKept, type ListRule } from './choice-lists.ts';
import { type ChoiceInUse, usesOfChoices } from './choice-uses.ts';

export interface ChoiceDraft {
  readonly value: string;
  readonly label: LocalizedText;
  readonly tone: Tone;
  /** What it means to the product, where its list has such meanings. */
  readonly baseState: string | null;
  readonly active: boolean;
  /** Whoever moves a record to it by hand says why; left out, it stays as it is. */
  readonly asksReason?: boolean | undefined;
}

export interface Choice extends ChoiceDraft {
  readonly asksReason: boolean;
  /** The product needs it: it can be renamed and moved, not switched off. */
  readonly isKept: boolean;
}

export interface ChoiceListView extends Omit<ListRule, 'kept' | 'mayBeEmpty'> {
  readonly version: number;
  readonly choices: readonly Choice[];
}

export interface ChoiceService {
  /** Every shipped list, switched off choices included. */
  all(): Promise<readonly ChoiceListView[]>;
  /** One list. @throws CrmRejection CRM_CHOICES_LOCKED */
  find(list: string): Promise<ChoiceListView>;
  /**
   * Makes the choices of a list what is given, in its order; each that is there has to be named. `alsoUsed`: what the
   * host knows to use a choice. For administrators; the host checks that.
   * @throws CrmRejection CRM_CHOICES_LOCKED, CRM_CHOICE_IN_USE, CRM_FIELDS_INVALID, CRM_SETTING_CHANGED
   */
  save(
    caller: Caller,
    draft: {
      readonly list: string;
      readonly choices: readonly ChoiceDraft[];
      readonly version?: number | undefined;
      readonly alsoUsed?: readonly ChoiceInUse[];
    },
  ): Promise<ChoiceListView>;
}

const CHOICES_MAX = 500;

const SELECT_CHOICES = `
  select list, code as value, json_build_object('en', label_en, 'ru', label_ru) as label, tone,
         base_state as "baseState", active, asks_reason as "asksReason"
  from crm.select_option where list = any($1) order by list, sort_order, code`;
const SELECT_VERSIONS = 'select list, version from crm.choice_list where list = any($1)';
/** Also the lock: two who save one list come one after the other. */
const RAISE_VERSION = `
  insert into crm.choice_list (list) values ($1)
  on conflict (list) do update set version = crm.choice_list.version + 1, updated_at = clock_timestamp()`;
const UPSERT_CHOICES = `
  insert into crm.select_option (list, code, label_en, label_ru, tone, base_state, active, asks_reason, sort_order)
  select $1, o.code, o.label_en, o.label_ru, o.tone, o.base_state, o.active, o.asks_reason, o.place
  from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::boolean[], $8::boolean[]) with ordinality
    as o (code, label_en, label_ru, tone, base_state, active, asks_reason, place)
  on conflict (list, code) do update
  set label_en = excluded.label_en, label_ru = excluded.label_ru, tone = excluded.tone,
      base_state = excluded.base_state, active = excluded.active, asks_reason = excluded.asks_reason,
      sort_order = excluded.sort_order`;

export function createChoiceService(
  ports: SettingPorts & { readonly transactions: Transactions; readonly options: OptionCatalogue },
): ChoiceService {
  const { transactions, options } = ports;
  const reader = transactions.reader(null);
  return {
    all: () => readLists(reader, choiceLists()),
    find: async (list) => only(await readLists(reader, [ruleOf(list)])),
    async save(caller, { list, choices, version, alsoUsed = [] }) {
      const rule = ruleOf(list);
      if (rule.lock !== null) throw locked(list);
      const saved = await transactions.run(caller.transaction, async ({ client }) => {
        await raiseMetadata(client);
        const before = only(await readLists(client, [rule]));
        const name = nameOf(rule, caller);
        assertSettingVersion(name, before, version);
        assertChoices(rule, before.choices, choices);
        await assertUnused(client, { rule, before: before.choices, choices, alsoUsed });
        await client.query(RAISE_VERSION, [list]);
        await client.query(UPSERT_CHOICES, [
          list,
          choices.map((one) => one.value),
          choices.map((one) => one.label.en.trim()),
          choices.map((one) => one.label.ru.trim()),
          choices.map((one) => one.tone),
          choices.map((one) => meaningOf(rule, before.choices, one)),
          choices.map((one) => one.active),
          choices.map((one) => one.asksReason ?? asksAlready(before.choices, one)),
        ]);
        const after = only(await readLists(client, [rule]));
        await tellOfSetting(client, caller, {
          ...{ entity: 'choice_list', name, before: told(before), after: told(after) },
          ...ports,
        });
        return after;
      });
      options.forget();
      return saved;
    },
  };
}

async function readLists(reader: Queryable, rules: readonly ListRule[]): Promise<ChoiceListView[]> {
  const lists = rules.map((rule) => rule.list);
  const { rows } = await reader.query<Omit<Choice, 'isKept'> & { readonly list: string }>(SELECT_CHOICES, [
    lists,
  ]);
  const versions = await reader.query<{ list: string; version: number }>(SELECT_VERSIONS, [lists]);
  const versionOf = new Map(versions.rows.map((row) => [row.list, row.version]));
  return rules.map((rule) => {
    const { list, uses, lock, takesMore, states, mayAsk } = rule;
    return {
      ...{ list, uses, lock, takesMore, states, mayAsk },
      version: versionOf.get(list) ?? 0,
      choices: rows
        .filter((row) => row.list === list)
        .map(({ value, label, tone, baseState, active, asksReason }) => ({
          ...{ value, label, tone, baseState, active, asksReason },
          isKept: isKept(rule, value),
        })),
    };
  });
}

function only(lists: readonly ChoiceListView[]): ChoiceListView {
  const [list] = lists;
  if (!list) throw new Error('Expected the list that was asked for.');
  return list;
}

function ruleOf(list: string): ListRule {
  const rule = choiceLists().find((one) => one.list === list);
  if (rule) return rule;
  throw locked(list);
}

function locked(list: string): CrmRejection {
  return new CrmRejection(
    'CRM_CHOICES_LOCKED',
    `Expected '${list}' to be a list of choices that is edited here, but it is not: see where its values come from.`,
    { list },
  );
}

function nameOf(rule: ListRule, { user: { locale } }: Caller): string {
  return rule.uses.map((use) => `${entityOf(use.entity).label[locale]}: ${use.label[locale]}`).join(', ');
}

/** Per choice, so that the audit says which was changed. */
function told({ choices }: ChoiceListView): Readonly<Record<string, unknown>> {
  const words = choices.map(({ value, label, tone, baseState, active, asksReason }) => [
    value,
    { label, tone, active, ...(baseState === null ? {} : { baseState }), ...(asksReason && { asksReason }) },
  ]);
  return { ...Object.fromEntries(words), order: choices.map((one) => one.value) };
}

/** What the product means by its own choices is not for anybody to change. */
function meaningOf(rule: ListRule, known: readonly Choice[], choice: ChoiceDraft): string | null {
  const before = known.find((one) => one.value === choice.value);
  if (before?.isKept) return before.baseState;
  return rule.states.length > 0 ? choice.baseState : (before?.baseState ?? null);
}

function asksAlready(known: readonly Choice[], { value }: ChoiceDraft): boolean {
  return known.find((one) => one.value === value)?.asksReason ?? false;
}

/** @throws CrmRejection CRM_FIELDS_INVALID */
function assertChoices(rule: ListRule, known: readonly Choice[], choices: readonly ChoiceDraft[]): void {
  const problems: FieldRefusal[] = [];
  if (choices.length > CHOICES_MAX)
    problems.push({
      path: 'choices',
      code: 'tooMany',
      values: { max: CHOICES_MAX },
      message: `A list has at most ${CHOICES_MAX} choices.`,
    });
  for (const choice of known.filter((one) => !choices.some(({ value }) => value === one.value)))
    problems.push({
      path: `choices.${choice.value}`,
      code: 'choiceStays',
      message: `'${choice.label.en}' stays readable on old records: switch it off instead of leaving it out.`,
    });
  const seen = new Set<string>();
  for (const choice of choices) {
    const before = known.find((one) => one.value === choice.value);
    const problem = problemOf(rule, { choice, before, isTwice: seen.has(choice.value) });
    if (problem) problems.push({ path: `choices.${choice.value}`, ...problem });
    seen.add(choice.value);
  }
  if (!rule.mayBeEmpty && !choices.some((choice) => choice.active))
    problems.push({
      path: 'choices',
      code: 'noChoiceLeft',
      message: 'Nothing could be chosen any more: leave one choice on.',
    });
  if (problems.length > 0) throw fieldsInvalid(problems);
}

function problemOf(
  rule: ListRule,
  asked: {
    readonly choice: ChoiceDraft;
    readonly before: Choice | undefined;
    readonly isTwice: boolean;
  },
): Omit<FieldRefusal, 'path'> | null {
  const { choice, before, isTwice } = asked;
  if (isTwice)
    return { code: 'optionTwice', message: 'Each option has a value of its own: change the second.' };
  if (choice.label.en.trim() === '' || choice.label.ru.trim() === '')
    return { code: 'nameBoth', message: 'A choice has a name in both languages: write both.' };
  if (choice.asksReason && !rule.mayAsk)
    return { code: 'asksNoReason', message: 'Only a status asks for a reason: switch it off here.' };
  if (!before && !rule.takesMore)
    return {
      code: 'choicesFixed',
      message: 'The product works by each of these choices: rename them, but add none.',
    };
  if (before?.isKept && before.active && !choice.active)
    return {
      code: 'choiceKept',
      message: `The product itself uses '${before.label.en}': rename it, but leave it on.`,
    };
  const needsMeaning = rule.states.length > 0 && !before?.isKept;
  if (needsMeaning && !rule.states.includes(choice.baseState ?? ''))
    return {
      code: 'choiceMeaning',
      message: `Say what '${choice.label.en}' means: ${rule.states.join(' or ')}.`,
    };
  return null;
}

/** @throws CrmRejection CRM_CHOICE_IN_USE */
async function assertUnused(
  client: Queryable,
  asked: {
    readonly rule: ListRule;
    readonly before: readonly Choice[];
    readonly choices: readonly ChoiceDraft[];
    readonly alsoUsed: readonly ChoiceInUse[];
  },
): Promise<void> {
  const { rule, before, choices, alsoUsed } = asked;
  const off = before
    .filter((one) => one.active && choices.some(({ value, active }) => value === one.value && !active))
    .map((one) => one.value);
  const uses = [
    ...(await usesOfChoices(client, rule, off)),
    ...alsoUsed.filter((use) => off.includes(use.code)),
  ];
  if (uses.length === 0) return;
  const words = uses.map(({ code, kind, name }) => `'${code}' (${kind} '${name.en}')`).join(', ');
  throw new CrmRejection(
    'CRM_CHOICE_IN_USE',
    `Expected nothing to name the choices that are switched off, but something does: ${words}.`,
    { uses },
  );
}
