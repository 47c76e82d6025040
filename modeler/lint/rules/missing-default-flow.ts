/** A decision whose every way out has a condition stops the instance when none of them holds. */
import { isA, readOutcomeFlow, readOutcomes, referenceOf, type ModdleElement } from '#moddle';
import { isConditional } from '../questions.ts';
import type { Rule } from '../rule.ts';

export const missingDefaultFlow: Rule = {
  id: 'missing-default-flow',
  clause: '10.6.2, 8.4.13',
  severity: 'warning',
  message: '“{name}” has no default path: when no condition is true, the instance stops there.',
  russian: 'У «{name}» нет пути по умолчанию: если ни одно условие не выполнится, процесс здесь остановится.',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      const outgoing = diagram.outgoing(node);
      if (referenceOf(node, 'default') || isDecidedByOutcome(node, outgoing)) continue;
      const conditional = outgoing.filter(isConditional);
      const open = outgoing.filter((flow) => !isConditional(flow));
      if (isA(node, 'bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway', 'bpmn:ComplexGateway')) {
        if (outgoing.length < 2) continue;
      } else if (!isA(node, 'bpmn:Activity') || conditional.length === 0 || open.length > 0) continue;
      const candidate = open.length === 1 ? open[0] : outgoing.at(-1);
      yield { element: node, ...(candidate?.id && { fix: { kind: 'make-default', flowId: candidate.id } }) };
    }
  },
};

/** One result is always chosen; that each has its path is the rule `outcome-without-flow`. */
function isDecidedByOutcome(node: ModdleElement, outgoing: readonly ModdleElement[]): boolean {
  return readOutcomes(node) !== null && outgoing.every((flow) => readOutcomeFlow(flow) !== null);
}
