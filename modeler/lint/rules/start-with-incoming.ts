/** Nothing leads into a start event. */
import { isA } from '#moddle';
import type { Rule } from '../rule.ts';

export const startWithIncoming: Rule = {
  id: 'start-with-incoming',
  clause: '10.5.2',
  severity: 'error',
  message: 'An arrow leads into the start event “{name}”.',
  russian: 'В начальное событие «{name}» ведёт стрелка.',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      if (isA(node, 'bpmn:StartEvent') && diagram.incoming(node).length > 0) yield { element: node };
    }
  },
};
