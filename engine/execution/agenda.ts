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
  let queue: Work[] = [];
  let head = 0;
  /** How much there is to do in each scope; a cell stays when that is nothing. */
  let pending = new Map<string, { work: number }>();

  const count = ({ scopeId }: Work, change: 1 | -1): void => {
    const cell = pending.get(scopeId);
    if (cell) cell.work += change;
    else pending.set(scopeId, { work: change });
  };

  return {
    push(work) {
      queue.push(work);
      count(work, 1);
    },
    pushFirst(work) {
      if (head === 0) queue.unshift(work);
      else queue[--head] = work;
      count(work, 1);
    },
    next() {
      const work = queue[head];
      if (!work) return null;
      head += 1;
      count(work, -1);
      if (head >= COMPACT_FROM && head * 2 > queue.length) {
        queue = queue.slice(head);
        head = 0;
      }
      return work;
    },
    hasWorkIn: (scopeId) => (pending.get(scopeId)?.work ?? 0) > 0,
    dropScope(scopeId) {
      const cell = pending.get(scopeId);
      if (!cell || cell.work === 0) return;
      pending.delete(scopeId);
      queue = queue.slice(head).filter((work) => work.scopeId !== scopeId);
      head = 0;
    },
    mark: () => ({ queue, head, length: queue.length }),
    rollback(mark) {
      if (queue === mark.queue) {
        for (const work of queue.splice(mark.length)) count(work, -1);
        return;
      }
      queue = mark.queue.slice(mark.head, mark.length);
      head = 0;
      pending = new Map();
      for (const work of queue) count(work, 1);
    },
  };
}
