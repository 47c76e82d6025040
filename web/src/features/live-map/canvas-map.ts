/** The live map of the wire in the words of the canvas: who is at each element, and since when. */
import type { TFunction } from 'i18next';
import type { LiveMap as CanvasMap, ViewerHandle } from '#modeler';
import type { LiveMap, Locale } from '#contract';
import { formatRelative } from '../../i18n/formats.ts';

type LiveElement = LiveMap['elements'][number];

export function executorOf(element: Pick<LiveElement, 'assignee' | 'candidateGroups'>): string | null {
  return element.assignee?.name ?? (element.candidateGroups.join(', ') || null);
}

type Diagram = Pick<ViewerHandle, 'getElement'>;

export function canvasMap(
  map: LiveMap,
  diagram: Diagram,
  t: TFunction<'instance'>,
  locale: Locale,
  now: Date,
): CanvasMap {
  return {
    flows: map.flows,
    elements: map.elements.map((element) => ({
      elementId: element.elementId,
      state: element.state,
      times: element.timesEntered,
      since: element.since,
      // A boundary event sits on its host, whose own label would be covered; its facts are one click away.
      label: isBoundary(diagram, element.elementId) ? null : labelOf(element, t, locale, now),
    })),
  };
}

function isBoundary(diagram: Diagram, elementId: string): boolean {
  return diagram.getElement(elementId)?.type === 'bpmn:BoundaryEvent';
}

function labelOf(element: LiveElement, t: TFunction<'instance'>, locale: Locale, now: Date): string | null {
  if (element.state === 'done' || element.state === 'cancelled') return null;
  if (element.state === 'waiting' && element.dueAt) {
    return t('map.until', { when: formatRelative(locale, element.dueAt, now) });
  }
  const who = executorOf(element);
  const since = element.since ? formatRelative(locale, element.since, now) : null;
  return [who, since].filter(Boolean).join(', ') || null;
}
