/** With two plain start events it is not clear which one a person or a call starts. */
import { elementsOf, isA } from '#moddle';
import type { Rule } from '../rule.ts';

export const severalNoneStarts: Rule = {
  id: 'several-none-starts',
  clause: '10.5.2',
  severity: 'warning',
  message: '“{name}” has more than one plain start event.',
  russian: 'В «{name}» больше одного простого начального события.',
  *check(diagram) {
    for (const container of diagram.containers) {
      const plain = diagram
        .nodesIn(container)
        .filter((node) => isA(node, 'bpmn:StartEvent') && elementsOf(node, 'eventDefinitions').length === 0);
      if (plain.length > 1) yield { element: container };
    }
  },
};
