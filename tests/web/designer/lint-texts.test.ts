/** Every finding that the rules or the engine can make has its sentence in both languages. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RULES } from '#lint';
import {
  findingText,
  placeholdersOf,
  wordKey,
  type Sentences,
} from '../../../web/src/features/designer/problems/finding-text.ts';

type Texts = Record<'rules' | 'plain' | 'words', Record<string, string>>;

const textsOf = (language: string): Texts =>
  JSON.parse(
    readFileSync(new URL(`../../../web/src/i18n/${language}/lint.json`, import.meta.url), 'utf8'),
  ) as Texts;

const engineFolder = new URL('../../../engine/definition/', import.meta.url);
const engineSources = readdirSync(engineFolder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(new URL(name, engineFolder), 'utf8'))
  .join('\n');
const engineRules = [
  ...new Set(
    [
      ...engineSources.matchAll(/(?:report|problem)\(\s*(?:'(?:error|warning)',\s*)?'([a-z-]+)'/g),
      ...engineSources.matchAll(/rule: '([a-z-]+)'/g),
    ].map((match) => match[1] ?? ''),
  ),
].filter((rule) => rule !== 'error' && rule !== 'warning');

function sentencesIn(texts: Texts): Sentences {
  const at = (key: string): string | undefined => {
    const [kind = '', ...rest] = key.split('.');
    return texts[kind as keyof Texts][rest.join('.')];
  };
  return {
    has: (key) => at(key) !== undefined,
    template: (key) => at(key) ?? '',
    inputLabel: (name) => name,
  };
}

describe.each(['en', 'ru'])('findings in %s', (language) => {
  const texts = textsOf(language);

  it.each(RULES.map((rule) => rule.id))('has a sentence with the values of %s', (id) => {
    const rule = RULES.find((one) => one.id === id);
    const values = [...(rule?.message ?? '').matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
    expect(placeholdersOf(texts.rules[id] ?? '').toSorted()).toEqual(values.toSorted());
  });

  it.each(engineRules)('has a sentence for %s of the engine', (rule) => {
    expect(texts.rules[rule] ?? texts.plain[rule]).toBeTruthy();
  });

  it('has a word for each marker that is not executed', () => {
    // A template that names the kind of an event definition ends in `with …`; each kind has its own word.
    const markers = [...engineSources.matchAll(/refuse\(\s*(?:'(An? [^']+)'|`(An? [^`]+)`)/g)].map(
      ([, plain, template]) =>
        plain ?? (template ?? '').replace(/ with \$\{[^}]*\}.*$/, '').replace(/'\$\{\w+\}'/, "'x'"),
    );
    expect(markers).toContain("A condition in 'x'");
    expect(markers).toContain('A multi-instance activity');
    expect(markers.map((marker) => wordKey(marker).key).filter((key) => !(key in texts.words))).toEqual([]);
  });
});

it('knows the rules of the engine', () => {
  expect(engineRules).toContain('not-executable');
  expect(engineRules).toContain('no-start');
});

it('puts names, words and parts of words into a Russian sentence', () => {
  const sentences = sentencesIn(textsOf('ru'));
  const text = (rule: string, values: Record<string, string>, name: string | null = null): string =>
    findingText({ rule, values, message: 'English.' }, name, sentences);
  expect(text('not-executable', { what: 'An inclusive gateway' })).toBe(
    'Включающая развилка: пока не исполняется.',
  );
  expect(text('not-executable', { what: 'A boundary event with an error event definition' })).toBe(
    'Событие на краю: ошибка: пока не исполняется.',
  );
  expect(text('invalid-form', { name: 'A', reason: 'the key “x” is used twice' })).toBe(
    'Форму «A» нельзя использовать: имя «x» встречается дважды.',
  );
  expect(text('several-subprocess-starts', {})).toBe('Простых начальных событий больше одного.');
  expect(text('some-new-rule', {})).toBe('English.');
});
