/** The rows of batches in the database; no decisions. */
import type { RecordBatchWork } from '#contract';
import type { FieldProblem } from '../errors/problems.ts';

/** Beside what a person chooses for many: records merged into others, and a batch taken back. */
export type BatchWork =
  | RecordBatchWork
  | { readonly kind: 'merge' }
  | { readonly kind: 'undo'; readonly of: RecordBatchWork['kind'] | 'merge' };

export interface BatchRow {
  readonly id: string;
  readonly userId: string;
  readonly entity: string;
  readonly work: BatchWork;
  readonly state: 'running' | 'done' | 'cancelled';
  readonly total: number;
  readonly done: number;
  readonly refused: number;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly undoes: string | null;
  readonly isUndone: boolean;
}

/** What a row was and what it became. */
export interface RowChange {
  readonly from: unknown;
  readonly to: unknown;
}

/** Why a row was not done, as a refused request has it. */
export interface RowRefusal {
  readonly code?: string;
  readonly message: string;
  readonly fields?: readonly FieldProblem[];
  readonly details?: unknown;
}

const COLUMNS = `b.id, b.user_id as "userId", b.entity, b.work, b.state, b.total, b.created_at as "createdAt",
  b.finished_at as "finishedAt", b.undoes`;

export const SELECT_BATCH = `
  select ${COLUMNS},
    (select count(*)::int from app.record_batch_row r where r.batch_id = b.id and r.state = 'done') as done,
    (select count(*)::int from app.record_batch_row r where r.batch_id = b.id and r.state = 'refused') as refused,
    exists (select from app.record_batch u where u.undoes = b.id and u.state <> 'cancelled') as "isUndone"
  from app.record_batch b where b.id = $1`;

export const INSERT_BATCH = `
  insert into app.record_batch (id, user_id, entity, work, total, undoes) values ($1, $2, $3, $4, $5, $6)`;

export const INSERT_ROWS = `
  insert into app.record_batch_row (batch_id, record_id) select $1, * from unnest($2::uuid[])`;

/** Each with what it is merged into, and whose values were chosen; in their order. */
export const INSERT_MERGES = `
  insert into app.record_batch_row (batch_id, record_id, change, position)
  select $1, m.loser, jsonb_build_object('from', null, 'to', jsonb_build_object('survivorId', m.survivor,
    'choices', m.choices::jsonb)), m.at
  from unnest($2::uuid[], $3::uuid[], $4::text[]) with ordinality as m (loser, survivor, choices, at)`;

/** What was done is what can be taken back; its rows remember what they were. */
export const COPY_DONE_ROWS = `
  insert into app.record_batch_row (batch_id, record_id, change, position)
  select $1, record_id, change, -position from app.record_batch_row where batch_id = $2 and state = 'done'`;

export const SELECT_REFUSALS = `
  select record_id as "recordId", refusal from app.record_batch_row
  where batch_id = $1 and state = 'refused' order by record_id limit 200`;

/** One batch that nobody works on. Uses record_batch_running. */
export const CLAIM_BATCH = `
  update app.record_batch b set lease_until = clock_timestamp() + interval '30 seconds'
  where b.id = (
    select id from app.record_batch
    where state = 'running' and (lease_until is null or lease_until < clock_timestamp())
    order by created_at limit 1 for update skip locked)
  returning ${COLUMNS}, 0 as done, 0 as refused, false as "isUndone"`;

/** Still running, and ours for another while. */
export const RENEW_LEASE = `
  update app.record_batch set lease_until = clock_timestamp() + interval '30 seconds'
  where id = $1 and state = 'running'`;

export const RELEASE_BATCH = `update app.record_batch set lease_until = null where id = $1 and state = 'running'`;

export const SELECT_PENDING = `
  select record_id as "recordId", change from app.record_batch_row
  where batch_id = $1 and state = 'pending' order by record_id limit $2`;

/** Of batches whose rows build on each other; they are small. */
export const SELECT_PENDING_IN_ORDER = `
  select record_id as "recordId", change from app.record_batch_row
  where batch_id = $1 and state = 'pending' order by position, record_id limit $2`;

/**
 * Taken in the transaction of the work, so that no row is worked on twice. The batch is held with it: whoever stops it
 * waits for the row under way, and none is worked on afterwards.
 */
export const LOCK_ROW = `
  select from app.record_batch_row r join app.record_batch b on b.id = r.batch_id
  where r.batch_id = $1 and r.record_id = $2 and r.state = 'pending' and b.state = 'running'
  for update of r for share of b`;

export const ROW_DONE = `
  update app.record_batch_row set state = 'done', change = $3 where batch_id = $1 and record_id = $2`;
export const ROW_REFUSED = `
  update app.record_batch_row set state = 'refused', refusal = $3
  where batch_id = $1 and record_id = $2 and state = 'pending'`;

export const FINISH_BATCH = `
  update app.record_batch set state = $2, finished_at = clock_timestamp(), lease_until = null
  where id = $1 and state = 'running'`;

/** Rows are kept as long as somebody may want to take the batch back. */
export const EXPIRE_BATCHES = `
  delete from app.record_batch where state <> 'running' and finished_at < clock_timestamp() - interval '30 days'`;
