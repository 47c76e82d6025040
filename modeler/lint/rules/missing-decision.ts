/** A business rule task names the decision that it makes; without one the token passes. */
import { isA, readAction, readDecision, readExpressionTask } from '#moddle';
import type { Rule } from '../rule.ts';

export const missingDecision: Rule = {
  id: 'missing-decision',
  clause: '10.3.3',
  severity: 'warning',
  message: '“{name}” does not say which decision it makes.',
  russian: 'В «{name}» не указано, какое решение принимать.',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      if (!isA(node, 'bpmn:BusinessRuleTask') || readDecision(node)?.decisionId) continue;
      if (!readAction(node)?.type && !readExpressionTask(node)) yield { element: node };
    }
  },
};
