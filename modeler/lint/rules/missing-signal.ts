/** A signal without a name is called by the name of its event, which another diagram hardly guesses. */
import { elementsOf, isA, referenceOf, undeclaredReference } from '#moddle';
import type { Rule } from '../rule.ts';

export const missingSignal: Rule = {
  id: 'missing-signal',
  clause: '10.5.5',
  severity: 'warning',
  message: '“{name}” does not say which signal it is about.',
  russian: 'В «{name}» не указано, о каком сигнале речь.',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      const isOpen = elementsOf(node, 'eventDefinitions').some(
        (definition) =>
          isA(definition, 'bpmn:SignalEventDefinition') &&
          referenceOf(definition, 'signalRef') === null &&
          undeclaredReference(definition, 'signalRef') === null,
      );
      if (isOpen) yield { element: node };
    }
  },
};
