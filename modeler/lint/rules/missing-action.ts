/** A service or send task that names no action does nothing; a send task may send a message instead. */
import { isA, readAction, readExpressionTask, referenceOf } from '#moddle';
import type { Rule } from '../rule.ts';

export const missingAction: Rule = {
  id: 'missing-action',
  clause: '10.3.3',
  severity: 'error',
  message: '“{name}” does not say what it does: choose an action.',
  russian: 'В «{name}» не указано, что делать: выберите действие.',
  *check(diagram) {
    if (!diagram.actions) return;
    for (const node of diagram.flowNodes) {
      if (!isA(node, 'bpmn:ServiceTask', 'bpmn:SendTask') || readAction(node)?.type) continue;
      if (readExpressionTask(node)) continue;
      if (!referenceOf(node, 'messageRef')) yield { element: node };
    }
  },
};
