/**
 * A whole name in one cell. Patronymics tell the order in Russian; a comma tells it everywhere; else the given name
 * comes first, which is doubtful where two words could stand either way.
 */
export interface PersonName {
  readonly givenName: string;
  readonly middleName: string;
  readonly familyName: string;
  readonly isSure: boolean;
}

const PATRONYMIC = /(вич|вна|ична|инична|оглы|кызы)$/i;
const RUSSIAN_FAMILY =
  /(ов|ова|ев|ева|ёв|ёва|ин|ина|ын|ына|ский|ская|цкий|цкая|енко|чук|юк|ук|ян|дзе|швили)$/i;

export function parsePersonName(text: string): PersonName {
  const [beforeComma, afterComma] = text.split(',', 2).map((part) => part.trim());
  if (beforeComma && afterComma) {
    const [givenName = '', ...rest] = afterComma.split(/\s+/);
    return { familyName: beforeComma, givenName, middleName: rest.join(' '), isSure: true };
  }
  const words = text.trim().split(/\s+/).filter(Boolean);
  const [first = '', second = '', third = ''] = words;
  if (words.length <= 1) return { givenName: first, middleName: '', familyName: '', isSure: false };
  const isCyrillic = /[а-яё]/i.test(text);
  if (words.length >= 3 && PATRONYMIC.test(third))
    return { familyName: first, givenName: second, middleName: third, isSure: true };
  if (words.length >= 3 && PATRONYMIC.test(second))
    return { givenName: first, middleName: second, familyName: words.slice(2).join(' '), isSure: true };
  if (words.length === 2) {
    const familyFirst = isCyrillic && RUSSIAN_FAMILY.test(first) && !RUSSIAN_FAMILY.test(second);
    const isSure = !isCyrillic || familyFirst || RUSSIAN_FAMILY.test(second);
    return familyFirst
      ? { familyName: first, givenName: second, middleName: '', isSure }
      : { givenName: first, middleName: '', familyName: second, isSure };
  }
  const middleName = isCyrillic ? words.slice(1, -1).join(' ') : '';
  const givenName = isCyrillic ? first : words.slice(0, -1).join(' ');
  return { givenName, middleName, familyName: words.at(-1) ?? '', isSure: false };
}
