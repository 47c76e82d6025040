/** What is wrong with a row, in the reader's language: the preview and the file of refused rows say the same. */
import type { LocalizedText } from '../entities/entity-types.ts';
import type { RowProblem } from './import-types.ts';

const WORDS: Readonly<Record<RowProblem['problem'], LocalizedText>> = {
  number: { en: 'is no number', ru: 'не число' },
  wholeNumber: { en: 'is no whole number', ru: 'не целое число' },
  date: { en: 'is no date', ru: 'не дата' },
  dateTime: { en: 'is no date and time', ru: 'не дата и время' },
  boolean: { en: 'is neither yes nor no', ru: 'не «да» и не «нет»' },
  email: { en: 'is no e-mail address', ru: 'не адрес электронной почты' },
  choice: { en: 'is none of the choices', ru: 'нет такого варианта' },
  tooLong: { en: 'is too long, the most is', ru: 'слишком длинно, не более' },
  formulaError: { en: 'is an error of a formula', ru: 'ошибка формулы' },
  notFound: { en: 'names nothing that you can see', ru: 'такой записи не найдено' },
  several: { en: 'names several records', ru: 'подходит несколько записей' },
  reference: { en: 'is no id of a record', ru: 'не идентификатор записи' },
  invalid: { en: 'cannot be read', ru: 'не удаётся прочитать' },
  required: { en: 'is required', ru: 'нужно заполнить' },
  forbidden: { en: 'you may not do this with the record', ru: 'на это нет прав' },
  recordNotFound: { en: 'there is no such record', ru: 'такой записи нет' },
  rule: { en: 'was refused', ru: 'отклонено' },
  duplicateUndecided: {
    en: 'may be in the records already: nobody decided',
    ru: 'возможно, уже есть в базе: решение не принято',
  },
};

/** The header of the column of reasons; a file that comes back with it is read without it. */
export const REASON_HEADER: LocalizedText = { en: 'Import error', ru: 'Ошибка импорта' };

export function problemWords(
  { field, problem, detail }: RowProblem,
  reader: { readonly locale: 'en' | 'ru'; readonly labelOf: (key: string) => LocalizedText | null },
): string {
  const label = field === '' ? null : (reader.labelOf(field)?.[reader.locale] ?? field);
  // A rule has its own words.
  if (problem === 'rule' && detail !== null)
    return label === null || detail.includes(`'`) ? detail : `${label}: ${detail}`;
  const words = WORDS[problem][reader.locale];
  const value = detail === null ? '' : problem === 'tooLong' ? ` ${detail}` : ` (${detail})`;
  return `${label === null ? '' : `${label}: `}${words}${value}`;
}
