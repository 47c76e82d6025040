/**
 * Why a person may do something with a record: each ground is one SQL predicate over an aliased row, with words for it.
 * The scope of a list is all grounds joined; "why can she see this?" asks them one by one. Both are made here, so that
 * an explanation can never differ from what a list shows.
 *
 * What a person has by lists (his team's people, what is shared with him, his tasks) is written as arrays, each read
 * once for a statement: the planner can then join the indexes of owner, team and id for somebody who sees little of a
 * large table, which it cannot with subqueries behind an "or".
 */
import type { SqlParameters } from '../database/sql-parameters.ts';
import type { EntityDefinition, ParentRelation } from '../entities/entity-types.ts';
import { entities, findEntity } from '../entities/entity-table.ts';
import {
  inheritsFromParent,
  levelsOf,
  type RecordAction,
  type RequestUser,
  type RightsLevel,
} from './request-user.ts';

/** What a person has by lists, read beforehand (`reader-lists.ts`). */
export interface ReaderLists {
  /** People of the person's teams. */
  readonly teamPeople: readonly string[];
  /** People of the departments that the person's own one and those below it are. */
  readonly departmentPeople: readonly string[];
  shared(entity: string, access: 'read' | 'edit'): readonly string[];
  /** Records of the person's active tasks. */
  ofTasks(entity: string): readonly string[];
}

export interface ScopeRequest {
  readonly user: RequestUser;
  readonly entity: string;
  readonly action: RecordAction;
  readonly alias: string;
  readonly parameters: SqlParameters;
  readonly participants: ParticipantSource | null;
  /** Read beforehand; without them each statement reads them. */
  readonly lists?: ReaderLists;
}

/**
 * Where active tasks are known: a subquery giving `entity text, record_id uuid` of the records of the user's active
 * process tasks, given the placeholder of the user's id. Tasks live in another schema, so the host supplies it.
 */
export type ParticipantSource = (userIdPlaceholder: string) => string;

export type GroundKind = 'level' | 'task' | 'share' | 'parent' | 'participant' | 'linked';

export interface Ground {
  readonly kind: GroundKind;
  readonly sql: string;
  readonly level?: Exclude<RightsLevel, 'none'>;
  /** The kind of record through which it is seen. */
  readonly via?: string;
}

export function groundsFor(request: ScopeRequest): readonly Ground[] {
  const levels = [...levelsOf(request.user, request.entity, request.action)] as Exclude<
    RightsLevel,
    'none'
  >[];
  if (levels.includes('all')) return [{ kind: 'level', level: 'all', sql: 'true' }];
  return [...levels.flatMap((level) => levelGround(request, level)), ...otherGrounds(request)];
}

/** What one level gives; none where the person or the record lacks what the level asks for. */
export function levelGround(request: ScopeRequest, level: Exclude<RightsLevel, 'none'>): readonly Ground[] {
  const { user, entity, alias, parameters, lists } = request;
  if (level === 'all') return [{ kind: 'level', level, sql: 'true' }];
  const { owner, team, territory } = columnsOf(entity, alias);
  // Team, department and territory include what is one's own.
  const parts = owner ? [`${owner} = ${parameters.add(user.id, 'uuid')}`] : [];
  if (level === 'team' && user.teamIds.length > 0) {
    // A parameter that no condition names must not be there.
    const teams = (): string => parameters.add(user.teamIds, 'uuid[]');
    if (team) parts.push(`${team} = any(${teams()})`);
    if (owner && lists) parts.push(...anyOf(request, owner, lists.teamPeople));
    else if (owner)
      parts.push(
        `${owner} = any(array(select m.user_id from crm.team_member m where m.team_id = any(${teams()})))`,
      );
  }
  if (level === 'department' && user.departmentsBelow.length > 0 && owner) {
    if (lists) parts.push(...anyOf(request, owner, lists.departmentPeople));
    else {
      const departments = parameters.add(user.departmentsBelow, 'uuid[]');
      parts.push(
        `${owner} = any(array(select u.id from crm."user" u join crm.position p on p.id = u.position_id where p.department_id = any(${departments})))`,
      );
    }
  }
  if (level === 'territory' && territory && user.territoriesBelow && user.territoriesBelow.length > 0)
    parts.push(`${territory} = any(${parameters.add(user.territoriesBelow, 'uuid[]')})`);
  return parts.length === 0 ? [] : [{ kind: 'level', level, sql: `(${parts.join(' or ')})` }];
}

/** Nothing where the list is empty: then there is no such ground. */
function anyOf({ parameters }: ScopeRequest, column: string, ids: readonly string[]): readonly string[] {
  return ids.length === 0 ? [] : [`${column} = any(${parameters.add(ids, 'uuid[]')})`];
}

interface RightsColumns {
  readonly owner: string | null;
  readonly team: string | null;
  readonly territory: string | null;
}

