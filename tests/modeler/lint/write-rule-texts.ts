/**
 * Writes what is derived from the rule set: the table of docs/lint-rules.md, and the sentences of the web in both
 * languages: `npx tsx tests/modeler/lint/write-rule-texts.ts`. A test compares.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { CORE_REASONS, RULES, russianWord } from '#lint';
import { REASONS } from '#moddle';

const TABLE = 'docs/lint-rules.md';

/** One row for each rule, in the order in which findings are listed. */
export function ruleRows(): readonly (readonly string[])[] {
  return RULES.map(({ id, severity, clause, message }) => [`\`${id}\``, severity, clause, message]);
}

/** The sentences of one language by rule, with the placeholders of i18next. */
export function ruleSentences(language: 'en' | 'ru'): Readonly<Record<string, string>> {
  const sentenceOf = (rule: (typeof RULES)[number]): string =>
    language === 'ru' ? rule.russian : rule.message;
  return Object.fromEntries(RULES.map((rule) => [rule.id, sentenceOf(rule).replace(/\{(\w+)\}/g, '{{$1}}')]));
}

/** Reasons that end a sentence, by the key under which the web finds its words. */
export function reasonWords(language: 'en' | 'ru'): Readonly<Record<string, string>> {
  const reasons = [...Object.values(REASONS), ...Object.values(CORE_REASONS)];
  const worded = (reason: string): string => (language === 'ru' ? russianWord(reason) : reason);
  return Object.fromEntries(reasons.map((reason) => [keyOf(reason), worded(reason)]));
}

/** As the web makes it of a word that quotes nothing. */
function keyOf(word: string): string {
  return word
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '')
    .join('-');
}

async function write(path: string, text: string, parser: string): Promise<void> {
  writeFileSync(path, await format(text, { parser, printWidth: 110, proseWrap: 'preserve' }));
}

if (process.argv[1]?.endsWith('write-rule-texts.ts')) {
  const rows = ruleRows().map((cells) => `| ${cells.join(' | ')} |`);
  const text = readFileSync(TABLE, 'utf8').replace(
    /(?<=\n\| -+[^\n]*\n)(?:\|[^\n]*\n)+/,
    `${rows.join('\n')}\n`,
  );
  await write(TABLE, text, 'markdown');
  for (const language of ['en', 'ru'] as const) {
    const path = `web/src/i18n/${language}/lint.json`;
    const texts = JSON.parse(readFileSync(path, 'utf8')) as Record<string, object>;
    const words = { ...texts.words, ...reasonWords(language) };
    await write(path, JSON.stringify({ ...texts, rules: ruleSentences(language), words }), 'json');
  }
}
