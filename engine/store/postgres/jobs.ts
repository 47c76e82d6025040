/**
 * Jobs and their leases. A lease is a promise of one node to be done by `lease_until`, measured with the real clock
 * of the database; due times are measured with throughline_now(). Each claim raises lease_no, and what completes the
 * job must present that number, so a node that slept through its lease writes nothing.
 */
import type { LeasedJob, Store } from '../store-port.ts';
import { persistently, run } from './connection.ts';
import type { Database, Statement } from './connection.ts';
import { isUuid, textArray, uuidArray } from './encode.ts';
import { claimedFrom } from './claimed-jobs.ts';
import type { ClaimRow } from './claimed-jobs.ts';
import { withIsoInstants } from './row-shape.ts';

const CLAIM: Statement = {
  name: 'claim-jobs',
  text: 'select n, kind, body from engine.claim_jobs($1, $2, $3)',
};
/** Index: job_external. Under a key the locks are its answer; whoever comes second under it locks nothing. */
const ACQUIRE_EXTERNAL: Statement = {
  name: 'acquire-external-jobs',
  text: `with due as (
      select id, lease_no + 1 as lease_no from engine.job
      where state = 'ready' and kind = 'external' and handler = any ($4::text[]) and due_at <= throughline_now()
        and not exists (select 1 from engine.suspension s where s.kind = 'jobType' and s.job_type = job.handler
          or s.kind = 'element' and s.element_id = job.element_id and s.process_key = (
            select d.process_key from engine.process_definition d where d.id = job.definition_id))
        and (lease_until is null or lease_until < clock_timestamp())
        and ($5::text is null or not exists (select from engine.idempotency i where i.key = $5))
      order by priority desc, due_at limit $1 for update skip locked),
    kept as (
      insert into engine.idempotency (key, fingerprint, response)
      select $5, $6, jsonb_agg(jsonb_build_object('jobId', id, 'leaseNo', lease_no)) from due
      having $5 is not null and count(*) > 0
      on conflict do nothing returning key),
    leased as (
      update engine.job j set lease_no = due.lease_no, lease_owner = $2,
        lease_until = clock_timestamp() + $3 * interval '1 millisecond'
      from due where j.id = due.id and ($5 is null or exists (select from kept)) returning j.id, j.lease_no)
    select l.lease_no as "leaseNo", row_to_json(r) as job
    from leased l join engine.job_row r on r.id = l.id order by r.priority desc, r."dueAt", r.id`,
};
const HELD: Statement = {
  name: 'held-jobs',
  text: `select k."leaseNo", row_to_json(r) as job
    from jsonb_to_recordset($1::jsonb) k("jobId" uuid, "leaseNo" integer)
    join engine.job j on j.id = k."jobId" and j.lease_no = k."leaseNo" and j.lease_until > clock_timestamp()
      and j.state = 'ready'
    join engine.job_row r on r.id = j.id order by r.priority desc, r."dueAt", r.id`,
};
const EXTEND: Statement = {
  name: 'extend-leases',
  text: `update engine.job j set lease_until = clock_timestamp() + $3 * interval '1 millisecond'
    from (select id from engine.job where id = any ($1::uuid[]) and lease_owner = $2 order by id for update) mine
    where j.id = mine.id`,
};
const RENEW: Statement = {
  name: 'renew-lease',
  text: `update engine.job set lease_until = clock_timestamp() + $3 * interval '1 millisecond'
    where id = $1 and lease_no = $2 and lease_until > clock_timestamp() returning id`,
};
const RELEASE: Statement = {
  name: 'release-lease',
  text: `update engine.job set lease_owner = null, lease_until = clock_timestamp() + $3 * interval '1 millisecond'
    where id = $1 and lease_no = $2`,
};
const REMOVE: Statement = {
  name: 'remove-job',
  text: 'delete from engine.job where id = $1 and lease_no = $2 returning id',
};
const REARM: Statement = {
  name: 'rearm-job',
  text: `update engine.job set due_at = $3, attempt = $4, retries_left = $5, state = $6, payload = $7,
      lease_owner = null,
      lease_until = case when $8 > 0 then clock_timestamp() + $8 * interval '1 millisecond' end
    where id = $1 and lease_no = $2 returning id`,
};
const RETRY: Statement = {
  name: 'retry-failed-start',
  text: `update engine.job set state = 'ready', retries_left = $2, lease_until = null
    where id = $1 and state = 'failed' and root_instance_id is null returning id`,
};
const ENQUEUE: Statement = { name: 'enqueue-jobs', text: 'select engine.write_more($1::json)' };
const ENQUEUE_GUARDED: Statement = {
  name: 'enqueue-guarded-jobs',
  text: `with kept as (
      insert into engine.idempotency (key, fingerprint, response) values ($2, $3, $4::jsonb)
      on conflict do nothing returning key)
    select engine.write_more($1::json) from kept`,
};
const ENQUEUE_ONCE: Statement = {
  name: 'enqueue-jobs-once',
  text: `insert into engine.job (id, kind, due_at, priority, retries_left, attempt, state, payload)
    select r.id, r.kind, r."dueAt", r.priority, r."retriesLeft", r.attempt, r.state, r.payload
    from json_to_recordset($1::json) r(id uuid, kind text, "dueAt" timestamptz, priority integer,
      "retriesLeft" integer, attempt integer, state text, payload jsonb)
    on conflict (id) do nothing`,
};
/** On the demonstration clock; a leased job counts when its lease would end. */
const NEXT_DUE: Statement = {
  name: 'next-due',
  text: `select min(greatest(due_at, throughline_now() + coalesce(lease_until - clock_timestamp(), interval '0'))) as at
    from (select due_at, lease_until from engine.job
      where state = 'ready' and kind <> 'external' order by due_at limit 64) next`,
};

