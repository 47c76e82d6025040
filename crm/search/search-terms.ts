/**
 * What somebody typed, as queries over the words of records. Each word is looked up from its beginning, as it was typed
 * and in the folded form in which Latin and Cyrillic spellings meet; the whole text counts as typed with this keyboard
 * layout or the other. Folding is done by the database, which does the same to every record.
 */
import type { Queryable } from '../database/transaction.ts';

export interface SearchTerms {
  /** For `tsquery`; null when no word is long enough to look up. */
  readonly prefixes: string | null;
  /** The same words whole: what matches it matches better. */
  readonly wholes: string | null;
  /** Words without their endings, for when the words themselves are nowhere. */
  readonly stems: string | null;
  /** Folded beginnings of titles. */
  readonly titles: readonly string[];
  /** Numbers of records as they are compared. */
  readonly numbers: readonly string[];
  /** Digits from the last on, when it may be the end of a phone number. */
  readonly reversedDigits: string | null;
  readonly email: string | null;
  /** Folded words, for similar ones. */
  readonly words: readonly string[];
}

interface Term {
  readonly word: string;
  readonly fold: string;
  readonly stem?: string;
  readonly foldedStem?: string;
}

interface Asked {
  readonly fold: string;
  readonly swapFold: string;
  readonly words: readonly Term[];
  readonly swapWords: readonly Term[];
}

const TYPED_MAX = 200;
/** More words do not make a question clearer. */
const WORDS_MAX = 8;
/** A shorter end would match half of all phone numbers. */
const DIGITS_MIN = 4;
const STEM_MIN = 3;

export async function searchTerms(reader: Queryable, typed: string): Promise<SearchTerms> {
  const text = typed.replaceAll('\u0000', '').trim().slice(0, TYPED_MAX);
  const { rows } = await reader.query<{ asked: Asked }>('select crm.search_terms($1) as asked', [text]);
  const asked = rows[0]?.asked ?? { fold: '', swapFold: '', words: [], swapWords: [] };
  const lower = text.toLowerCase();
  const reversedDigits = phoneEnd(lower);
  const email = lower.includes('@') && lower.length > 1 ? lower : null;
  const keys = [
    ...(reversedDigits === null ? [] : [`'#${reversedDigits}':*`]),
    ...(email === null ? [] : [`'@${escaped(email)}':*`]),
  ];
  // An address is looked up as a whole: the words in it (the name of a large provider) stand in too many.
  const variants = email === null ? [asked.words, asked.swapWords] : [];
  const anyOf = (queries: readonly (string | null)[]): string | null => {
    const given = queries.filter((query) => query !== null);
    return given.length === 0 ? null : [...new Set(given)].join(' | ');
  };
  return {
    prefixes: anyOf([...keys, ...variants.map((terms) => all(terms, prefixesOf))]),
    wholes: anyOf(variants.map((terms) => all(terms, wholesOf))),
    stems: email !== null ? null : all(asked.words, stemsOf),
    titles: [asked.fold, asked.swapFold].map((title) => title.trim()).filter((title) => title !== ''),
    numbers: [...new Set([lower, asked.fold, asked.swapFold].map((number) => number.trim()))],
    reversedDigits,
    email,
    words: email === null ? asked.words.slice(0, WORDS_MAX).map((term) => term.fold || term.word) : [],
  };
}

/** Each of the words, or a word that is so much like it. */
export function similarQuery(words: readonly (readonly string[])[]): string | null {
  if (words.length === 0 || words.some((alternatives) => alternatives.length === 0)) return null;
  return words
    .map((alternatives) => `(${alternatives.map((word) => `'${escaped(word)}':*`).join(' | ')})`)
    .join(' & ');
}

function all(terms: readonly Term[], lexemesOf: (term: Term) => readonly string[]): string | null {
  // A single letter begins too many words to look it up; where it stands in a title, that ranks higher.
  const longer = terms.filter((term) => term.word.length > 1);
  if (longer.length === 0) return null;
  return longer
    .slice(0, WORDS_MAX)
    .map((term) => `(${[...new Set(lexemesOf(term))].join(' | ')})`)
    .join(' & ');
}

function wholesOf({ word, fold }: Term): string[] {
  return [word, fold].filter((one) => one !== '').map((one) => `'${escaped(one)}'`);
}

function prefixesOf(term: Term): string[] {
  return wholesOf(term).map((lexeme) => `${lexeme}:*`);
}

function stemsOf({ word, fold, stem = word, foldedStem = fold }: Term): string[] {
  const ends = stem.length < STEM_MIN ? [word, fold] : [stem, foldedStem];
  return ends.filter((one) => one !== '').map((one) => `'${escaped(one)}':*`);
}

/** Inside the quotes of a tsquery. */
function escaped(lexeme: string): string {
  return lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''");
}

function phoneEnd(text: string): string | null {
  const digits = text.replace(/\D/g, '');
  if (!/^[\d\s()+.-]+$/.test(text) || digits.length < DIGITS_MIN) return null;
  // 8 916 … and +7 916 … end alike: compared from the end, without the prefix of long-distance calls.
  const tail = digits.length === 11 && /^[78]/.test(digits) ? digits.slice(1) : digits;
  return [...tail].reverse().join('');
}
