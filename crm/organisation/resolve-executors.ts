/**
 * Who gets a task: the executor named in the diagram (person, position, department, owner of the record, initiator,
 * expression) → one person after substitution, or a pool. A position with one holder is that person; with several, or
 * with none yet, it is the pool of the position, so the task is never lost.
 */
import type { Queryable } from '../database/transaction.ts';
import { isUuid } from '../entities/filter-sql.ts';
import { CrmFailure } from '../errors.ts';
import type { CrmRecordRef } from '../ports.ts';
import { currentLinkSql } from '../contacts/current-link.ts';

export interface ExecutorRequest {
  /** `group`: a position or department, as diagrams of other engines name them. */
  readonly kind: 'user' | 'position' | 'department' | 'group' | 'recordOwner' | 'initiator' | 'expression';
  /** Id, code or e-mail of the executor; for an expression also `position:<id>`, `department:<id>`, `user:<id>`. */
  readonly value: string | null;
  readonly record: CrmRecordRef | null;
  readonly initiator: string | null;
  /** Substitutions are those of this instant. */
  readonly at: Date;
}

export interface ResolvedExecutors {
  readonly assignee: string | null;
  readonly substituteFor: string | null;
  readonly candidateUsers: readonly string[];
  /** `position:<id>`, `department:<id>` */
  readonly candidateGroups: readonly string[];
}

/** A stands in for B who stands in for C …: longer chains are a mistake in the absences. */
const SUBSTITUTION_CHAIN_MAX = 5;

const SELECT_USER = `
  select id, status from crm."user"
  where deleted_at is null and (id::text = $1 or email = lower($1))`;
const SELECT_POSITION = `
  select p.id, array(select u.id::text from crm."user" u
                     where u.position_id = p.id and u.status = 'active' and u.deleted_at is null order by u.name) as holders
  from crm.position p
  where p.deleted_at is null and (p.id::text = $1 or p.code = $1)`;
const SELECT_DEPARTMENT = `
  select id from crm.department where deleted_at is null and (id::text = $1 or code = $1)`;
const SELECT_SUBSTITUTE = `
  select s.by_user_id as id
  from crm.substitution s join crm."user" u on u.id = s.by_user_id
  where s.user_id = $1 and s.from_at <= $2 and s.to_at > $2 and u.status = 'active' and u.deleted_at is null
  order by s.from_at desc, s.id
  limit 1`;

/** The person answering for the customer comes before the one who handles the single request. */
const SELECT_OWNER: Readonly<Record<string, string>> = {
  account: 'select owner_id as id from crm.account where id = $1',
  contact: `
    select coalesce(c.owner_id, (
      select a.owner_id from crm.account_contact l join crm.account a on a.id = l.account_id
      where l.contact_id = c.id and ${currentLinkSql('l')} order by l.is_primary_account desc, l.created_at limit 1)) as id
    from crm.contact c where c.id = $1`,
  ticket: `
    select coalesce(a.owner_id, t.owner_id) as id
    from crm.ticket t left join crm.account a on a.id = t.account_id where t.id = $1`,
  activity: `
    select coalesce(v.owner_id, a.owner_id) as id
    from crm.activity v left join crm.account a on a.id = v.account_id where v.id = $1`,
  lead: 'select owner_id as id from crm.lead where id = $1',
  deal: ownerOfSale('deal'),
  quote: ownerOfSale('quote'),
  order: ownerOfSale('order_doc'),
  user: 'select id from crm."user" where id = $1',
};

/** Whoever sells comes before whoever answers for the customer. */
function ownerOfSale(table: string): string {
  return `
    select coalesce(s.owner_id, a.owner_id) as id
    from crm.${table} s left join crm.account a on a.id = s.account_id where s.id = $1`;
}

/** @throws CrmFailure CRM_EXECUTOR_NOT_FOUND */
export async function resolveExecutors(
  reader: Queryable,
  request: ExecutorRequest,
): Promise<ResolvedExecutors> {
  switch (request.kind) {
    case 'user':
      return toUser(reader, required(request), request);
    case 'position':
      return toPosition(reader, required(request), request);
    case 'department':
      return toDepartment(reader, required(request), request);
    case 'group':
      return toGroup(reader, required(request), request);
    case 'recordOwner':
      return toUser(reader, await ownerOf(reader, request), request);
    case 'initiator':
      if (request.initiator === null) throw notFound(request, 'the instance was started by nobody');
      return toUser(reader, request.initiator, request);
    case 'expression':
      return toExpression(reader, required(request), request);
  }
}

