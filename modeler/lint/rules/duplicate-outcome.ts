/** Each result of a task has its own code. */
import { readOutcomes } from '#moddle';
import type { Rule } from '../rule.ts';

export const duplicateOutcome: Rule = {
  id: 'duplicate-outcome',
  clause: 'tl',
  severity: 'error',
  message: 'The result “{code}” of “{name}” is missing its code or has it twice.',
  russian: 'Результат «{code}» в «{name}» без кода или повторяется.',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      const codes = readOutcomes(node)?.values.map((outcome) => outcome.code) ?? [];
      const wrong = codes.find((code, index) => code === '' || codes.indexOf(code) !== index);
      if (wrong !== undefined) yield { element: node, values: { code: wrong } };
    }
  },
};
