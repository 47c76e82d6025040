/** The person who asks, with everything that rights need, loaded once per request in one statement. */
import type { Queryable } from '../database/transaction.ts';

export const RECORD_ACTIONS = ['create', 'read', 'edit', 'delete', 'export', 'share', 'comment'] as const;
export type RecordAction = (typeof RECORD_ACTIONS)[number];
export const RIGHTS_LEVELS = ['none', 'own', 'team', 'department', 'territory', 'all'] as const;
export type RightsLevel = (typeof RIGHTS_LEVELS)[number];
export type FieldLevel = 'hidden' | 'read' | 'edit';
export type ProcessRight = 'draw' | 'publish' | 'start' | 'watch' | 'intervene' | 'migrate';

export interface RoleGrant {
  readonly code: string;
  /** In the person's own language. */
  readonly name: string;
  readonly permissions: readonly {
    readonly entity: string;
    readonly action: RecordAction;
    readonly level: RightsLevel;
  }[];
  readonly processRights: readonly { readonly processKey: string; readonly right: ProcessRight }[];
  /** Fields that the role speaks of; the others are as open as their record. */
  readonly fieldRights?: readonly {
    readonly entity: string;
    readonly field: string;
    readonly level: FieldLevel;
  }[];
  /** Kinds of records that are read through the record above them. */
  readonly inherits?: readonly string[];
}

export interface RequestUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly locale: 'en' | 'ru';
  readonly timeZone: string;
  readonly positionId: string | null;
  readonly positionTitle: string | null;
  readonly departmentId: string | null;
  readonly departmentName: string | null;
  /** The own department and all below it. */
  readonly departmentsBelow: readonly string[];
  /** The own department and all above it. */
  readonly departmentsAbove: readonly string[];
  readonly teamIds: readonly string[];
  /** The own territories and all below them. */
  readonly territoriesBelow?: readonly string[];
  /** Roles given to the person, and the baseline role of everybody. */
  readonly roles: readonly RoleGrant[];
  readonly isAdmin: boolean;
  /** Of the fields and kinds of records that administrators made, when the person was read. */
  readonly metadataVersion?: string;
  /** Those whose work this person does at the instant of the request. */
  readonly standsInFor: readonly { readonly id: string; readonly name: string }[];
}

const SELECT_REQUEST_USER = `
  with recursive person as (
    select u.id, u.name, u.email, u.locale, u.time_zone, u.position_id, case u.locale when 'ru' then coalesce(p.title_ru, p.title) else p.title end as position_title,
           d.id as department_id,
           case u.locale when 'ru' then coalesce(d.name_ru, d.name) else d.name end as department_name
    from crm."user" u
    left join crm.position p on p.id = u.position_id
    left join crm.department d on d.id = p.department_id
    where u.id = $1 and u.status = 'active' and u.deleted_at is null
  ), below as (
    select department_id as id from person where department_id is not null
    union
    select d.id from crm.department d join below on d.parent_id = below.id
  ), above as (
    select department_id as id from person where department_id is not null
    union
    select d.parent_id from crm.department d join above on d.id = above.id where d.parent_id is not null
  ), territories as (
    select t.territory_id as id from crm.user_territory t where t.user_id = $1
    union
    select t.id from crm.territory t join territories on t.parent_id = territories.id
  )
  select person.*,
    array(select id::text from below) as departments_below,
    array(select id::text from above) as departments_above,
    array(select team_id::text from crm.team_member m where m.user_id = person.id) as team_ids,
    array(select id::text from territories) as territories_below,
    (select version::text from crm.metadata_version) as metadata_version,
    (select coalesce(json_agg(json_build_object('id', u.id, 'name', u.name) order by u.name), '[]')
     from crm."user" u
     where exists (select from crm.substitution s
                   where s.user_id = u.id and s.by_user_id = person.id and s.from_at <= $2 and s.to_at > $2)
    ) as stands_in_for,
    (select coalesce(json_agg(json_build_object(
        'code', r.code,
        'name', case person.locale when 'ru' then coalesce(r.name_ru, r.name) else r.name end,
        'permissions', (select coalesce(json_agg(json_build_object('entity', p.entity, 'action', p.action, 'level', p.level)), '[]')
                        from crm.role_permission p where p.role_id = r.id),
        'processRights', (select coalesce(json_agg(json_build_object('processKey', p.process_key, 'right', p.process_right)), '[]')
                          from crm.role_process_right p where p.role_id = r.id),
        'fieldRights', (select coalesce(json_agg(json_build_object('entity', f.entity, 'field', f.field, 'level', f.level)), '[]')
                        from crm.role_field_right f where f.role_id = r.id),
        'inherits', (select coalesce(json_agg(i.entity), '[]') from crm.role_inheritance i where i.role_id = r.id)
      ) order by r.code), '[]')
     from crm.role r
     where r.is_baseline or exists (select from crm.user_role ur where ur.role_id = r.id and ur.user_id = person.id)
    ) as roles
  from person`;

