/** A sales team with its rules of distribution, what each of them takes, and a few leads with the reasons of their owners. */
import type { PoolClient } from 'pg';
import type { Verdict } from '../distribution/decide.ts';
import { demonstrationId } from './ids.ts';
import { insert, type RowIds } from './rows.ts';
import { personNamed } from './people.ts';

const TEAM = demonstrationId('team', 1);
const SELLERS = ['Anna Petrova', 'Mark Fischer', 'Julia Novak'] as const;

const PROFILES = [
  { person: 'Anna Petrova', capacity: 30, languages: ['en', 'ru'], sources: [] },
  { person: 'Mark Fischer', capacity: 25, languages: ['en', 'de'], sources: [] },
  { person: 'Julia Novak', capacity: 25, languages: ['en', 'de', 'sl'], sources: [] },
] as const;

const RULE = { team_id: TEAM, use_skills: true, prefer_known_owner: true, active: true, version: 1 };
const RULES = [
  {
    ...RULE,
    code: 'exhibitions',
    label_en: 'Exhibitions, in turns',
    label_ru: 'Выставки, по очереди',
    arrivals: ['import'],
    match: { all: [{ kind: 'field', field: 'source', operator: 'eq', value: 'exhibition' }] },
    pick: 'round_robin',
    calendar: 'ignore',
    default_capacity: null,
    sort_order: 10,
  },
  {
    ...RULE,
    code: 'new_business',
    label_en: 'New business',
    label_ru: 'Новые обращения',
    arrivals: ['inbound', 'process', 'person'],
    match: { all: [] },
    pick: 'least_busy',
    calendar: 'prefer',
    default_capacity: 20,
    sort_order: 20,
  },
];

export async function seedDistribution(client: PoolClient, now: Date, rows: RowIds): Promise<void> {
  const written = { version: 1, created_at: now, updated_at: now };
  await insert(client, 'team', [{ id: TEAM, name: 'New business', ...written }]);
  await insert(client, 'team_member', [
    { team_id: TEAM, user_id: personNamed('Dmitry Sokolov').id, role: 'lead' },
    ...SELLERS.map((name) => ({ team_id: TEAM, user_id: personNamed(name).id, role: 'member' })),
  ]);
  // Who leads the team gives leads; he does not take them.
  const profile = { product_ids: [], version: 1, updated_at: now };
  await insert(client, 'distribution_profile', [
    ...PROFILES.map(({ person, ...taken }) => ({
      ...{ user_id: personNamed(person).id, receives: true, ...taken, ...profile },
    })),
    {
      ...{ user_id: personNamed('Dmitry Sokolov').id, receives: false, capacity: null },
      ...{ languages: [], sources: [], ...profile },
    },
  ]);
  await insert(
    client,
    'distribution_rule',
    RULES.map((rule) => ({ ...rule, updated_at: now })),
  );
  await client.query(`update crm."user" set calendar_code = 'international' where id = $1`, [
    personNamed('Mark Fischer').id,
  ]);
  await explainNewest(client, rows);
}

interface NewLead {
  readonly id: string;
  readonly at: Date;
  readonly owner: string;
}

const SELECT_NEWEST = `
  select l.id, l.created_at as at, l.owner_id as owner from crm.lead l
  where l.status = 'new' and l.owner_id = any($1::uuid[]) order by l.created_at desc limit 6`;

/** As they came: whoever had least got it. */
async function explainNewest(client: PoolClient, rows: RowIds): Promise<void> {
  const sellers = SELLERS.map((name) => personNamed(name).id);
  const { rows: leads } = await client.query<NewLead>(SELECT_NEWEST, [sellers]);
  await insert(
    client,
    'distribution_log',
    leads.toReversed().map(({ id, at, owner }, index) => ({
      ...{ id: rows.next(), seq: index + 1, lead_id: id, at, rule_code: 'new_business', outcome: 'given' },
      ...{ user_id: owner, reason: 'least_busy', actor_kind: 'system', actor_id: null },
      candidates: verdicts(sellers, { owner, at, least: 4 + index }),
    })),
  );
}

function verdicts(
  sellers: readonly string[],
  { owner, at, least }: { readonly owner: string; readonly at: Date; readonly least: number },
): readonly Verdict[] {
  return sellers.map((id, index) => ({
    ...{ id, open: id === owner ? least : least + 2 + index, capacity: 25 + (index === 0 ? 5 : 0) },
    ...{ obstacles: [], worksAt: at.toISOString() },
  }));
}
