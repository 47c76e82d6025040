/** The queue of one decision: tokens in motion exist nowhere else. First in, first out. */
import type { Work } from './work.ts';

export interface Agenda {
  push(work: Work): void;
  next(): Work | null;
  hasWorkIn(scopeId: string): boolean;
  /** The scope is being ended: its tokens in motion go with it. */
  dropScope(scopeId: string): void;
  rest(): readonly Work[];
  restore(rest: readonly Work[]): void;
}

export function createAgenda(): Agenda {
  let queue: Work[] = [];
  return {
    push: (work) => void queue.push(work),
    next: () => queue.shift() ?? null,
    hasWorkIn: (scopeId) => queue.some((work) => work.scopeId === scopeId),
    dropScope(scopeId) {
      queue = queue.filter((work) => work.scopeId !== scopeId);
    },
    rest: () => queue.slice(),
    restore(rest) {
      queue = rest.slice();
    },
  };
}
