/** An event subprocess begins with one start event that has a trigger, and stands outside the flow. */
import { elementsOf, isA, type ModdleElement } from '#moddle';
import type { LintedDiagram, Rule } from '../rule.ts';

export const eventSubprocess: Rule = {
  id: 'event-subprocess',
  clause: '10.3.5.1',
  severity: 'error',
  message: 'The event subprocess “{name}” cannot begin: {reason}.',
  russian: 'Событийный подпроцесс «{name}» не начнётся: {reason}.',
  *check(diagram) {
    for (const container of diagram.containers) {
      if (container.get('triggeredByEvent') !== true) continue;
      const reason = reasonOf(diagram, container);
      if (reason) yield { element: container, values: { reason } };
    }
  },
};

function reasonOf(diagram: LintedDiagram, container: ModdleElement): string | null {
  const starts = diagram.nodesIn(container).filter((node) => isA(node, 'bpmn:StartEvent'));
  if (starts.length > 1) return 'it has several start events';
  if (starts.some((start) => definitionsOf(start).length === 0)) return 'its start event waits for nothing';
  const flows = [...diagram.incoming(container), ...diagram.outgoing(container)];
  return flows.length > 0 ? 'an arrow leads into it or out of it' : null;
}

function definitionsOf(start: ModdleElement): readonly ModdleElement[] {
  return [...elementsOf(start, 'eventDefinitions'), ...elementsOf(start, 'eventDefinitionRef')];
}
