/**
 * A customer's status by rule: what is known of him (deals won, orders paid, silence) moves him along, at once when a
 * deal or an order changes and every night for what time alone brings. Processes and people move him as well; every
 * move is kept with who or what moved him, and why. Rules are rows that an administrator may change.
 */
import { assertSettingVersion } from '../audit/assert-setting-version.ts';
import { type SettingPorts, tellOfSetting } from '../audit/tell-of-setting.ts';
import { type Caller, rowContext } from '../caller.ts';
import type { Queryable, Transactions, Unit } from '../database/transaction.ts';
import { LATEST_VERSION } from '../entities/assert-no-collision.ts';
import type { FieldValues, LocalizedText } from '../entities/entity-types.ts';
import { readSubject } from '../entities/read-subject.ts';
import { entityOf } from '../entities/registry.ts';
import type { OptionCatalogue } from '../entities/select-options.ts';
import type { RecordWriter } from '../entities/write-record.ts';
import { fieldsInvalid } from '../errors.ts';
import { type EntryRule, missingConditions } from '../pipelines/entry-rule.ts';
import type { CrmActor, CrmRecordEvent } from '../ports.ts';
import { definitionFor } from '../rights/field-levels.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';
import { systemUser } from '../rights/system-user.ts';
import type { RuleReason } from '../timeline/append-events.ts';

/** In whose name the rules write. */
const SYSTEM_USER = systemUser({
  id: '00000000-0000-7000-8000-000000000001',
  name: 'Throughline',
  actions: ['read', 'edit'],
});

export interface LifecycleRule {
  readonly code: string;
  readonly label: LocalizedText;
  readonly from: readonly string[];
  readonly to: string;
  readonly condition: EntryRule;
  readonly order: number;
  readonly active: boolean;
  readonly version: number;
}

/** `version`: what was changed; see `assertSettingVersion`. */
export type LifecycleRuleDraft = Omit<LifecycleRule, 'version'> & { readonly version?: number | undefined };

export interface LifecycleStep {
  readonly from: string | null;
  readonly to: string | null;
  readonly at: string;
  readonly actor: { readonly kind: string; readonly name: string | null };
  /** The rule that moved it, and what held of it then. */
  readonly rule: Omit<RuleReason, 'code'> | null;
  /** What whoever moved it by hand gave as the reason. */
  readonly reason: { readonly label: LocalizedText | null; readonly note: string | null } | null;
  /** The step of the process that moved it. */
  readonly instance: {
    readonly id: string;
    readonly processName: string;
    readonly elementName: string | null;
  } | null;
}

export interface LifecycleService {
  rules(): Promise<readonly LifecycleRule[]>;
  /** For administrators; the host checks that. @throws CrmRejection CRM_FIELDS_INVALID, CRM_SETTING_CHANGED */
  saveRule(caller: Caller, rule: LifecycleRuleDraft): Promise<LifecycleRule>;
  /** Where a customer came from and went to, newest first. @throws CrmRejection CRM_RECORD_NOT_FOUND */
  history(caller: Caller, request: { accountId: string }): Promise<LifecycleStep[]>;
  /** Looks at the customer of a deal or order that changed, in the transaction of the change. */
  follow(event: CrmRecordEvent, unit: Unit): Promise<void>;
  /** Looks at everybody whom a rule could move; returns how many moved. */
  sweep(): Promise<number>;
}

export interface LifecyclePorts extends SettingPorts {
  readonly transactions: Transactions;
  readonly writer: RecordWriter;
  readonly options: OptionCatalogue;
  readonly participants: ParticipantSource | null;
}

const SYSTEM: CrmActor = { kind: 'system', id: null };
/** Facts that rules may ask for. */
export const LIFECYCLE_FACTS = [
  'dealsWon',
  'dealsOpen',
  'daysSinceWon',
  'ordersPaid',
  'ticketsOpen',
  'daysSinceContact',
] as const;
/** Customers that one transaction of the sweep looks at. */
const SWEEP_BATCH = 200;

const SELECT_RULES = `
  select code, json_build_object('en', label_en, 'ru', label_ru) as label, from_states as "from", to_state as "to",
         condition, sort_order as "order", active, version
  from crm.lifecycle_rule order by sort_order, code`;

