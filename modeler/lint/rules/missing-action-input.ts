/** An action gets what it cannot do without. */
import { readAction, readIo } from '#moddle';
import type { Rule } from '../rule.ts';

export const missingActionInput: Rule = {
  id: 'missing-action-input',
  clause: '10.4.2',
  severity: 'error',
  message: '“{name}” needs “{input}”.',
  russian: 'Для «{name}» нужно заполнить «{input}».',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      const action = diagram.actions?.find((candidate) => candidate.type === readAction(node)?.type);
      if (!action) continue;
      const given = new Set(
        readIo(node)
          .inputs.filter((input) => input.value !== '')
          .map((input) => input.name),
      );
      for (const input of action.inputs) {
        if (input.required && !given.has(input.name)) yield { element: node, values: { input: input.name } };
      }
    }
  },
};
