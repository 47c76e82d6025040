/** When a task is due. */
import type { TextValue, UserTask } from '../../../definition/model.ts';
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
  return instantOf(step, task?.due ?? null, availableAt);
}

/** When the task is looked at again. */
export function followUpOf(step: Step<UserTask>, availableAt: string): string | null {
  return instantOf(step, step.element.task?.followUp ?? null, availableAt);
}

export function priorityOf(step: Step<UserTask>): number {
  const { task } = step.element;
  if (!task?.priorityExpression) return task?.priority ?? 0;
  const value = evaluateText(step, task.priorityExpression);
  const priority = value === null ? 0 : Number(value);
  if (Number.isSafeInteger(priority)) return priority;
  throw new EngineFailure('ENG_PRIORITY_INVALID', `Expected the priority '${String(value)}' to be a number.`);
}

function instantOf(step: Step<UserTask>, when: TextValue | null, availableAt: string): string | null {
  if (!when) return null;
  const value = evaluateText(step, when);
  if (value === null || value === '') return null;
  const text = String(value);
  if (isDuration(text)) return workingTimeAfter(step, availableAt, text, null);
  const instant = instantFrom(text);
  if (instant) return instant;
  throw new EngineFailure('ENG_TIMER_INVALID', `Expected the time '${text}' to be a duration or a date.`);
}

function workingTimeAfter(step: Step, from: string, offset: string, calendar: string | null): string {
  const window = { windowFrom: null, windowTo: null, timeZone: null };
  return needPlan(step.session.supplies, { from, offset, calendar, ...window });
}
