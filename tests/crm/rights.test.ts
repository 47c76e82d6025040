/**
 * The rights predicate against brute force: random companies, roles and records; what a list returns must be exactly
 * what the rules allow when they are applied to every record one by one in plain code.
 */
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestUser } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';
import { seededRandom } from './support/seeded-random.ts';

const SEED = Number(process.env.SEED ?? 20260601);
const CASES = 200;
const LEVELS = ['none', 'own', 'team', 'department', 'all'] as const;
const PARTIES = ['account', 'contact', 'ticket'] as const;

interface Company {
  readonly departments: readonly { id: string; parentId: string | null }[];
  readonly users: readonly { id: string; departmentId: string | null; teams: readonly string[] }[];
  readonly records: readonly { entity: string; id: string; ownerId: string | null; teamId: string | null }[];
  readonly activities: readonly {
    id: string;
    ownerId: string | null;
    teamId: string | null;
    isPrivate: boolean;
    links: readonly string[];
    participants: readonly string[];
  }[];
}

let harness: CrmHarness;
const taskRecords: { userId: string; entity: string; recordId: string }[] = [];

beforeAll(async () => {
  harness = await crmHarness({
    participants: (userId) => `select entity, record_id from public.test_task where user_id = ${userId}`,
  });
  await harness.pool.query('create table public.test_task (user_id uuid, entity text, record_id uuid)');
});
afterAll(() => harness.close());

describe(`with seed ${SEED}`, () => {
  it(`lists exactly what brute force allows, ${CASES} times`, async () => {
    const random = seededRandom(SEED);
    const company = await randomCompany(random);
    for (let index = 0; index < CASES; index += 1) {
      const user = randomUser(random, company);
      const entity = random.pick([...PARTIES, 'activity']);
      const listed = await listAll(entity, user);
      const allowed = allowedIds(entity, user, company);
      expect({ case: index, entity, ids: listed }).toEqual({ case: index, entity, ids: allowed });
    }
  }, 60_000);

  it('gives one by one what it lists, and says "not found" for the rest', async () => {
    const random = seededRandom(SEED + 1);
    const company = await randomCompany(random);
    for (let index = 0; index < 40; index += 1) {
      const user = randomUser(random, company);
      const record = random.pick(company.records);
      const isAllowed = allowedIds(record.entity, user, company).includes(record.id);
      const canRead = await harness.crm.records.canRead({ user }, { entity: record.entity, id: record.id });
      expect({ case: index, canRead }).toEqual({ case: index, canRead: isAllowed });
    }
  }, 60_000);
});

type Random = ReturnType<typeof seededRandom>;

