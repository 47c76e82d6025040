/** A boundary event belongs to an activity of the same container. */
import { isA, referenceOf } from '#moddle';
import type { Rule } from '../rule.ts';

export const boundaryNotAttached: Rule = {
  id: 'boundary-not-attached',
  clause: '10.5.4',
  severity: 'error',
  message: '“{name}” is not attached to an activity.',
  russian: '«{name}» не прикреплено к действию.',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      if (!isA(node, 'bpmn:BoundaryEvent')) continue;
      const host = referenceOf(node, 'attachedToRef');
      if (!isA(host, 'bpmn:Activity') || host?.$parent !== node.$parent) yield { element: node };
    }
  },
};
