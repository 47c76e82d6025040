/**
 * A file to begin with: the columns of a kind of record under their names, and one row that can be imported as it is.
 * What refers to other records is left out, since nobody knows which there are.
 */
import type { EntityMeta, FieldMeta, Locale } from '#contract';

const COLUMNS_MAX = 10;

const VALUES = {
  en: { phone: '+44 20 7946 0958', text: 'Example' },
  ru: { phone: '+7 495 123-45-67', text: 'Пример' },
} as const satisfies Readonly<Record<Locale, object>>;

export function sampleTable(meta: EntityMeta, locale: Locale, name: string): string {
  const known = meta.fields.filter((field) => !field.readOnly && valueOf(field, locale) !== null);
  const first = known.find(({ key }) => key === meta.titleField);
  const useful = ({ required, key, type, section }: FieldMeta): boolean =>
    required ||
    meta.listColumns.includes(key) ||
    ['phone', 'email'].includes(type) ||
    (section === 'main' && type === 'text');
  const others = known.filter((field) => field !== first && useful(field));
  const fields = [...(first ? [first] : []), ...others].slice(0, COLUMNS_MAX);
  const row = fields.map((field) => (field === first ? name : (valueOf(field, locale) ?? '')));
  const line = (cells: readonly string[]): string =>
    cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
  return `\uFEFF${line(fields.map(({ label }) => label[locale]))}\r\n${line(row)}\r\n`;
}

/** Null where an example would be wrong for most companies. */
function valueOf(field: FieldMeta, locale: Locale): string | null {
  switch (field.type) {
    case 'text':
      return VALUES[locale].text;
    case 'phone':
      return VALUES[locale].phone;
    case 'email':
      return 'office@customer.example';
    case 'url':
      return 'https://customer.example';
    case 'number':
      return '1';
    case 'money':
      return '1000';
    case 'select':
      return field.options?.[0]?.label[locale] ?? null;
    default:
      return null;
  }
}
