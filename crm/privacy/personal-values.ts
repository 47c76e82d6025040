/**
 * Names, addresses, phones, legal names and tax numbers of one person, found in any text and replaced. What names nobody else is replaced
 * wherever it stands; single words of a name, and what others share, only in what belongs to the person. Cyrillic names
 * are found in their cases, phones in any spelling. Ids are never touched, whatever digits they have.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js';

export interface PersonName {
  readonly given: string;
  readonly middle: string;
  readonly family: string;
}

export interface PersonalValues {
  readonly names: readonly PersonName[];
  readonly emails: readonly string[];
  /** As typed or in E.164. */
  readonly phones: readonly string[];
  /** Under which a private customer trades. */
  readonly legalNames: readonly string[];
  readonly taxIds: readonly string[];
}

/** What to look for. `words` stand for somebody only where the person is meant. */
export interface Searched {
  readonly everywhere: PersonalValues;
  readonly nearby: PersonalValues;
}

export interface Replacer {
  /** Rows that may hold something, as a superset, over the small-letter text of a row. */
  readonly probes: Probes;
  text(value: string, isNearby: boolean): string;
  json(value: unknown, isNearby: boolean): unknown;
}

export interface Probes {
  /** Each inner list: all of these stand in the row. */
  readonly everywhere: readonly (readonly string[])[];
  readonly nearby: readonly (readonly string[])[];
  /** POSIX expressions of digits. */
  readonly digits: readonly string[];
  readonly nearbyDigits: readonly string[];
}

const ID = /([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/gi;
const BEFORE = '(?<![\\p{L}\\p{N}])';
const AFTER = '(?![\\p{L}\\p{N}])';
const BETWEEN_DIGITS = '[\\s().\\-–—/\\u00a0]{0,3}';
const BETWEEN_NAMES = '(?:[\\s,.]|&nbsp;)+';
const BETWEEN_WORDS = '(?:[^\\p{L}\\p{N}]|&(?:nbsp|quot|amp);){1,8}';
const QUOTE_AFTER = '["»”’]?';
const DIGITS_MIN = 7;
const WORD_MIN = 3;
const STEM_MIN = 3;

export function createReplacer(searched: Searched, pseudonym: string): Replacer {
  const address = `${pseudonym.toLowerCase()}@erased.invalid`;
  const everywhere = rulesOf(searched.everywhere, address, pseudonym);
  const nearby = [
    ...everywhere,
    ...rulesOf(searched.nearby, address, pseudonym),
    ...wordRules([...searched.everywhere.names, ...searched.nearby.names], pseudonym),
    ...singleWordsOf(searched).map((word) => ({ pattern: phrasePattern([word]), by: pseudonym })),
  ];
  const text = (value: string, isNearby: boolean): string =>
    value
      .split(ID)
      .map((part, index) => (index % 2 === 1 ? part : applied(part, isNearby ? nearby : everywhere)))
      .join('');
  const json = (value: unknown, isNearby: boolean): unknown => {
    if (typeof value === 'string') return text(value, isNearby);
    if (typeof value === 'number') {
      const replaced = text(String(value), isNearby);
      return replaced === String(value) ? value : replaced;
    }
    if (Array.isArray(value)) return value.map((one) => json(one, isNearby));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [text(key, isNearby), json(one, isNearby)]),
    );
  };
  return { probes: probesOf(searched), text, json };
}

interface Rule {
  readonly pattern: RegExp;
  readonly by: string;
}

function applied(text: string, rules: readonly Rule[]): string {
  return rules.reduce((value, { pattern, by }) => value.replace(pattern, by), text);
}

/** Addresses before names, so that a name within an address does not spoil it. */
function rulesOf(values: PersonalValues, address: string, pseudonym: string): Rule[] {
  const { names, emails, phones, legalNames, taxIds } = values;
  return [
    ...emails.map((email) => ({
      pattern: new RegExp(`(?<![\\p{L}\\p{N}._%+-])${literal(email)}(?![\\p{L}\\p{N}-])`, 'giu'),
      by: address,
    })),
    ...legalNames.flatMap(phrasesOf).map((words) => ({ pattern: phrasePattern(words), by: pseudonym })),
    ...taxIds.flatMap((id) => {
      const characters = taxCharacters(id);
      return characters ? [{ pattern: taxPattern(characters), by: pseudonym }] : [];
    }),
    ...phones.flatMap((phone) => {
      const pattern = phonePattern(phone);
      return pattern ? [{ pattern, by: pseudonym }] : [];
    }),
    ...names.flatMap(fullNames).map((parts) => ({
      pattern: new RegExp(`${BEFORE}${parts.map(wordPattern).join(BETWEEN_NAMES)}${AFTER}`, 'giu'),
      by: pseudonym,
    })),
  ];
}

/** The words of a legal name, and those without the form of business before or behind them. One word is no phrase. */
function phrasesOf(legalName: string): string[][] {
  const words = legalName.match(/[\p{L}\p{N}]+/gu) ?? [];
  const isForm = (word: string | undefined): boolean => word !== undefined && /^\p{Lu}{2,4}$/u.test(word);
  const core = words.slice(isForm(words[0]) ? 1 : 0, isForm(words.at(-1)) ? -1 : undefined);
  const phrases = core.length < words.length ? [words, core] : [words];
  return phrases.filter((phrase) => phrase.length > 1);
}

