/** People, structure and substitutions: for signing in, for rights, for the directory of the engine, and for pickers. */
import type { Metadata } from '../custom-fields/metadata.ts';
import type { Queryable, Transactions } from '../database/transaction.ts';
import { CrmRejection, fieldsInvalid } from '../errors.ts';
import { normaliseEmail } from '../phones/normalise-email.ts';
import type { CrmActor, CrmClock, CrmIds, CrmTransaction } from '../ports.ts';
import { loadRequestUser, type ProcessRight, type RequestUser } from '../rights/request-user.ts';
import { UserModel, UserRoleModel } from './organisation.models.ts';
import { type ExecutorRequest, resolveExecutors, type ResolvedExecutors } from './resolve-executors.ts';

export interface Person {
  readonly id: string;
  readonly name: string;
}

export interface OrganisationView {
  readonly departments: { id: string; code: string | null; name: string; parentId: string | null }[];
  readonly positions: {
    id: string;
    code: string | null;
    title: string;
    departmentId: string;
    isHead: boolean;
  }[];
  readonly users: {
    id: string;
    name: string;
    email: string;
    positionId: string | null;
    status: 'active' | 'disabled';
    locale: string;
    timeZone: string;
    roles: string[];
    substitution: { by: Person; from: string; to: string } | null;
  }[];
}

