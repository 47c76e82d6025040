/** A record event says which records it watches and what must happen to them. */
import { elementsOf, readRecordEvent } from '#moddle';
import type { Rule } from '../rule.ts';

export const incompleteRecordEvent: Rule = {
  id: 'incomplete-record-event',
  clause: 'tl',
  severity: 'error',
  message: '“{name}” does not say which {missing} it watches.',
  russian: 'В «{name}» не указано, за чем следить: {missing}.',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      for (const definition of elementsOf(node, 'eventDefinitions')) {
        const event = readRecordEvent(definition);
        if (!event) continue;
        if (!event.entity) yield { element: node, values: { missing: 'records' } };
        else if (!event.change) yield { element: node, values: { missing: 'change' } };
        else if (event.change === 'silent' && !event.after)
          yield { element: node, values: { missing: 'time' } };
      }
    }
  },
};
