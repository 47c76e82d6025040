/** A conditional event waits for a condition, or for what happens to records. */
import { elementsOf, isA, readRecordEvent, referenceOf, textOf } from '#moddle';
import type { Rule } from '../rule.ts';

export const missingEventCondition: Rule = {
  id: 'missing-event-condition',
  clause: '10.5.5.2',
  severity: 'error',
  message: '“{name}” does not say what it waits for: write a condition or choose records.',
  russian: 'В «{name}» не указано, чего ждать: напишите условие или выберите записи.',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      const isEmpty = elementsOf(node, 'eventDefinitions').some(
        (definition) =>
          isA(definition, 'bpmn:ConditionalEventDefinition') &&
          readRecordEvent(definition) === null &&
          textOf(referenceOf(definition, 'condition'), 'body') === null,
      );
      if (isEmpty) yield { element: node };
    }
  },
};
