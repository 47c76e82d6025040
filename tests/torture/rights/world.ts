/**
 * A random company for the property of rights: people in departments, teams and territories, roles with random levels,
 * and records that are owned, linked, shared, deleted and worked on by tasks. The database holds it, and the same facts
 * are kept here in plain objects for the brute force. Records are written through the services, so that whatever they
 * keep beside the row (search, links) is there.
 */
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import { RECORD_ACTIONS, RIGHTS_LEVELS, type Crm, type RequestUser } from '#crm';
import type { Random } from '../random.ts';
import { createCrowd, type Crowd } from './crowd.ts';
import type { Kind, WorldRecord, WorldRole, WorldUser } from './world-types.ts';

export type { Kind, WorldRecord, WorldRole, WorldUser } from './world-types.ts';
export const KINDS: readonly Kind[] = ['account', 'contact', 'ticket', 'activity'];

export interface World {
  readonly departments: ReadonlyMap<string, string | null>;
  readonly territories: ReadonlyMap<string, string | null>;
  readonly users: readonly WorldUser[];
  readonly roles: ReadonlyMap<string, WorldRole>;
  readonly baseline: WorldRole;
  readonly records: readonly WorldRecord[];
  readonly shares: readonly {
    readonly recordId: string;
    readonly userId: string | null;
    readonly teamId: string | null;
    readonly access: string;
    readonly expired: boolean;
  }[];
  readonly tasks: readonly { readonly userId: string; readonly recordId: string }[];
  readonly words: readonly string[];
  /** Records among the others who share a name. */
  readonly crowd: Crowd;
}

/** A field of each kind that roles may hide or lock, and that edits write. */
export const EDITED_FIELD: Readonly<Record<Kind, string>> = {
  account: 'description',
  contact: 'description',
  ticket: 'description',
  activity: 'body',
};

export const TASK_TABLE = 'create table public.test_task (user_id uuid, entity text, record_id uuid)';
export const taskRecords = (userId: string): string =>
  `select entity, record_id from public.test_task where user_id = ${userId}`;

const RECORDS_PER_WORD = 12;

/** What is said of records with a word: no record has it in itself. */
export const spokenWord = (word: string): string => [...word].reverse().join('');

export async function createWorld(deps: {
  readonly pool: pg.Pool;
  readonly crm: Crm;
  readonly admin: RequestUser;
  readonly random: Random;
  readonly users: number;
  readonly records: number;
  readonly crowd: number;
}): Promise<World> {
  const { pool, random } = deps;
  const chance = (one: number): boolean => random.between(1, one) === 1;
  const departments = await tree(pool, random, {
    count: 12,
    insert: `insert into crm.department (id, name, parent_id) values ($1, 'D', $2)`,
  });
  const territories = await tree(pool, random, {
    count: 8,
    insert: `insert into crm.territory (id, name, parent_id) values ($1, 'T', $2)`,
  });
  const teams = Array.from({ length: 10 }, () => uuid());
  await pool.query(`insert into crm.team (id, name) select unnest($1::uuid[]), 'Team'`, [teams]);
  const roles = await randomRoles(pool, random, 30);
  const users = Array.from({ length: deps.users }, (): WorldUser => ({
    id: uuid(),
    departmentId: chance(6) ? null : random.pick([...departments.keys()]),
    teams: teams.filter(() => chance(6)),
    territories: [...territories.keys()].filter(() => chance(8)),
    roles: [...roles.keys()].filter(() => chance(18)),
  }));
  await insertUsers(pool, users);
  const baseline = await baselineRole(pool);
  // Long and random: where a word finds nothing, a search tries words that are like it, and none is.
  const syllable = (): string => random.pick([...'bdfglmnprstv']) + random.pick([...'aeou']);
  const words = Array.from({ length: Math.ceil(deps.records / RECORDS_PER_WORD) }, () =>
    Array.from({ length: 6 }, syllable).join(''),
  );
  const records = await createRecords({ ...deps, users, teams, territories: [...territories.keys()], words });
  const shares = await insertShares(pool, random, { users, teams, records });
  const tasks = records
    .filter(() => chance(4))
    .map((record) => ({ userId: random.pick(users).id, recordId: record.id, kind: record.kind }));
  await pool.query('insert into public.test_task select * from unnest($1::uuid[], $2::text[], $3::uuid[])', [
    tasks.map((task) => task.userId),
    tasks.map((task) => task.kind),
    tasks.map((task) => task.recordId),
  ]);
  const crowd = await createCrowd({
    pool,
    random,
    count: deps.crowd,
    users,
    teams,
    territories: [...territories.keys()],
    accounts: records.filter((record) => record.kind === 'account' && !record.isDeleted),
  });
  const all = [...records, ...crowd.members.map(({ record }) => record)];
  return { departments, territories, users, roles, baseline, records: all, shares, tasks, words, crowd };
}

