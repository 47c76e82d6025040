/** A task became another after it was created: its listeners run as work of their own, so that a failing one is an incident. */
import type { CompiledListener } from '../definition/model.ts';
import type { UserTaskRow } from '../execution/state.ts';
import { elementOf, type Session } from '../execution/step.ts';
import type { Trigger } from '../execution/work.ts';

/** Somebody has it now. */
export function announceAssignment(session: Session, task: UserTaskRow): void {
  announce(session, task, ['task:assignment'], { kind: 'assigned', taskId: task.id });
}

/** Anything of it changed; an assignment is told of before `announceAssignment`. */
export function announceUpdate(
  session: Session,
  task: UserTaskRow,
  { isAssignment }: { readonly isAssignment: boolean },
): void {
  const moments = isAssignment ? (['task:update'] as const) : (['task:update', 'task:updating'] as const);
  announce(session, task, moments, { kind: 'updated', taskId: task.id, isAssignment });
}

function announce(
  session: Session,
  { instanceId, elementId, scopeId, tokenId }: UserTaskRow,
  moments: readonly CompiledListener['event'][],
  trigger: Trigger,
): void {
  const { listeners } = elementOf(session, instanceId, elementId);
  if (!listeners.some((listener) => moments.includes(listener.event))) return;
  session.agenda.push({ kind: 'trigger', scopeId, elementId, tokenId, trigger });
}
