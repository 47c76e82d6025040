/** Where the paths after a task are named by its results, each result needs its path, or there must be a default. */
import { readOutcomeFlow, readOutcomes, referenceOf } from '#moddle';
import type { Rule } from '../rule.ts';

export const outcomeWithoutFlow: Rule = {
  id: 'outcome-without-flow',
  clause: 'tl',
  severity: 'error',
  message: 'No path leaves “{name}” for the result “{outcome}”.',
  russian: 'Из «{name}» нет пути для результата «{outcome}».',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      const outcomes = readOutcomes(node)?.values ?? [];
      const outgoing = diagram.outgoing(node);
      const codes = new Set(outgoing.map(readOutcomeFlow));
      if (outgoing.length < 2 || referenceOf(node, 'default')) continue;
      // A path without an outcome code is taken in any case, or by a condition that only running decides.
      if (codes.has(null)) continue;
      for (const outcome of outcomes) {
        // Repeating and rescheduling keep the task; a repeat proceeds when its count is used up.
        if (outcome.effect === 'reschedule' || codes.has(outcome.code)) continue;
        yield { element: node, values: { outcome: outcome.label ?? outcome.code } };
      }
    }
  },
};
