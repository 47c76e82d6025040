/** Nothing follows an end event. */
import { isA } from '#moddle';
import type { Rule } from '../rule.ts';

export const endWithOutgoing: Rule = {
  id: 'end-with-outgoing',
  clause: '10.5.3',
  severity: 'error',
  message: 'An arrow leaves the end event “{name}”.',
  russian: 'Из конечного события «{name}» выходит стрелка.',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      if (isA(node, 'bpmn:EndEvent') && diagram.outgoing(node).length > 0) yield { element: node };
    }
  },
};
