/** What happens after an event on an activity's border has to be drawn; compensation alone is linked by association. */
import { isA } from '#moddle';
import { hasDefinition } from '../questions.ts';
import type { Rule } from '../rule.ts';

export const boundaryWithoutOutgoing: Rule = {
  id: 'boundary-without-outgoing',
  clause: '10.5.4',
  severity: 'error',
  message: 'Nothing follows “{name}”: draw what happens when it occurs.',
  russian: 'После «{name}» ничего нет: нарисуйте, что происходит, когда это случается.',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      if (!isA(node, 'bpmn:BoundaryEvent') || hasDefinition(node, 'bpmn:CompensateEventDefinition')) continue;
      if (diagram.outgoing(node).length === 0 && node.id) {
        yield { element: node, fix: { kind: 'append-end', elementId: node.id } };
      }
    }
  },
};
