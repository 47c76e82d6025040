/**
 * Group commit in the process: what arrives while a statement is on its way waits and goes with the next one, as one
 * call over arrays. With few lanes the batches grow with the load by themselves; one caller alone never waits.
 *
 * A batch is collected at the end of the event loop's turn, because the answers to one batch wake many callers at
 * once and their next requests shall travel together again.
 */

export interface GroupCommitOptions<Q, A> {
  /** Statements on their way at the same time. */
  readonly lanes: number;
  readonly batchMax: number;
  /** Requests with a common key never share a batch (same root, same idempotency key). */
  readonly keysOf: (request: Q) => readonly string[];
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
  private busy = 0;
  private isScheduled = false;

  constructor(options: GroupCommitOptions<Q, A>) {
    this.options = options;
  }

  submit(request: Q): Promise<A> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ request, resolve, reject });
      this.schedule();
    });
  }

  private schedule(): void {
    if (this.isScheduled || this.busy >= this.options.lanes) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      while (this.waiting.length > 0 && this.busy < this.options.lanes) this.send();
    });
  }

  private send(): void {
    const batch = this.takeBatch();
    this.busy += 1;
    void this.deliver(batch).finally(() => {
      this.busy -= 1;
      this.schedule();
    });
  }

  private takeBatch(): Waiting<Q, A>[] {
    // The free lanes share what waits: one long batch would keep one core of the server busy and leave the others idle.
    const { lanes, batchMax } = this.options;
    const share = Math.min(batchMax, Math.ceil(this.waiting.length / (lanes - this.busy)));
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
