/** A service or send task that names no action does nothing; a send task may send a message instead. */
import { isA, readAction, readExpressionTask, referenceOf, type ModdleElement } from '#moddle';
import type { LintedDiagram, Rule } from '../rule.ts';

export const missingAction: Rule = {
  id: 'missing-action',
  clause: '10.3.3',
  severity: 'warning',
  message: '“{name}” does not say what it does, so it does nothing: choose an action.',
  russian: 'В «{name}» не указано, что делать, поэтому шаг ничего не делает: выберите действие.',
  *check(diagram) {
    if (!diagram.actions) return;
    for (const node of diagram.flowNodes) {
      if (!isA(node, 'bpmn:ServiceTask', 'bpmn:SendTask') || readAction(node)?.type) continue;
      if (readExpressionTask(node)) continue;
      if (!referenceOf(node, 'messageRef') && !isHeard(diagram, node)) yield { element: node };
    }
  },
};

/** A message flow names what is sent, and its other end is somebody who can hear it. */
function isHeard({ all }: LintedDiagram, node: ModdleElement): boolean {
  return all('bpmn:MessageFlow')
    .filter((flow) => referenceOf(flow, 'sourceRef') === node)
    .some((flow) => referenceOf(flow, 'messageRef') || isA(referenceOf(flow, 'targetRef'), 'bpmn:FlowNode'));
}
