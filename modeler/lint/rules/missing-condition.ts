/** Behind an exclusive or inclusive split every way but the default needs its condition. */
import { isA, referenceOf } from '#moddle';
import { isConditional, nameOf } from '../questions.ts';
import type { Rule } from '../rule.ts';

export const missingCondition: Rule = {
  id: 'missing-condition',
  clause: '10.6.2, 10.6.3',
  severity: 'error',
  message: 'The path “{name}” from “{gateway}” to “{target}” needs a condition.',
  russian: 'Путь «{name}» от «{gateway}» к «{target}» требует условия.',
  *check(diagram) {
    for (const gateway of diagram.flowNodes) {
      if (!isA(gateway, 'bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway')) continue;
      const outgoing = diagram.outgoing(gateway);
      if (outgoing.length < 2) continue;
      const byDefault = referenceOf(gateway, 'default');
      const open = outgoing.filter((flow) => flow !== byDefault && !isConditional(flow));
      // A single open path without a default is the missing default, which its own rule offers to mend.
      if (!byDefault && open.length === 1) continue;
      for (const flow of open) {
        const target = referenceOf(flow, 'targetRef');
        yield { element: flow, values: { gateway: nameOf(gateway), target: target ? nameOf(target) : '?' } };
      }
    }
  },
};
