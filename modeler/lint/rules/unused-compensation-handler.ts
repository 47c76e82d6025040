/** An activity for compensation runs only through the compensation event that it is connected to. */
import type { Rule } from '../rule.ts';
import { connectedTo, isCompensationBoundary } from './missing-compensation-handler.ts';

export const unusedCompensationHandler: Rule = {
  id: 'unused-compensation-handler',
  clause: '10.7',
  severity: 'error',
  message: '“{name}” undoes nothing: connect it to a compensation event on the border of a step.',
  russian: '«{name}» ничего не отменяет: свяжите его с событием компенсации на границе шага.',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      if (node.get('isForCompensation') !== true) continue;
      if (!connectedTo(node).some(isCompensationBoundary)) yield { element: node };
    }
  },
};