export interface OrganisationService {
  /** The person with his rights at this instant; null when he may not sign in. */
  loadUser(id: string): Promise<RequestUser | null>;
  findUserByEmail(email: string): Promise<{ id: string; name: string; status: string } | null>;
  /** Whether anybody exists: a fresh installation asks for its first administrator. */
  hasUsers(): Promise<boolean>;
  /** @throws CrmRejection CRM_FIELDS_INVALID, CRM_USER_EMAIL_TAKEN */
  createUser(
    request: {
      name: string;
      email: string;
      locale: 'en' | 'ru';
      timeZone?: string;
      positionId?: string | null;
      roles: readonly string[];
    },
    options: { actor: CrmActor; transaction?: CrmTransaction | null },
  ): Promise<{ id: string }>;
  /** @throws CrmRejection CRM_USER_NOT_FOUND */
  setLocale(userId: string, locale: 'en' | 'ru'): Promise<void>;
  /** Departments and positions bear the names of the reader's language where they have them. */
  view(locale?: RequestUser['locale']): Promise<OrganisationView>;
  /** Active people to pick from, by name. */
  people(locale?: RequestUser['locale']): Promise<(Person & { positionTitle: string | null })[]>;
  /** Names of people, also of those who left. */
  names(userIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Names of `position:<id>` and `department:<id>`. */
  groupNames(groups: readonly string[], locale?: RequestUser['locale']): Promise<ReadonlyMap<string, string>>;
  /** Who may take from a pool. */
  membersOf(groups: readonly string[]): Promise<Person[]>;
  /** Active people with a right on a process, by name; administrators are among them as far as their role says so. */
  whoMay(processKey: string, right: ProcessRight): Promise<Person[]>;
  /** The pools that a person takes from: his position, his department and those above it. */
  groupsOf(user: RequestUser): string[];
  /** Those whose work this person does at the instant. */
  standsInFor(userId: string, at: Date): Promise<string[]>;
  /** @throws CrmFailure CRM_EXECUTOR_NOT_FOUND */
  resolveExecutors(request: ExecutorRequest, transaction?: CrmTransaction | null): Promise<ResolvedExecutors>;
}

const SELECT_STANDS_IN_FOR = `
  select distinct user_id::text as id from crm.substitution
  where by_user_id = $1 and from_at <= $2 and to_at > $2`;

const SELECT_USERS = `
  select u.id, u.name, u.email, u.position_id as "positionId", u.status, u.locale, u.time_zone as "timeZone",
    array(select r.code from crm.user_role ur join crm.role r on r.id = ur.role_id where ur.user_id = u.id order by r.code) as roles,
    (select json_build_object('by', json_build_object('id', b.id, 'name', b.name), 'from', s.from_at, 'to', s.to_at)
     from crm.substitution s join crm."user" b on b.id = s.by_user_id
     where s.user_id = u.id and s.from_at <= $1 and s.to_at > $1
     order by s.from_at desc, s.id limit 1) as substitution
  from crm."user" u
  where u.deleted_at is null
  order by u.name`;

/** In the language that the second parameter names, where there is a name in it. */
const SELECT_GROUP_NAMES = `
  select 'position:' || id as key, case $2 when 'ru' then coalesce(title_ru, title) else title end as name
  from crm.position where 'position:' || id = any($1)
  union all
  select 'department:' || id, case $2 when 'ru' then coalesce(name_ru, name) else name end
  from crm.department where 'department:' || id = any($1)`;

const SELECT_PEOPLE = `
  select u.id, u.name, case $1 when 'ru' then coalesce(p.title_ru, p.title) else p.title end as "positionTitle"
  from crm."user" u left join crm.position p on p.id = u.position_id
  where u.status = 'active' and u.deleted_at is null
  order by u.name`;

const SELECT_DEPARTMENTS = `
  select id, code, case $1 when 'ru' then coalesce(name_ru, name) else name end as name, parent_id as "parentId"
  from crm.department where deleted_at is null order by sort_order, 3`;

const SELECT_POSITIONS = `
  select id, code, case $1 when 'ru' then coalesce(title_ru, title) else title end as title,
    department_id as "departmentId", is_head as "isHead"
  from crm.position where deleted_at is null order by 3`;

const SELECT_MEMBERS = `
  with recursive below as (
    select d.id, 'department:' || d.id as root from crm.department d where 'department:' || d.id = any($1)
    union
    select d.id, below.root from crm.department d join below on d.parent_id = below.id
  )
  select distinct u.id, u.name
  from crm."user" u join crm.position p on p.id = u.position_id
  where u.status = 'active' and u.deleted_at is null
    and ('position:' || p.id = any($1) or p.department_id in (select id from below))
  order by u.name`;

const SELECT_WHO_MAY = `
  select u.id, u.name from crm."user" u
  where u.status = 'active' and u.deleted_at is null and exists (
    select from crm.role r join crm.role_process_right p on p.role_id = r.id
    where (r.is_baseline or exists (select from crm.user_role ur where ur.role_id = r.id and ur.user_id = u.id))
      and p.process_key in ('*', $1) and p.process_right = $2)
  order by u.name, u.id`;

export function createOrganisationService(ports: {
  readonly transactions: Transactions;
  readonly metadata: Metadata;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
}): OrganisationService {
  const { transactions, clock, ids } = ports;
  const reader = transactions.reader(null);
  return {
    async loadUser(id) {
      const user = await loadRequestUser(reader, id, clock.now());
      if (user?.metadataVersion !== undefined) await ports.metadata.reach(user.metadataVersion);
      return user;
    },
    async findUserByEmail(email) {
      const { rows } = await reader.query<{ id: string; name: string; status: string }>(
        'select id, name, status from crm."user" where email = $1 and deleted_at is null',
        [email.trim().toLowerCase()],
      );
      return rows[0] ?? null;
    },
    async hasUsers() {
      const { rows } = await reader.query<{ found: boolean }>(
        'select exists (select from crm."user") as found',
      );
      return rows[0]?.found ?? false;
    },
    createUser: (request, { actor, transaction }) =>
      transactions.run(transaction, async (unit) => {
        const email = normaliseEmail(request.email);
        if (email === null)
          throw fieldsInvalid([
            {
              path: 'email',
              code: 'notEmail',
              message: 'The e-mail address is written as name@example.com.',
            },
          ]);
        if (request.name.trim() === '')
          throw fieldsInvalid([{ path: 'name', code: 'required', message: 'A user needs a name.' }]);
        const taken = await unit.client.query(
          'select from crm."user" where email = $1 and deleted_at is null',
          [email],
        );
        if (taken.rowCount !== 0) {
          throw new CrmRejection(
            'CRM_USER_EMAIL_TAKEN',
            `Expected a new e-mail address, but '${email}' has a user.`,
            {
              fields: [{ path: 'email', code: 'taken', message: 'Another user has this e-mail address.' }],
            },
          );
        }
        const id = ids.next();
        const now = clock.now();
        await UserModel.create(
          {
            id,
            email,
            name: request.name.trim(),
            locale: request.locale,
            timeZone: request.timeZone ?? 'UTC',
            positionId: request.positionId ?? null,
            createdAt: now,
            createdByKind: actor.kind,
            createdBy: actor.id,
            updatedAt: now,
            updatedByKind: actor.kind,
            updatedBy: actor.id,
          },
          { transaction: unit.orm, returning: false },
        );
        await giveRoles(unit, id, request.roles);
        return { id };
      }),
    async setLocale(userId, locale) {
      const { rowCount } = await reader.query(
        'update crm."user" set locale = $2, version = version + 1 where id = $1',
        [userId, locale],
      );
      if (rowCount === 0)
        throw new CrmRejection('CRM_USER_NOT_FOUND', `Expected user '${userId}' to exist.`, { userId });
    },
    view: (locale = 'en') => organisationView(reader, locale, clock.now()),
    async people(locale = 'en') {
      const { rows } = await reader.query<Person & { positionTitle: string | null }>(SELECT_PEOPLE, [locale]);
      return rows;
    },
    async names(userIds) {
      const { rows } = await reader.query<Person>(
        'select id, name from crm."user" where id = any($1::uuid[])',
        [[...new Set(userIds)]],
      );
      return new Map(rows.map((row) => [row.id, row.name]));
    },
    async groupNames(groups, locale = 'en') {
      const { rows } = await reader.query<{ key: string; name: string }>(SELECT_GROUP_NAMES, [
        groups,
        locale,
      ]);
      return new Map(rows.map((row) => [row.key, row.name]));
    },
    async membersOf(groups) {
      return (await reader.query<Person>(SELECT_MEMBERS, [groups])).rows;
    },
    whoMay: async (processKey, right) =>
      (await reader.query<Person>(SELECT_WHO_MAY, [processKey, right])).rows,
    groupsOf: (user) => [
      ...(user.positionId ? [`position:${user.positionId}`] : []),
      ...user.departmentsAbove.map((department) => `department:${department}`),
    ],
    async standsInFor(userId, at) {
      const { rows } = await reader.query<{ id: string }>(SELECT_STANDS_IN_FOR, [userId, at]);
      return rows.map((row) => row.id);
    },
    resolveExecutors: (request, transaction) => resolveExecutors(transactions.reader(transaction), request),
  };
}

async function giveRoles(
  unit: Parameters<Parameters<Transactions['run']>[1]>[0],
  userId: string,
  codes: readonly string[],
): Promise<void> {
  const { rows } = await unit.client.query<{ id: string; code: string }>(
    'select id, code from crm.role where code = any($1)',
    [codes],
  );
  const missing = codes.filter((code) => !rows.some((row) => row.code === code));
  if (missing.length > 0)
    throw fieldsInvalid([
      { path: 'roles', code: 'notChoice', message: `There is no role ${missing.join(', ')}.` },
    ]);
  await UserRoleModel.bulkCreate(
    rows.map((row) => ({ userId, roleId: row.id })),
    { transaction: unit.orm, returning: false },
  );
}

async function organisationView(
  reader: Queryable,
  locale: RequestUser['locale'],
  at: Date,
): Promise<OrganisationView> {
  const departments = await reader.query<OrganisationView['departments'][number]>(SELECT_DEPARTMENTS, [
    locale,
  ]);
  const positions = await reader.query<OrganisationView['positions'][number]>(SELECT_POSITIONS, [locale]);
  const users = await reader.query<OrganisationView['users'][number]>(SELECT_USERS, [at]);
  return { departments: departments.rows, positions: positions.rows, users: users.rows };
}
