/**
 * The one function that says which records a person may see or change, as an SQL predicate over an aliased row.
 * Every list, search, get, timeline, related list and write goes through it; nothing else decides.
 *
 * Grounds: the levels of all roles together (own, team, department and below, all); for reading, also being the
 * executor of an active process task on the record; an activity is readable when a record that it is linked to is,
 * unless it is private, and always by its participants.
 */
import type { SqlParameters } from '../database/sql-parameters.ts';
import { levelsOf, type RecordAction, type RequestUser } from './request-user.ts';

export interface ScopeRequest {
  readonly user: RequestUser;
  readonly entity: string;
  readonly action: RecordAction;
  readonly alias: string;
  readonly parameters: SqlParameters;
  readonly participants: ParticipantSource | null;
}

/**
 * Where active tasks are known: a subquery giving `entity text, record_id uuid` of the records of the user's active
 * process tasks, given the placeholder of the user's id. Tasks live in another schema, so the host supplies it.
 */
export type ParticipantSource = (userIdPlaceholder: string) => string;

interface Columns {
  readonly owner: string;
  readonly team: string | null;
}

const OWNED: Columns = { owner: 'owner_id', team: 'team_id' };
/** A user's record belongs to himself. */
const COLUMNS: Readonly<Record<string, Columns>> = { user: { owner: 'id', team: null } };

/** Records through which an activity can be read, with their tables. */
const LINKED_TABLES = { account: 'crm.account', contact: 'crm.contact', ticket: 'crm.ticket' } as const;

export function scopeFor(request: ScopeRequest): string {
  const grounds = levelGrounds(request);
  if (grounds.includes('true')) return 'true';
  if (request.action === 'read') grounds.push(...readGrounds(request));
  return grounds.length === 0 ? 'false' : `(${grounds.join(' or ')})`;
}

function levelGrounds({ user, entity, action, alias, parameters }: ScopeRequest): string[] {
  const levels = levelsOf(user, entity, action);
  if (levels.has('all')) return ['true'];
  if (levels.size === 0) return [];
  const columns = COLUMNS[entity] ?? OWNED;
  const owner = `${alias}.${columns.owner}`;
  // Team and department include what is one's own.
  const grounds = [`${owner} = ${parameters.add(user.id, 'uuid')}`];
  if (levels.has('team') && user.teamIds.length > 0) {
    const teams = parameters.add(user.teamIds, 'uuid[]');
    if (columns.team) grounds.push(`${alias}.${columns.team} = any(${teams})`);
    grounds.push(`${owner} in (select m.user_id from crm.team_member m where m.team_id = any(${teams}))`);
  }
  if (levels.has('department') && user.departmentsBelow.length > 0) {
    const departments = parameters.add(user.departmentsBelow, 'uuid[]');
    grounds.push(
      `${owner} in (select u.id from crm."user" u join crm.position p on p.id = u.position_id where p.department_id = any(${departments}))`,
    );
  }
  return grounds;
}

function readGrounds(request: ScopeRequest): string[] {
  const { user, entity, alias, parameters, participants } = request;
  const grounds: string[] = [];
  if (participants) {
    const records = participants(parameters.add(user.id, 'uuid'));
    const name = parameters.add(entity, 'text');
    grounds.push(`${alias}.id in (select t.record_id from (${records}) t where t.entity = ${name})`);
  }
  if (entity === 'activity') grounds.push(...activityGrounds(request));
  return grounds;
}

function activityGrounds(request: ScopeRequest): string[] {
  const { user, alias, parameters } = request;
  const grounds = [
    `exists (select from crm.activity_participant ap where ap.activity_id = ${alias}.id and ap.user_id = ${parameters.add(user.id, 'uuid')})`,
  ];
  const linked = Object.entries(LINKED_TABLES).map(([entity, table]) => {
    const scope = scopeFor({ ...request, entity, alias: 'linked' });
    if (scope === 'false') return null;
    return `exists (select from crm.activity_link al join ${table} linked on linked.id = al.record_id
      where al.activity_id = ${alias}.id and al.entity = '${entity}' and linked.deleted_at is null and ${scope})`;
  });
  const readable = linked.filter((ground) => ground !== null);
  if (readable.length > 0) grounds.push(`(not ${alias}.is_private and (${readable.join(' or ')}))`);
  return grounds;
}
