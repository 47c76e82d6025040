/**
 * Rows → a workbook, streamed into the archive while they come. Texts are stored as texts, so nothing in them is ever
 * calculated; numbers and dates are such. A sheet that is full is followed by another.
 */
import { PassThrough, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';
import { put } from './put.ts';
import type { TableValue } from './write-csv.ts';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
/** What a sheet can hold. */
const SHEET_ROWS_MAX = 1_048_576;
const CELL_LENGTH_MAX = 32_767;
const STYLE_HEADER = 1;
const STYLE_DATE = 2;
const STYLE_TIME = 3;
const EPOCH = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;

/** Returns how many rows were written, the header not counted. */
export async function writeXlsx(
  out: Writable,
  table: {
    readonly name: string;
    readonly header: readonly string[];
    readonly rows: AsyncIterable<readonly TableValue[]>;
  },
): Promise<number> {
  const zip = new yazl.ZipFile();
  const sent = pipeline(zip.outputStream, out, { end: false });
  let sheet = new PassThrough();
  // A reader who goes away ends the sheet and thereby the rows.
  sent.catch(() => sheet.destroy());
  const rows = table.rows[Symbol.asyncIterator]();
  let count = 0;
  let sheets = 0;
  let isOver = false;
  try {
    while (!isOver) {
      sheets += 1;
      sheet = new PassThrough();
      zip.addReadStream(sheet, `xl/worksheets/sheet${sheets}.xml`);
      await put(sheet, sheetHead(table.header));
      let own = 1;
      while (own < SHEET_ROWS_MAX) {
        const next = await rows.next();
        if (next.done) {
          isOver = true;
          break;
        }
        own += 1;
        count += 1;
        await put(sheet, rowXml(next.value, own));
      }
      await put(sheet, '</sheetData></worksheet>');
      sheet.end();
    }
  } finally {
    await rows.return?.();
  }
  for (const [name, xml] of Object.entries(partsOf(table.name, sheets)))
    zip.addBuffer(Buffer.from(xml), name);
  zip.end();
  await sent;
  return count;
}

function sheetHead(header: readonly string[]): string {
  const cells = header.map((text) => cellXml(text, STYLE_HEADER)).join('');
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData><row r="1">${cells}</row>`;
}

function rowXml(values: readonly TableValue[], number: number): string {
  return `<row r="${number}">${values.map((value) => cellXml(value)).join('')}</row>`;
}

function cellXml(value: TableValue, style = 0): string {
  const styled = style === 0 ? '' : ` s="${style}"`;
  if (value === null || value === '') return `<c${styled}/>`;
  if (typeof value === 'number') return `<c${styled}><v>${value}</v></c>`;
  if (typeof value === 'boolean') return `<c t="b"${styled}><v>${value ? 1 : 0}</v></c>`;
  const serial = style === 0 ? serialOf(value) : null;
  if (serial) return `<c s="${serial.style}"><v>${serial.value}</v></c>`;
  return `<c t="inlineStr"${styled}><is><t xml:space="preserve">${escaped(value.slice(0, CELL_LENGTH_MAX))}</t></is></c>`;
}

function serialOf(text: string): { readonly value: number; readonly style: number } | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d):(\d\d))?$/.exec(text);
  if (!match || text < '1900-03-01') return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0'] = match;
  const at = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return { value: (at - EPOCH) / DAY_MS, style: match[4] === undefined ? STYLE_DATE : STYLE_TIME };
}

function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

function partsOf(name: string, sheets: number): Readonly<Record<string, string>> {
  const numbers = Array.from({ length: sheets }, (_, index) => index + 1);
  // Signs that a sheet's name cannot have.
  const title = escaped(name.replace(/[[\]:*?/\\']/g, ' ').slice(0, 25)).replaceAll('"', '&quot;') || 'Sheet';
  const nameOf = (number: number): string => (number === 1 ? title : `${title} ${number}`);
  return {
    'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${numbers.map((one) => `<sheet name="${nameOf(one)}" sheetId="${one}" r:id="rId${one}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${numbers.map((one) => `<Relationship Id="rId${one}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${one}.xml"/>`).join('')}<Relationship Id="rIdStyles" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    '_rels/.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    '[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/>${numbers.map((one) => `<Override PartName="/xl/worksheets/sheet${one}.xml" ContentType="${TYPES}.worksheet+xml"/>`).join('')}</Types>`,
  };
}
