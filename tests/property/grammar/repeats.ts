/** Questions about repetitions that more than one reader of a tree asks. */
import type { Call, Sub, Task } from './tree.ts';
import type { Repeat } from './tree-parts.ts';

export type Repeated = Task | Sub | Call;

/** Whether what a task gives is in its entry of the collected results; it is the iteration's own then. */
export function collectsResult(block: Repeated): boolean {
  if (block.kind !== 'task' || block.repeat?.kind === 'loop' || !block.repeat?.isCollected) return false;
  return block.data?.writes == null && GIVING.has(block.type) && block.fails === null;
}

const GIVING: ReadonlySet<Task['type']> = new Set(['user', 'job', 'receive', 'script', 'rule', 'action']);

/** Whether it may be over before anything has begun. */
export function maySkip(repeat: Repeat | null): boolean {
  if (!repeat) return false;
  return repeat.kind === 'loop' ? repeat.test.isBefore || isNever(repeat) : isNever(repeat);
}

/** Whether it certainly is. */
export function isNever({ kind, times, test }: Repeat): boolean {
  return times === 0 && (kind !== 'loop' || test.isBounded);
}
