/**
 * Distribution of leads as people see it: the rules, what each person takes, who would get a lead, why somebody got one,
 * giving one anew, and the queue of those that nobody could take.
 */
import { assertSettingVersion } from '../audit/assert-setting-version.ts';
import { type SettingPorts, tellOfSetting } from '../audit/tell-of-setting.ts';
import { actorOf, type Caller, rowContext, writeContext } from '../caller.ts';
import type { Queryable, Transactions, Unit } from '../database/transaction.ts';
import { LATEST_VERSION } from '../entities/assert-no-collision.ts';
import type { FieldValues, LocalizedText } from '../entities/entity-types.ts';
import type { Arrival } from '../entities/hand-on-types.ts';
import { readRow } from '../entities/record-rows.ts';
import { entityOf } from '../entities/entity-table.ts';
import type { OptionCatalogue } from '../entities/select-options.ts';
import { lockForChange, recordNotFound, type RecordWriter } from '../entities/write-record.ts';
import { CrmRejection, fieldsInvalid } from '../errors.ts';
import type { CrmActor } from '../ports.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';
import type { DistributionReason, Verdict } from './decide.ts';
import { Desk, DISTRIBUTOR, readLeadValues, takeTurn, tellDecision } from './distribute-leads.ts';
import { type DistributionPerson, type PersonDraft, readPeople, writePerson } from './distribution-people.ts';
import {
  type DistributionRule,
  type DistributionRuleDraft,
  readRules,
  tidyQueue,
  writeRule,
} from './distribution-rows.ts';

export interface NamedVerdict extends Verdict {
  readonly name: string;
}

export interface DistributionPreview {
  /** Null: no rule speaks for such a lead. */
  readonly rule: { readonly code: string; readonly label: LocalizedText } | null;
  readonly owner: { readonly id: string; readonly name: string } | null;
  readonly reason: DistributionReason | null;
  readonly candidates: readonly NamedVerdict[];
}

export interface DistributionStep extends DistributionPreview {
  readonly at: string;
  readonly outcome: 'given' | 'queued';
}

export interface RuleView extends DistributionRule {
  readonly teamName: string;
  /** Leads that wait because nobody could take them. */
  readonly waiting: number;
  readonly waitingSince: string | null;
}

export interface DistributionService {
  rules(): Promise<readonly RuleView[]>;
  /** For administrators; the host checks that. @throws CrmRejection CRM_FIELDS_INVALID, CRM_SETTING_CHANGED */
  saveRule(
    caller: Caller,
    draft: DistributionRuleDraft & { version?: number | undefined },
  ): Promise<RuleView>;
  people(): Promise<readonly DistributionPerson[]>;
  /** For administrators; the host checks that. @throws CrmRejection CRM_FIELDS_INVALID, CRM_USER_NOT_FOUND, CRM_SETTING_CHANGED */
  savePerson(
    caller: Caller,
    request: PersonDraft & { userId: string; version?: number | undefined },
  ): Promise<DistributionPerson>;
  /** Who would get such a lead at an instant, and why not the others; nothing is written. @throws CrmRejection CRM_FIELDS_INVALID */
  preview(request: { fields: FieldValues; arrival: Arrival; at: Date | null }): Promise<DistributionPreview>;
  /** Whom a lead was given to and why, newest first. @throws CrmRejection CRM_RECORD_NOT_FOUND */
  why(caller: Caller, request: { id: string }): Promise<readonly DistributionStep[]>;
  /**
   * Gives a lead by the rules, whoever has it. @throws CrmRejection CRM_RECORD_NOT_FOUND, CRM_FORBIDDEN,
   * CRM_DISTRIBUTION_UNRULED
   */
  distribute(caller: Caller, request: { id: string }): Promise<DistributionStep>;
  /** Looks again at leads that wait, the longest first; returns how many were given. Safe on many nodes at once. */
  sweep(): Promise<number>;
}

export interface DistributionPorts extends SettingPorts {
  readonly transactions: Transactions;
  readonly writer: RecordWriter;
  readonly options: OptionCatalogue;
  readonly participants: ParticipantSource | null;
}

const SYSTEM: CrmActor = { kind: 'system', id: null };
/** Leads that one run of the sweep looks at. */
const SWEEP_MAX = 200;

const SELECT_AROUND = `
  select r.code, t.name as "teamName", count(l.id)::int as waiting, min(q.since) as since
  from crm.distribution_rule r join crm.team t on t.id = r.team_id
  left join crm.distribution_queue q on q.rule_code = r.code
  left join crm.lead l on l.id = q.lead_id and l.owner_id is null and l.deleted_at is null
  group by r.code, t.name`;
