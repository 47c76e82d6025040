/**
 * Roles as administrators edit them: who has them, what they may do with each kind of record, fields that they hide or
 * lock, and which records they read through the record above. Every change is an event of the audit. The installation
 * cannot lock itself out: the administrators' role keeps its rights and at least one member, the baseline its members.
 */
import { actorOf, type Caller } from '../caller.ts';
import type { Queryable, Transactions, Unit } from '../database/transaction.ts';
import { findEntity } from '../entities/registry.ts';
import { CrmRejection, fieldsInvalid, type FieldRefusal } from '../errors.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import { appendEvents, type FieldChange } from '../timeline/append-events.ts';
import type { FieldLevel, RecordAction, RightsLevel, RoleGrant } from './request-user.ts';

export interface RoleContent {
  readonly name: string;
  readonly nameRu: string | null;
  readonly permissions: { entity: string; action: RecordAction; level: RightsLevel }[];
  readonly fieldRights: { entity: string; field: string; level: FieldLevel }[];
  readonly inherits: string[];
  readonly memberIds: string[];
}

export interface RoleView extends RoleContent {
  readonly id: string;
  readonly code: string;
  readonly isBaseline: boolean;
  readonly version: number;
}

export interface RoleService {
  list(): Promise<RoleView[]>;
  /** What somebody has who has this role alone, the baseline included. */
  grants(id: string): Promise<RoleGrant[]>;
  /** Notes in the audit what the home of the role begins with. @throws CrmRejection CRM_GROUP_NOT_FOUND */
  noteHome(
    caller: Caller,
    request: { id: string; from: readonly string[] | null; to: readonly string[] | null },
  ): Promise<void>;
  /** @throws CrmRejection CRM_FIELDS_INVALID */
  create(caller: Caller, request: RoleContent & { code: string }): Promise<RoleView>;
  /** @throws CrmRejection CRM_GROUP_NOT_FOUND, CRM_FIELDS_INVALID, CRM_VERSION_CONFLICT, CRM_ROLE_PROTECTED */
  update(caller: Caller, request: RoleContent & { id: string; version: number }): Promise<RoleView>;
  /** @throws CrmRejection CRM_GROUP_NOT_FOUND, CRM_ROLE_PROTECTED */
  remove(caller: Caller, id: string): Promise<void>;
}

const SELECT_ROLES = `
  select r.id, r.code, r.name, r.name_ru as "nameRu", r.is_baseline as "isBaseline", r.version,
    (select coalesce(json_agg(json_build_object('entity', p.entity, 'action', p.action, 'level', p.level) order by p.entity, p.action), '[]')
     from crm.role_permission p where p.role_id = r.id) as permissions,
    (select coalesce(json_agg(json_build_object('entity', f.entity, 'field', f.field, 'level', f.level) order by f.entity, f.field), '[]')
     from crm.role_field_right f where f.role_id = r.id) as "fieldRights",
    array(select i.entity from crm.role_inheritance i where i.role_id = r.id order by i.entity) as inherits,
    array(select ur.user_id::text from crm.user_role ur where ur.role_id = r.id order by ur.user_id) as "memberIds"
  from crm.role r
  where $1::uuid is null or r.id = $1
  order by r.is_baseline desc, r.name`;

const SELECT_GRANTS = `
  select r.code, r.name,
    (select coalesce(json_agg(json_build_object('entity', p.entity, 'action', p.action, 'level', p.level)), '[]')
     from crm.role_permission p where p.role_id = r.id) as permissions,
    (select coalesce(json_agg(json_build_object('processKey', p.process_key, 'right', p.process_right)), '[]')
     from crm.role_process_right p where p.role_id = r.id) as "processRights"
  from crm.role r where r.id = $1 or r.is_baseline order by r.code`;

const ADMIN = 'admin';

export function createRoleService(ports: {
  readonly transactions: Transactions;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
}): RoleService {
  const { transactions, ids } = ports;
  const tell = (unit: Unit, caller: Caller, told: { role: RoleView; verb: string; changes: FieldChange[] }) =>
    appendEvents(unit.client, [
      {
        id: ids.next(),
        occurredAt: ports.clock.now(),
        actor: actorOf(caller),
        kind: 'record',
        verb: told.verb,
        entity: 'role',
        recordId: told.role.id,
        recordVersion: told.role.version,
        changes: told.changes,
        text: told.role.name,
      },
    ]);
  return {
    list: async () => (await transactions.reader(null).query<RoleView>(SELECT_ROLES, [null])).rows,
    grants: async (id) => (await transactions.reader(null).query<RoleGrant>(SELECT_GRANTS, [id])).rows,
    noteHome: (caller, { id, from, to }) =>
      transactions.run(caller.transaction, async (unit) => {
        const role = await roleOf(unit.client, id);
        await tell(unit, caller, { role, verb: 'changed', changes: [{ field: 'home', from, to }] });
      }),
    create: (caller, request) =>
      transactions.run(caller.transaction, async (unit) => {
        assertContent(request);
        const id = ids.next();
        const { rowCount } = await unit.client.query(
          'insert into crm.role (id, code, name, name_ru) values ($1, $2, $3, $4) on conflict (code) do nothing',
          [id, request.code, request.name.trim(), request.nameRu],
        );
        if (rowCount === 0)
          throw fieldsInvalid([
            { path: 'code', message: `Another role has the code '${request.code}'.`, code: 'taken' },
          ]);
        await writeContent(unit, id, request);
        const role = await roleOf(unit.client, id);
        await tell(unit, caller, { role, verb: 'created', changes: [] });
        return role;
      }),
    update: (caller, request) =>
      transactions.run(caller.transaction, async (unit) => {
        await unit.client.query('select from crm.role where id = $1 for update', [request.id]);
        const before = await roleOf(unit.client, request.id);
        if (before.version !== request.version)
          throw new CrmRejection(
            'CRM_VERSION_CONFLICT',
            `Expected version ${before.version} of role '${before.code}', but got ${request.version}.`,
            { current: before },
          );
        assertContent(request);
        if (before.code === ADMIN) assertStillAdmin(before, request);
        await unit.client.query(
          'update crm.role set name = $2, name_ru = $3, version = version + 1 where id = $1',
          [request.id, request.name.trim(), request.nameRu],
        );
        await writeContent(unit, request.id, before.isBaseline ? { ...request, memberIds: [] } : request);
        const role = await roleOf(unit.client, request.id);
        await tell(unit, caller, { role, verb: 'changed', changes: changesBetween(before, role) });
        return role;
      }),
    remove: (caller, id) =>
      transactions.run(caller.transaction, async (unit) => {
        const role = await roleOf(unit.client, id);
        if (role.isBaseline || role.code === ADMIN)
          throw protectedRole(`Expected a role that may go, but '${role.name}' must stay.`);
        await unit.client.query('delete from crm.role where id = $1', [id]);
        await tell(unit, caller, { role, verb: 'deleted', changes: [] });
      }),
  };
}

