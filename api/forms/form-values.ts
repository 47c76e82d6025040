/** What a visitor wrote, as the fields of the record take it; what is wrong is said in the form's language. Pure. */
import type { WebFormContent } from '#contract';
import type { FieldMeta } from '#crm';
import type { FieldProblem } from '../errors/problems.ts';
import type { AskedField } from './form-fields.ts';

type Locale = WebFormContent['locale'];
const ENGLISH = {
  required: 'Fill this in.',
  email: 'Write an e-mail address.',
  number: 'Write a number.',
  date: 'Choose a day.',
  choice: 'Choose from the list.',
  tooLong: 'This is too long.',
  consent: 'We need your consent.',
  answer: 'This is not the answer.',
  expired: 'The page was open for too long: send it once more.',
  refused: 'This could not be taken as it is. Change it, or write to us in another way.',
  choose: 'Choose …',
};
export const FORM_WORDS: Readonly<Record<Locale, Readonly<Record<keyof typeof ENGLISH, string>>>> = {
  en: ENGLISH,
  ru: {
    required: 'Заполните это поле.',
    email: 'Укажите адрес электронной почты.',
    number: 'Укажите число.',
    date: 'Выберите день.',
    choice: 'Выберите из списка.',
    tooLong: 'Слишком длинно.',
    consent: 'Нужно ваше согласие.',
    answer: 'Это не тот ответ.',
    expired: 'Страница была открыта слишком долго: отправьте ещё раз.',
    refused: 'Не получилось принять в таком виде. Измените ответы или свяжитесь с нами иначе.',
    choose: 'Выберите…',
  },
};

const EMAIL = /^[^\s@<>(),;:"[\]\\]+@([^\s@.<>(),;:"[\]\\]+\.)+[^\s@.<>(),;:"[\]\\]{2,}$/u;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const LENGTHS: Readonly<Partial<Record<FieldMeta['type'], number>>> = {
  ...{ email: 254, phone: 60, longText: 20_000 },
};
const LENGTH_MAX = 300;

export interface AnsweredForm {
  /** What was filled in, by the keys of the form. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly problems: readonly FieldProblem[];
}

/** @param sent what stands in the inputs; several choices with commas between */
export function readAnswers(
  fields: readonly AskedField[],
  sent: Readonly<Record<string, string>>,
  locale: Locale,
): AnsweredForm {
  const values: Record<string, unknown> = {};
  const problems: FieldProblem[] = [];
  for (const field of fields) {
    const text = (sent[field.key] ?? '').trim().replaceAll('\u0000', '');
    const { value, problem } = readAnswer(field, text);
    if (problem) problems.push({ path: field.key, message: FORM_WORDS[locale][problem] });
    else if (value !== null) values[field.key] = value;
  }
  return { values, problems };
}

type Problem = 'required' | 'email' | 'number' | 'date' | 'choice' | 'tooLong';
interface Answer {
  readonly value: unknown;
  readonly problem: Problem | null;
}
const good = (value: unknown): Answer => ({ value, problem: null });
const bad = (problem: Problem): Answer => ({ value: null, problem });

function readAnswer({ meta, required }: AskedField, text: string): Answer {
  if (text === '') return required ? bad('required') : good(null);
  if (text.length > (LENGTHS[meta.type] ?? LENGTH_MAX) && meta.type !== 'multiSelect') return bad('tooLong');
  const isChoice = (one: string): boolean => (meta.options ?? []).some(({ value }) => value === one);
  switch (meta.type) {
    case 'boolean':
      return good(text === '1');
    case 'number':
    case 'money': {
      const number = Number(text.replaceAll(/[\s\u00a0]/g, '').replace(',', '.'));
      return Number.isFinite(number) ? good(number) : bad('number');
    }
    case 'date':
      return DAY.test(text) && !Number.isNaN(Date.parse(text)) ? good(text) : bad('date');
    case 'select':
      return isChoice(text) ? good(text) : bad('choice');
    case 'multiSelect': {
      const chosen = [...new Set(text.split(',').filter(Boolean))];
      return chosen.every(isChoice) ? good(chosen) : bad('choice');
    }
    case 'email':
      return EMAIL.test(text) ? good(text) : bad('email');
    default:
      return good(text);
  }
}

/** What was filled in, a line each, choices by their names. */
export function answersAsText(
  fields: readonly AskedField[],
  values: Readonly<Record<string, unknown>>,
  locale: Locale,
): string {
  const shown = ({ options }: FieldMeta, value: unknown): string =>
    [value]
      .flat()
      .map((one) => options?.find((option) => option.value === one)?.label[locale] ?? String(one ?? ''))
      .join(', ');
  return fields.map(({ key, label, meta }) => `${label}: ${shown(meta, values[key])}`).join('\n');
}
