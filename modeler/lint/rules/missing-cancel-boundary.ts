/** A transaction that can be cancelled is left by its cancel boundary event; without one nobody knows where to. */
import { isA } from '#moddle';
import { hasDefinition } from '../questions.ts';
import type { Rule } from '../rule.ts';
import { transactionAround } from './cancel-outside-transaction.ts';

const CANCEL = 'bpmn:CancelEventDefinition';

export const missingCancelBoundary: Rule = {
  id: 'missing-cancel-boundary',
  clause: '10.3.5',
  severity: 'error',
  message: '“{name}” can be cancelled, but no cancel event on its border says what follows.',
  russian: '«{name}» можно отменить, но на её границе нет события отмены, от которого идти дальше.',
  *check(diagram) {
    const cancelled = new Set(
      diagram.flowNodes
        .filter((node) => isA(node, 'bpmn:EndEvent') && hasDefinition(node, CANCEL))
        .map(transactionAround),
    );
    for (const transaction of cancelled) {
      if (!transaction) continue;
      const isLeft = diagram.boundaryEvents(transaction).some((event) => hasDefinition(event, CANCEL));
      if (!isLeft) yield { element: transaction };
    }
  },
};
