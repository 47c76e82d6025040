/** Only a transaction can be cancelled: its cancel end event says so inside, its boundary event what follows. */
import { isA, referenceOf, type ModdleElement } from '#moddle';
import { hasDefinition } from '../questions.ts';
import type { Rule } from '../rule.ts';

const CANCEL = 'bpmn:CancelEventDefinition';

export const cancelOutsideTransaction: Rule = {
  id: 'cancel-outside-transaction',
  clause: '10.3.5',
  severity: 'error',
  message: '“{name}” cancels a transaction, but belongs to none.',
  russian: '«{name}» отменяет транзакцию, но не относится ни к одной.',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      if (!hasDefinition(node, CANCEL)) continue;
      const isBoundary = isA(node, 'bpmn:BoundaryEvent');
      const transaction = isBoundary ? referenceOf(node, 'attachedToRef') : transactionAround(node);
      if (!isA(transaction, 'bpmn:Transaction')) yield { element: node };
    }
  },
};

/** The innermost one; event subprocesses and embedded ones may stand between. */
export function transactionAround(node: ModdleElement): ModdleElement | null {
  for (let at = node.$parent; at; at = at.$parent) if (isA(at, 'bpmn:Transaction')) return at;
  return null;
}
