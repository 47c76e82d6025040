/** A finding's sentence in the reader's language; English when there is no translation. */
import { RUSSIAN_KINDS } from './russian-kinds.ts';
import { RUSSIAN_WORDS } from './russian-words.ts';
import type { Finding } from './rule.ts';
import { RULES } from './rules/index.ts';

const RUSSIAN = new Map(RULES.map(({ id, russian }) => [id, russian]));

/** Values that hold words of ours; the rest are names, codes and expressions and stay as they are. */
const WORDED = new Set(['reason', 'missing', 'what']);

export function translateFinding(
  finding: Pick<Finding, 'rule' | 'message' | 'values'>,
  locale: string,
): string {
  const template = locale.startsWith('ru') ? RUSSIAN.get(finding.rule) : undefined;
  if (!template) return finding.message;
  return template.replace(/\{(\w+)\}/g, (placeholder, key: string) => {
    const value = finding.values?.[key];
    if (value === undefined) return placeholder;
    return WORDED.has(key) ? russianWord(value) : value;
  });
}

/** A word of ours inside a sentence: a reason, what is missing, what is not executed. */
export function russianWord(word: string): string {
  const entry = RUSSIAN_WORDS.find(([pattern]) => pattern.test(word));
  if (entry) return word.replace(entry[0], entry[1]);
  const kinds = [word, ...word.split(' with ')].map((part) => RUSSIAN_KINDS[part.toLowerCase()]);
  const [whole, ...parts] = kinds;
  return whole ?? (parts.every((part) => part !== undefined) ? parts.join(': ') : word);
}
