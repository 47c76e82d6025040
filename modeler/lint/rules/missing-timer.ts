/** A timer without a date, duration or cycle never rings. */
import { elementsOf, isA } from '#moddle';
import { timerOf } from '../timer.ts';
import type { Rule } from '../rule.ts';

export const missingTimer: Rule = {
  id: 'missing-timer',
  clause: '10.5.5',
  severity: 'error',
  message: '“{name}” does not say when: give it a date, a duration or a cycle.',
  russian: 'В «{name}» не указано когда: задайте дату, срок или повтор.',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      const timers = elementsOf(node, 'eventDefinitions').filter((definition) =>
        isA(definition, 'bpmn:TimerEventDefinition'),
      );
      if (timers.some((timer) => timerOf(timer) === null)) yield { element: node };
    }
  },
};
