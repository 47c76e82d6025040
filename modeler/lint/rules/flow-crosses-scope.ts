/** A sequence flow stays inside its process or subprocess; between pools there are messages. */
import { referenceOf } from '#moddle';
import type { Rule } from '../rule.ts';

export const flowCrossesScope: Rule = {
  id: 'flow-crosses-scope',
  clause: '8.4.13, 10.3.5',
  severity: 'error',
  message: 'The arrow “{name}” crosses the border of a process or subprocess.',
  russian: 'Стрелка «{name}» пересекает границу процесса или подпроцесса.',
  *check(diagram) {
    for (const flow of diagram.flows) {
      const source = referenceOf(flow, 'sourceRef');
      const target = referenceOf(flow, 'targetRef');
      if (!source || !target || source.$parent === target.$parent) continue;
      yield { element: flow, ...(flow.id && { fix: { kind: 'remove', elementId: flow.id } }) };
    }
  },
};
