/**
 * Going on at once: work that a step put off into a job of its own (the next chunk of a multi-instance activity, what
 * follows an asynchronous continuation) is taken up by the node that wrote it. The job is made with a lease of that node,
 * so nobody has to look for it, and is decided while the write that makes it is on its way. Nothing rests on that decision
 * either: it is written under the lease and on the version that the first write leads to, or not at all.
 */
import { messageOf } from '../decide/message-of.ts';
import type { Decision } from '../decide/decision.ts';
import type { JobRow } from '../execution/state.ts';
import type { Actor } from '../ports.ts';
import type { LeasedJob, Slice, Write } from '../store/store-port.ts';
import type { JobLease } from '../store/write-assumptions.ts';
import type { Submission } from './submission.ts';

export const ENGINE: Actor = { kind: 'system', id: null };

/** Who goes on with jobs on this node. */
export interface Continues {
  /** The lease for a new job that is due, null when it is left to whoever claims it. */
  leaseFor(job: JobRow): JobLease | null;
  /** The job is in the store, leased; must not throw. */
  take(leased: LeasedJob): void;
}

/** What was decided for a job before it was in the store. */
export interface Ahead {
  readonly slice: Slice;
  readonly decision: Extract<Decision, { kind: 'write' }>;
}

/** A due job of the engine itself brings about its effect. */
export function firing({ job, leaseNo }: LeasedJob): Submission {
  return {
    command: { kind: 'fireJob', jobId: job.id },
    actor: ENGINE,
    reason: null,
    idempotency: null,
    fence: { jobId: job.id, leaseNo },
  };
}

/** The write with leases for those of its new jobs that this node goes on with. */
export function withLeases(write: Write, continues: Continues | null, now: string): Write {
  if (!continues || write.inserted.jobs.length === 0) return write;
  const leases = write.inserted.jobs.flatMap((job) => {
    const isWorkPutOff = job.kind === 'continue' && job.state === 'ready' && messageOf(job) === null;
    return (isWorkPutOff && job.dueAt <= now && continues.leaseFor(job)) || [];
  });
  return leases.length > 0 ? { ...write, leases } : write;
}

/** The new jobs of the write that are leased to this node. */
export function leasedIn({ inserted, leases = [] }: Write): readonly LeasedJob[] {
  if (leases.length === 0) return [];
  const ids = new Set(leases.map(({ jobId }) => jobId));
  return inserted.jobs.flatMap((job) => (ids.has(job.id) ? [{ job, leaseNo: 1 }] : []));
}
