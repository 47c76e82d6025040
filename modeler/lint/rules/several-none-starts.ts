/** With several plain start events whoever starts a process must say which one; for a subprocess nobody can. */
import { elementsOf, isA, type ModdleElement } from '#moddle';
import type { LintedDiagram, Rule } from '../rule.ts';

export const severalNoneStarts: Rule = {
  id: 'several-none-starts',
  clause: '10.5.2',
  severity: 'warning',
  message:
    '“{name}” has more than one plain start event: whoever starts it chooses one, and it cannot be called.',
  russian:
    'В «{name}» больше одного простого начального события: одно выбирает тот, кто запускает, а вызвать его нельзя.',
  *check(diagram) {
    for (const process of diagram.processes)
      if (plainStarts(diagram, process) > 1) yield { element: process };
  },
};

export const severalSubprocessStarts: Rule = {
  id: 'several-subprocess-starts',
  clause: '13.3.4',
  severity: 'error',
  message: '“{name}” has more than one plain start event, and nobody could choose: leave one.',
  russian: 'В «{name}» больше одного простого начального события, а выбрать некому: оставьте одно.',
  *check(diagram) {
    for (const container of diagram.containers) {
      const isInside = isA(container, 'bpmn:SubProcess') && !isA(container, 'bpmn:AdHocSubProcess');
      if (isInside && plainStarts(diagram, container) > 1) yield { element: container };
    }
  },
};

function plainStarts(diagram: LintedDiagram, container: ModdleElement): number {
  return diagram
    .nodesIn(container)
    .filter((node) => isA(node, 'bpmn:StartEvent') && elementsOf(node, 'eventDefinitions').length === 0)
    .length;
}
