/** Workbooks for tests, by hand: also such as no spreadsheet program would write. */
import { crc32, deflateRawSync } from 'node:zlib';

type Cell =
  | string
  | null
  | { readonly number: number }
  | { readonly serial: number }
  | { readonly boolean: boolean }
  | { readonly formula: string; readonly result: string };
type Rows = readonly (readonly Cell[])[];
interface RawPart {
  readonly deflated: Buffer;
  readonly size: number;
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export function workbook(
  rows: Rows,
  options: {
    readonly has1904?: boolean;
    readonly more?: Readonly<Record<string, Rows>>;
    readonly parts?: Readonly<Record<string, string>>;
    readonly raw?: Readonly<Record<string, RawPart>>;
  } = {},
): Buffer {
  const sheets = Object.entries({ 'Sheet 1': rows, ...options.more });
  const texts = new Map<string, number>();
  const parts: Record<string, string> = {
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><workbookPr${options.has1904 ? ' date1904="1"' : ''}/><sheets>${sheets
      .map(([name], index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${sheets
      .map((_, index) => `<Relationship Id="rId${index + 1}" Target="worksheets/sheet${index + 1}.xml"/>`)
      .join('')}</Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>`,
  };
  sheets.forEach(([, own], index) => (parts[`xl/worksheets/sheet${index + 1}.xml`] = sheetXml(own, texts)));
  parts['xl/sharedStrings.xml'] =
    `<sst xmlns="${MAIN}">${[...texts.keys()].map((text) => `<si><t>${escaped(text)}</t></si>`).join('')}</sst>`;
  return archive({ ...parts, ...options.parts }, options.raw);
}

function sheetXml(rows: Rows, texts: Map<string, number>): string {
  const xml = rows
    .map(
      (cells, index) =>
        `<row r="${index + 1}">${cells.map((cell, column) => cellXml(cell, `${letters(column)}${index + 1}`, texts)).join('')}</row>`,
    )
    .join('');
  return `<worksheet xmlns="${MAIN}"><sheetData>${xml}</sheetData></worksheet>`;
}

function cellXml(cell: Cell, place: string, texts: Map<string, number>): string {
  if (cell === null) return '';
  if (typeof cell === 'string') {
    if (!texts.has(cell)) texts.set(cell, texts.size);
    return `<c r="${place}" t="s"><v>${texts.get(cell)}</v></c>`;
  }
  if ('number' in cell) return `<c r="${place}"><v>${cell.number}</v></c>`;
  if ('serial' in cell) return `<c r="${place}" s="1"><v>${cell.serial}</v></c>`;
  if ('boolean' in cell) return `<c r="${place}" t="b"><v>${cell.boolean ? 1 : 0}</v></c>`;
  return `<c r="${place}"><f>${escaped(cell.formula)}</f><v>${cell.result}</v></c>`;
}

function letters(column: number): string {
  const rest = Math.floor(column / 26);
  return `${rest > 0 ? letters(rest - 1) : ''}${String.fromCharCode(65 + (column % 26))}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A ZIP archive with the given files; raw parts as they are, with the size that they claim. */
export function archive(
  parts: Readonly<Record<string, string>>,
  raw: Readonly<Record<string, RawPart>> = {},
): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  const entries = Object.entries(parts).map(([name, text]) => {
    const content = Buffer.from(text);
    const own = raw[name] ?? { deflated: deflateRawSync(content), size: content.length };
    return { name: Buffer.from(name), ...own, crc: crcOf(content) };
  });
  for (const { name, deflated, size, crc } of entries) {
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(crc, 14);
    head.writeUInt32LE(deflated.length, 18);
    head.writeUInt32LE(size, 22);
    head.writeUInt16LE(name.length, 26);
    local.push(head, name, deflated);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    entry.writeUInt16LE(20, 6);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(crc, 16);
    entry.writeUInt32LE(deflated.length, 20);
    entry.writeUInt32LE(size, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    central.push(entry, name);
    offset += head.length + name.length + deflated.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

function crcOf(content: Buffer): number {
  return (crc32 as (data: Buffer) => number)(content);
}