async function roleOf(reader: Queryable, id: string): Promise<RoleView> {
  const { rows } = await reader.query<RoleView>(SELECT_ROLES, [id]);
  const [role] = rows;
  if (role) return role;
  throw new CrmRejection('CRM_GROUP_NOT_FOUND', `Expected role '${id}' to exist.`, { id });
}

function assertContent(content: RoleContent): void {
  const problems: FieldRefusal[] = [];
  if (content.name.trim() === '')
    problems.push({ path: 'name', code: 'required', message: 'A role needs a name.' });
  for (const { entity } of content.permissions) {
    if (entity !== '*' && !findEntity(entity))
      problems.push({
        path: 'permissions',
        code: 'notChoice',
        message: `There is no kind of record '${entity}'.`,
      });
  }
  for (const { entity, field, level } of content.fieldRights) {
    const definition = findEntity(entity);
    if (!definition?.fields.some((one) => one.key === field))
      problems.push({
        path: 'fieldRights',
        code: 'unknown',
        message: `'${entity}' has no field '${field}'.`,
      });
    else if (level === 'hidden' && definition.titleField === field)
      problems.push({
        path: 'fieldRights',
        message: `'${field}' names the record and cannot be hidden.`,
        code: 'titleStays',
      });
  }
  for (const entity of content.inherits) {
    if (!findEntity(entity))
      problems.push({
        path: 'inherits',
        code: 'notChoice',
        message: `There is no kind of record '${entity}'.`,
      });
  }
  if (problems.length > 0) throw fieldsInvalid(problems);
}

function assertStillAdmin(before: RoleView, request: RoleContent): void {
  if (request.memberIds.length === 0)
    throw protectedRole('Expected at least one administrator to stay, but the role would have no members.');
  const lost = before.permissions.filter(
    ({ entity, action, level }) =>
      entity === '*' &&
      !request.permissions.some((one) => one.entity === '*' && one.action === action && one.level === level),
  );
  if (lost.length > 0) throw protectedRole('Expected administrators to keep their rights on all records.');
}

function protectedRole(message: string): CrmRejection {
  return new CrmRejection('CRM_ROLE_PROTECTED', message);
}

/** Replaces what the role holds; the foreign keys refuse people who do not exist. */
async function writeContent(unit: Unit, id: string, content: RoleContent): Promise<void> {
  const { client } = unit;
  for (const table of ['role_permission', 'role_field_right', 'role_inheritance', 'user_role'])
    await client.query(`delete from crm.${table} where role_id = $1`, [id]);
  const columns = <T>(rows: readonly T[], value: (row: T) => string): string[] => rows.map(value);
  await client.query(
    'insert into crm.role_permission (role_id, entity, action, level) select $1, * from unnest($2::text[], $3::text[], $4::text[])',
    [
      id,
      columns(content.permissions, (row) => row.entity),
      columns(content.permissions, (row) => row.action),
      columns(content.permissions, (row) => row.level),
    ],
  );
  await client.query(
    'insert into crm.role_field_right (role_id, entity, field, level) select $1, * from unnest($2::text[], $3::text[], $4::text[])',
    [
      id,
      columns(content.fieldRights, (row) => row.entity),
      columns(content.fieldRights, (row) => row.field),
      columns(content.fieldRights, (row) => row.level),
    ],
  );
  await client.query('insert into crm.role_inheritance (role_id, entity) select $1, unnest($2::text[])', [
    id,
    [...new Set(content.inherits)],
  ]);
  const members = await client.query(
    'insert into crm.user_role (role_id, user_id) select $1, u.id from crm."user" u where u.id = any($2::uuid[])',
    [id, [...new Set(content.memberIds)]],
  );
  if (members.rowCount !== new Set(content.memberIds).size)
    throw fieldsInvalid([
      { path: 'memberIds', code: 'notChoice', message: 'A member is no user: choose from the list.' },
    ]);
}

function changesBetween(before: RoleView, after: RoleView): FieldChange[] {
  const keys = ['name', 'nameRu', 'permissions', 'fieldRights', 'inherits', 'memberIds'] as const;
  return keys
    .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .map((field) => ({ field, from: before[field], to: after[field] }));
}
