/** The one expression of a timer event definition, and the listeners of user tasks that wait for one. */
import { isA, readListeners, referenceOf, textOf, type ListenerSettings, type ModdleElement } from '#moddle';

export const TIMER_KINDS = ['timeDate', 'timeDuration', 'timeCycle'] as const;
export type TimerKind = (typeof TIMER_KINDS)[number];

export function timerOf(
  definition: ModdleElement,
): { readonly kind: TimerKind; readonly value: string } | null {
  for (const kind of TIMER_KINDS) {
    const value = textOf(referenceOf(definition, kind), 'body');
    if (value) return { kind, value };
  }
  return null;
}

export function timeoutsOf(node: ModdleElement): readonly ListenerSettings[] {
  if (!isA(node, 'bpmn:UserTask')) return [];
  return readListeners(node).filter(({ on, event }) => on === 'task' && event === 'timeout');
}
