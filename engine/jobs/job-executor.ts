/**
 * Claims due jobs and sees them through. Woken in the process right after a commit that made one, else by the time
 * the next one is due; the poll is the safety net for what other nodes made. A lease is renewed while its job runs;
 * a node that stops renewing loses the job after LEASE_MS, and what it writes then is fenced off.
 */
import { hostname } from 'node:os';
import { untilSent } from '../commands/until-sent.ts';
import type { Clock, Logger } from '../ports.ts';
import type { JobRow } from '../execution/state.ts';
import type { LeasedJob, Store, Write } from '../store/store-port.ts';
import type { JobLease } from '../store/write-assumptions.ts';

const LEASE_MS = 30_000;
const HEARTBEAT_MS = 10_000;
const POLL_MS = 2_000;
const BATCH_MAX = 200;
/** The next batch is claimed and decided while the one before is being written. */
const IN_FLIGHT_MAX = 4 * BATCH_MAX;
/** So long a full node waits until a batch is worth claiming; then it takes what there is room for. */
const ROOM_WAIT_MS = 20;
/** After a fault the job waits, longer each time, so that one bad job does not keep the node busy. */
const PAUSE_FIRST_MS = 1_000;
const PAUSE_MAX_MS = 300_000;

export interface JobExecutorParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Brings about the job's effect; a throw is a fault, after which the job is tried again. */
  readonly execute: (leased: LeasedJob, signal: AbortSignal) => Promise<void>;
  readonly mayGoTogether: (leased: LeasedJob) => boolean;
  /** The same for jobs that may go together; answers with those that are left to be executed one by one. */
  readonly executeTogether: (set: readonly LeasedJob[]) => Promise<readonly LeasedJob[]>;
}

export class JobExecutor {
  private readonly parts: JobExecutorParts;
  private readonly owner = `${hostname()}:${process.pid}:${Math.round(performance.timeOrigin)}`;
  private readonly running = new Map<string, Promise<void>>();
  /** Claims that are on their way: what they have taken is nobody else's, and not running yet. */
  private readonly claims = new Set<Promise<number>>();
  private abort = new AbortController();
  private timer: NodeJS.Timeout | null = null;
  private heartbeat: NodeJS.Timeout | null = null;
  private isStarted = false;
  private isClaiming = false;
  private mustLookAgain = false;
  /** Passes of `runDue` that are under way. */
  private passes = 0;
  /** Jobs that were written with their lease, so far. */
  private taken = 0;

  constructor(parts: JobExecutorParts) {
    this.parts = parts;
  }

  start(): void {
    if (this.isStarted) return;
    this.isStarted = true;
    this.heartbeat = setInterval(() => void this.renew(), HEARTBEAT_MS);
    this.heartbeat.unref();
    this.wake();
  }

  /** Claims nothing more, waits for what runs, then aborts it. */
  async stop(graceMs: number): Promise<void> {
    this.isStarted = false;
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const grace = new Promise<void>((resolve) => setTimeout(resolve, graceMs).unref());
    await Promise.race([Promise.allSettled(this.running.values()), grace]);
    this.abort.abort();
    await Promise.race([
      Promise.allSettled(this.running.values()),
      new Promise((done) => setTimeout(done, 100)),
    ]);
    if (this.heartbeat) clearInterval(this.heartbeat);
    this.heartbeat = null;
    this.abort = new AbortController();
  }

  /** A write that made jobs: claim them when they are due. */
  noteWrite(write: Write): void {
    const isLeft = ({ id, state }: JobRow): boolean =>
      state === 'ready' && !write.leases?.some(({ jobId }) => jobId === id);
    if (write.inserted.jobs.length + write.updated.jobs.length === 0) return;
    const jobs = [...write.inserted.jobs, ...write.updated.jobs].filter(isLeft);
    if (jobs.length === 0) return;
    const dueAt = Math.min(...jobs.map((job) => Date.parse(job.dueAt)));
    this.wakeIn(dueAt - this.parts.clock.now().getTime());
  }

  wake(): void {
    this.wakeIn(0);
  }

  /** For a new job that this node can go on with at once; null when it has enough to do, or is about to stop. */
  leaseFor({ id }: JobRow): JobLease | null {
    if ((!this.isStarted && this.passes === 0) || this.running.size >= IN_FLIGHT_MAX) return null;
    return { jobId: id, owner: this.owner, leaseMs: LEASE_MS };
  }

  /** Goes on with a job that was written with its lease. */
  take(leased: LeasedJob): void {
    this.taken += 1;
    this.begin(leased);
  }

  /** Executes all due jobs, and those that fall due through them, until none is left. */
  async runDue(): Promise<number> {
    const takenBefore = this.taken;
    let count = 0;
    this.passes += 1;
    try {
      for (;;) {
        const claimed = await this.claim();
        if (claimed === 0) await Promise.allSettled(this.claims);
        if (claimed === 0 && this.running.size === 0) return count + this.taken - takenBefore;
        count += claimed;
        if (claimed === BATCH_MAX) await this.room();
        else await Promise.allSettled(this.running.values());
        // What was taken up meanwhile makes nothing that somebody else must find.
        while (claimed === 0 && this.running.size > 0) await Promise.allSettled(this.running.values());
      }
    } finally {
      this.passes -= 1;
    }
  }