async function listAll(entity: string, user: RequestUser): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await harness.crm.records.list(
      { user },
      { entity, limit: 50, sort: 'createdAt:asc', cursor },
    );
    ids.push(...page.items.map((item) => item.id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return ids.sort();
}

/** The rules in plain code, deliberately written another way than the SQL. */
function allowedIds(entity: string, user: RequestUser, company: Company): string[] {
  const source =
    entity === 'activity' ? company.activities : company.records.filter((one) => one.entity === entity);
  return source
    .filter((one) => isReadable(entity, one, user, company))
    .map((one) => one.id)
    .sort();
}

function isReadable(
  entity: string,
  record: { id: string; ownerId: string | null; teamId: string | null },
  user: RequestUser,
  company: Company,
): boolean {
  if (isInLevels(entity, record, user, company)) return true;
  if (
    taskRecords.some(
      (task) => task.userId === user.id && task.entity === entity && task.recordId === record.id,
    )
  )
    return true;
  if (entity !== 'activity') return false;
  const activity = company.activities.find((one) => one.id === record.id);
  if (!activity) return false;
  if (activity.participants.includes(user.id)) return true;
  if (activity.isPrivate) return false;
  return activity.links.some((id) => {
    const linked = company.records.find((one) => one.id === id);
    return linked !== undefined && isReadable(linked.entity, linked, user, company);
  });
}

function isInLevels(
  entity: string,
  record: { ownerId: string | null; teamId: string | null },
  user: RequestUser,
  company: Company,
): boolean {
  const owner = company.users.find((one) => one.id === record.ownerId);
  for (const role of user.roles) {
    const named = role.permissions.find((one) => one.entity === entity && one.action === 'read');
    const level =
      (named ?? role.permissions.find((one) => one.entity === '*' && one.action === 'read'))?.level ?? 'none';
    if (level === 'none') continue;
    if (level === 'all' || record.ownerId === user.id) return true;
    if (level === 'team') {
      if (record.teamId !== null && user.teamIds.includes(record.teamId)) return true;
      if (owner?.teams.some((team) => user.teamIds.includes(team))) return true;
    }
    if (
      level === 'department' &&
      owner?.departmentId &&
      isBelow(owner.departmentId, user.departmentId, company)
    )
      return true;
  }
  return false;
}

function isBelow(department: string | null, above: string | null, company: Company): boolean {
  if (above === null) return false;
  for (let current = department; current !== null;) {
    if (current === above) return true;
    current = company.departments.find((one) => one.id === current)?.parentId ?? null;
  }
  return false;
}

function randomUser(random: Random, company: Company): RequestUser {
  const person = random.pick(company.users);
  const roles = Array.from({ length: 1 + random.below(3) }, (_, index) => ({
    code: `role${index}`,
    name: `role${index}`,
    permissions: [...PARTIES, 'activity', '*']
      .filter(() => random.below(3) > 0)
      .map((entity) => ({ entity, action: 'read' as const, level: random.pick(LEVELS) })),
    processRights: [],
  }));
  return {
    id: person.id,
    name: 'x',
    email: 'x@test.example',
    locale: 'en',
    timeZone: 'UTC',
    positionId: null,
    positionTitle: null,
    departmentId: person.departmentId,
    departmentName: null,
    departmentsBelow: company.departments
      .filter((one) => isBelow(one.id, person.departmentId, company))
      .map((one) => one.id),
    departmentsAbove: [],
    teamIds: person.teams,
    roles,
    isAdmin: false,
    standsInFor: [],
  };
}

async function randomCompany(random: Random): Promise<Company> {
  const { pool } = harness;
  await pool.query('truncate public.test_task');
  await pool.query('truncate crm.activity, crm.ticket, crm.account, crm.contact cascade');
  taskRecords.length = 0;
  const departments: { id: string; parentId: string | null }[] = [];
  for (let index = 0; index < 6; index += 1) {
    const parentId = index === 0 ? null : random.below(4) === 0 ? null : random.pick(departments).id;
    const department = { id: v7(), parentId };
    departments.push(department);
    await pool.query('insert into crm.department (id, name, parent_id) values ($1, $2, $3)', [
      department.id,
      `D${index}`,
      parentId,
    ]);
  }
  const teams = [v7(), v7(), v7()];
  for (const team of teams) await pool.query(`insert into crm.team (id, name) values ($1, 'T')`, [team]);
  const users: { id: string; departmentId: string | null; teams: string[] }[] = [];
  for (let index = 0; index < 12; index += 1) {
    const departmentId = random.below(6) === 0 ? null : random.pick(departments).id;
    const user = { id: v7(), departmentId, teams: teams.filter(() => random.below(3) === 0) };
    users.push(user);
    const positionId = departmentId === null ? null : v7();
    if (positionId)
      await pool.query(`insert into crm.position (id, department_id, title) values ($1, $2, 'P')`, [
        positionId,
        departmentId,
      ]);
    await pool.query('insert into crm."user" (id, email, name, position_id) values ($1, $2, $3, $4)', [
      user.id,
      `${user.id}@test.example`,
      `U${index}`,
      positionId,
    ]);
    for (const team of user.teams)
      await pool.query('insert into crm.team_member (team_id, user_id) values ($1, $2)', [team, user.id]);
  }
  const owned = () => ({
    id: v7(),
    ownerId: random.below(6) === 0 ? null : random.pick(users).id,
    teamId: random.below(3) === 0 ? random.pick(teams) : null,
  });
  const name = { account: 'name', contact: 'family_name', ticket: 'subject', activity: 'subject' } as const;
  const columns = `id, owner_id, team_id, created_at, created_by_kind, updated_at, updated_by_kind`;
  const values = `$1, $2, $3, now(), 'system', now(), 'system'`;
  const records: { entity: string; id: string; ownerId: string | null; teamId: string | null }[] = [];
  for (let index = 0; index < 90; index += 1) {
    const entity = random.pick(PARTIES);
    const record = { entity, ...owned() };
    records.push(record);
    await pool.query(`insert into crm.${entity} (${columns}, ${name[entity]}) values (${values}, $4)`, [
      record.id,
      record.ownerId,
      record.teamId,
      `R${index}`,
    ]);
  }
  const activities = [];
  for (let index = 0; index < 60; index += 1) {
    const activity = {
      ...owned(),
      isPrivate: random.below(4) === 0,
      links: [...new Set(Array.from({ length: random.below(3) }, () => random.pick(records).id))],
      participants: [...new Set(Array.from({ length: random.below(3) }, () => random.pick(users).id))],
    };
    activities.push(activity);
    await pool.query(
      `insert into crm.activity (${columns}, subject, kind, is_private) values (${values}, 'A', 'task', $4)`,
      [activity.id, activity.ownerId, activity.teamId, activity.isPrivate],
    );
    for (const id of activity.links) {
      await pool.query('insert into crm.activity_link (activity_id, entity, record_id) values ($1, $2, $3)', [
        activity.id,
        records.find((one) => one.id === id)?.entity,
        id,
      ]);
    }
    for (const id of activity.participants) {
      await pool.query(
        'insert into crm.activity_participant (id, activity_id, user_id) values ($1, $2, $3)',
        [v7(), activity.id, id],
      );
    }
  }
  for (let index = 0; index < 25; index += 1) {
    const record = random.pick(records);
    const task = { userId: random.pick(users).id, entity: record.entity, recordId: record.id };
    taskRecords.push(task);
    await pool.query('insert into public.test_task values ($1, $2, $3)', [
      task.userId,
      task.entity,
      task.recordId,
    ]);
  }
  return { departments, users, records, activities };
}
