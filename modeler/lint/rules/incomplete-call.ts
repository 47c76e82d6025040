/** A planned call says what it is about and which results it can have. */
import { readCall, readOutcomes } from '#moddle';
import type { Rule } from '../rule.ts';

export const incompleteCall: Rule = {
  id: 'incomplete-call',
  clause: 'tl',
  severity: 'error',
  message: 'The call “{name}” has no {missing}.',
  russian: 'У звонка «{name}» не указано: {missing}.',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      const call = readCall(node);
      if (!call) continue;
      if (!call.subject) yield { element: node, values: { missing: 'subject' } };
      if (!readOutcomes(node)?.values.length) yield { element: node, values: { missing: 'results' } };
    }
  },
};
