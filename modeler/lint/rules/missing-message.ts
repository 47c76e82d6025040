/** A message event or receive task that names no message can neither be sent nor received by anyone. */
import { elementsOf, isA, referenceOf, textOf, undeclaredReference, type ModdleElement } from '#moddle';
import type { Rule } from '../rule.ts';

export const missingMessage: Rule = {
  id: 'missing-message',
  clause: '10.5.5',
  severity: 'warning',
  message: '“{name}” does not say which message it is about.',
  russian: 'В «{name}» не указано, о каком сообщении речь.',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      if (carriers(node).some((carrier) => !hasNamedMessage(carrier))) yield { element: node };
    }
  },
};

function carriers(node: ModdleElement): readonly ModdleElement[] {
  if (isA(node, 'bpmn:ReceiveTask')) return [node];
  return elementsOf(node, 'eventDefinitions').filter((definition) =>
    isA(definition, 'bpmn:MessageEventDefinition'),
  );
}

function hasNamedMessage(carrier: ModdleElement): boolean {
  return (
    textOf(referenceOf(carrier, 'messageRef'), 'name') !== null ||
    undeclaredReference(carrier, 'messageRef') !== null
  );
}
