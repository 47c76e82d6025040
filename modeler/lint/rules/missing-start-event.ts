/** Where a process or subprocess without a start event begins; the standard lets everything begin that nothing leads to. */
import { isA, type ModdleElement } from '#moddle';
import { isAdHoc, standsApart } from '../questions.ts';
import type { LintedDiagram, Rule } from '../rule.ts';

export const missingStartEvent: Rule = {
  id: 'missing-start-event',
  clause: '10.5.2',
  severity: 'warning',
  message: '“{name}” has no start event: every step that nothing leads to begins at once.',
  russian: 'В «{name}» нет начального события: сразу начинается каждый шаг, к которому ничего не ведёт.',
  *check(diagram) {
    for (const container of withoutStart(diagram))
      if (mayBegin(diagram, container)) yield { element: container };
  },
};

export const nothingBegins: Rule = {
  id: 'nothing-begins',
  clause: '10.5.2',
  severity: 'error',
  message: '“{name}” has no start event, and something leads to each of its steps, so it cannot begin.',
  russian: 'В «{name}» нет начального события, и к каждому шагу что-то ведёт, поэтому начать его нельзя.',
  *check(diagram) {
    for (const container of withoutStart(diagram))
      if (!mayBegin(diagram, container)) yield { element: container };
  },
};

function withoutStart(diagram: LintedDiagram): readonly ModdleElement[] {
  return diagram.containers.filter((container) => {
    const nodes = diagram.nodesIn(container);
    if (isAdHoc(container) || nodes.length === 0) return false;
    // An instantiating receive task or event gateway takes the start event's place (10.3.3.5, 10.6.6).
    return !nodes.some((node) => isA(node, 'bpmn:StartEvent') || node.get('instantiate') === true);
  });
}

function mayBegin(diagram: LintedDiagram, container: ModdleElement): boolean {
  return diagram.nodesIn(container).some((node) => diagram.incoming(node).length === 0 && !standsApart(node));
}
