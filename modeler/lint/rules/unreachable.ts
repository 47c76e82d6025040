/** A step that no token can reach never happens; something points to it in the author's mind only. */
import { isA } from '#moddle';
import { reach, startsIn } from '../branches.ts';
import { isAdHoc } from '../questions.ts';
import type { Rule } from '../rule.ts';

export const unreachable: Rule = {
  id: 'unreachable',
  clause: '13.1',
  severity: 'warning',
  message: 'No path leads to “{name}”, so it never happens.',
  russian: 'К «{name}» не ведёт ни один путь, поэтому до него дело не дойдёт.',
  *check(diagram) {
    for (const container of diagram.containers) {
      const nodes = diagram.nodesIn(container);
      const starts = nodes.filter((node) => isA(node, 'bpmn:StartEvent') || node.get('instantiate') === true);
      // Without a start event nothing is reachable, and that is another rule's finding.
      if (isAdHoc(container) || starts.length === 0) continue;
      const reached = reach(diagram, startsIn(diagram, container), null);
      for (const node of nodes) {
        if (!reached.has(node) && !isA(node, 'bpmn:BoundaryEvent')) yield { element: node };
      }
    }
  },
};
