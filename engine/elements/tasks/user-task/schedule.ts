/** When a task is due. */
import type { UserTask } from '../../../definition/model.ts';
import { EngineFailure } from '../../../errors.ts';
import { needPlan } from '../../../execution/needs.ts';
import type { Step } from '../../../execution/step.ts';
import { evaluateText } from '../../../execution/variables.ts';
import { instantFrom, isDuration } from '../../../expressions/time.ts';

export interface Schedule {
  readonly availableAt: string;
  readonly attempt: number;
}

/** A duration counts as working time from the moment the task is workable; a date stands for itself. */
export function dueAtOf(step: Step<UserTask>, availableAt: string): string | null {
  const { call, task } = step.element;
  if (call?.overdueAfter) return workingTimeAfter(step, availableAt, call.overdueAfter, call.calendar);
  if (!task?.due) return null;
  const value = evaluateText(step, task.due);
  if (value === null || value === '') return null;
  const text = String(value);
  if (isDuration(text)) return workingTimeAfter(step, availableAt, text, null);
  const instant = instantFrom(text);
  if (instant) return instant;
  throw new EngineFailure('ENG_TIMER_INVALID', `Expected the due time '${text}' to be a duration or a date.`);
}

function workingTimeAfter(step: Step, from: string, offset: string, calendar: string | null): string {
  const window = { windowFrom: null, windowTo: null, timeZone: null };
  return needPlan(step.session.supplies, { from, offset, calendar, ...window });
}