function required(request: ExecutorRequest): string {
  if (request.value !== null && request.value.trim() !== '') return request.value.trim();
  throw notFound(request, 'the diagram names none');
}

async function toUser(
  reader: Queryable,
  idOrEmail: string,
  request: ExecutorRequest,
): Promise<ResolvedExecutors> {
  const { rows } = await reader.query<{ id: string; status: string }>(SELECT_USER, [idOrEmail]);
  const user = rows[0];
  if (!user) throw notFound(request, `there is no user '${idOrEmail}'`);
  const present = await presentUser(reader, user.id, request.at);
  if (present === user.id && user.status !== 'active') {
    throw notFound(request, `user '${idOrEmail}' is disabled and nobody stands in`);
  }
  return {
    assignee: present,
    substituteFor: present === user.id ? null : user.id,
    candidateUsers: [],
    candidateGroups: [],
  };
}

async function toPosition(
  reader: Queryable,
  idOrCode: string,
  request: ExecutorRequest,
): Promise<ResolvedExecutors> {
  const { rows } = await reader.query<{ id: string; holders: string[] }>(SELECT_POSITION, [idOrCode]);
  const position = rows[0];
  if (!position) throw notFound(request, `there is no position '${idOrCode}'`);
  const [only] = position.holders;
  if (position.holders.length === 1 && only !== undefined) return toUser(reader, only, request);
  return pool(`position:${position.id}`);
}

async function toDepartment(
  reader: Queryable,
  idOrCode: string,
  request: ExecutorRequest,
): Promise<ResolvedExecutors> {
  const { rows } = await reader.query<{ id: string }>(SELECT_DEPARTMENT, [idOrCode]);
  const department = rows[0];
  if (!department) throw notFound(request, `there is no department '${idOrCode}'`);
  return pool(`department:${department.id}`);
}

/** The people of the position count as a pool, even when it is one: a candidate is asked, not given the task. */
async function toGroup(
  reader: Queryable,
  idOrCode: string,
  request: ExecutorRequest,
): Promise<ResolvedExecutors> {
  const { rows } = await reader.query<{ id: string }>(SELECT_POSITION, [idOrCode]);
  const position = rows[0];
  return position ? pool(`position:${position.id}`) : toDepartment(reader, idOrCode, request);
}

async function toExpression(
  reader: Queryable,
  value: string,
  request: ExecutorRequest,
): Promise<ResolvedExecutors> {
  const [kind, rest] = value.split(/:(.*)/s);
  if (kind === 'position' && rest) return toPosition(reader, rest, request);
  if (kind === 'department' && rest) return toDepartment(reader, rest, request);
  return toUser(reader, kind === 'user' && rest ? rest : value, request);
}

async function ownerOf(reader: Queryable, request: ExecutorRequest): Promise<string> {
  const { record } = request;
  if (!record) throw notFound(request, `variable '${request.value ?? ''}' holds no record`);
  const sql = SELECT_OWNER[record.$record];
  if (!sql || !isUuid(record.id)) throw notFound(request, `a ${record.$record} has no owner`);
  const { rows } = await reader.query<{ id: string | null }>(sql, [record.id]);
  const owner = rows[0]?.id;
  if (!owner) throw notFound(request, `${record.$record} '${record.id}' has no owner: set one`);
  return owner;
}

/** Follows substitutions until somebody is there; a circle of absent people ends with the first. */
async function presentUser(reader: Queryable, userId: string, at: Date): Promise<string> {
  const seen = new Set([userId]);
  let current = userId;
  while (seen.size <= SUBSTITUTION_CHAIN_MAX) {
    const { rows } = await reader.query<{ id: string }>(SELECT_SUBSTITUTE, [current, at]);
    const next = rows[0]?.id;
    if (!next) return current;
    if (seen.has(next)) return userId;
    seen.add(next);
    current = next;
  }
  return current;
}

function pool(group: string): ResolvedExecutors {
  return { assignee: null, substituteFor: null, candidateUsers: [], candidateGroups: [group] };
}

function notFound(request: ExecutorRequest, reason: string): CrmFailure {
  return new CrmFailure('CRM_EXECUTOR_NOT_FOUND', `Expected an executor by ${request.kind}, but ${reason}.`, {
    kind: request.kind,
    value: request.value,
  });
}
