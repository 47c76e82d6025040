/** The one expression of a timer event definition. */
import { referenceOf, textOf, type ModdleElement } from '#moddle';

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
