/** An id names one element only; history, timers and running instances refer to it. */
import type { Rule } from '../rule.ts';

export const duplicateId: Rule = {
  id: 'duplicate-id',
  clause: '8.2.1',
  severity: 'error',
  message: 'The id “{id}” is used by more than one element.',
  russian: 'Идентификатор «{id}» есть у нескольких элементов.',
  *check(diagram) {
    const seen = new Set<string>();
    for (const element of diagram.identified) {
      const id = element.id ?? '';
      if (seen.has(id)) yield { element, values: { id } };
      seen.add(id);
    }
  },
};