async function tree(
  pool: pg.Pool,
  random: Random,
  { count, insert }: { readonly count: number; readonly insert: string },
): Promise<ReadonlyMap<string, string | null>> {
  const made = new Map<string, string | null>();
  for (let index = 0; index < count; index += 1) {
    const parent = made.size === 0 || random.between(1, 4) === 1 ? null : random.pick([...made.keys()]);
    const id = uuid();
    made.set(id, parent);
    await pool.query(insert, [id, parent]);
  }
  return made;
}

async function randomRoles(
  pool: pg.Pool,
  random: Random,
  count: number,
): Promise<ReadonlyMap<string, WorldRole>> {
  const roles = new Map<string, WorldRole>();
  for (let index = 0; index < count; index += 1) {
    const role: WorldRole = {
      id: uuid(),
      permissions: [...KINDS, '*'].flatMap((entity) =>
        RECORD_ACTIONS.filter(() => random.between(1, 3) > 1).map((action) => ({
          entity,
          action,
          // Where everything is allowed nothing is tested.
          level: random.pick(RIGHTS_LEVELS.filter((level) => level !== 'all' || random.between(1, 3) === 1)),
        })),
      ),
      fieldRights: KINDS.filter(() => random.between(1, 3) === 1).map((entity) => ({
        entity,
        field: EDITED_FIELD[entity],
        level: random.pick(['hidden', 'read', 'edit']),
      })),
      inherits: ['contact', 'ticket', 'account'].filter(() => random.between(1, 3) === 1),
    };
    roles.set(role.id, role);
    const code = `random_${'abcdefghijklmnopqrstuvwxyz'[index % 26]}_${'x'.repeat(1 + Math.floor(index / 26))}`;
    await pool.query('insert into crm.role (id, code, name) values ($1, $2, $2)', [role.id, code]);
    await pool.query(
      'insert into crm.role_permission (role_id, entity, action, level) select $1, * from unnest($2::text[], $3::text[], $4::text[])',
      [
        role.id,
        role.permissions.map((one) => one.entity),
        role.permissions.map((one) => one.action),
        role.permissions.map((one) => one.level),
      ],
    );
    await pool.query(
      'insert into crm.role_field_right (role_id, entity, field, level) select $1, * from unnest($2::text[], $3::text[], $4::text[])',
      [
        role.id,
        role.fieldRights.map((one) => one.entity),
        role.fieldRights.map((one) => one.field),
        role.fieldRights.map((one) => one.level),
      ],
    );
    await pool.query('insert into crm.role_inheritance (role_id, entity) select $1, unnest($2::text[])', [
      role.id,
      role.inherits,
    ]);
  }
  return roles;
}

/** The role of everybody is shipped; its rows are facts like the others. */
async function baselineRole(pool: pg.Pool): Promise<WorldRole> {
  const { rows } = await pool.query<WorldRole['permissions'][number]>(
    'select entity, action, level from crm.role_permission p join crm.role r on r.id = p.role_id where r.is_baseline',
  );
  return { id: '', permissions: rows, fieldRights: [], inherits: [] };
}

async function insertUsers(pool: pg.Pool, users: readonly WorldUser[]): Promise<void> {
  for (const user of users) {
    const positionId = user.departmentId === null ? null : uuid();
    if (positionId !== null)
      await pool.query(`insert into crm.position (id, department_id, title) values ($1, $2, 'P')`, [
        positionId,
        user.departmentId,
      ]);
    await pool.query(
      `insert into crm."user" (id, email, name, position_id) values ($1::uuid, $1::text || '@test.example', 'U', $2)`,
      [user.id, positionId],
    );
    await pool.query('insert into crm.team_member (user_id, team_id) select $1, unnest($2::uuid[])', [
      user.id,
      user.teams,
    ]);
    await pool.query('insert into crm.user_territory (user_id, territory_id) select $1, unnest($2::uuid[])', [
      user.id,
      user.territories,
    ]);
    await pool.query('insert into crm.user_role (user_id, role_id) select $1, unnest($2::uuid[])', [
      user.id,
      user.roles,
    ]);
  }
}

