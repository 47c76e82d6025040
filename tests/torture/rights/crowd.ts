/**
 * Contacts who all bear one name, more than a list looks up one by one. Written by one statement, as an import would:
 * what the search keeps of them follows by the database's own triggers.
 */
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import type { Random } from '../random.ts';
import type { WorldRecord, WorldUser } from './world-types.ts';

export interface CrowdMember {
  readonly record: WorldRecord;
  readonly given: string;
  /** When it was made; no two at the same moment. */
  readonly at: number;
}

export interface Crowd {
  readonly word: string;
  readonly members: readonly CrowdMember[];
}

const WORD = 'grunomavelto';
const FIRST_AT = Date.parse('2026-01-01T00:00:00Z');

export async function createCrowd(deps: {
  readonly pool: pg.Pool;
  readonly random: Random;
  readonly count: number;
  readonly users: readonly WorldUser[];
  readonly teams: readonly string[];
  readonly territories: readonly string[];
  /** What some of them work for. */
  readonly accounts: readonly WorldRecord[];
}): Promise<Crowd> {
  const { pool, random, users, teams, territories, accounts } = deps;
  const chance = (one: number): boolean => random.between(1, one) === 1;
  const members = Array.from({ length: deps.count }, (_, index): CrowdMember => {
    const record: WorldRecord = {
      id: uuid(),
      kind: 'contact',
      ownerId: chance(6) ? null : random.pick(users).id,
      teamId: chance(3) ? random.pick(teams) : null,
      territoryId: chance(2) ? random.pick(territories) : null,
      isDeleted: chance(15),
      isPrivate: false,
      word: WORD,
      isSpokenOf: false,
      parents: accounts.length > 0 && chance(3) ? [random.pick(accounts).id] : [],
      links: [],
      participants: [],
    };
    // Neither the order of names nor that of ids is the order in which they were made.
    const given = `kim${random.between(100_000, 999_999)}x${index}`;
    return { record, given, at: FIRST_AT + index * 1_000 };
  });
  await insertCrowd(pool, members);
  return { word: WORD, members };
}

async function insertCrowd(pool: pg.Pool, members: readonly CrowdMember[]): Promise<void> {
  const column = <T>(of: (member: CrowdMember) => T): T[] => members.map(of);
  await pool.query(
    `insert into crm.contact (id, given_name, family_name, description, owner_id, team_id, territory_id, deleted_at,
       created_at, created_by_kind, updated_at, updated_by_kind)
     select id, given, $1, 'about', owner_id, team_id, territory_id, case when is_deleted then at end, at, 'system', at, 'system'
     from unnest($2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::boolean[], $8::timestamptz[])
       as m (id, given, owner_id, team_id, territory_id, is_deleted, at)`,
    [
      WORD,
      column(({ record }) => record.id),
      column(({ given }) => given),
      column(({ record }) => record.ownerId),
      column(({ record }) => record.teamId),
      column(({ record }) => record.territoryId),
      column(({ record }) => record.isDeleted),
      column(({ at }) => new Date(at)),
    ],
  );
  const employed = members.filter(({ record }) => record.parents.length > 0);
  await pool.query(
    `insert into crm.account_contact (id, account_id, contact_id, role, created_at, created_by_kind, updated_at, updated_by_kind)
     select gen_random_uuid(), account_id, contact_id, 'other', now(), 'system', now(), 'system'
     from unnest($1::uuid[], $2::uuid[]) as e (account_id, contact_id)`,
    [employed.map(({ record }) => record.parents[0]), employed.map(({ record }) => record.id)],
  );
  await pool.query('analyze');
}
