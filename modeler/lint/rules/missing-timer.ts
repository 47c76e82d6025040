/** A timer without a date, duration or cycle never rings, and a listener of a timeout without a timer hears nothing. */
import { elementsOf, isA } from '#moddle';
import { timeoutsOf, timerOf } from '../timer.ts';
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
      const hasNone = timers.some((timer) => timerOf(timer) === null);
      if (hasNone || timeoutsOf(node).some(({ timer }) => timer === null)) yield { element: node };
    }
  },
};