  private wakeIn(delayMs: number): void {
    if (!this.isStarted) return;
    if (delayMs <= 0 && this.isClaiming) {
      this.mustLookAgain = true;
      return;
    }
    const wait = Math.min(Math.max(delayMs, 0), POLL_MS);
    if (this.timer && wait > 0 && this.wakesAt <= performance.now() + wait) return;
    if (this.timer) clearTimeout(this.timer);
    this.wakesAt = performance.now() + wait;
    this.timer = setTimeout(() => void this.look(), wait);
    this.timer.unref();
  }
  private wakesAt = 0;

  private async look(): Promise<void> {
    this.timer = null;
    if (this.isClaiming || !this.isStarted) return;
    this.isClaiming = true;
    let nextInMs = POLL_MS;
    try {
      do {
        this.mustLookAgain = false;
        while (this.isStarted && (await this.claim()) === BATCH_MAX) await this.room();
      } while (this.mustLookAgain && this.isStarted);
      const nextDueAt = await this.parts.store.nextDueAt();
      if (nextDueAt) nextInMs = Math.max(1, nextDueAt.getTime() - this.parts.clock.now().getTime());
    } catch (error) {
      this.parts.logger.warn({ error }, 'Jobs could not be claimed.');
    } finally {
      this.isClaiming = false;
    }
    this.wakeIn(Math.min(nextInMs, POLL_MS));
  }

  private async claim(): Promise<number> {
    const claim = this.acquire();
    this.claims.add(claim);
    try {
      return await claim;
    } finally {
      this.claims.delete(claim);
    }
  }

  private async acquire(): Promise<number> {
    const limit = Math.min(BATCH_MAX, IN_FLIGHT_MAX - this.running.size);
    if (limit <= 0) return 0;
    const leased = await this.parts.store.acquireJobs({ owner: this.owner, limit, leaseMs: LEASE_MS });
    // Where there is more, the next claim goes out first: it is served while these are decided.
    const sent = leased.length === BATCH_MAX ? untilSent() : null;
    const { mayGoTogether } = this.parts;
    const together = leased.length > 1 ? leased.filter(mayGoTogether) : [];
    if (together.length > 0) this.beginTogether(together, sent);
    for (const item of leased) if (!this.running.has(item.job.id)) this.begin(item, sent);
    return leased.length;
  }

  private beginTogether(set: readonly LeasedJob[], sent: Promise<void> | null): void {
    const work = this.runTogether(set, sent);
    for (const { job } of set) this.running.set(job.id, work);
  }

  private async runTogether(set: readonly LeasedJob[], sent: Promise<void> | null): Promise<void> {
    if (sent) await sent;
    let left: readonly LeasedJob[] = [];
    try {
      left = await this.parts.executeTogether(set);
    } catch (error) {
      await Promise.all(set.map((leased) => this.putOff(leased, error)));
    }
    const alone = new Map(left.map((leased) => [leased.job.id, leased]));
    for (const { job } of set) if (!alone.has(job.id)) this.running.delete(job.id);
    for (const leased of alone.values()) this.begin(leased);
    if (this.hasRoom()) this.whenRoom?.();
    await Promise.all(left.map(({ job }) => this.running.get(job.id)));
  }

  private begin(leased: LeasedJob, sent: Promise<void> | null = null): void {
    const work = this.run(leased, sent).finally(() => this.done(leased));
    this.running.set(leased.job.id, work);
  }

  private done({ job }: LeasedJob): void {
    this.running.delete(job.id);
    if (this.hasRoom()) this.whenRoom?.();
  }

  private hasRoom(): boolean {
    return IN_FLIGHT_MAX - this.running.size >= BATCH_MAX;
  }

  /** Resolves when a whole batch can be claimed, or when it would take too long to wait for that. */
  private room(): Promise<void> {
    if (this.hasRoom()) return Promise.resolve();
    return new Promise((resolve) => {
      const go = (): void => {
        clearTimeout(timer);
        this.whenRoom = null;
        resolve();
      };
      const timer = setTimeout(go, ROOM_WAIT_MS);
      this.whenRoom = go;
    });
  }
  private whenRoom: (() => void) | null = null;

  private async run(leased: LeasedJob, sent: Promise<void> | null): Promise<void> {
    if (sent) await sent;
    try {
      await this.parts.execute(leased, this.abort.signal);
    } catch (error) {
      await this.putOff(leased, error);
    }
  }

  private async putOff({ job, leaseNo }: LeasedJob, error: unknown): Promise<void> {
    const { store, logger } = this.parts;
    const pauseMs = Math.min(PAUSE_FIRST_MS * 2 ** Math.min(leaseNo, 20), PAUSE_MAX_MS);
    logger.error({ error, jobId: job.id, kind: job.kind, pauseMs }, 'A job could not be executed.');
    await store.releaseJob?.({ jobId: job.id, leaseNo, pauseMs }).catch(() => undefined);
  }

  private async renew(): Promise<void> {
    if (this.running.size === 0) return;
    try {
      await this.parts.store.extendLeases([...this.running.keys()], this.owner, LEASE_MS);
    } catch (error) {
      this.parts.logger.warn({ error }, 'Leases could not be renewed.');
    }
  }
}
