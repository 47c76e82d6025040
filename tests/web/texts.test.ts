/** Both languages are complete: the same keys, nothing empty, every plural form that the language has. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../web/src/i18n/', import.meta.url);
const PLURAL = /_(zero|one|two|few|many|other)$/;
const languages = ['en', 'ru'] as const;

function areasOf(language: string): string[] {
  return readdirSync(new URL(`${language}/`, root))
    .filter((name) => name.endsWith('.json'))
    .sort();
}

function textsOf(language: string, area: string): Map<string, string> {
  const texts = new Map<string, string>();
  const walk = (node: unknown, path: string): void => {
    if (typeof node === 'string') texts.set(path, node);
    else
      for (const [key, value] of Object.entries(node as object)) walk(value, path ? `${path}.${key}` : key);
  };
  walk(JSON.parse(readFileSync(new URL(`${language}/${area}`, root), 'utf8')), '');
  return texts;
}

const bases = (texts: Map<string, string>): string[] =>
  [...new Set([...texts.keys()].map((key) => key.replace(PLURAL, '')))].sort();

it('both languages have the same areas', () => {
  expect(areasOf('ru')).toEqual(areasOf('en'));
});

describe.each(areasOf('en'))('%s', (area) => {
  it('has the same keys in both languages', () => {
    expect(bases(textsOf('ru', area))).toEqual(bases(textsOf('en', area)));
  });
  it.each(languages)('has no empty text in %s', (language) => {
    const empty = [...textsOf(language, area)].filter(([, text]) => text.trim() === '').map(([key]) => key);
    expect(empty).toEqual([]);
  });
  it.each(languages)('has every plural form of %s', (language) => {
    const texts = textsOf(language, area);
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const plural = new Set(
      [...texts.keys()].filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, '')),
    );
    const missing = [...plural].flatMap((base) =>
      forms.map((form) => `${base}_${form}`).filter((key) => !texts.has(key)),
    );
    expect(missing).toEqual([]);
  });
  it('uses the same placeholders in both languages', () => {
    const placeholders = (texts: Map<string, string>): Record<string, string[]> => {
      const found: Record<string, Set<string>> = {};
      for (const [key, text] of texts) {
        const names = (found[key.replace(PLURAL, '')] ??= new Set());
        for (const match of text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)) names.add(match[1]!);
      }
      return Object.fromEntries(Object.entries(found).map(([key, names]) => [key, [...names].sort()]));
    };
    expect(placeholders(textsOf('ru', area))).toEqual(placeholders(textsOf('en', area)));
  });
});
