/** What a cell of a workbook shows, as text that does not depend on where the workbook was made. */

/** Serial days count from here; until March 1900 there is a day too many, which nobody's records reach. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
const DAY_MS = 86_400_000;
/** The year 9999. */
const SERIAL_MAX = 2_958_466;
const COLUMN_LETTERS_MAX = 3;

export function cellText(
  cell: { readonly type: string; readonly value: string; readonly isDate: boolean },
  workbook: { readonly shared: readonly string[]; readonly has1904: boolean },
): string {
  const { type, value, isDate } = cell;
  switch (type) {
    case 's':
      return workbook.shared[Number(value)] ?? '';
    case 'b':
      return value === '1' ? 'TRUE' : value === '' ? '' : 'FALSE';
    case 'str':
    case 'inlineStr':
    case 'e':
    case 'd':
      return value;
    default:
      return isDate ? dateFromSerial(value, workbook.has1904) : plainNumber(value);
  }
}

/** Fifteen digits are what a spreadsheet keeps: 0.30000000000000004 is 0.3, and no phone number becomes 7.9E+10. */
export function plainNumber(value: string): string {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) return value;
  if (Number.isInteger(number) && Math.abs(number) < 1e21) return BigInt(number).toString();
  return String(Number(number.toPrecision(15)));
}

export function dateFromSerial(value: string, has1904: boolean): string {
  const serial = Number(value);
  if (value === '' || !Number.isFinite(serial)) return value;
  if (serial < 0 || serial > SERIAL_MAX) return plainNumber(value);
  const instant = new Date((has1904 ? EPOCH_1904 : EPOCH_1900) + Math.round(serial * DAY_MS));
  const text = instant.toISOString().slice(0, 19);
  // A time of day alone has no day.
  if (serial < 1) return text.slice(11);
  return text.endsWith('T00:00:00') ? text.slice(0, 10) : text;
}

/** `AB12` → 27; -1 for what is no place. */
export function columnOf(reference: string): number {
  let column = 0;
  let letters = 0;
  for (const sign of reference) {
    const code = sign.charCodeAt(0) - 64;
    if (code < 1 || code > 26) break;
    letters += 1;
    if (letters > COLUMN_LETTERS_MAX) return -1;
    column = column * 26 + code;
  }
  return column - 1;
}

/** Formats 14 to 22 and 45 to 47 are dates and times everywhere; of own formats, those with day, month, year or hour. */
export function dateStyles(
  styles: readonly number[],
  formats: ReadonlyMap<number, string>,
): readonly boolean[] {
  return styles.map((id) => {
    if ((id >= 14 && id <= 22) || (id >= 45 && id <= 47) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58))
      return true;
    const code = formats.get(id);
    if (code === undefined) return false;
    const letters = code.replace(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*./g, '');
    return /[dmyh]/i.test(letters) && !/general/i.test(letters);
  });
}