const SELECT_TEAM = 'select from crm.team where id = $1 and deleted_at is null';
const SELECT_LOG = `
  select g.id, g.at, g.outcome, g.reason, g.candidates, r.code,
    json_build_object('en', r.label_en, 'ru', r.label_ru) as label, u.id as "ownerId", u.name as "ownerName"
  from crm.distribution_log g
  left join crm.distribution_rule r on r.code = g.rule_code
  left join crm."user" u on u.id = g.user_id
  where g.lead_id = $1 order by g.seq desc limit 50`;
const SELECT_WAITING = `select lead_id as id from crm.distribution_queue order by since, lead_id limit $1`;
const LOCK_WAITING = `
  select l.id from crm.lead l join crm.distribution_queue q on q.lead_id = l.id
  where l.id = $1 and l.owner_id is null and l.deleted_at is null for update of l skip locked`;

export function createDistributionService(ports: DistributionPorts): DistributionService {
  const { transactions, clock, participants } = ports;
  const reader = transactions.reader(null);

  /** Whoever asks is answered; the sweep is silent about a lead that still waits. */
  const give = async (unit: Unit, id: string, actor: CrmActor): Promise<boolean> => {
    const isAsked = actor !== SYSTEM;
    await takeTurn(unit);
    const now = clock.now();
    const [lead] = await readLeadValues(unit, [id]);
    const desk = new Desk(unit.client, { now, without: [id] });
    const ruled = lead && (await desk.judge(await readRules(unit.client), lead.fields, null));
    if (!lead || !ruled) return false;
    const { rowCount } = await unit.client.query('select from crm.distribution_queue where lead_id = $1', [
      id,
    ]);
    const isNewInQueue = rowCount === 0;
    const { chosen } = ruled.decision;
    if (chosen === null && !isNewInQueue && !isAsked) return false;
    const fields = chosen === null ? { owner: null, team: ruled.rule.teamId } : { owner: chosen };
    const context = { user: DISTRIBUTOR, actor, participants };
    await ports.writer.update(
      unit,
      { definition: entityOf('lead'), id, version: LATEST_VERSION, fields },
      context,
    );
    const { accountId } = lead;
    const told = { ...ruled, leadId: id, accountId, now, actor, newIds: ports.ids, isNewInQueue };
    await tellDecision(unit, told);
    return true;
  };

  return {
    rules: () => readViews(ports),

    async saveRule(caller, { version, ...draft }) {
      assertRule(draft);
      await transactions.run(caller.transaction, async ({ client }) => {
        const team = await client.query(SELECT_TEAM, [draft.teamId]);
        if (team.rowCount === 0)
          throw fieldsInvalid([
            { path: 'teamId', code: 'notChoice', message: 'There is no such team: choose another.' },
          ]);
        const ruleOf = async () => (await readRules(client)).find(({ code }) => code === draft.code);
        const before = await ruleOf();
        const name = draft.label[caller.user.locale];
        assertSettingVersion(name, before, version);
        await writeRule(client, draft);
        const after = await ruleOf();
        if (after)
          await tellOfSetting(client, caller, { entity: 'distribution_rule', name, before, after, ...ports });
      });
      const saved = (await readViews(ports, caller)).find(({ code }) => code === draft.code);
      if (!saved) throw new Error('Expected the rule to be there after writing it.');
      return saved;
    },

    people: () => readPeople(reader, clock.now()),

    async savePerson(caller, { userId, version, ...draft }) {
      const lists = await ports.options.load(transactions.reader(caller.transaction));
      return transactions.run(caller.transaction, async ({ client }) => {
        const personOf = async () => (await readPeople(client, clock.now())).find(({ id }) => id === userId);
        const before = await personOf();
        if (!before)
          throw new CrmRejection('CRM_USER_NOT_FOUND', `Expected user '${userId}' to exist.`, { userId });
        assertSettingVersion(before.name, before, version);
        await writePerson(client, userId, { draft, lists });
        const after = await personOf();
        if (!after) throw new Error('Expected the person to be there after writing it.');
        const told = { entity: 'distribution_person', name: after.name, before, after };
        await tellOfSetting(client, caller, { ...told, ...ports });
        return after;
      });
    },

    async preview({ fields, arrival, at }) {
      const known = new Set(entityOf('lead').fields.map(({ key }) => key));
      const unknown = Object.keys(fields).filter((key) => !known.has(key));
      if (unknown.length > 0)
        throw fieldsInvalid(
          unknown.map((key) => ({
            path: `fields.${key}`,
            code: 'unknown' as const,
            message: `A lead has no field '${key}'.`,
          })),
        );
      const desk = new Desk(reader, { now: at ?? clock.now(), without: [] });
      const ruled = await desk.judge(await readRules(reader), fields, arrival);
      if (!ruled) return { rule: null, owner: null, reason: null, candidates: [] };
      const { rule, decision } = ruled;
      const names = await readNames(reader, decision.verdicts);
      const owner = decision.chosen;
      return {
        rule: { code: rule.code, label: rule.label },
        owner: owner === null ? null : { id: owner, name: names.get(owner) ?? '' },
        reason: decision.reason,
        candidates: named(decision.verdicts, names),
      };
    },

    why: (caller, { id }) => readSteps(ports, caller, id),

    async distribute(caller, { id }) {
      return transactions.run(caller.transaction, async (unit) => {
        const context = writeContext(caller, participants);
        await lockForChange(unit, { definition: entityOf('lead'), id, action: 'edit' }, context);
        if (!(await give(unit, id, actorOf(caller))))
          throw new CrmRejection(
            'CRM_DISTRIBUTION_UNRULED',
            'Expected a rule that says who gets this lead, but none holds: make one, or name an owner.',
            { id },
          );
        const [step] = await stepsOf(unit.client, id);
        if (!step) throw new Error('Expected a decision to be kept.');
        return step;
      });
    },

    async sweep() {
      await tidyQueue(reader);
      const { rows } = await reader.query<{ id: string }>(SELECT_WAITING, [SWEEP_MAX]);
      let given = 0;
      for (const { id } of rows) {
        // Each for itself: one that cannot be given does not hold back the others.
        const isGiven = await transactions.run(null, async (unit) => {
          const { rowCount } = await unit.client.query(LOCK_WAITING, [id]);
          return rowCount === 1 && (await give(unit, id, SYSTEM));
        });
        given += Number(isGiven);
      }
      return given;
    },
  };
}

