/**
 * Timeouts of a user task that its listeners wait for. Each is a timer of the task's token, found again by the name of
 * its listener; the task goes on. One whose listener a newer version dropped says nothing.
 */
import type { Element, UserTask } from '../../../definition/model.ts';
import { nextDue, type TimerPayload } from '../../../expressions/timer.ts';
import { openTimer, timerDue } from '../../../execution/arming.ts';
import { listenerFacts, notifyOne } from '../../../execution/listeners.ts';
import type { TokenRow, UserTaskRow } from '../../../execution/state.ts';
import type { Session, Step } from '../../../execution/step.ts';
import { rowsWith } from '../../../execution/tables.ts';
import type { Trigger } from '../../../execution/work.ts';

/** Those that no listener of `before` (of an older version) has; they count from now. */
export function armTimeouts(
  step: Step,
  token: TokenRow,
  before: Pick<Element, 'listeners'> | null = null,
): void {
  const known = keysOf(before);
  for (const { timeout } of step.element.listeners) {
    if (!timeout || known.includes(timeout.key)) continue;
    const { dueAt, payload } = timerDue(step, timeout.timer);
    openTimer(step, token, { dueAt, payload: { ...payload, listener: timeout.key } });
  }
}

/** Takes away what the listeners of `after` (of a newer version) do not wait for. */
export function dropTimeouts(
  { state, unit }: Session,
  token: TokenRow,
  after: Pick<Element, 'listeners'>,
): void {
  const kept = keysOf(after);
  for (const { id, payload } of rowsWith(state, 'jobs', 'tokenId', token.id)) {
    if (typeof payload.listener === 'string' && !kept.includes(payload.listener))
      unit.emit(token.instanceId, { kind: 'JobCancelled', jobId: id });
  }
}

function keysOf(element: Pick<Element, 'listeners'> | null): readonly string[] {
  return element?.listeners.flatMap(({ timeout }) => timeout?.key ?? []) ?? [];
}

/** Runs the listener, and sets its cycle to the next time. */
export function timeOut(
  step: Step<UserTask>,
  tasks: readonly UserTaskRow[],
  { payload, dueAt }: Extract<Trigger, { kind: 'timer' }>,
): void {
  const [task] = tasks;
  const listener = step.element.listeners.find(({ timeout }) => timeout?.key === payload.listener);
  if (!task || !listener) return;
  const next = nextDue(payload as TimerPayload, dueAt);
  if (next) openTimer(step, step.session.state.tokens.get(step.tokenId)!, next);
  notifyOne(step, listener, listenerFacts(task));
}
