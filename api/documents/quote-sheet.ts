/**
 * A quote as the customer sees it: every text in his language and every number written out, so that the page that is
 * printed and the PDF that is sent cannot differ.
 */
import type { Locale, QuoteSheet } from '#contract';
import type { Caller, Crm, LineItem, QuoteDocument, RecordView } from '#crm';
import { fieldRefused } from '../errors/field-codes.ts';
import type { ApiProblem } from '../errors/problems.ts';
import { QUOTE_WORDS, type QuoteWords } from './quote-words.ts';

/** What has not gone out is marked as a draft. */
const NOT_OUT: readonly unknown[] = ['draft', 'in_approval'];

interface SheetContext {
  readonly crm: Pick<Crm, 'quotes'>;
  readonly clock: { now(): Date };
}

interface Asked {
  readonly id: string;
  /** Null: that of the customer's person, else the asking one's. */
  readonly language: Locale | null;
}

/** @throws CrmRejection CRM_RECORD_NOT_FOUND */
export async function readQuoteSheet(
  { crm, clock }: SheetContext,
  caller: Caller,
  { id, language }: Asked,
): Promise<QuoteSheet> {
  const document = await crm.quotes.document(caller, { id });
  return sheetOf(document, {
    language: language ?? languageOf(document, caller),
    now: clock.now(),
    timeZone: caller.user.timeZone,
  });
}

/** Subject and text of the message that a quote goes out with. @throws CrmRejection CRM_RECORD_NOT_FOUND */
export async function readQuoteLetter(
  { crm }: SheetContext,
  caller: Caller,
  { id, language: asked }: Asked,
): Promise<{
  readonly subject: string;
  readonly body: string;
  readonly name: string;
  readonly language: Locale;
}> {
  const document = await crm.quotes.document(caller, { id });
  const language = asked ?? languageOf(document, caller);
  const { quote, letterhead, lines, contact } = document;
  const words = QUOTE_WORDS[language];
  const number = quote.number ?? '';
  const { validUntil } = quote.fields;
  return {
    language,
    name: fileNameOf(quote),
    subject: words.subject(number, quote.title),
    body: words.letter({
      person: contact?.title ?? null,
      number,
      name: quote.title,
      total: moneyIn(language, quote)(lines.total),
      validUntil: typeof validUntil === 'string' ? dayIn(language)(validUntil) : null,
      sender: caller.user.name,
      company: letterhead.name,
    }),
  };
}

/** Somebody asked for the quote of a record of another kind. */
export function notAQuote(path: string): ApiProblem {
  return fieldRefused({
    path,
    code: 'notChoice',
    message: 'Only a message about a quote takes the quote along: leave this out.',
  });
}

function languageOf({ contact }: QuoteDocument, caller: Caller): Locale {
  const language = contact?.fields.language;
  return language === 'ru' || language === 'en' ? language : caller.user.locale;
}

function fileNameOf(quote: RecordView): string {
  return `${quote.number ?? 'quote'}.pdf`;
}

function sheetOf(
  document: QuoteDocument,
  { language, now, timeZone }: { readonly language: Locale; readonly now: Date; readonly timeZone: string },
): QuoteSheet {
  const { quote, lines, letterhead } = document;
  const words = QUOTE_WORDS[language];
  const { validUntil, sentAt, note } = quote.fields;
  const day = dayIn(language, timeZone);
  const money = moneyIn(language, quote);
  const owner = quote.links.owner;
  const facts: readonly (readonly [string, string] | null)[] = [
    [words.date, day(typeof sentAt === 'string' ? sentAt : now.toISOString())],
    typeof validUntil === 'string' ? [words.validUntil, dayIn(language)(validUntil)] : null,
    owner ? [words.preparedBy, owner.title] : null,
  ];
  const isTaxed = lines.tax !== 0;
  return {
    language,
    fileName: fileNameOf(quote),
    title: `${words.quote} ${quote.number ?? ''}`.trim(),
    subtitle: quote.title,
    mark: NOT_OUT.includes(quote.fields.status) ? words.draft : null,
    seller: { name: letterhead.name, lines: linesOf(letterhead.details) },
    customer: customerOf(document, words),
    facts: facts.filter((fact) => fact !== null).map(([label, value]) => ({ label, value })),
    ...tableOf(document, language),
    totals: [
      ...(isTaxed ? [{ label: words.net, value: money(lines.net) }] : []),
      ...(isTaxed ? [{ label: words.tax, value: money(lines.tax) }] : []),
      { label: words.total, value: money(lines.total) },
    ],
    notes: [
      { title: words.note, text: typeof note === 'string' ? note.trim() : '' },
      { title: words.terms, text: termsIn(language, letterhead.terms) },
    ].filter(({ text }) => text !== ''),
  };
}

