/**
 * The rows of crm.import_job. A node that works on an import holds it for half a minute at a time; the transaction of
 * every chunk checks under the row's lock that it still does, so that of two nodes never both write. Leases go by the
 * machine's clock, as everything that is about machines.
 */
import type { Queryable } from '../database/transaction.ts';
import { CrmRejection } from '../errors.ts';
import { type ImportJob, type ImportState, WORKING_STATES } from './import-types.ts';

const LEASE_SECONDS = 30;

const COLUMNS = `
  j.id, j.entity, j.state, j.file_name as "fileName", j.file_size::float8 as "fileSize", j.storage_key as "storageKey",
  j.source, j.header_row as "headerRow", j.columns, j.signature, j.mapping, j.options, j.total, j.cursor, j.done,
  j.summary, j.problem, j.owner_id as "ownerId", u.name as "ownerName", j.created_at as "createdAt",
  j.started_at as "startedAt", j.finished_at as "finishedAt", j.undone_by as "undoneBy", j.undone_at as "undoneAt",
  j.lease_owner as "leaseOwner"`;
const FROM = 'from crm.import_job j join crm."user" u on u.id = j.owner_id';
const SELECT_ONE = `select ${COLUMNS} ${FROM} where j.id = $1`;
const SELECT_MINE = `
  select ${COLUMNS} ${FROM}
  where ($1::uuid is null or j.owner_id = $1) and ($2::text is null or j.entity = $2)
  order by j.created_at desc, j.id desc limit $3`;
const CLAIM = `
  update crm.import_job set lease_owner = $1, lease_until = clock_timestamp() + make_interval(secs => $2)
  where id = (
    select id from crm.import_job
    where state = any($3) and (lease_until is null or lease_until < clock_timestamp() or lease_owner = $1)
      and not (id = any($4::uuid[]))
    order by created_at limit 1 for update skip locked)
  returning id`;
const EXTEND = `
  update crm.import_job set lease_until = clock_timestamp() + make_interval(secs => $3)
  where id = $1 and lease_owner = $2 and state = any($4)`;
const RELEASE = `update crm.import_job set lease_owner = null, lease_until = null where id = $1 and lease_owner = $2`;

export async function readJob(reader: Queryable, id: string, lock = false): Promise<ImportJob | null> {
  const { rows } = await reader.query<ImportJob>(`${SELECT_ONE}${lock ? ' for update of j' : ''}`, [id]);
  return rows[0] ?? null;
}

export async function readJobs(
  reader: Queryable,
  request: { readonly ownerId: string | null; readonly entity: string | null; readonly limit: number },
): Promise<readonly ImportJob[]> {
  const { ownerId, entity, limit } = request;
  return (await reader.query<ImportJob>(SELECT_MINE, [ownerId, entity, limit])).rows;
}

/** Takes an import that waits for a node; null when none does. `except` are those that failed here just now. */
export async function claimJob(
  reader: Queryable,
  node: string,
  except: readonly string[],
): Promise<string | null> {
  const { rows } = await reader.query<{ id: string }>(CLAIM, [
    node,
    LEASE_SECONDS,
    [...WORKING_STATES],
    except,
  ]);
  return rows[0]?.id ?? null;
}

export async function releaseJob(reader: Queryable, id: string, node: string): Promise<void> {
  await reader.query(RELEASE, [id, node]);
}

/** Another node works on it, or somebody stopped it. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** Says that this node is still at it, and keeps the job's row locked until the transaction ends. @throws LeaseLost */
export async function holdJob(
  client: Queryable,
  request: { readonly id: string; readonly node: string; readonly state: ImportState },
): Promise<void> {
  const { rowCount } = await client.query(EXTEND, [request.id, request.node, LEASE_SECONDS, [request.state]]);
  if (rowCount !== 1) throw new LeaseLost(`The import '${request.id}' is not this node's any more.`);
}

const JSON_COLUMNS = new Set(['source', 'columns', 'mapping', 'options', 'summary', 'problem']);

/** Writes columns by their names in the database. */
export async function updateJob(
  client: Queryable,
  id: string,
  columns: Readonly<Record<string, unknown>>,
): Promise<void> {
  const names = Object.keys(columns);
  const values = names.map((name) => {
    const value = columns[name];
    return JSON_COLUMNS.has(name) && value !== null ? JSON.stringify(value) : value;
  });
  const sets = names.map((name, index) => `${name} = $${index + 2}`);
  await client.query(`update crm.import_job set ${sets.join(', ')}, version = version + 1 where id = $1`, [
    id,
    ...values,
  ]);
}

/** @throws CrmRejection CRM_IMPORT_NOT_NOW */
export function assertState(job: ImportJob, allowed: readonly ImportState[]): void {
  if (allowed.includes(job.state)) return;
  throw new CrmRejection(
    'CRM_IMPORT_NOT_NOW',
    `Expected the import to be ${allowed.join(' or ')}, but it is ${job.state}.`,
    { state: job.state },
  );
}
