/** A task got somebody after it was created: its listeners run as work of their own, so that a failing one is an incident. */
import type { UserTaskRow } from '../execution/state.ts';
import { elementOf, type Session } from '../execution/step.ts';

export function announceAssignment(session: Session, task: UserTaskRow): void {
  const { id: taskId, instanceId, elementId, scopeId, tokenId } = task;
  const { listeners } = elementOf(session, instanceId, elementId);
  if (!listeners.some((listener) => listener.event === 'task:assignment')) return;
  const trigger = { kind: 'assigned' as const, taskId };
  session.agenda.push({ kind: 'trigger', scopeId, elementId, tokenId, trigger });
}
