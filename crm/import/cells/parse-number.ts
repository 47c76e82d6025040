/** Numbers as people write them: blanks or signs between thousands, comma or point before the fraction, a currency beside. */
import type { CellReading } from './cell-reading.ts';
import { bad, doubtful, fixed, ok } from './cell-reading.ts';

export type DecimalSign = 'comma' | 'point';

const AROUND =
  /^[\p{Sc}\s]*(?:(?:rub|руб|usd|eur|gbp|р|кг|шт|kg|pcs)\.?\s*)?|\s*(?:%|rub|руб|usd|eur|gbp|р|кг|шт|kg|pcs)?\.?[\p{Sc}\s]*$/giu;

/** Which sign stands before the fraction, by cells that leave no doubt; null when all do. */
export function guessDecimalSign(texts: readonly string[]): DecimalSign | null {
  let comma = 0;
  let point = 0;
  for (const text of texts) {
    const number = bare(text);
    const lastComma = number.lastIndexOf(',');
    const lastPoint = number.lastIndexOf('.');
    if (lastComma >= 0 && lastPoint >= 0) {
      if (lastComma > lastPoint) comma += 1;
      else point += 1;
    } else if (lastComma >= 0 && !isThousands(number, ',')) comma += 1;
    else if (lastPoint >= 0 && !isThousands(number, '.')) point += 1;
  }
  if (comma === point) return null;
  return comma > point ? 'comma' : 'point';
}

export function parseNumber(text: string, decimal: DecimalSign | null): CellReading<number> {
  let number = bare(text);
  const isNegative = /^\(.*\)$/.test(number) || number.startsWith('-') || number.endsWith('-');
  number = number.replace(/[()+-]/g, '');
  if (!/^[\d.,]+$/.test(number) || !/\d/.test(number)) return bad('number');
  const { plain, isSure } = withPoint(number, decimal);
  if (plain === null) return bad('number');
  const value = Number(plain) * (isNegative ? -1 : 1);
  if (!Number.isFinite(value)) return bad('number');
  if (!isSure) return doubtful(value, 'decimalSign');
  return String(value) === text.trim() || plain === text.trim() ? ok(value) : fixed(value);
}

function withPoint(number: string, decimal: DecimalSign | null): { plain: string | null; isSure: boolean } {
  const commas = number.split(',').length - 1;
  const points = number.split('.').length - 1;
  if (commas === 0 && points === 0) return { plain: number, isSure: true };
  if (commas > 0 && points > 0) {
    const last = number.lastIndexOf(',') > number.lastIndexOf('.') ? ',' : '.';
    const other = last === ',' ? '.' : ',';
    if ((last === ',' ? commas : points) > 1) return { plain: null, isSure: true };
    return { plain: number.replaceAll(other, '').replace(last, '.'), isSure: true };
  }
  const sign = commas > 0 ? ',' : '.';
  if (commas + points > 1)
    return { plain: isThousands(number, sign) ? number.replaceAll(sign, '') : null, isSure: true };
  const isDecimal = decimal === null ? null : decimal === (sign === ',' ? 'comma' : 'point');
  if (isDecimal === true || !isThousands(number, sign))
    return { plain: number.replace(sign, '.'), isSure: true };
  if (isDecimal === false) return { plain: number.replace(sign, ''), isSure: true };
  // `1,234`: a point is more often a fraction, a comma more often thousands.
  return { plain: sign === ',' ? number.replace(',', '') : number, isSure: false };
}

function isThousands(number: string, sign: ',' | '.'): boolean {
  return sign === ','
    ? /^-?\(?\d{1,3}(,\d{3})+\)?$/.test(number)
    : /^-?\(?\d{1,3}(\.\d{3})+\)?$/.test(number);
}

function bare(text: string): string {
  return text
    .trim()
    .replace(AROUND, '')
    .replace(/[−–]/g, '-')
    .replace(/(?<=\d)['’\s\u00a0\u202f](?=\d)/g, '');
}