async function readViews({ transactions }: DistributionPorts, caller?: Caller): Promise<readonly RuleView[]> {
  const reader = transactions.reader(caller?.transaction);
  const { rows } = await reader.query<{
    code: string;
    teamName: string;
    waiting: number;
    since: Date | null;
  }>(SELECT_AROUND);
  const around = new Map(rows.map((row) => [row.code, row]));
  return (await readRules(reader)).map((rule) => {
    const { teamName = '', waiting = 0, since } = around.get(rule.code) ?? {};
    return {
      ...rule,
      teamName,
      waiting,
      waitingSince: waiting > 0 ? (since?.toISOString() ?? null) : null,
    };
  });
}

interface LogRow {
  readonly at: Date;
  readonly outcome: 'given' | 'queued';
  readonly reason: DistributionReason | null;
  readonly candidates: readonly Verdict[];
  readonly code: string | null;
  readonly label: LocalizedText;
  readonly ownerId: string | null;
  readonly ownerName: string | null;
}

async function readSteps(
  ports: DistributionPorts,
  caller: Caller,
  id: string,
): Promise<readonly DistributionStep[]> {
  const reader = ports.transactions.reader(caller.transaction);
  const asked = { definition: entityOf('lead'), id, lock: false };
  const row = await readRow(reader, asked, rowContext(caller, ports.participants));
  if (!row) throw recordNotFound('lead', id);
  return stepsOf(reader, id);
}

async function stepsOf(reader: Queryable, id: string): Promise<readonly DistributionStep[]> {
  const { rows } = await reader.query<LogRow>(SELECT_LOG, [id]);
  const names = await readNames(
    reader,
    rows.flatMap(({ candidates }) => candidates),
  );
  return rows.map(({ at, outcome, reason, candidates, code, label, ownerId, ownerName }) => ({
    at: at.toISOString(),
    outcome,
    reason,
    rule: code === null ? null : { code, label },
    owner: ownerId === null ? null : { id: ownerId, name: ownerName ?? '' },
    candidates: named(candidates, names),
  }));
}

async function readNames(
  reader: Queryable,
  verdicts: readonly Verdict[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await reader.query<{ id: string; name: string }>(
    'select id, name from crm."user" where id = any($1::uuid[])',
    [[...new Set(verdicts.map(({ id }) => id))]],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

function named(verdicts: readonly Verdict[], names: ReadonlyMap<string, string>): readonly NamedVerdict[] {
  return verdicts.map((verdict) => ({ ...verdict, name: names.get(verdict.id) ?? '' }));
}

function assertRule(draft: DistributionRuleDraft): void {
  const keys = new Set(entityOf('lead').fields.map(({ key }) => key));
  for (const condition of draft.match.all) {
    if (condition.kind === 'field' && keys.has(condition.field)) continue;
    throw fieldsInvalid([
      { path: 'match', code: 'foreignField', message: 'A rule asks for fields of the lead only.' },
    ]);
  }
}
