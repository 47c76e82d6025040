/**
 * People as administrators look after them: who works here, in which position and teams, with which roles, and who has
 * left. Nobody is ever deleted: history, tasks and records name people for ever; whoever has left is disabled. Every
 * change is an event of the audit, and at least one administrator stays.
 */
import { actorOf, type Caller } from '../caller.ts';
import type { Queryable, Transactions, Unit } from '../database/transaction.ts';
import { CrmRejection, fieldsInvalid, type FieldRefusal } from '../errors.ts';
import { normaliseEmail } from '../phones/normalise-email.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import { appendEvents, type FieldChange } from '../timeline/append-events.ts';
import type { OrganisationService } from './organisation-service.ts';

export interface PersonContent {
  readonly name: string;
  readonly email: string;
  readonly phone: string | null;
  readonly locale: 'en' | 'ru';
  readonly timeZone: string;
  readonly positionId: string | null;
  readonly teamIds: readonly string[];
  /** Codes; the baseline role is everybody's and not among them. */
  readonly roles: readonly string[];
}

export interface PersonView extends PersonContent {
  readonly id: string;
  readonly isActive: boolean;
  readonly version: number;
}

export interface PeopleService {
  /** Active people first, by name. */
  list(): Promise<PersonView[]>;
  /** @throws CrmRejection CRM_FIELDS_INVALID, CRM_USER_EMAIL_TAKEN */
  create(caller: Caller, content: PersonContent): Promise<PersonView>;
  /** @throws CrmRejection CRM_USER_NOT_FOUND, CRM_VERSION_CONFLICT, CRM_FIELDS_INVALID, CRM_USER_EMAIL_TAKEN, CRM_ROLE_PROTECTED */
  update(caller: Caller, person: PersonContent & { id: string; version: number }): Promise<PersonView>;
  /** Lets a person in or keeps him out. @throws CrmRejection CRM_USER_NOT_FOUND, CRM_ROLE_PROTECTED */
  setActive(caller: Caller, person: { id: string; isActive: boolean }): Promise<PersonView>;
}

const SELECT = `
  select u.id, u.name, u.email, u.phone, u.locale, u.time_zone as "timeZone", u.position_id as "positionId",
    u.status = 'active' as "isActive", u.version,
    array(select m.team_id::text from crm.team_member m join crm.team t on t.id = m.team_id and t.deleted_at is null
          where m.user_id = u.id order by 1) as "teamIds",
    array(select r.code from crm.user_role ur join crm.role r on r.id = ur.role_id
          where ur.user_id = u.id and not r.is_baseline order by 1) as roles
  from crm."user" u
  where u.deleted_at is null and ($1::uuid is null or u.id = $1)
  order by u.status, u.name, u.id`;
const UPDATE = `
  update crm."user" set name = $2, email = $3, phone = $4, locale = $5, time_zone = $6, position_id = $7,
    version = version + 1, updated_at = $8, updated_by_kind = $9, updated_by = $10
  where id = $1`;
const SET_STATUS = `
  update crm."user" set status = $2, version = version + 1, updated_at = $3, updated_by_kind = $4, updated_by = $5
  where id = $1`;
const SELECT_NAMES = `
  select id::text, title as name from crm.position where id = any($1::uuid[])
  union all select id::text, name from crm.team where id = any($2::uuid[])`;
const COUNT_ADMINISTRATORS = `
  select count(*)::int as count from crm."user" u
  join crm.user_role ur on ur.user_id = u.id join crm.role r on r.id = ur.role_id and r.code = 'admin'
  where u.status = 'active' and u.deleted_at is null`;
/** Two administrators who take each other's role at the same instant: the second sees the first. */
const LOCK_ADMINISTRATORS = `select from crm.role where code = 'admin' for update`;

