/** One cell as the value of one field. References and users are only told apart here; who they are, the database says. */
import { foldText, similarity } from '../../duplicates/text-similarity.ts';
import type { OptionLists, SelectOption } from '../../entities/entity-types.ts';
import type { ImportTarget } from '../mapping/import-targets.ts';
import { type CellReading, bad, doubtful, fixed, ok } from './cell-reading.ts';
import { type DateOrder, parseDate, parseDateTime } from './parse-date.ts';
import { type DecimalSign, parseNumber } from './parse-number.ts';

/** How a column is to be read, found over its cells or chosen by the person. */
export interface ColumnStyle {
  readonly dateOrder: DateOrder | null;
  readonly decimal: DecimalSign | null;
  /** Texts of the file that mean a choice: `VIP` → `permanent`; an empty code leaves the field empty. */
  readonly choices: Readonly<Record<string, string>>;
}

export interface CellContext {
  readonly style: ColumnStyle;
  readonly lists: OptionLists;
  readonly toInstant: (local: string) => string;
}

const TRUE = new Set(['true', 'yes', 'y', '1', 'x', 'on', 'да', 'д', 'истина', 'есть', '+', '✓', '✔', 'v']);
const FALSE = new Set(['false', 'no', 'n', '0', 'off', 'нет', 'н', 'ложь', '-', '—', '–']);
const FORMULA_ERROR = /^#(REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|Н\/Д|ЗНАЧ!|ССЫЛКА!|ИМЯ\?|ДЕЛ\/0!)$/i;
/** A likeness at which a choice is taken, with a doubt. */
const CHOICE_LIKENESS = 0.7;

/** For everything but phones, e-mails and references. `text` is not empty. */
export function parseCell(target: ImportTarget, text: string, context: CellContext): CellReading {
  if (FORMULA_ERROR.test(text)) return bad('formulaError', text);
  switch (target.type) {
    case 'number':
    case 'money': {
      const number = parseNumber(text, context.style.decimal);
      const isBroken = number.state !== 'bad' && target.field?.integer && !Number.isInteger(number.value);
      return isBroken ? bad('wholeNumber') : number;
    }
    case 'boolean':
      return parseBoolean(text);
    case 'date':
      return parseDate(text, context.style.dateOrder);
    case 'dateTime':
      return parseDateTime(text, context.style.dateOrder, context.toInstant);
    case 'select':
      return parseChoice(target, text, context);
    case 'multiSelect':
      return parseChoices(target, text, context);
    case 'url':
      return parseUrl(text);
    default:
      return parseText(target, text);
  }
}

export function isFormulaError(text: string): boolean {
  return FORMULA_ERROR.test(text);
}

function parseText(target: ImportTarget, text: string): CellReading<string> {
  const isLong = target.type === 'longText';
  const clean = (
    isLong ? text.replace(/[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '') : oneLine(text)
  ).trim();
  if (clean.length > (target.field?.lengthMax ?? 300))
    return bad('tooLong', String(target.field?.lengthMax ?? 300));
  if (target.key === 'country' || target.key === 'currency') {
    const code = clean.toUpperCase();
    if (clean.length === (target.field?.lengthMax ?? 0)) return code === text ? ok(code) : fixed(code);
  }
  return clean === text.trim() ? ok(clean) : fixed(clean);
}

/** Blanks of all kinds as one, controls and invisible signs gone. */
function oneLine(text: string): string {
  return text
    .replace(/[\u0000-\u001f\u007f\u00a0\u2000-\u200a\u202f\u3000]+/g, ' ')
    .replace(/[\u200b-\u200f\ufeff]/g, '')
    .replace(/ {2,}/g, ' ');
}

function parseBoolean(text: string): CellReading<boolean> {
  const word = text.trim().toLowerCase();
  if (TRUE.has(word)) return word === 'true' ? ok(true) : fixed(true);
  if (FALSE.has(word)) return word === 'false' ? ok(false) : fixed(false);
  return bad('boolean');
}

function parseUrl(text: string): CellReading<string> {
  const given = text.trim();
  if (/\s/.test(given) || given.length > 300) return bad('invalid');
  return /^https?:\/\//i.test(given) ? ok(given) : fixed(`https://${given}`);
}

function parseChoice(
  target: ImportTarget,
  text: string,
  { style, lists }: CellContext,
): CellReading<string | null> {
  const told = style.choices[text.trim()];
  if (told !== undefined) return fixed(told === '' ? null : told);
  const options = target.list === null ? [] : lists.options(target.list);
  const given = foldText(text);
  const namesOf = (option: SelectOption): string[] =>
    [option.value, option.label.en, option.label.ru].map(foldText);
  const exact = options.find((option) => option.value === text.trim());
  if (exact) return ok(exact.value);
  const named = options.find((option) => namesOf(option).includes(given));
  if (named) return fixed(named.value);
  const likeness = options
    .map((option) => ({ option, fit: Math.max(...namesOf(option).map((name) => similarity(name, given))) }))
    .toSorted((one, other) => other.fit - one.fit);
  const [best, second] = likeness;
  if (best && best.fit >= CHOICE_LIKENESS && best.fit > (second?.fit ?? 0))
    return doubtful(best.option.value, 'likeChoice');
  return bad('choice', text.trim().slice(0, 100));
}

function parseChoices(target: ImportTarget, text: string, context: CellContext): CellReading<string[]> {
  const codes = new Set<string>();
  let doubt = false;
  for (const part of text
    .split(/[;,|\n]/)
    .map((one) => one.trim())
    .filter(Boolean)) {
    const choice = parseChoice(target, part, context);
    if (choice.state === 'bad') return choice;
    if (choice.state === 'doubtful') doubt = true;
    if (choice.value !== null) codes.add(choice.value);
  }
  if (doubt) return doubtful([...codes], 'likeChoice');
  return [...codes].join(';') === text ? ok([...codes]) : fixed([...codes]);
}
