import type { Outcome } from '#contract';
import type { ElementView } from '#engine';

/** The results that a task offers, with a label in each language of the product. */
export function outcomesOf(element: ElementView | undefined): Outcome[] {
  return (element?.outcomes ?? []).map((outcome) => ({
    code: outcome.code,
    label: { en: outcome.labels.en ?? outcome.label, ru: outcome.labels.ru ?? outcome.label },
    effect: outcome.effect,
  }));
}
