/** A process that is executed needs a place where it begins. */
import { isAdHoc } from '../questions.ts';
import { isA } from '#moddle';
import type { Rule } from '../rule.ts';

export const missingStartEvent: Rule = {
  id: 'missing-start-event',
  clause: '10.5.2',
  severity: 'error',
  message: '“{name}” has no start event.',
  russian: 'В «{name}» нет начального события.',
  *check(diagram) {
    for (const container of diagram.containers) {
      const nodes = diagram.nodesIn(container);
      if (isAdHoc(container) || nodes.length === 0) continue;
      if (nodes.some((node) => isA(node, 'bpmn:StartEvent'))) continue;
      // An instantiating receive task or event gateway takes the start event's place (10.3.3.5, 10.6.6).
      if (nodes.some((node) => node.get('instantiate') === true)) continue;
      yield { element: container };
    }
  },
};
