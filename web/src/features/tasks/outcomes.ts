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

/** With the versions of the records whose fields are sent, as they were seen. */
export function completionBody(
  outcome: Outcome,
  values: Record<string, unknown> = {},
  recordFields: TaskDetail['recordFields'] = [],
) {
  const sent = recordFields.filter(({ key }) => key in values);
  const recordVersions = Object.fromEntries(sent.map(({ record, version }) => [record.id, version]));
  return {
    ...(outcome.code ? { outcome: outcome.code } : {}),
    ...(sent.length > 0 ? { recordVersions } : {}),
    values,
  };
}
