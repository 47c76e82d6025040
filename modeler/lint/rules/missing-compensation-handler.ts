/** A compensation event on a border is connected, by an association, to the activity that undoes the step. */
import { elementsOf, isA, referenceOf, type ModdleElement } from '#moddle';
import { hasDefinition } from '../questions.ts';
import type { Rule } from '../rule.ts';

export const missingCompensationHandler: Rule = {
  id: 'missing-compensation-handler',
  clause: '10.7',
  severity: 'error',
  message: 'No activity for compensation is connected to “{name}”: draw what undoes the step.',
  russian: 'С «{name}» не связано действие компенсации: нарисуйте, что отменяет этот шаг.',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      if (!isCompensationBoundary(node)) continue;
      if (!connectedTo(node).some((other) => other.get('isForCompensation') === true))
        yield { element: node };
    }
  },
};

export function isCompensationBoundary(node: ModdleElement): boolean {
  return isA(node, 'bpmn:BoundaryEvent') && hasDefinition(node, 'bpmn:CompensateEventDefinition');
}

/** What an association connects with the element. */
export function connectedTo(element: ModdleElement): readonly ModdleElement[] {
  return elementsOf(element.$parent, 'artifacts')
    .filter((artifact) => isA(artifact, 'bpmn:Association'))
    .map((association) => [referenceOf(association, 'sourceRef'), referenceOf(association, 'targetRef')])
    .filter((ends) => ends.includes(element))
    .flatMap((ends) => ends.find((end) => end !== element) ?? []);
}