async function createRecords(deps: {
  readonly pool: pg.Pool;
  readonly crm: Crm;
  readonly admin: RequestUser;
  readonly random: Random;
  readonly records: number;
  readonly users: readonly WorldUser[];
  readonly teams: readonly string[];
  readonly territories: readonly string[];
  readonly words: readonly string[];
}): Promise<WorldRecord[]> {
  const { pool, crm, admin, random, users, teams, territories, words } = deps;
  const chance = (one: number): boolean => random.between(1, one) === 1;
  const made: WorldRecord[] = [];
  const some = (kind: Kind): WorldRecord | null => {
    const living = made.filter((record) => record.kind === kind && !record.isDeleted);
    return living.length === 0 || chance(3) ? null : random.pick(living);
  };
  for (let index = 0; index < deps.records; index += 1) {
    const kind = random.pick(KINDS);
    const word = random.pick(words);
    const ownerId = chance(6) ? null : random.pick(users).id;
    const teamId = chance(3) ? random.pick(teams) : null;
    const territoryId = kind !== 'activity' && chance(2) ? random.pick(territories) : null;
    const account = kind === 'ticket' || kind === 'activity' ? some('account') : null;
    const ticket = kind === 'activity' ? some('ticket') : null;
    const place = kind === 'activity' ? {} : { team: teamId, territory: territoryId };
    const { id } = await crm.records.create(
      { user: admin },
      {
        entity: kind,
        fields: {
          ...TITLES[kind](word),
          ...place,
          owner: ownerId,
          ...(account ? { account: account.id } : {}),
          ...(ticket ? { ticket: ticket.id } : {}),
        },
      },
    );
    const links = kind === 'activity' ? await linksOf(pool, id) : [];
    const isPrivate = kind === 'activity' && chance(4);
    const participants = kind === 'activity' && chance(2) ? [random.pick(users).id] : [];
    if (kind === 'activity') {
      await pool.query('update crm.activity set is_private = $2, team_id = $3 where id = $1', [
        id,
        isPrivate,
        teamId,
      ]);
      await pool.query(
        'insert into crm.activity_participant (id, activity_id, user_id) select gen_random_uuid(), $1, unnest($2::uuid[])',
        [id, participants],
      );
    }
    const parents = account && kind === 'ticket' ? [account.id] : [];
    const employer = kind === 'contact' ? some('account') : null;
    if (employer) {
      const ended = chance(5);
      await pool.query(
        `insert into crm.account_contact (id, account_id, contact_id, role, ended_on, created_at, created_by_kind, updated_at, updated_by_kind)
         values (gen_random_uuid(), $1, $2, 'other', $3, now(), 'system', now(), 'system')`,
        [employer.id, id, ended ? '2020-01-01' : null],
      );
      if (!ended) parents.push(employer.id);
    }
    const isSpokenOf = chance(3);
    if (isSpokenOf)
      await pool.query(
        `insert into crm.comment (id, entity, record_id, body, author_kind, created_at)
         values (gen_random_uuid(), $1, $2, $3, 'system', now())`,
        [kind, id, `Heard of ${spokenWord(word)} again`],
      );
    const isDeleted = chance(15);
    if (isDeleted) await crm.records.remove({ user: admin }, { entity: kind, id });
    made.push({
      id,
      kind,
      ownerId,
      teamId,
      territoryId,
      isDeleted,
      isPrivate,
      word,
      isSpokenOf,
      parents,
      links,
      participants,
    });
  }
  return made;
}

const TITLES: Readonly<Record<Kind, (word: string) => Record<string, unknown>>> = {
  account: (word) => ({ name: `Account ${word}`, description: 'about' }),
  contact: (word) => ({ familyName: word, givenName: 'Kim', description: 'about' }),
  ticket: (word) => ({ subject: `Ticket ${word}`, description: 'about' }),
  activity: (word) => ({ subject: `Call ${word}`, kind: 'call', body: 'about' }),
};

/** Which records the service linked is its own business (a ticket brings its account along). */
async function linksOf(pool: pg.Pool, id: string): Promise<string[]> {
  const { rows } = await pool.query<{ record_id: string }>(
    'select record_id from crm.activity_link where activity_id = $1',
    [id],
  );
  return rows.map((row) => row.record_id);
}

async function insertShares(
  pool: pg.Pool,
  random: Random,
  company: {
    readonly users: readonly WorldUser[];
    readonly teams: readonly string[];
    readonly records: readonly WorldRecord[];
  },
): Promise<World['shares'][number][]> {
  const shares: World['shares'][number][] = [];
  for (const record of company.records) {
    if (random.between(1, 3) !== 1) continue;
    const toTeam = random.between(1, 2) === 1;
    const share = {
      recordId: record.id,
      userId: toTeam ? null : random.pick(company.users).id,
      teamId: toTeam ? random.pick(company.teams) : null,
      access: random.pick(['read', 'edit']),
      expired: random.between(1, 3) === 1,
    };
    shares.push(share);
    await pool.query(
      `insert into crm.record_share (id, entity, record_id, user_id, team_id, access, expires_at, created_at)
       values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, now())`,
      [
        record.kind,
        record.id,
        share.userId,
        share.teamId,
        share.access,
        share.expired ? '2020-01-01' : random.pick([null, '2999-01-01']),
      ],
    );
  }
  return shares;
}
