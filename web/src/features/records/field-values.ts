/** Readings of field values that the table, the record page, the timeline and the filter share. */
import type { FieldMeta, Locale } from '#contract';
import { formatAmount, formatDate, formatMoney, formatNumber } from '../../i18n/formats.ts';

export function isBlank(value: unknown): value is null | undefined | '' | [] {
  return (
    value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

export function optionOf(
  field: FieldMeta,
  value: string,
): NonNullable<FieldMeta['options']>[number] | undefined {
  const isIt = (option: { readonly value: string }): boolean => option.value === value;
  return field.options?.find(isIt) ?? field.retiredOptions?.find(isIt);
}

export function numberText(locale: Locale, value: unknown): string {
  const number = Number(value);
  return Number.isFinite(number) ? formatNumber(locale, number) : String(value);
}

/** The currency in which a field of a record is; null for what is in the company's own, or no money. */
export function currencyOf(field: FieldMeta, fields: Readonly<Record<string, unknown>>): string | null {
  const { currency } = fields;
  const isOwn = field.type === 'money' && field.key !== 'amountBase';
  return isOwn && typeof currency === 'string' ? currency : null;
}

/** Money is an amount, or an amount with its currency. */
export function moneyText(locale: Locale, value: unknown, known?: string | null): string {
  if (typeof value === 'object' && value !== null && 'amount' in value) {
    const currency = 'currency' in value && typeof value.currency === 'string' ? value.currency : 'EUR';
    return formatMoney(locale, Number(value.amount), currency);
  }
  const amount = Number(value);
  if (!Number.isFinite(amount)) return String(value);
  return known == null ? formatAmount(locale, amount) : formatMoney(locale, amount, known);
}

/** A value as plain words, for sentences ("changed Status from New to Done"). */
export function valueText(
  field: FieldMeta | undefined,
  value: unknown,
  locale: Locale,
  words: { readonly yes: string; readonly no: string; readonly formatDateTime: (value: string) => string },
): string {
  if (isBlank(value)) return '–';
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'object') {
    if ('title' in value && typeof value.title === 'string') return value.title;
    if ('name' in value && typeof value.name === 'string') return value.name;
    if (Array.isArray(value))
      return value
        .map((one: unknown) => (field && optionOf(field, String(one))?.label[locale]) || String(one))
        .join(', ');
    return moneyText(locale, value);
  }
  if (!field) return String(value);
  const option = optionOf(field, String(value));
  if (option) return option.label[locale] || option.label.en;
  if (field.type === 'date') return formatDate(locale, String(value));
  if (field.type === 'dateTime') return words.formatDateTime(String(value));
  if (field.type === 'money') return moneyText(locale, value);
  if (field.type === 'number') return numberText(locale, value);
  return String(value);
}
