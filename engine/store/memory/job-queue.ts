/** Leases of the memory store. */
import type { JobRow } from '../../execution/state.ts';
import type { Clock } from '../../ports.ts';
import type { Fence, LeasedJob, Store } from '../store-port.ts';
import type { MemoryTables } from './memory-tables.ts';

interface Lease {
  readonly no: number;
  readonly until: number;
}

export interface JobQueue {
  readonly port: Pick<
    Store,
    | 'acquireJobs'
    | 'acquireExternalJobs'
    | 'heldJobs'
    | 'renewLease'
    | 'extendLeases'
    | 'finishRootlessJob'
    | 'retryRootlessJob'
    | 'releaseJob'
    | 'enqueueJobs'
    | 'nextDueAt'
  >;
  isLeased(fence: Fence): boolean;
  add(jobs: readonly JobRow[]): void;
  free(jobIds: readonly string[]): void;
}

export function createJobQueue(tables: MemoryTables, clock: Clock): JobQueue {
  const leases = new Map<string, Lease>();
  const add = (jobs: readonly JobRow[]): void => {
    for (const job of jobs) tables.jobs.set(job.id, structuredClone(job));
  };
  /** Leases follow the machine's time, not the demonstration clock (decisions.md 3). */
  const isFree = (job: JobRow): boolean => (leases.get(job.id)?.until ?? 0) <= performance.now();
  const lease = (
    due: readonly JobRow[],
    { limit, leaseMs }: { readonly limit: number; readonly leaseMs: number },
  ): readonly LeasedJob[] =>
    [...due]
      .sort((a, b) => b.priority - a.priority || (a.dueAt < b.dueAt ? -1 : Number(a.dueAt > b.dueAt)))
      .slice(0, limit)
      .map((job) => {
        const leaseNo = (leases.get(job.id)?.no ?? 0) + 1;
        leases.set(job.id, { no: leaseNo, until: performance.now() + leaseMs });
        return { job: structuredClone(job), leaseNo };
      });
  const isLeased = ({ jobId, leaseNo }: Fence): boolean =>
    tables.jobs.has(jobId) && leases.get(jobId)?.no === leaseNo;

  return {
    add,
    isLeased,
    free(jobIds) {
      for (const id of jobIds) leases.set(id, { no: leases.get(id)?.no ?? 0, until: 0 });
    },
    port: {
      async acquireJobs({ limit, leaseMs }) {
        const now = clock.now().toISOString();
        return lease(
          [...tables.jobs.values()].filter(
            (job) => job.kind !== 'external' && job.state === 'ready' && job.dueAt <= now && isFree(job),
          ),
          { limit, leaseMs },
        );
      },
      async acquireExternalJobs({ topics, limit, leaseMs, once }) {
        if (once && tables.idempotency.has(once.key)) return [];
        const now = clock.now().toISOString();
        const claimed = lease(
          [...tables.jobs.values()].filter(
            (job) =>
              job.kind === 'external' &&
              job.state === 'ready' &&
              topics.includes(job.handler ?? '') &&
              job.dueAt <= now &&
              isFree(job),
          ),
          { limit, leaseMs },
        );
        const response = claimed.map(({ job, leaseNo }) => ({ jobId: job.id, leaseNo }));
        if (once && claimed.length > 0) tables.idempotency.set(once.key, { ...once, response });
        return claimed;
      },
      async heldJobs(locks) {
        return locks.flatMap(({ jobId, leaseNo }) => {
          const job = tables.jobs.get(jobId);
          const isHeld = job && job.state === 'ready' && leases.get(jobId)?.no === leaseNo && !isFree(job);
          return isHeld ? [{ job: structuredClone(job), leaseNo }] : [];
        });
      },
      async renewLease({ jobId, leaseNo, leaseMs }) {
        const known = leases.get(jobId);
        if (!known || known.no !== leaseNo || known.until <= performance.now()) return false;
        leases.set(jobId, { no: leaseNo, until: performance.now() + leaseMs });
        return true;
      },
      async extendLeases(jobIds, _owner, leaseMs) {
        for (const id of jobIds) {
          const lease = leases.get(id);
          if (lease) leases.set(id, { ...lease, until: performance.now() + leaseMs });
        }
      },
      async finishRootlessJob({ jobId, leaseNo, next, pauseMs = 0 }) {
        if (!isLeased({ jobId, leaseNo })) return false;
        tables.jobs.delete(jobId);
        leases.set(jobId, { no: leaseNo, until: performance.now() + pauseMs });
        if (next) add([next]);
        else leases.delete(jobId);
        return true;
      },
      async retryRootlessJob(jobId, retriesLeft) {
        const job = tables.jobs.get(jobId);
        if (job?.state !== 'failed' || job.rootId !== null) return false;
        add([{ ...job, state: 'ready', retriesLeft }]);
        return true;
      },
      async releaseJob({ jobId, leaseNo, pauseMs }) {
        if (isLeased({ jobId, leaseNo }))
          leases.set(jobId, { no: leaseNo, until: performance.now() + pauseMs });
      },
      async enqueueJobs(jobs) {
        add(jobs);
      },
      async nextDueAt() {
        const ready = [...tables.jobs.values()]
          .filter((job) => job.state === 'ready' && job.kind !== 'external')
          .map((job) => job.dueAt);
        return ready.length === 0 ? null : new Date(ready.reduce((a, b) => (a < b ? a : b)));
      },
    },
  };
}