function customerOf({ quote, account, contact }: QuoteDocument, words: QuoteWords): QuoteSheet['customer'] {
  const text = (field: string): string | null => {
    const value = account?.fields[field];
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
  };
  const person = contact?.title ?? null;
  const name = text('legalName') ?? account?.title ?? quote.links.account?.title ?? person ?? '';
  const taxId = text('taxId');
  const place = [text('address'), text('city')].filter((part) => part !== null).join(', ');
  const lines = [
    ...linesOf(place),
    ...(taxId === null ? [] : [words.taxId(taxId)]),
    ...(person === null || person === name ? [] : [words.attention(person)]),
  ];
  return { label: words.customer, name, lines };
}

interface Column {
  readonly label: string;
  readonly align: 'start' | 'end';
  readonly cell: (line: LineItem, at: number) => string;
}

/** Discounts and taxes have a column where there are any. */
function tableOf(
  { quote, lines, units }: QuoteDocument,
  language: Locale,
): Pick<QuoteSheet, 'columns' | 'rows'> {
  const { columns: words } = QUOTE_WORDS[language];
  const number = new Intl.NumberFormat(TAGS[language], { maximumFractionDigits: 3 });
  const sum = new Intl.NumberFormat(TAGS[language], { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const percent = (value: number): string => `${number.format(value)} %`;
  const unit = (code: string): string => units.get(code)?.[language] ?? code;
  const currency = String(quote.fields.currency);
  const end = (label: string, cell: Column['cell']): Column => ({ label, align: 'end', cell });
  const columns: readonly (Column | null)[] = [
    end(words.place, (_line, at) => String(at + 1)),
    { label: words.item, align: 'start', cell: (line) => line.name },
    end(words.qty, (line) => number.format(line.qty)),
    end(words.unit, (line) => unit(line.unit)),
    end(words.price, (line) => sum.format(line.price)),
    lines.items.some((line) => line.discountPct !== 0)
      ? end(words.discount, (line) => (line.discountPct === 0 ? '' : percent(line.discountPct)))
      : null,
    lines.items.some((line) => line.taxRate !== 0) ? end(words.tax, (line) => percent(line.taxRate)) : null,
    end(`${words.amount}, ${currency}`, (line) => sum.format(line.net)),
  ];
  const shown = columns.filter((column) => column !== null);
  return {
    columns: shown.map(({ label, align }) => ({ label, align })),
    rows: lines.items.map((line, at) => shown.map(({ cell }) => cell(line, at))),
  };
}

const TAGS: Readonly<Record<Locale, string>> = { en: 'en-GB', ru: 'ru' };

/** Of an instant where the reader is, or of a day as it is written, which is the same day everywhere. */
function dayIn(language: Locale, timeZone = 'UTC'): (value: string) => string {
  const format = new Intl.DateTimeFormat(TAGS[language], {
    ...{ day: 'numeric', month: 'long', year: 'numeric' },
    timeZone,
  });
  return (value) => format.format(new Date(value));
}

function moneyIn(language: Locale, quote: RecordView): (value: number) => string {
  const currency = String(quote.fields.currency);
  const format = new Intl.NumberFormat(TAGS[language], { style: 'currency', currency });
  return (value) => format.format(value);
}

function termsIn(language: Locale, terms: QuoteDocument['letterhead']['terms']): string {
  return (terms[language] || terms[language === 'en' ? 'ru' : 'en']).trim();
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
