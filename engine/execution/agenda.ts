/**
 * The queue of one decision: tokens in motion exist nowhere else. First in, first out; the end of an iteration alone
 * goes first, so that what it gave is taken up before anything else moves. Every operation costs the same however
 * long the queue is, because a parallel multi-instance activity puts all its items on it.
 */
import type { Work } from './work.ts';

export interface Agenda {
  push(work: Work): void;
  /** Before everything else; not inside a step that may be taken back. */
  pushFirst(work: Work): void;
  next(): Work | null;
  hasWorkIn(scopeId: string): boolean;
  /** The scope is being ended: its tokens in motion go with it. */
  dropScope(scopeId: string): void;
  mark(): AgendaMark;
  /** Takes back what was pushed and dropped since. */
  rollback(mark: AgendaMark): void;
}

export interface AgendaMark {
  readonly queue: Work[];
  readonly head: number;
  readonly length: number;
}

/** What was taken is dropped from the array when it is so much and more than half of it. */
const COMPACT_FROM = 1_000;

export function createAgenda(): Agenda {
  return new Queue();
}

/** How much there is to do in a scope; it stays when that is nothing. */
interface Pending {
  readonly scopeId: string;
  work: number;
}

class Queue implements Agenda {
  private queue: Work[] = [];
  private head = 0;
  /** Most decisions stay within one scope. */
  private first: Pending | null = null;
  private others: Map<string, Pending> | null = null;

  push(work: Work): void {
    this.queue.push(work);
    this.count(work, 1);
  }

  pushFirst(work: Work): void {
    if (this.head === 0) this.queue.unshift(work);
    else this.queue[--this.head] = work;
    this.count(work, 1);
  }

  next(): Work | null {
    const work = this.queue[this.head];
    if (!work) return null;
    this.head += 1;
    this.count(work, -1);
    if (this.head >= COMPACT_FROM && this.head * 2 > this.queue.length) {
      this.queue = this.queue.slice(this.head);
      this.head = 0;
    }
    return work;
  }

  hasWorkIn(scopeId: string): boolean {
    return (this.pendingIn(scopeId)?.work ?? 0) > 0;
  }

  dropScope(scopeId: string): void {
    const pending = this.pendingIn(scopeId);
    if (!pending || pending.work === 0) return;
    pending.work = 0;
    this.queue = this.queue.slice(this.head).filter((work) => work.scopeId !== scopeId);
    this.head = 0;
  }

  mark(): AgendaMark {
    return { queue: this.queue, head: this.head, length: this.queue.length };
  }

  rollback(mark: AgendaMark): void {
    if (this.queue === mark.queue) {
      for (const work of this.queue.splice(mark.length)) this.count(work, -1);
      return;
    }
    this.queue = mark.queue.slice(mark.head, mark.length);
    this.head = 0;
    this.first = null;
    this.others = null;
    for (const work of this.queue) this.count(work, 1);
  }

  private pendingIn(scopeId: string): Pending | undefined {
    return this.first?.scopeId === scopeId ? this.first : this.others?.get(scopeId);
  }

  private count({ scopeId }: Work, change: 1 | -1): void {
    const pending = this.pendingIn(scopeId);
    if (pending) pending.work += change;
    else if (this.first === null) this.first = { scopeId, work: change };
    else (this.others ??= new Map<string, Pending>()).set(scopeId, { scopeId, work: change });
  }
}
