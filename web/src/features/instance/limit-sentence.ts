/** That a limit of the engine is near, in the reader's words; the server sends which one and how much it is. */
import type { TFunction } from 'i18next';
import type { InstanceCard, Locale } from '#contract';

export type NearLimit = InstanceCard['limitsNear'][number];

const KNOWN = ['stepsMax', 'eventsMax', 'variableBytesMax', 'callDepthMax'] as const;

export function limitSentence(
  { limit, max, variable }: NearLimit,
  t: TFunction<readonly ['instance', 'common']>,
  locale: Locale,
): string {
  const known = KNOWN.find((name) => name === limit) ?? 'other';
  const isBytes = known === 'variableBytesMax';
  const shown = isBytes ? max / (1024 * 1024) : max;
  const value = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(shown);
  return t(`instance:limit.${known}`, { max: value, variable: variable ?? '' });
}