export type JobStore = Pick<
  Store,
  | 'acquireJobs'
  | 'acquireExternalJobs'
  | 'heldJobs'
  | 'renewLease'
  | 'extendLeases'
  | 'finishRootlessJob'
  | 'retryRootlessJob'
  | 'enqueueJobs'
  | 'enqueueGuarded'
  | 'enqueueOnce'
  | 'nextDueAt'
  | 'releaseJob'
>;

export function createJobStore(database: Database): JobStore {
  return {
    async acquireJobs({ owner, limit, leaseMs }) {
      return claimedFrom(await run<ClaimRow>(database, CLAIM, [limit, owner, leaseMs]));
    },
    async acquireExternalJobs({ owner, topics, limit, leaseMs, once = null }) {
      const values = [limit, owner, leaseMs, textArray(topics), once?.key ?? null, once?.fingerprint ?? null];
      return leased(await run(database, ACQUIRE_EXTERNAL, values));
    },
    heldJobs: async (locks) => leased(await run(database, HELD, [JSON.stringify(locks)])),
    async renewLease({ jobId, leaseNo, leaseMs }) {
      return isUuid(jobId) && (await run(database, RENEW, [jobId, leaseNo, leaseMs])).length > 0;
    },
    async extendLeases(jobIds, owner, leaseMs) {
      await run(database, EXTEND, [uuidArray(jobIds), owner, leaseMs]);
    },
    async releaseJob({ jobId, leaseNo, pauseMs }) {
      await persistently(() => run(database, RELEASE, [jobId, leaseNo, pauseMs]));
    },
    finishRootlessJob: ({ jobId, leaseNo, next, pauseMs = 0 }) =>
      persistently(async () => {
        const rows = next
          ? await run(database, REARM, [
              jobId,
              leaseNo,
              next.dueAt,
              next.attempt,
              next.retriesLeft,
              next.state,
              JSON.stringify(next.payload),
              pauseMs,
            ])
          : await run(database, REMOVE, [jobId, leaseNo]);
        return rows.length > 0;
      }),
    retryRootlessJob: (jobId, retriesLeft) =>
      persistently(
        async () => isUuid(jobId) && (await run(database, RETRY, [jobId, retriesLeft])).length > 0,
      ),
    async enqueueJobs(jobs, transaction) {
      await run(database, ENQUEUE, [JSON.stringify({ newJobs: jobs })], transaction?.client ?? database.pool);
    },
    enqueueGuarded: (jobs, { key, fingerprint, response }) =>
      persistently(async () => {
        const values = [JSON.stringify({ newJobs: jobs }), key, fingerprint, JSON.stringify(response)];
        return (await run(database, ENQUEUE_GUARDED, values)).length > 0;
      }),
    async enqueueOnce(jobs) {
      await persistently(() => run(database, ENQUEUE_ONCE, [JSON.stringify(jobs)]));
    },
    async nextDueAt() {
      const [row] = await run<{ at: Date | null }>(database, NEXT_DUE, []);
      return row?.at ?? null;
    },
  };
}

function leased(rows: readonly LeasedJob[]): readonly LeasedJob[] {
  return rows.map(({ leaseNo, job }) => ({ leaseNo, job: withIsoInstants(job) }));
}
