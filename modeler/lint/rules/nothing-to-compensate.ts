/** A compensation event that names an activity undoes it only where something can undo that. */
import { elementsOf, isA, referenceOf, type ModdleElement } from '#moddle';
import { nameOf } from '../questions.ts';
import type { LintedDiagram, Rule } from '../rule.ts';
import { isCompensationBoundary } from './missing-compensation-handler.ts';

export const nothingToCompensate: Rule = {
  id: 'nothing-to-compensate',
  clause: '10.7',
  severity: 'warning',
  message: '“{name}” is to undo “{activity}”, but nothing says how that is undone.',
  russian: '«{name}» должно отменить «{activity}», но как это отменяется, не указано.',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      const [definition] = elementsOf(node, 'eventDefinitions').filter((one) =>
        isA(one, 'bpmn:CompensateEventDefinition'),
      );
      const activity = referenceOf(definition, 'activityRef');
      if (activity && !canBeUndone(diagram, activity))
        yield { element: node, values: { activity: nameOf(activity) } };
    }
  },
};

function canBeUndone(diagram: LintedDiagram, activity: ModdleElement): boolean {
  if (diagram.boundaryEvents(activity).some(isCompensationBoundary)) return true;
  return diagram
    .nodesIn(activity)
    .some((inner) => canBeUndone(diagram, inner) || startsByCompensation(diagram, inner));
}

function startsByCompensation(diagram: LintedDiagram, node: ModdleElement): boolean {
  return diagram
    .nodesIn(node)
    .some((inner) =>
      elementsOf(inner, 'eventDefinitions').some((one) => isA(one, 'bpmn:CompensateEventDefinition')),
    );
}
