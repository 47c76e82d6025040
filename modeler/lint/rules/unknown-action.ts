/** An action must be one that the host can run. */
import { readAction } from '#moddle';
import type { Rule } from '../rule.ts';

export const unknownAction: Rule = {
  id: 'unknown-action',
  clause: 'tl',
  severity: 'error',
  message: '“{name}” uses the action “{action}”, which does not exist here.',
  russian: '«{name}» использует действие «{action}», которого здесь нет.',
  *check(diagram) {
    const known = diagram.actions && new Set(diagram.actions.map((action) => action.type));
    for (const node of diagram.flowNodes) {
      const action = readAction(node);
      const type = action?.worker ? null : action?.type;
      if (type && known && !known.has(type)) yield { element: node, values: { action: type } };
    }
  },
};
