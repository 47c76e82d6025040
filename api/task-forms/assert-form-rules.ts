/** Where values of a form arrive: at a task that is completed, at a process that is begun. */
import type { DefinitionView, UserTaskRow, Variables } from '#engine';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import { formProblems } from './form-rules.ts';

/**
 * An outcome that does not go on (another time, nobody reached) asks for nothing.
 * @throws ApiProblem API_FIELDS_INVALID by the keys of the form's fields
 */
export async function assertTaskForm(
  { definitions, engine }: ApiContext,
  task: UserTaskRow,
  { values, outcome }: { readonly values: Variables; readonly outcome: string | undefined },
): Promise<void> {
  // An ended task is the engine's to answer: the same request again, or one that comes too late.
  if (task.state !== 'planned' && task.state !== 'ready') return;
  const definition = await definitions.find(task.definitionId);
  const element = definition?.elements.find(({ id }) => id === task.elementId);
  if (!element?.form) return;
  const chosen = element.outcomes.find(({ code }) => code === outcome);
  if (chosen && chosen.effect !== 'proceed') return;
  const instance = await engine.views.instance(task.instanceId);
  refuse(formProblems(element.form, { sent: values, known: { ...instance?.variables, ...task.data } }));
}

/** @throws ApiProblem API_FIELDS_INVALID by the keys of the form's fields */
export function assertStartForm(
  { form, choices }: NonNullable<DefinitionView['manualStart']>,
  { values, startElementId }: { readonly values: Variables; readonly startElementId: string | undefined },
): void {
  const chosen = choices.find(({ elementId }) => elementId === startElementId)?.form ?? form;
  refuse(formProblems(chosen, { sent: values, known: {} }));
}

function refuse(fields: ReturnType<typeof formProblems>): void {
  if (fields.length > 0) throw new ApiProblem('API_FIELDS_INVALID', { fields });
}
