/**
 * A phone number as typed → E.164 where it can be known, and never lost where it cannot. Rules in order: an extension
 * is set apart; `+` or `00` means international; eleven digits that begin with 8 or 7 in a country of the +7 plan are
 * +7; otherwise the country of the record decides; a local number without area code is tried with the area code of
 * the account's city and is then doubtful; the rest stays as it was typed, marked invalid.
 */
import { parsePhoneNumberFromString, type CountryCode, isSupportedCountry } from 'libphonenumber-js';

export interface NormalisedPhone {
  readonly raw: string;
  readonly e164: string | null;
  /** Digits of the E.164 number, else of what was typed; what searches compare. */
  readonly digits: string;
  readonly ext: string | null;
  readonly country: string | null;
  readonly status: 'ok' | 'doubtful' | 'invalid';
}

export interface PhoneContext {
  /** ISO 3166 code of the record's address, else of the company. */
  readonly country: string;
  /** Area code of the account's city, for local numbers. */
  readonly areaCode?: string | null;
}

const EXTENSION = /(?:ext\.?|extension|доб\.?|int\.?|#|,)\s*(\d{1,8})\s*$/iu;
/** Countries of the +7 plan, where 8 is the prefix of long-distance calls. */
const PLUS_SEVEN = new Set(['RU', 'KZ']);
/** Shorter than this is a local number without area code. */
const NATIONAL_DIGITS_MIN = 8;

export function normalisePhone(text: string, context: PhoneContext): NormalisedPhone {
  const raw = text.trim();
  const extension = EXTENSION.exec(raw)?.[1] ?? null;
  const number = raw.replace(EXTENSION, '').trim();
  const digits = number.replace(/\D/g, '');
  const country = isSupportedCountry(context.country) ? context.country : undefined;

  const found = parse(internationalForm(number, digits, context.country), country);
  if (found) return { raw, ...found, ext: extension, status: 'ok' };

  if (context.areaCode && digits.length > 0 && digits.length < NATIONAL_DIGITS_MIN) {
    const guessed = parse(`${context.areaCode}${digits}`, country);
    if (guessed) return { raw, ...guessed, ext: extension, status: 'doubtful' };
  }
  return { raw, e164: null, digits, ext: extension, country: null, status: 'invalid' };
}

/** For people: the national form in the own country, else the international one. */
export function displayPhone(e164: string, homeCountry: string): string {
  const number = parsePhoneNumberFromString(e164);
  if (!number) return e164;
  return number.country === homeCountry ? number.formatNational() : number.formatInternational();
}

function internationalForm(number: string, digits: string, country: string): string {
  if (number.startsWith('+')) return `+${digits}`;
  if (digits.startsWith('00')) return `+${digits.slice(2)}`;
  const isPlusSeven = PLUS_SEVEN.has(country) && digits.length === 11 && /^[78]/.test(digits);
  return isPlusSeven ? `+7${digits.slice(1)}` : digits;
}

function parse(
  number: string,
  country: CountryCode | undefined,
): { e164: string; digits: string; country: string | null } | null {
  const parsed = parsePhoneNumberFromString(number, country);
  if (!parsed?.isValid()) return null;
  return { e164: parsed.number, digits: parsed.number.slice(1), country: parsed.country ?? country ?? null };
}