export function createPeopleService(ports: {
  readonly transactions: Transactions;
  readonly organisation: Pick<OrganisationService, 'createUser'>;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
}): PeopleService {
  const { transactions, organisation, clock, ids } = ports;
  const tell = (
    unit: Unit,
    caller: Caller,
    told: { person: PersonView; verb: string; changes: readonly FieldChange[] },
  ): Promise<void> =>
    appendEvents(unit.client, [
      {
        id: ids.next(),
        occurredAt: clock.now(),
        actor: actorOf(caller),
        kind: 'record',
        verb: told.verb,
        entity: 'user',
        recordId: told.person.id,
        recordVersion: told.person.version,
        changes: told.changes,
        text: told.person.name,
      },
    ]);
  return {
    list: async () => (await transactions.reader(null).query<PersonView>(SELECT, [null])).rows,

    create: (caller, content) =>
      transactions.run(caller.transaction, async (unit) => {
        await assertContent(unit.client, content);
        const { client } = unit;
        const transaction = { client, onChange: unit.changed };
        const request = { ...content, positionId: content.positionId };
        const { id } = await organisation.createUser(request, { actor: actorOf(caller), transaction });
        await client.query('update crm."user" set phone = $2 where id = $1', [id, content.phone]);
        await writeTeams(client, id, content.teamIds);
        const person = await personOf(client, id);
        await tell(unit, caller, { person, verb: 'created', changes: [] });
        return person;
      }),

    update: (caller, request) =>
      transactions.run(caller.transaction, async (unit) => {
        const { client } = unit;
        await client.query(LOCK_ADMINISTRATORS);
        const before = await personOf(client, request.id, true);
        if (before.version !== request.version)
          throw new CrmRejection(
            'CRM_VERSION_CONFLICT',
            `Expected version ${before.version} of '${before.name}', but got ${request.version}.`,
            { current: before },
          );
        await assertContent(client, request);
        const email = await freeEmail(client, request);
        const { name, phone, locale, timeZone, positionId } = request;
        const actor = actorOf(caller);
        const values = [request.id, name.trim(), email, phone, locale, timeZone, positionId];
        await client.query(UPDATE, [...values, clock.now(), actor.kind, actor.id]);
        await writeTeams(client, request.id, request.teamIds);
        await writeRoles(client, request.id, request.roles);
        await assertAdministrators(client);
        const person = await personOf(client, request.id);
        const changes = await changesBetween(client, before, person);
        if (changes.length > 0) await tell(unit, caller, { person, verb: 'changed', changes });
        return person;
      }),

    setActive: (caller, { id, isActive }) =>
      transactions.run(caller.transaction, async (unit) => {
        const { client } = unit;
        await client.query(LOCK_ADMINISTRATORS);
        const before = await personOf(client, id, true);
        if (before.isActive === isActive) return before;
        const actor = actorOf(caller);
        const status = isActive ? 'active' : 'disabled';
        await client.query(SET_STATUS, [id, status, clock.now(), actor.kind, actor.id]);
        await assertAdministrators(client);
        const person = await personOf(client, id);
        await tell(unit, caller, { person, verb: isActive ? 'let_in' : 'kept_out', changes: [] });
        return person;
      }),
  };
}

async function personOf(client: Queryable, id: string, isLocked = false): Promise<PersonView> {
  if (isLocked) await client.query('select from crm."user" where id = $1 for update', [id]);
  const { rows } = await client.query<PersonView>(SELECT, [id]);
  if (rows[0]) return rows[0];
  throw new CrmRejection('CRM_USER_NOT_FOUND', `Expected user '${id}' to exist.`, { userId: id });
}

