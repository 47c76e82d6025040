/** Questions about BPMN elements that several rules ask. */
import { elementsOf, isA, isXPath, readOutcomeFlow, referenceOf, textOf, type ModdleElement } from '#moddle';

/** What the element is called in a sentence: its name, else its id. */
export function nameOf(element: ModdleElement): string {
  return textOf(element, 'name') ?? element.id ?? element.$type.replace('bpmn:', '');
}

/** Whether a flow is taken only under a condition or for an outcome. */
export function isConditional(flow: ModdleElement): boolean {
  return textOf(referenceOf(flow, 'conditionExpression'), 'body') !== null || readOutcomeFlow(flow) !== null;
}

export function isEventSubProcess(element: ModdleElement): boolean {
  return isA(element, 'bpmn:SubProcess') && element.get('triggeredByEvent') === true;
}

/** Nodes that no sequence flow reaches by design: event subprocesses, compensation handlers, link catches. */
export function standsApart(node: ModdleElement): boolean {
  return (
    isEventSubProcess(node) ||
    node.get('isForCompensation') === true ||
    isA(node, 'bpmn:BoundaryEvent') ||
    (isA(node, 'bpmn:IntermediateCatchEvent') && hasDefinition(node, 'bpmn:LinkEventDefinition'))
  );
}

export function hasDefinition(event: ModdleElement, type: string): boolean {
  return elementsOf(event, 'eventDefinitions').some((definition) => isA(definition, type));
}

/** Whether the container's nodes run without being joined by sequence flows. */
export function isAdHoc(container: ModdleElement): boolean {
  return isA(container, 'bpmn:AdHocSubProcess');
}

/** A value that begins with `=` is FEEL; the rest is a constant or a template. */
export function isFeel(value: string): boolean {
  return value.startsWith('=');
}

/** `${…}`, `#{…}` and the standard's functions for data come from other modellers; they are judged where they are executed. */
export function isForeignExpression(value: string): boolean {
  return isXPath(value) || /^[$#]\{/.test(value.trim());
}
