/** A call activity names the process that it calls. */
import { isA, readCalledElement } from '#moddle';
import type { Rule } from '../rule.ts';

export const missingCalledElement: Rule = {
  id: 'missing-called-element',
  clause: '10.3.6',
  severity: 'error',
  message: '“{name}” does not say which process it calls.',
  russian: 'В «{name}» не указано, какой процесс вызывать.',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      if (isA(node, 'bpmn:CallActivity') && !readCalledElement(node).processId) yield { element: node };
    }
  },
};
