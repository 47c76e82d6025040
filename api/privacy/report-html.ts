/** The report about a person as a page that is read without any program: no script, no fetched style, everything escaped. */
import type { FullReport } from './access-report.ts';

type Locale = 'en' | 'ru';

const WORDS = {
  en: {
    title: 'What we hold about',
    made: 'Made',
    by: 'by',
    leftOut: 'Records about the person that whoever made this report may not read, and which are not in it:',
    records: 'Records',
    addresses: 'Phones and addresses',
    organisations: 'Organisations',
    relations: 'Relations',
    consents: 'Consent',
    mails: 'Mail',
    forms: 'Forms that were sent',
    processes: 'Processes',
    comments: 'Comments',
    files: 'Files',
    timeline: 'What happened',
    nothing: 'Nothing',
    inBin: 'in the bin',
  },
  ru: {
    title: 'Что мы храним о человеке:',
    made: 'Составлено',
    by: 'составил',
    leftOut: 'Записи о человеке, которые составитель не вправе читать и которых здесь нет:',
    records: 'Записи',
    addresses: 'Телефоны и адреса',
    organisations: 'Организации',
    relations: 'Связи',
    consents: 'Согласия',
    mails: 'Письма',
    forms: 'Отправленные формы',
    processes: 'Процессы',
    comments: 'Комментарии',
    files: 'Файлы',
    timeline: 'Что происходило',
    nothing: 'Ничего',
    inBin: 'в корзине',
  },
} as const;

const STYLE = `
:root { color-scheme: light dark; }
body { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; } h2 { margin-top: 2rem; font-size: 1.15rem; } h3 { font-size: 1rem; margin-bottom: .25rem; }
table { width: 100%; border-collapse: collapse; margin-bottom: 1rem; }
th, td { padding: .3rem .5rem .3rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid color-mix(in srgb, CanvasText 20%, Canvas); overflow-wrap: anywhere; white-space: pre-line; }
tr > th:first-child { width: 14rem; font-weight: 500; }
.scroll { overflow-x: auto; }`;

const PARTS = ['addresses', 'organisations', 'relations', 'consents', 'mails', 'forms'] as const;

export function reportHtml(report: FullReport, locale: Locale): string {
  const words = WORDS[locale];
  const rows = (items: readonly object[]): string =>
    items.length === 0
      ? `<p>${words.nothing}</p>`
      : items.map((item) => table(Object.entries(item))).join('\n');
  const records = report.records.map(
    (record) =>
      `<h3>${escaped([record.number, record.title].filter(Boolean).join(' · '))} (${escaped(record.entity)}${record.inBin ? `, ${words.inBin}` : ''})</h3>` +
      table(record.fields.map((field) => [field.label[locale], field.value])),
  );
  const leftOut = report.leftOut > 0 ? `<p>${words.leftOut} ${report.leftOut}</p>` : '';
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(`${words.title} ${report.person.title}`)}</title><style>${STYLE}</style></head>
<body><main><h1>${escaped(`${words.title} ${report.person.title}`)}</h1>
<p>${words.made} ${escaped(report.madeAt)}, ${words.by} ${escaped(report.madeBy.name)}</p>${leftOut}
<h2>${words.records}</h2>${records.join('\n')}
${PARTS.map((part) => `<h2>${words[part]}</h2>${rows(report[part])}`).join('\n')}
<h2>${words.processes}</h2>${rows(report.processes)}
<h2>${words.comments}</h2>${rows(report.comments)}
<h2>${words.files}</h2>${rows(report.files)}
<h2>${words.timeline}</h2>${rows(report.timeline.map(({ id: _id, ...event }) => event))}
</main></body></html>
`;
}

function table(entries: readonly (readonly [string, unknown])[]): string {
  const lines = entries
    .filter(([, value]) => !isEmpty(value))
    .map(
      ([name, value]) => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(wordsOf(value))}</td></tr>`,
    );
  return `<div class="scroll"><table>${lines.join('')}</table></div>`;
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && !(value instanceof Date) && Object.keys(value).length === 0;
}

function wordsOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null && 'title' in value && 'id' in value)
    return typeof value.title === 'string' ? value.title : String(value.id);
  return JSON.stringify(value, null, 1);
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
