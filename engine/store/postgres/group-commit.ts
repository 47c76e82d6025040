/**
 * Group commit in the process: what arrives while a statement is on its way waits and goes with the next one, as one
 * call over arrays. So the batches grow with the load by themselves, and one caller alone never waits. A call costs more
 * than what it carries: a further lane opens only for a batch that is worth it, or past a call that is held up. A long
 * request goes alone and holds nobody up: one lane is always left to the others.
 *
 * A batch is collected at the end of the event loop's turn, because the answers to one batch wake many callers at
 * once and their next requests shall travel together again.
 */

const BATCH_WORTH_A_LANE = 8;
const PATIENCE_MS = 50;

export interface GroupCommitOptions<Q, A> {
  /** Statements on their way at the same time, at most. */
  readonly lanes: number;
  readonly batchMax: number;
  /** Requests with a common key never share a batch (same root, same idempotency key). */
  readonly keysOf: (request: Q) => readonly string[];
  /** Takes many times as long as others. */
  readonly isLong?: (request: Q) => boolean;
  readonly run: (requests: readonly Q[]) => Promise<readonly A[]>;
}

interface Waiting<Q, A> {
  readonly request: Q;
  readonly resolve: (answer: A) => void;
  readonly reject: (error: unknown) => void;
}

export class GroupCommit<Q, A> {
  private readonly options: GroupCommitOptions<Q, A>;
  private waiting: Waiting<Q, A>[] = [];
  private readonly waitingLong: Waiting<Q, A>[] = [];
  private busy = 0;
  /** Of these, with a long request. */
  private busyLong = 0;
  private isScheduled = false;
  private sentAt = 0;
  private patience: NodeJS.Timeout | null = null;

  constructor(options: GroupCommitOptions<Q, A>) {
    this.options = options;
  }

  submit(request: Q): Promise<A> {
    return new Promise((resolve, reject) => {
      const line = this.options.isLong?.(request) ? this.waitingLong : this.waiting;
      line.push({ request, resolve, reject });
      this.schedule();
    });
  }

  private schedule(): void {
    if (this.isScheduled || this.busy >= this.options.lanes) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      while (this.maySend()) this.send(this.takeBatch(), false);
      while (this.maySendLong()) this.send([this.waitingLong.shift()!], true);
      if (this.waiting.length > 0) this.lookAgain();
    });
  }

  private maySend(): boolean {
    if (this.waiting.length === 0 || this.busy >= this.options.lanes) return false;
    if (this.busy === this.busyLong || this.waiting.length >= BATCH_WORTH_A_LANE) return true;
    return performance.now() - this.sentAt >= PATIENCE_MS;
  }

  private maySendLong(): boolean {
    const { lanes } = this.options;
    return this.waitingLong.length > 0 && this.busy < lanes && this.busyLong < Math.max(1, lanes - 1);
  }

  /** A call may be waiting for another node's lock; the others do not wait for it. */
  private lookAgain(): void {
    if (this.patience || this.busy >= this.options.lanes) return;
    const left = this.sentAt + PATIENCE_MS - performance.now();
    this.patience = setTimeout(
      () => {
        this.patience = null;
        this.schedule();
      },
      Math.max(1, left),
    );
  }

  private send(batch: readonly Waiting<Q, A>[], isLong: boolean): void {
    const long = isLong ? 1 : 0;
    if (!isLong) this.sentAt = performance.now();
    this.busy += 1;
    this.busyLong += long;
    void this.deliver(batch).finally(() => {
      this.busy -= 1;
      this.busyLong -= long;
      this.schedule();
    });
  }

  private takeBatch(): Waiting<Q, A>[] {
    // Free lanes share what waits: one very long batch would keep one core of the server busy and leave the others idle.
    const { lanes, batchMax } = this.options;
    const even = Math.ceil(this.waiting.length / (lanes - this.busy));
    const share = Math.min(batchMax, Math.max(even, BATCH_WORTH_A_LANE));
    const taken = new Set<string>();
    const batch: Waiting<Q, A>[] = [];
    const left: Waiting<Q, A>[] = [];
    for (const item of this.waiting) {
      const keys = this.options.keysOf(item.request);
      const fits = batch.length < share && !keys.some((key) => taken.has(key));
      (fits ? batch : left).push(item);
      if (fits) for (const key of keys) taken.add(key);
    }
    this.waiting = left;
    return batch;
  }

  private async deliver(batch: readonly Waiting<Q, A>[]): Promise<void> {
    try {
      const answers = await this.options.run(batch.map((item) => item.request));
      batch.forEach((item, index) => item.resolve(answers[index]!));
    } catch (error) {
      if (batch.length === 1) return batch[0]!.reject(error);
      // One caller's data must not fail the others: each goes alone, and fails alone.
      await Promise.all(batch.map((item) => this.deliver([item])));
    }
  }
}
