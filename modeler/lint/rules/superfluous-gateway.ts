/** A gateway with one way in and one way out decides nothing. */
import { isA } from '#moddle';
import type { Rule } from '../rule.ts';

export const superfluousGateway: Rule = {
  id: 'superfluous-gateway',
  clause: '10.6.1',
  severity: 'warning',
  message: 'The gateway “{name}” has one way in and one way out, so it decides nothing.',
  russian: 'У развилки «{name}» один вход и один выход, она ничего не решает.',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      // One that waits for events has a rule of its own.
      if (!isA(node, 'bpmn:Gateway') || isA(node, 'bpmn:EventBasedGateway')) continue;
      if (diagram.incoming(node).length === 1 && diagram.outgoing(node).length === 1) yield { element: node };
    }
  },
};
