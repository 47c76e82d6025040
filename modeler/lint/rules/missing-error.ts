/** Whoever throws an error says which, or nobody can catch it. A catching event without one catches every error. */
import { elementsOf, isA, referenceOf, undeclaredReference } from '#moddle';
import type { Rule } from '../rule.ts';

export const missingError: Rule = {
  id: 'missing-error',
  clause: '10.5.3',
  severity: 'error',
  message: '“{name}” does not say which error it throws.',
  russian: 'В «{name}» не указано, о какой ошибке сообщить.',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      if (!isA(node, 'bpmn:EndEvent')) continue;
      const isOpen = elementsOf(node, 'eventDefinitions').some(
        (definition) =>
          isA(definition, 'bpmn:ErrorEventDefinition') &&
          referenceOf(definition, 'errorRef') === null &&
          undeclaredReference(definition, 'errorRef') === null,
      );
      if (isOpen) yield { element: node };
    }
  },
};