/** Legal names of one word say who it is only where the person is meant. */
function singleWordsOf({ everywhere, nearby }: Searched): string[] {
  return [...everywhere.legalNames, ...nearby.legalNames].filter(
    (name) => /^[\p{L}\p{N}]+$/u.test(name) && name.length >= WORD_MIN,
  );
}

function phrasePattern(words: readonly string[]): RegExp {
  return new RegExp(`${BEFORE}${words.map(wordPattern).join(BETWEEN_WORDS)}${QUOTE_AFTER}${AFTER}`, 'giu');
}

function taxCharacters(taxId: string): string[] | null {
  const characters = taxId.match(/[\p{L}\p{N}]/gu) ?? [];
  return characters.length >= DIGITS_MIN ? characters : null;
}

function taxPattern(characters: readonly string[]): RegExp {
  return new RegExp(`${BEFORE}${characters.map(literal).join(BETWEEN_DIGITS)}${AFTER}`, 'giu');
}

/** Orders in which a full name is written; a single word is no full name. */
function fullNames({ given, middle, family }: PersonName): string[][] {
  const orders = [
    [given, middle, family],
    [family, given, middle],
    [given, family],
    [family, given],
  ];
  const written = orders.map((order) => order.filter((part) => part !== ''));
  return written
    .filter((parts) => parts.length > 1)
    .map((parts) => parts.flatMap((part) => part.split(/\s+/)));
}

function wordRules(names: readonly PersonName[], pseudonym: string): Rule[] {
  const words = names.flatMap(({ given, middle, family }) => [family, given, middle]);
  return [...new Set(words)]
    .filter((word) => word.length >= WORD_MIN)
    .map((word) => ({
      pattern: new RegExp(
        `${BEFORE}${word.split(/\s+/).map(wordPattern).join(BETWEEN_NAMES)}${AFTER}`,
        'giu',
      ),
      by: pseudonym,
    }));
}

/** Cyrillic names in their cases: Иванова, Ивановой, Иванову. */
function wordPattern(word: string): string {
  const stem = stemOf(word);
  const anyYo = (text: string): string => literal(text).replace(/[её]/giu, '[её]');
  return stem === null ? anyYo(word) : `${anyYo(stem)}\\p{L}{0,2}`;
}

function stemOf(word: string): string | null {
  if (!/^[а-яё-]+$/iu.test(word)) return null;
  const stem = word.replace(/[аеёийоуыьэюя]$/iu, '');
  return stem.length >= STEM_MIN ? stem : null;
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

interface PhoneDigits {
  readonly country: string;
  readonly national: string;
}

function digitsOf(phone: string): PhoneDigits | null {
  const parsed = phone.startsWith('+') ? parsePhoneNumberFromString(phone) : undefined;
  if (parsed) return { country: parsed.countryCallingCode, national: parsed.nationalNumber };
  const digits = phone.replace(/\D/g, '');
  return digits.length >= DIGITS_MIN ? { country: '', national: digits } : null;
}

function phonePattern(phone: string): RegExp | null {
  const digits = digitsOf(phone);
  if (!digits) return null;
  const prefixes = [digits.country, '8', '0'].filter((one) => one !== '').join('|');
  const prefix = `(?:(?:\\+|00)?(?:${prefixes})?${BETWEEN_DIGITS})?`;
  return new RegExp(`${BEFORE}${prefix}${[...digits.national].join(BETWEEN_DIGITS)}${AFTER}`, 'gu');
}

function probesOf({ everywhere, nearby }: Searched): Probes {
  const plain = (text: string): string => text.toLowerCase().replaceAll('ё', 'е');
  const probe = (word: string): string => plain(stemOf(word) ?? word);
  const full = (values: PersonalValues): string[][] =>
    values.names.flatMap(({ given, family }) =>
      given !== '' && family !== '' ? [[...family.split(/\s+/), ...given.split(/\s+/)].map(probe)] : [],
    );
  const emails = (values: PersonalValues): string[][] => values.emails.map((email) => [plain(email)]);
  const digits = (values: PersonalValues): string[] =>
    values.phones.flatMap((phone) => {
      const found = digitsOf(phone);
      return found ? [[...found.national].join('[^[:alnum:]]{0,3}')] : [];
    });
  const phrases = ({ legalNames }: PersonalValues): string[][] =>
    legalNames.flatMap(phrasesOf).map((phrase) => phrase.map(probe));
  const taxes = ({ taxIds }: PersonalValues): string[] =>
    taxIds.flatMap((id) => taxCharacters(id)?.map(eitherCase).join('[^[:alnum:]]{0,3}') ?? []);
  const words = [...everywhere.names, ...nearby.names].flatMap(({ given, middle, family }) => [
    family,
    given,
    middle,
  ]);
  return {
    everywhere: [...full(everywhere), ...emails(everywhere), ...phrases(everywhere)],
    nearby: [
      ...full(nearby),
      ...emails(nearby),
      ...phrases(nearby),
      ...singleWordsOf({ everywhere, nearby }).map((word) => [probe(word)]),
      ...[...new Set(words)]
        .filter((word) => word.length >= WORD_MIN)
        .map((word) => word.split(/\s+/).map(probe)),
    ],
    digits: [...digits(everywhere), ...taxes(everywhere)],
    nearbyDigits: [...digits(nearby), ...taxes(nearby)],
  };
}

/** The letter in both its cases, for an expression that tells them apart. */
function eitherCase(character: string): string {
  const [small, large] = [character.toLowerCase(), character.toUpperCase()];
  return small === large ? character : `[${small}${large}]`;
}
