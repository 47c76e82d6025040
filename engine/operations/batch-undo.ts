/**
 * Taking a batch back. Before a target is treated, what the work will change is noted; taking back puts exactly that
 * again, target by target, and leaves alone what somebody changed since. What has ended, moved to another version or
 * was completed has no way back, so batches of that kind are refused.
 *
 * An instance that was resumed with its timers moved is suspended again, and its timers are where they were.
 */
import type { Pool } from 'pg';
import { EngineRejection } from '../errors.ts';
import type { BatchCommands, CommandOfBatch } from './batch-commands.ts';
import type { BatchUndo, BatchWork } from './operation-types.ts';

type Undoable = Extract<
  BatchWork,
  { kind: 'claimTasks' | 'assignTasks' | 'changeTasks' | 'suspendInstances' | 'resumeInstances' }
>;

/** What a target was; of tasks the executor and dates, of instances whether they rested. */
export type Before = TaskBefore | { readonly suspended: boolean };

interface TaskBefore {
  readonly assignee: string | null;
  readonly dueAt: string | null;
  readonly followUpAt: string | null;
  readonly priority: number;
}

const SELECT_TASK = `
  select assignee, due_at as "dueAt", follow_up_at as "followUpAt", priority from engine.user_task where id = $1`;
const SELECT_INSTANCE = 'select suspended from engine.process_instance where id = $1';

export function isUndoable(work: BatchWork | BatchUndo): work is Undoable {
  switch (work.kind) {
    case 'claimTasks':
    case 'assignTasks':
    case 'changeTasks':
    case 'suspendInstances':
    case 'resumeInstances':
      return true;
    default:
      return false;
  }
}

/** Null of what is not there, or has no way back. */
export async function readBefore(
  pool: Pool,
  work: BatchWork | BatchUndo,
  id: string,
): Promise<Before | null> {
  if (!isUndoable(work)) return null;
  const { rows } = await pool.query<Before>(work.kind.endsWith('Tasks') ? SELECT_TASK : SELECT_INSTANCE, [
    id,
  ]);
  // As it is kept: dates as texts.
  return rows[0] === undefined ? null : (JSON.parse(JSON.stringify(rows[0])) as Before);
}

/** @throws EngineRejection ENG_BATCH_TARGET_CHANGED when it is no longer as the batch left it */
export async function takeBack(
  pool: Pool,
  commands: BatchCommands,
  target: { readonly id: string; readonly before: Before; readonly of: BatchWork },
  options: CommandOfBatch,
): Promise<void> {
  const { id, before, of } = target;
  if (!isUndoable(of)) return;
  const now = await readBefore(pool, of, id);
  // The work changed nothing, or this is a repetition after a crash.
  if (now !== null && isAs(of, now, before)) return;
  if (now === null || !isAsLeft(of, now)) throw changedSince(id);
  if (of.kind === 'suspendInstances')
    return commands.resumeInstance({ instanceId: id, timers: 'keep' }, options);
  if (of.kind === 'resumeInstances') {
    const takesBack = of.timers === 'shift';
    return commands.suspendInstance({ instanceId: id, takesBack }, options);
  }
  const { assignee, ...former } = before as TaskBefore;
  if (of.kind === 'changeTasks') {
    const change = Object.fromEntries(changedKeys(of).map((key) => [key, former[key]]));
    await commands.changeUserTask({ taskId: id, change }, options);
  } else if (assignee === null) await commands.unclaimUserTask({ taskId: id }, options);
  else await commands.assignUserTask({ taskId: id, userId: assignee }, options);
}

type Change = Extract<BatchWork, { kind: 'changeTasks' }>;

function changedKeys(work: Change): ('dueAt' | 'followUpAt' | 'priority')[] {
  return (['dueAt', 'followUpAt', 'priority'] as const).filter((key) => work[key] !== undefined);
}

function isAsLeft(work: Undoable, now: Before): boolean {
  switch (work.kind) {
    case 'suspendInstances':
    case 'resumeInstances':
      return isAs(work, now, { suspended: work.kind === 'suspendInstances' });
    case 'claimTasks':
    case 'assignTasks':
      return (now as TaskBefore).assignee === work.userId;
    case 'changeTasks':
      return isAs(work, now, work);
  }
}

/** Whether what the work changes is the same in both. */
function isAs(work: Undoable, now: Before, other: Partial<TaskBefore & { suspended: boolean }>): boolean {
  if ('suspended' in now) return now.suspended === other.suspended;
  if (work.kind !== 'changeTasks') return now.assignee === other.assignee;
  return changedKeys(work).every((key) => instantOf(now[key]) === instantOf(other[key]));
}

/** Instants are compared as such, however they were written. */
function instantOf(value: string | number | null | undefined): number | null {
  if (typeof value === 'string') return Date.parse(value);
  return value ?? null;
}

function changedSince(id: string): EngineRejection {
  return new EngineRejection(
    'ENG_BATCH_TARGET_CHANGED',
    `Expected '${id}' to be as the batch left it, but it was changed since.`,
    { id },
  );
}
