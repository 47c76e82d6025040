/** A step that no token can reach never happens; something points to it in the author's mind only. */
import { isA, referenceOf, type ModdleElement } from '#moddle';
import { isAdHoc, standsApart } from '../questions.ts';
import type { LintedDiagram, Rule } from '../rule.ts';

export const unreachable: Rule = {
  id: 'unreachable',
  clause: '13.1',
  severity: 'warning',
  message: 'No path leads to “{name}”, so it never happens.',
  *check(diagram) {
    for (const container of diagram.containers) {
      const nodes = diagram.nodesIn(container);
      const starts = nodes.filter((node) => isA(node, 'bpmn:StartEvent') || node.get('instantiate') === true);
      // Without a start event nothing is reachable, and that is another rule's finding.
      if (isAdHoc(container) || starts.length === 0) continue;
      const reached = reach(diagram, [
        ...starts,
        ...nodes.filter((node) => standsApart(node) && !isA(node, 'bpmn:BoundaryEvent')),
      ]);
      for (const node of nodes) {
        if (!reached.has(node) && !isA(node, 'bpmn:BoundaryEvent')) yield { element: node };
      }
    }
  },
};

function reach(diagram: LintedDiagram, from: readonly ModdleElement[]): ReadonlySet<ModdleElement> {
  const reached = new Set<ModdleElement>();
  const open = [...from];
  for (let node = open.pop(); node; node = open.pop()) {
    if (reached.has(node)) continue;
    reached.add(node);
    open.push(...diagram.boundaryEvents(node));
    for (const flow of diagram.outgoing(node)) {
      const target = referenceOf(flow, 'targetRef');
      if (target) open.push(target);
    }
  }
  return reached;
}
