/** A loop without a condition and a maximum ends only when something interrupts it. */
import { isA, referenceOf, textOf } from '#moddle';
import type { Rule } from '../rule.ts';

export const endlessRepetition: Rule = {
  id: 'endless-repetition',
  clause: '10.3.8',
  severity: 'warning',
  message: '“{name}” runs again and again: say until when, or how often at most.',
  russian: '«{name}» повторяется без конца: укажите, до каких пор или сколько раз самое большее.',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      const loop = isA(node, 'bpmn:Activity') ? referenceOf(node, 'loopCharacteristics') : null;
      if (!loop || !isA(loop, 'bpmn:StandardLoopCharacteristics')) continue;
      const condition = textOf(referenceOf(loop, 'loopCondition'), 'body');
      const isBounded = condition !== null || typeof loop.get('loopMaximum') === 'number';
      if (!isBounded && diagram.boundaryEvents(node).length === 0) yield { element: node };
    }
  },
};
