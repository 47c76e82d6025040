/** The words of a quote that goes to a customer, and of the message with it, in the customer's language. */
import type { Locale } from '#contract';

export interface QuoteWords {
  readonly quote: string;
  readonly customer: string;
  readonly attention: (name: string) => string;
  readonly taxId: (id: string) => string;
  readonly date: string;
  readonly validUntil: string;
  readonly preparedBy: string;
  readonly columns: Readonly<
    Record<'place' | 'item' | 'qty' | 'unit' | 'price' | 'discount' | 'tax' | 'amount', string>
  >;
  readonly net: string;
  readonly tax: string;
  readonly total: string;
  readonly note: string;
  readonly terms: string;
  /** What marks a quote that has not gone out. */
  readonly draft: string;
  readonly page: (page: number, pages: number) => string;
  readonly subject: (number: string, name: string) => string;
  readonly letter: (letter: Letter) => string;
}

interface Letter {
  readonly person: string | null;
  readonly number: string;
  readonly name: string;
  readonly total: string;
  readonly validUntil: string | null;
  readonly sender: string;
  readonly company: string;
}

const lines = (...parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null).join('\n\n');

export const QUOTE_WORDS: Readonly<Record<Locale, QuoteWords>> = {
  en: {
    quote: 'Quote',
    customer: 'For',
    attention: (name) => `Attention: ${name}`,
    taxId: (id) => `Tax number ${id}`,
    date: 'Date',
    validUntil: 'Valid until',
    preparedBy: 'Prepared by',
    columns: {
      ...{ place: 'No.', item: 'Item', qty: 'Qty', unit: 'Unit', price: 'Unit price', discount: 'Discount' },
      ...{ tax: 'Tax', amount: 'Amount' },
    },
    net: 'Without tax',
    tax: 'Tax',
    total: 'Total',
    note: 'Note',
    terms: 'Terms',
    draft: 'Draft',
    page: (page, pages) => `Page ${page} of ${pages}`,
    subject: (number, name) => `Quote ${number}: ${name}`,
    letter: ({ person, number, name, total, validUntil, sender, company }) =>
      lines(
        person === null ? 'Hello,' : `Dear ${person},`,
        `please find attached our quote ${number} (${name}) for a total of ${total}.${validUntil === null ? '' : ` It is valid until ${validUntil}.`}`,
        'If anything is unclear, just answer this message.',
        `Kind regards\n${sender}${company === '' ? '' : `\n${company}`}`,
      ),
  },
  ru: {
    quote: 'Коммерческое предложение',
    customer: 'Кому',
    attention: (name) => `Контактное лицо: ${name}`,
    taxId: (id) => `ИНН ${id}`,
    date: 'Дата',
    validUntil: 'Действует до',
    preparedBy: 'Подготовил(а)',
    columns: {
      ...{ place: '№', item: 'Наименование', qty: 'Кол-во', unit: 'Ед.', price: 'Цена', discount: 'Скидка' },
      ...{ tax: 'Налог', amount: 'Сумма' },
    },
    net: 'Без налога',
    tax: 'Налог',
    total: 'Итого',
    note: 'Примечание',
    terms: 'Условия',
    draft: 'Черновик',
    page: (page, pages) => `Страница ${page} из ${pages}`,
    subject: (number, name) => `Коммерческое предложение ${number}: ${name}`,
    letter: ({ person, number, name, total, validUntil, sender, company }) =>
      lines(
        person === null ? 'Здравствуйте!' : `Здравствуйте, ${person}!`,
        `Высылаем коммерческое предложение ${number} («${name}») на сумму ${total}.${validUntil === null ? '' : ` Оно действует до ${validUntil}.`}`,
        'Если что-то неясно, просто ответьте на это письмо.',
        `С уважением,\n${sender}${company === '' ? '' : `\n${company}`}`,
      ),
  },
};
