/** The translate service of bpmn-js for our two languages; what has no entry stays in English. */
import { RUSSIAN } from './russian.ts';

export type Locale = 'en' | 'ru';

export function translateModule(locale: Locale): object {
  const table = locale === 'ru' ? RUSSIAN : {};
  return {
    translate: [
      'value',
      (template: string, replacements: Readonly<Record<string, string>> = {}): string =>
        (table[template] ?? template).replace(
          /\{(\w+)\}/g,
          (placeholder, key: string) => replacements[key] ?? placeholder,
        ),
    ],
  };
}
