/**
 * What BPMN itself lets a diagram say and nobody here hears: it changes nothing of what runs, and is told, so that nobody
 * relies on it.
 */
import { elementsOf, isA, referenceOf, textOf, type ModdleElement } from '#moddle';
import type { LintedDiagram } from './rule.ts';

/** Why it is left aside; the rule's sentence ends with it. */
export const CORE_REASONS = {
  tools: 'it is kept for tools, nothing here reads it',
  form: 'what a person sees comes from the form',
  service: 'operations of services are not called; choose an action',
  people: 'only people do user tasks; an executor stands on the task or its lane',
} as const;

export interface CoreSetting {
  readonly element: ModdleElement;
  readonly setting: string;
  readonly reason: string;
}

type Question = (element: ModdleElement) => string | null;

const QUESTIONS: readonly (readonly [type: string, ask: Question, reason: string])[] = [
  ['bpmn:FlowElement', holds('auditing'), CORE_REASONS.tools],
  ['bpmn:FlowElement', holds('monitoring'), CORE_REASONS.tools],
  ['bpmn:Process', holds('auditing'), CORE_REASONS.tools],
  ['bpmn:Process', holds('monitoring'), CORE_REASONS.tools],
  ['bpmn:UserTask', holdsMany('renderings'), CORE_REASONS.form],
  ['bpmn:CallableElement', holdsMany('ioBinding'), CORE_REASONS.service],
  ['bpmn:Task', implementationOf, CORE_REASONS.service],
  ['bpmn:FlowNode', performerOf, CORE_REASONS.people],
  ['bpmn:Process', performerOf, CORE_REASONS.people],
];

/** Of what is executed, in the order of the table. */
export function coreSettings(diagram: LintedDiagram): readonly CoreSetting[] {
  return QUESTIONS.flatMap(([type, ask, reason]) =>
    diagram.all(type).flatMap((element) => {
      const setting = element.id && diagram.isExecuted(element) ? ask(element) : null;
      return setting ? [{ element, setting, reason }] : [];
    }),
  );
}

function holds(property: string): Question {
  return (element) => (referenceOf(element, property) ? property : null);
}

function holdsMany(property: string): Question {
  return (element) => (elementsOf(element, property).length > 0 ? property : null);
}

/** `##unspecified` and the standard's other marks say nothing that anybody could do. */
function implementationOf(task: ModdleElement): string | null {
  const technology = textOf(task, 'implementation');
  return technology && !technology.startsWith('##') ? 'implementation' : null;
}

function performerOf(element: ModdleElement): string | null {
  if (isA(element, 'bpmn:CallActivity')) return null;
  if (isA(element, 'bpmn:UserTask')) return rolesOf(element).find((role) => role === 'resourceRole') ?? null;
  return rolesOf(element)[0] ?? null;
}

/** As the file calls them: `performer`, `potentialOwner` … */
function rolesOf(element: ModdleElement): readonly string[] {
  return elementsOf(element, 'resources').map(({ $type }) => {
    const local = $type.replace('bpmn:', '');
    return local.charAt(0).toLowerCase() + local.slice(1);
  });
}
