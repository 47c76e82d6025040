/** Rings when work for external workers may have come, so that those who wait look again at once. */
import type { Write } from '../store/store-port.ts';

export class WorkBell {
  private readonly waiting = new Set<() => void>();
  private closed = false;

  /** The node stops: nobody waits here any more. */
  get isClosed(): boolean {
    return this.closed;
  }

  open(): void {
    this.closed = false;
  }

  close(): void {
    this.closed = true;
    for (const wake of [...this.waiting]) wake();
  }

  noteWrite(write: Write): void {
    if (this.waiting.size === 0) return;
    const isWork = [...write.inserted.jobs, ...write.updated.jobs].some((job) => job.kind === 'external');
    if (!isWork) return;
    for (const wake of [...this.waiting]) wake();
  }

  /** Resolves when it rings, after `ms`, or when the signal aborts. */
  next(ms: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.waiting.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.waiting.add(done);
      signal?.addEventListener('abort', done, { once: true });
    });
  }
}
