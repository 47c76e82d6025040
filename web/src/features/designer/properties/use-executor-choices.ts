import type { AssignmentKind } from '#moddle';
import { useDesignerScope } from '../designer-context.ts';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** What can be picked for a kind of executor. A value that is no longer in the organisation stays visible. */
export function useExecutorChoices(kind: AssignmentKind | null, current: string | null): Choice[] {
  const { catalogue } = useDesignerScope();
  const choices = catalogue && kind ? choicesOf(kind, catalogue) : [];
  if (current && !choices.some((choice) => choice.value === current))
    return [{ value: current, label: current }, ...choices];
  return choices;
}

function choicesOf(
  kind: AssignmentKind,
  catalogue: NonNullable<ReturnType<typeof useDesignerScope>['catalogue']>,
): Choice[] {
  if (kind === 'user') return catalogue.users.map((user) => ({ value: user.id, label: user.name }));
  if (kind === 'department')
    return catalogue.departments.map((department) => ({ value: department.id, label: department.name }));
  if (kind !== 'position') return [];
  return catalogue.positions.map((position) => ({
    value: position.id,
    label: [position.title, position.departmentName].filter(Boolean).join(' · '),
  }));
}