/** What the foreign keys would refuse without a name, all in one answer. */
async function assertContent(client: Queryable, content: PersonContent): Promise<void> {
  const problems: FieldRefusal[] = [];
  if (content.name.trim() === '')
    problems.push({ path: 'name', code: 'required', message: 'A person needs a name.' });
  if (!isTimeZone(content.timeZone))
    problems.push({
      path: 'timeZone',
      code: 'noTimeZone',
      message: 'There is no such time zone: choose one such as Europe/Berlin.',
    });
  const { rows } = await client.query<{ teams: number; roles: number }>(
    `select (select count(*)::int from crm.team where id = any($1::uuid[]) and deleted_at is null) as teams,
       (select count(*)::int from crm.role where code = any($2::text[]) and not is_baseline) as roles`,
    [[...new Set(content.teamIds)], [...new Set(content.roles)]],
  );
  const found = rows[0];
  // Held until the end: nobody removes the position meanwhile.
  const position = await client.query(
    'select from crm.position where id = $1 and deleted_at is null for share',
    [content.positionId],
  );
  if (content.positionId !== null && position.rowCount !== 1)
    problems.push({
      path: 'positionId',
      code: 'notChoice',
      message: 'There is no such position: choose from the list.',
    });
  if (found?.teams !== new Set(content.teamIds).size)
    problems.push({
      path: 'teamIds',
      code: 'notChoice',
      message: 'There is no such team: choose from the list.',
    });
  if (found?.roles !== new Set(content.roles).size)
    problems.push({
      path: 'roles',
      code: 'notChoice',
      message: 'There is no such role: choose from the list.',
    });
  if (problems.length > 0) throw fieldsInvalid(problems);
}

async function freeEmail(client: Queryable, { id, email }: { id: string; email: string }): Promise<string> {
  const normal = normaliseEmail(email);
  if (normal === null)
    throw fieldsInvalid([
      { path: 'email', code: 'notEmail', message: 'The e-mail address is written as name@example.com.' },
    ]);
  const taken = await client.query(
    'select from crm."user" where email = $1 and id <> $2 and deleted_at is null',
    [normal, id],
  );
  if (taken.rowCount === 0) return normal;
  throw new CrmRejection(
    'CRM_USER_EMAIL_TAKEN',
    `Expected a free e-mail address, but '${normal}' has a user.`,
    {
      fields: [{ path: 'email', code: 'taken', message: 'Another user has this e-mail address.' }],
    },
  );
}

/** Who leads a team goes on leading it. */
async function writeTeams(client: Queryable, userId: string, teamIds: readonly string[]): Promise<void> {
  await client.query('delete from crm.team_member where user_id = $1 and not team_id = any($2::uuid[])', [
    userId,
    [...teamIds],
  ]);
  await client.query(
    'insert into crm.team_member (team_id, user_id) select unnest($2::uuid[]), $1 on conflict do nothing',
    [userId, [...new Set(teamIds)]],
  );
}

async function writeRoles(client: Queryable, userId: string, codes: readonly string[]): Promise<void> {
  await client.query(
    `delete from crm.user_role ur using crm.role r
     where r.id = ur.role_id and ur.user_id = $1 and not r.is_baseline and not r.code = any($2::text[])`,
    [userId, [...codes]],
  );
  await client.query(
    `insert into crm.user_role (user_id, role_id) select $1, id from crm.role where code = any($2::text[])
     on conflict do nothing`,
    [userId, [...codes]],
  );
}

async function assertAdministrators(client: Queryable): Promise<void> {
  const { rows } = await client.query<{ count: number }>(COUNT_ADMINISTRATORS);
  if ((rows[0]?.count ?? 0) > 0) return;
  throw new CrmRejection(
    'CRM_ROLE_PROTECTED',
    'Expected at least one active administrator to stay: make somebody else an administrator first.',
  );
}

const TOLD = ['name', 'email', 'phone', 'locale', 'timeZone', 'roles'] as const;

/** What history tells: positions and teams by their names, which stay readable when they are gone. */
async function changesBetween(
  client: Queryable,
  before: PersonView,
  after: PersonView,
): Promise<FieldChange[]> {
  const { rows } = await client.query<{ id: string; name: string }>(SELECT_NAMES, [
    [before.positionId, after.positionId].filter((id) => id !== null),
    [...before.teamIds, ...after.teamIds],
  ]);
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  const told = (person: PersonView) => ({
    ...person,
    position: person.positionId === null ? null : (names.get(person.positionId) ?? null),
    teams: person.teamIds.map((id) => names.get(id) ?? id),
  });
  const [from, to] = [told(before), told(after)];
  return ([...TOLD, 'position', 'teams'] as const)
    .filter((field) => JSON.stringify(from[field]) !== JSON.stringify(to[field]))
    .map((field) => ({ field, from: from[field], to: to[field] }));
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
