/** An event on an activity's border is reached by the activity, never by an arrow. */
import { isA } from '#moddle';
import type { Rule } from '../rule.ts';

export const boundaryWithIncoming: Rule = {
  id: 'boundary-with-incoming',
  clause: '10.5.4',
  severity: 'error',
  message: 'An arrow leads into “{name}”, which sits on the border of an activity.',
  russian: 'Стрелка ведёт в «{name}», а это событие на границе действия.',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      if (isA(node, 'bpmn:BoundaryEvent') && diagram.incoming(node).length > 0) yield { element: node };
    }
  },
};