const factsSql = (where: string) => `
  select a.id, a.lifecycle, json_build_object(
    'dealsWon', (select count(*) from crm.deal d join crm.stage s on s.list = 'deal.stage' and s.code = d.stage
                 where d.account_id = a.id and d.deleted_at is null and s.base_status = 'won'),
    'dealsOpen', (select count(*) from crm.deal d join crm.stage s on s.list = 'deal.stage' and s.code = d.stage
                  where d.account_id = a.id and d.deleted_at is null and s.base_status = 'open'),
    'daysSinceWon', (select extract(epoch from $1::timestamptz - max(d.closed_at)) / 86400 from crm.deal d
                     join crm.stage s on s.list = 'deal.stage' and s.code = d.stage
                     where d.account_id = a.id and d.deleted_at is null and s.base_status = 'won'),
    'ordersPaid', (select count(*) from crm.order_doc o
                   where o.account_id = a.id and o.deleted_at is null and o.total > 0 and o.paid_total >= o.total),
    'ticketsOpen', (select count(*) from crm.ticket t
                    where t.account_id = a.id and t.deleted_at is null and t.closed_at is null),
    'daysSinceContact', extract(epoch from $1::timestamptz - coalesce(a.last_contact_at, a.created_at)) / 86400
  ) as facts
  from crm.account a where a.deleted_at is null and ${where}`;
const SELECT_ONE = factsSql('a.id = $2');
const SELECT_BATCH = factsSql('a.lifecycle = any($2) and a.id > $3 order by a.id limit $4');

const SELECT_HISTORY = `
  select h.from_value as "from", h.to_value as "to", h.at, h.actor_kind as kind, u.name,
    case when h.reason is not null then json_build_object('held', coalesce(h.held, '[]'::jsonb),
      'label', json_build_object('en', coalesce(r.label_en, h.reason), 'ru', coalesce(r.label_ru, h.reason))) end as rule,
    case when h.asked_reason is not null or h.note is not null then json_build_object('note', h.note,
      'label', case when h.asked_reason is not null then json_build_object(
        'en', coalesce(o.label_en, h.asked_reason), 'ru', coalesce(o.label_ru, h.asked_reason)) end) end as reason,
    case when h.instance_id is not null then json_build_object('id', h.instance_id,
      'processName', h.process_name, 'elementName', h.element_name) end as instance
  from crm.lifecycle_history h
  left join crm."user" u on u.id = h.actor_id and h.actor_kind = 'user'
  left join crm.lifecycle_rule r on r.code = h.reason
  left join crm.select_option o on o.list = 'account.lifecycleReason' and o.code = h.asked_reason
  where h.entity = 'account' and h.record_id = $1 and h.field = 'lifecycle'
  order by h.at desc, h.id desc limit 200`;
const UPSERT_RULE = `
  insert into crm.lifecycle_rule (code, label_en, label_ru, from_states, to_state, condition, sort_order, active)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
  on conflict (code) do update set label_en = excluded.label_en, label_ru = excluded.label_ru,
    from_states = excluded.from_states, to_state = excluded.to_state, condition = excluded.condition,
    sort_order = excluded.sort_order, active = excluded.active, version = crm.lifecycle_rule.version + 1,
    updated_at = clock_timestamp()`;

interface Facts {
  readonly id: string;
  readonly lifecycle: string;
  readonly facts: FieldValues;
}

