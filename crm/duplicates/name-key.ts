import { foldText } from './text-similarity.ts';

/** What a company is under the law says nothing about which company it is. */
const LEGAL_FORMS = new Set(
  (
    'ооо оао зао пао ао нао ип тоо чп одо оооо фгуп муп гуп нко ано ' +
    'llc ltd limited inc incorporated corp corporation co company plc lp llp gmbh ag kg ohg ug mbh sa sas sarl srl spa bv nv ab as oy oyj sia uab doo dd sp zoo ou pte pty sro'
  ).split(' '),
);
const LONG_FORMS =
  /общество с ограниченной ответственностью|(публичное |открытое |закрытое |непубличное )?акционерное общество|индивидуальный предприниматель/g;

/**
 * The same for names that mean the same company or person: no legal form, no signs, words in one order. `ООО «Ромашка»`
 * and `Ромашка, ООО` are equal, as are `Ivan Petrov` and `PETROV Ivan`. Empty when nothing is left.
 */
export function nameKey(name: string): string {
  const words = foldText(name).replace(LONG_FORMS, ' ').split(' ').filter(Boolean);
  const telling = words.filter((word) => !LEGAL_FORMS.has(word));
  return (telling.length > 0 ? telling : words).toSorted().join(' ');
}
