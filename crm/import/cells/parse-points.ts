/** Phones and addresses of a cell: often several, parted by commas, semicolons, slashes or lines. The first is the main one. */
import { areaCodeOf } from '../../phones/area-codes.ts';
import { normaliseEmail } from '../../phones/normalise-email.ts';
import { type NormalisedPhone, normalisePhone } from '../../phones/normalise-phone.ts';
import { type CellReading, bad, doubtful, fixed, ok } from './cell-reading.ts';

/** More in one cell is a list of something else. */
const POINTS_MAX = 10;

export interface PhoneSurroundings {
  readonly country: string;
  readonly city: string | null;
}

export function parsePhones(
  text: string,
  around: PhoneSurroundings,
): CellReading<readonly NormalisedPhone[]> {
  const context = { country: around.country, areaCode: areaCodeOf(around.country, around.city) };
  const phones = partsOf(text).map((part) => normalisePhone(part, context));
  const [first] = phones;
  if (!first) return bad('invalid');
  // What cannot be dialled is kept as it stands: somebody may still read it.
  if (phones.some((phone) => phone.status === 'invalid')) return doubtful(phones, 'phone');
  if (phones.some((phone) => phone.status === 'doubtful')) return doubtful(phones, 'areaCode');
  return phones.length === 1 && first.e164 === text.trim() ? ok(phones) : fixed(phones);
}

/** A comma may stand before an extension; then it is no border. */
function partsOf(text: string): string[] {
  return text
    .split(/[;\n\r|]|\s\/\s|\/(?=\s*[+\d(])|,(?!\s*(?:доб|ext|вн|#|\d{1,5}\s*$))/iu)
    .map((part) => part.trim())
    .filter((part) => /\d/.test(part))
    .slice(0, POINTS_MAX);
}

export function parseEmails(text: string): CellReading<readonly string[]> {
  const parts = text
    .split(/[;\n\r\s]+|,(?=\s*[^,\s]+@)/u)
    .map((part) => part.replace(/^mailto:/i, '').replace(/^[<("']+|[>)"',.]+$/g, ''))
    .filter((part) => part.includes('@'))
    .slice(0, POINTS_MAX);
  if (parts.length === 0) return bad('email');
  const addresses: string[] = [];
  let isMended = false;
  for (const part of parts) {
    const address = normaliseEmail(part) ?? normaliseEmail(part.replace(/,/g, '.').replace(/\.{2,}/g, '.'));
    if (address === null) return bad('email', part);
    if (normaliseEmail(part) === null) isMended = true;
    if (!addresses.includes(address)) addresses.push(address);
  }
  if (isMended) return doubtful(addresses, 'emailSign');
  return addresses.length === 1 && addresses[0] === text.trim() ? ok(addresses) : fixed(addresses);
}