interface RequestUserRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly locale: 'en' | 'ru';
  readonly time_zone: string;
  readonly position_id: string | null;
  readonly position_title: string | null;
  readonly department_id: string | null;
  readonly department_name: string | null;
  readonly departments_below: string[];
  readonly departments_above: string[];
  readonly team_ids: string[];
  readonly territories_below: string[];
  readonly metadata_version: string;
  readonly stands_in_for: { id: string; name: string }[];
  readonly roles: RoleGrant[];
}

/** Null for somebody who does not exist, is disabled or is in the bin. */
export async function loadRequestUser(
  reader: Queryable,
  userId: string,
  at: Date,
): Promise<RequestUser | null> {
  const { rows } = await reader.query<RequestUserRow>(SELECT_REQUEST_USER, [userId, at]);
  const row = rows[0];
  if (!row) return null;
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    locale: row.locale,
    timeZone: row.time_zone,
    positionId: row.position_id,
    positionTitle: row.position_title,
    departmentId: row.department_id,
    departmentName: row.department_name,
    departmentsBelow: row.departments_below,
    departmentsAbove: row.departments_above,
    teamIds: row.team_ids,
    territoriesBelow: row.territories_below,
    metadataVersion: row.metadata_version,
    roles: row.roles,
    isAdmin: row.roles.some((role) => role.code === 'admin'),
    standsInFor: row.stands_in_for,
  };
}

/** Levels that all roles together give; several add up, so the result is a set, not a maximum. */
export function levelsOf(user: RequestUser, entity: string, action: RecordAction): ReadonlySet<RightsLevel> {
  const levels = new Set<RightsLevel>();
  for (const role of user.roles) for (const level of levelsOfRole(role, entity, action)) levels.add(level);
  return levels;
}

/** What one role gives: its own row for the kind of record, else its row for all kinds. */
export function levelsOfRole(
  role: RoleGrant,
  entity: string,
  action: RecordAction,
): readonly Exclude<RightsLevel, 'none'>[] {
  const own = role.permissions.filter((permission) => permission.action === action);
  const named = own.filter((permission) => permission.entity === entity);
  const effective = named.length > 0 ? named : own.filter((permission) => permission.entity === '*');
  return effective.flatMap(({ level }) => (level === 'none' ? [] : [level]));
}

/** Whether a role of the person lets records of the kind be read through the record above them. */
export function inheritsFromParent(user: RequestUser, entity: string): boolean {
  return user.roles.some((role) => role.inherits?.includes(entity) ?? false);
}

/** What the person may do with a process, by its key; `*` asks what he may do with at least one. */
export function processRightsOf(user: RequestUser, processKey: string): readonly ProcessRight[] {
  const rights = new Set<ProcessRight>();
  for (const role of user.roles) {
    for (const grant of role.processRights) {
      if (processKey === '*' || grant.processKey === '*' || grant.processKey === processKey)
        rights.add(grant.right);
    }
  }
  return [...rights];
}

/** Keys of the processes with the given right; `all` when it is given for every process. */
export function processKeysWith(user: RequestUser, right: ProcessRight): readonly string[] | 'all' {
  const keys = user.roles
    .flatMap((role) => role.processRights)
    .filter((grant) => grant.right === right)
    .map((grant) => grant.processKey);
  return keys.includes('*') ? 'all' : [...new Set(keys)];
}
