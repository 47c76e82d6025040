/**
 * What of BPMN runs and what does not yet. The rule of the project: whatever a diagram says is either executed or
 * refused here, with the element's id and a plain sentence; nothing is accepted and then ignored. Drawn-only
 * elements (texts, groups, associations, data objects) carry no behaviour and pass.
 */
import { elementsOf, type ModdleElement } from '#moddle';
import type { Problem } from './problem.ts';

/** Elements of a container that are drawn only. */
const DRAWN_ONLY = new Set([
  'bpmn:DataObject',
  'bpmn:DataObjectReference',
  'bpmn:DataStoreReference',
  'bpmn:SequenceFlow',
]);

export function isEventSubProcess(element: ModdleElement | null | undefined): boolean {
  return element?.get('triggeredByEvent') === true;
}

export function isDrawnOnly(element: ModdleElement): boolean {
  return DRAWN_ONLY.has(element.$type);
}

/** The processes marked as executable; when none is marked, all that have content, with a warning. */
export function executableProcesses(
  processes: readonly ModdleElement[],
  problems: Problem[],
): readonly ModdleElement[] {
  const marked = processes.filter((process) => process.get('isExecutable') === true);
  if (marked.length > 0) return marked;
  const filled = processes.filter((process) => elementsOf(process, 'flowElements').length > 0);
  if (filled.length === 0) {
    problems.push(problem('error', 'nothing-to-execute', null, 'The diagram has no process with content.'));
  }
  for (const process of filled) {
    problems.push(
      problem(
        'warning',
        'not-marked-executable',
        process.id ?? null,
        'The process is not marked as executable; it is run because no other in the file is.',
      ),
    );
  }
  return filled;
}

/** Its own, and the shared ones that it refers to. */
export function eventDefinitionsOf(element: ModdleElement): readonly ModdleElement[] {
  return [...elementsOf(element, 'eventDefinitions'), ...elementsOf(element, 'eventDefinitionRef')];
}

/** `bpmn:InclusiveGateway` → `An inclusive gateway`. */
export function describeType(type: string): string {
  const words = type
    .replace('bpmn:', '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return `${/^[aeio]/.test(words) ? 'An' : 'A'} ${words}`;
}

export function notExecutable(elementId: string | null, what: string): Problem {
  return {
    severity: 'error',
    rule: 'not-executable',
    elementId,
    message: `${what} is not executed yet.`,
    values: { what },
  };
}

export function problem(
  severity: Problem['severity'],
  rule: string,
  elementId: string | null,
  message: string,
): Problem {
  return { severity, rule, elementId, message };
}
