/** What the outcome of a task asks for before it can be sent. */
import type { Outcome, TaskDetail } from '#contract';

/** A task without outcomes of its own has one way out. */
export const PLAIN_DONE: Outcome = { code: '', label: { en: 'Done', ru: 'Готово' }, effect: 'proceed' };

export function outcomesOf(task: Pick<TaskDetail, 'outcomes'>): readonly Outcome[] {
  return task.outcomes.length > 0 ? task.outcomes : [PLAIN_DONE];
}

/** Whether one key may complete it from the list: no form, and no date to ask for. */
export function completesAtOnce(task: TaskDetail, outcome: Outcome): boolean {
  return task.rights.complete && task.form === null && outcome.effect !== 'reschedule';
}

export function completionBody(outcome: Outcome, values: Record<string, unknown> = {}) {
  return { ...(outcome.code ? { outcome: outcome.code } : {}), values };
}