function columnsOf(entity: string, alias: string): RightsColumns {
  const definition = findEntity(entity);
  const column = (name: string | null | undefined): string | null => (name ? `${alias}.${name}` : null);
  const { ownerColumn = 'owner_id', teamColumn = 'team_id' } = definition ?? {};
  return {
    owner: column(ownerColumn),
    team: column(teamColumn),
    territory: column(definition?.fields.find((field) => field.key === 'territory')?.column),
  };
}

/** What opens a record beside the levels of one's roles. */
export function otherGrounds(request: ScopeRequest): readonly Ground[] {
  const { entity, action } = request;
  if (action === 'edit') return shareGround(request);
  if (action !== 'read' && action !== 'comment') return [];
  const grounds = [...taskGround(request), ...shareGround(request), ...parentGrounds(request)];
  if (entity === 'activity') grounds.push(participantGround(request), ...linkedGrounds(request));
  return grounds;
}

function taskGround(request: ScopeRequest): Ground[] {
  const { user, entity, alias, parameters, participants, lists } = request;
  if (!participants) return [];
  if (lists)
    return anyOf(request, `${alias}.id`, lists.ofTasks(entity)).map((sql) => ({ kind: 'task', sql }));
  const records = participants(parameters.add(user.id, 'uuid'));
  const name = parameters.add(entity, 'text');
  const sql = `${alias}.id = any(array(select t.record_id from (${records}) t where t.entity = ${name}))`;
  return [{ kind: 'task', sql }];
}

function shareGround(request: ScopeRequest): Ground[] {
  const { user, entity, action, alias, parameters, lists } = request;
  if (lists) {
    const shared = lists.shared(entity, action === 'edit' ? 'edit' : 'read');
    return anyOf(request, `${alias}.id`, shared).map((sql) => ({ kind: 'share', sql }));
  }
  const person = parameters.add(user.id, 'uuid');
  const teams = parameters.add(user.teamIds, 'uuid[]');
  const sql = `${alias}.id = any(array(select s.record_id from crm.record_share s
      where s.entity = ${parameters.add(entity, 'text')} and (s.user_id = ${person} or s.team_id = any(${teams}))
      and (s.expires_at is null or s.expires_at > public.throughline_now())${action === 'edit' ? ` and s.access = 'edit'` : ''}))`;
  return [{ kind: 'share', sql }];
}

/** Kinds of records above each other form no circle, so this ends; the depth makes aliases unique. */
function parentGrounds(request: ScopeRequest): Ground[] {
  const { user, entity, alias } = request;
  const definition = findEntity(entity);
  if (!definition || !inheritsFromParent(user, entity)) return [];
  const parentAlias = `${alias}_up`;
  return parentsOf(definition).flatMap((parent): Ground[] => {
    const above = findEntity(parent.entity);
    if (!above || above.entity === entity) return [];
    const scope = joinGrounds(groundsFor({ ...request, entity: parent.entity, alias: parentAlias }));
    if (scope === 'false') return [];
    const sql = `exists (select from ${above.table} ${parentAlias}
      where ${parent.joinSql(alias, parentAlias)} and ${parentAlias}.deleted_at is null and ${scope})`;
    return [{ kind: 'parent', via: parent.entity, sql }];
  });
}

/** The records above a kind of record; when it names none, the account in a column of its own. */
export function parentsOf(definition: EntityDefinition): readonly ParentRelation[] {
  if (definition.parents) return definition.parents;
  const column = definition.fields.find((field) => field.key === 'account')?.column;
  return column
    ? [{ entity: 'account', joinSql: (alias, parent) => `${parent}.id = ${alias}.${column}` }]
    : [];
}

function participantGround({ user, alias, parameters }: ScopeRequest): Ground {
  const sql = `exists (select from crm.activity_participant ap where ap.activity_id = ${alias}.id and ap.user_id = ${parameters.add(user.id, 'uuid')})`;
  return { kind: 'participant', sql };
}

/** An activity is readable when a record that it is linked to is, unless it is private. */
function linkedGrounds(request: ScopeRequest): Ground[] {
  const { alias } = request;
  const linkable = entities.filter((one) => one.model !== null && one.entity !== 'activity');
  return linkable.flatMap(({ entity, table }): Ground[] => {
    const scope = joinGrounds(groundsFor({ ...request, entity, alias: 'linked' }));
    if (scope === 'false') return [];
    const sql = `(not ${alias}.is_private and exists (select from crm.activity_link al join ${table} linked on linked.id = al.record_id
      where al.activity_id = ${alias}.id and al.entity = '${entity}' and linked.deleted_at is null and ${scope}))`;
    return [{ kind: 'linked', via: entity, sql }];
  });
}

export function joinGrounds(grounds: readonly Ground[]): string {
  if (grounds.some((ground) => ground.sql === 'true')) return 'true';
  return grounds.length === 0 ? 'false' : `(${grounds.map((ground) => ground.sql).join(' or ')})`;
}