export function createLifecycleService(ports: LifecyclePorts): LifecycleService {
  const { transactions, options, clock, participants } = ports;
  const readRules = async (reader: Queryable): Promise<readonly LifecycleRule[]> =>
    (await reader.query<LifecycleRule>(SELECT_RULES)).rows;

  const moveIfDue = async (unit: Unit, account: Facts, rules: readonly LifecycleRule[]): Promise<boolean> => {
    const rule = rules.find(
      (one) => one.active && one.from.includes(account.lifecycle) && holds(one, account),
    );
    if (!rule || rule.to === account.lifecycle) return false;
    await ports.writer.update(
      unit,
      {
        definition: entityOf('account'),
        id: account.id,
        version: LATEST_VERSION,
        fields: { lifecycle: rule.to },
      },
      { user: SYSTEM_USER, actor: SYSTEM, participants, because: reasonOf(rule, account) },
    );
    return true;
  };

  return {
    rules: () => readRules(transactions.reader(null)),

    async saveRule(caller, rule) {
      const lists = await options.load(transactions.reader(caller.transaction));
      const unknown = [...rule.from, rule.to].find((code) => !lists.isActive('account.lifecycle', code));
      if (unknown !== undefined)
        throw fieldsInvalid([{ path: 'to', code: 'notChoice', message: `There is no status '${unknown}'.` }]);
      for (const condition of rule.condition.all) {
        if (condition.kind === 'field' && (LIFECYCLE_FACTS as readonly string[]).includes(condition.field))
          continue;
        throw fieldsInvalid([
          {
            path: 'condition',
            code: 'foreignField',
            message: `A rule asks for ${LIFECYCLE_FACTS.join(', ')} only.`,
          },
        ]);
      }
      return transactions.run(caller.transaction, async ({ client }) => {
        const before = (await readRules(client)).find((one) => one.code === rule.code);
        assertSettingVersion(rule.label[caller.user.locale], before, rule.version);
        await client.query(UPSERT_RULE, [
          rule.code,
          rule.label.en,
          rule.label.ru,
          rule.from,
          rule.to,
          JSON.stringify(rule.condition),
          rule.order,
          rule.active,
        ]);
        const after = { ...rule, version: (before?.version ?? 0) + 1 };
        await tellOfSetting(client, caller, {
          ...{ entity: 'lifecycle_rule', name: rule.label[caller.user.locale], before, after },
          ...{ clock, ids: ports.ids },
        });
        return after;
      });
    },

    async history(caller, { accountId }) {
      const reader = transactions.reader(caller.transaction);
      const subject = { entity: 'account', id: accountId };
      await readSubject(reader, { subject, action: 'read' }, caller, participants);
      const { rows } = await reader.query<
        Omit<LifecycleStep, 'at' | 'actor'> & { at: Date; kind: string; name: string | null }
      >(SELECT_HISTORY, [accountId]);
      const shown = definitionFor(entityOf('account'), rowContext(caller, participants));
      const seen = (key: string): boolean => shown.fields.some((field) => field.key === key);
      return rows.map(({ at, kind, name, reason, ...step }) => ({
        ...step,
        reason: reason && {
          label: seen('lifecycleReason') ? reason.label : null,
          note: seen('lifecycleNote') ? reason.note : null,
        },
        at: at.toISOString(),
        actor: { kind, name },
      }));
    },

    async follow(event, unit) {
      const account = await accountOf(event, unit);
      if (account === null) return;
      const { rows } = await unit.client.query<Facts>(SELECT_ONE, [clock.now(), account]);
      if (rows[0]) await moveIfDue(unit, rows[0], await readRules(unit.client));
    },

    async sweep() {
      const rules = (await readRules(transactions.reader(null))).filter((rule) => rule.active);
      const from = [...new Set(rules.flatMap((rule) => rule.from))];
      let moved = 0;
      let after = '00000000-0000-0000-0000-000000000000';
      for (let seen = SWEEP_BATCH; seen === SWEEP_BATCH;) {
        const batch = await transactions
          .reader(null)
          .query<Facts>(SELECT_BATCH, [clock.now(), from, after, SWEEP_BATCH]);
        seen = batch.rows.length;
        after = batch.rows.at(-1)?.id ?? after;
        for (const account of batch.rows) {
          // Each customer for himself, read again: one that cannot be moved does not hold back the others.
          const isMoved = await transactions.run(null, async (unit) => {
            const { rows } = await unit.client.query<Facts>(`${SELECT_ONE} for update of a`, [
              clock.now(),
              account.id,
            ]);
            return rows[0] ? moveIfDue(unit, rows[0], rules) : false;
          });
          moved += Number(isMoved);
        }
      }
      return moved;
    },
  };
}

/** A deal that entered a stage, an order that was paid: only then may a rule hold that did not hold before. */
async function accountOf(event: CrmRecordEvent, unit: Unit): Promise<string | null> {
  const table =
    event.entity === 'deal' && 'stage' in event.fields
      ? 'crm.deal'
      : event.entity === 'order' && 'paidTotal' in event.fields
        ? 'crm.order_doc'
        : null;
  if (table === null) return null;
  const { rows } = await unit.client.query<{ account_id: string | null }>(
    `select account_id from ${table} where id = $1`,
    [event.recordId],
  );
  return rows[0]?.account_id ?? null;
}

function reasonOf({ code, label, condition }: LifecycleRule, { facts }: Facts): RuleReason {
  const asked = condition.all.flatMap((one) => (one.kind === 'field' ? [one.field] : []));
  const held = [...new Set(asked)].map((fact) => {
    const value = facts[fact];
    return { fact, value: typeof value === 'number' ? Math.floor(value) : null };
  });
  return { code, label, held };
}

function holds(rule: LifecycleRule, account: Facts): boolean {
  const facts = {
    fields: account.facts,
    contactRoles: [],
    activityKindsDone: [],
    lineItems: 0,
    quotesAccepted: 0,
  };
  const same = (text: string): LocalizedText => ({ en: text, ru: text });
  const words = {
    field: same,
    choice: (_list: string, code: string) => same(code),
    value: (_field: string, value: unknown) => same(String(value)),
  };
  return missingConditions(rule.condition, facts, words).length === 0;
}
