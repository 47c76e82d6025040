/** What is drawn is executed; what the engine does not run yet is said while drawing, not only at a publish. */
import { elementsOf, isA } from '#moddle';
import { notYetExecutable } from '../not-yet-executable.ts';
import type { Rule } from '../rule.ts';

export const notExecutable: Rule = {
  id: 'not-executable',
  clause: 'tl',
  severity: 'error',
  message: '{what} is not executed yet.',
  russian: '{what}: пока не исполняется.',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      let owner = node.$parent;
      while (owner && !isA(owner, 'bpmn:Process')) owner = owner.$parent;
      if (!owner || !diagram.isExecuted(node)) continue;
      const what = notYetExecutable(node, elementsOf(owner, 'flowElements').includes(node));
      if (what) yield { element: node, values: { what } };
    }
  },
};
