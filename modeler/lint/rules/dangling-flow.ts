/** An arrow needs both ends. */
import { referenceOf } from '#moddle';
import type { Rule } from '../rule.ts';

export const danglingFlow: Rule = {
  id: 'dangling-flow',
  clause: '8.4.13',
  severity: 'error',
  message: 'The arrow “{name}” is not attached at both ends.',
  russian: 'Стрелка «{name}» присоединена не с обоих концов.',
  *check(diagram) {
    for (const flow of diagram.flows) {
      if (referenceOf(flow, 'sourceRef') && referenceOf(flow, 'targetRef')) continue;
      yield { element: flow, ...(flow.id && { fix: { kind: 'remove', elementId: flow.id } }) };
    }
  },
};
