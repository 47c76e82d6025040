/**
 * Puts a finding's values into its sentence. The engine reports some rules without values; those have a plain
 * sentence. Values that are words of ours (`reason`, `missing`, `what`) are translated too.
 */
import type { Finding } from '#contract';

export type SentenceFinding = Pick<Finding, 'rule' | 'message' | 'values'>;

export interface Sentences {
  has(key: string): boolean;
  template(key: string): string;
  /** Label of an action's input. */
  inputLabel(name: string): string;
}

/** Values that hold words of ours; the rest are names, codes and expressions and stay as they are. */
const WORDED = new Set(['reason', 'missing', 'what']);
const PLACEHOLDER = /\{\{(\w+)\}\}/g;

export function findingText(
  finding: SentenceFinding,
  elementName: string | null,
  sentences: Sentences,
): string {
  const values: Record<string, string> = {
    ...(elementName === null ? {} : { name: elementName }),
    ...finding.values,
  };
  for (const kind of ['rules', 'plain']) {
    const key = `${kind}.${finding.rule}`;
    if (!sentences.has(key)) continue;
    const template = sentences.template(key);
    if (placeholdersOf(template).some((name) => values[name] === undefined)) continue;
    return template.replace(PLACEHOLDER, (_, name: string) => wordOf(name, values[name] ?? '', sentences));
  }
  return finding.message;
}

export function placeholdersOf(template: string): readonly string[] {
  return [...template.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '');
}

const QUOTED = /“(.*)”|'([^']*)'/;

/** `the key “x” is used twice` → `the-key-is-used-twice`, and what was quoted. */
export function wordKey(word: string): { readonly key: string; readonly quoted: string | null } {
  const match = QUOTED.exec(word);
  const quoted = match?.[1] ?? match?.[2] ?? null;
  const key = word
    .replace(QUOTED, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '')
    .join('-');
  return { key, quoted };
}

function wordOf(name: string, value: string, sentences: Sentences): string {
  if (name === 'input') return sentences.inputLabel(value);
  if (!WORDED.has(name)) return value;
  const whole = translateWord(value, sentences);
  if (whole !== null) return whole;
  // `A boundary event with an error event definition`: each part has its word.
  const parts = value.split(' with ').map((part) => translateWord(part, sentences));
  return parts.some((part) => part === null) ? value : parts.join(': ');
}

function translateWord(value: string, sentences: Sentences): string | null {
  const { key, quoted } = wordKey(value);
  if (!sentences.has(`words.${key}`)) return null;
  return sentences.template(`words.${key}`).replace('{{quoted}}', quoted ?? '');
}
