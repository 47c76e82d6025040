/**
 * What can be undone, and by what (BPMN 2.0.2 §10.7): the association from a compensation boundary event names the
 * handler of its activity; an event subprocess that starts by compensation undoes the subprocess around it.
 */
import { elementsOf, isA, referenceOf, type ModdleElement } from '#moddle';
import type { Element, StartEvent, SubProcess } from '../model.ts';
import { eventDefinitionsOf } from '../executability.ts';

/** The handler of the activity; null when it has no compensation boundary event, or that leads nowhere. */
export function handlerOf(activity: ModdleElement): string | null {
  const container = activity.$parent ?? null;
  const boundary = container && compensationsIn(container).get(activity);
  return boundary ? handlerBehind(boundary, container) : null;
}

const known = new WeakMap<ModdleElement, ReadonlyMap<ModdleElement, ModdleElement>>();

/** Compensation boundary events by the activity that they stand on; looked for once in each container. */
function compensationsIn(container: ModdleElement): ReadonlyMap<ModdleElement, ModdleElement> {
  const found = known.get(container);
  if (found) return found;
  const made = new Map<ModdleElement, ModdleElement>();
  for (const node of elementsOf(container, 'flowElements')) {
    if (node.$type !== 'bpmn:BoundaryEvent') continue;
    const isCompensation = eventDefinitionsOf(node).some((definition) =>
      isA(definition, 'bpmn:CompensateEventDefinition'),
    );
    const activity = isCompensation ? referenceOf(node, 'attachedToRef') : null;
    if (activity && !made.has(activity)) made.set(activity, node);
  }
  known.set(container, made);
  return made;
}

function handlerBehind(boundary: ModdleElement, container: ModdleElement | null): string | null {
  for (const association of elementsOf(container, 'artifacts')) {
    if (association.$type !== 'bpmn:Association') continue;
    const ends = [referenceOf(association, 'sourceRef'), referenceOf(association, 'targetRef')];
    const other = ends.find((end) => end !== boundary);
    if (ends.includes(boundary) && other?.get('isForCompensation') === true) return other.id ?? null;
  }
  return null;
}

/** Activities that undo others are not undone themselves. */
export function withCompensation(element: Element): Element {
  const { isForCompensation, compensatedBy, container } = element;
  if (isForCompensation || isUndoing(element)) return element;
  const isInside = container !== null && (container.canBeCompensated || container.compensatedBy !== null);
  return compensatedBy !== null || isInside ? { ...element, canBeCompensated: true } : element;
}

/** An event subprocess that starts by compensation. */
export function isUndoing(element: Element | SubProcess): boolean {
  return (
    'variant' in element &&
    element.variant === 'event' &&
    compensationStart(element.container.startEvents) !== null
  );
}

export function compensationStart(starts: readonly StartEvent[]): StartEvent | null {
  return starts.find(({ event }) => event.kind === 'compensation') ?? null;
}
