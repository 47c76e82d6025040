/**
 * A sheet of a workbook, streamed: the archive is read part by part, its XML event by event, so that memory does not
 * grow with the rows; only texts that cells share are kept. Of a formula the value that the spreadsheet program stored
 * is read. What an attacker may put into an archive (names of other folders, sizes that lie, parts that unpack without
 * end, documents that define entities) is refused, and nothing is ever written to the disk.
 */
import type { Readable } from 'node:stream';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import yauzl from 'yauzl';
import { cellText, columnOf, dateStyles } from './xlsx-cells.ts';
import { fileRefused } from './file-refused.ts';
import { TABLE_LIMITS } from './limits.ts';
import type { SheetRow, TableSource } from './table-source.ts';

interface Archive {
  readonly entries: ReadonlyMap<string, yauzl.Entry>;
  open(name: string, bytesMax: number): Promise<Readable>;
  close(): void;
}

interface Workbook {
  readonly sheets: readonly { readonly name: string; readonly part: string }[];
  readonly has1904: boolean;
}

const ENTRIES_MAX = 5_000;

/** @throws CrmRejection CRM_IMPORT_FILE_REFUSED */
export async function openXlsx(path: string, wanted: string | null): Promise<TableSource> {
  const archive = await openArchive(path);
  let workbook: Workbook;
  try {
    if (archive.entries.has('EncryptedPackage')) throw fileRefused('encrypted');
    if (!archive.entries.has('xl/workbook.xml')) throw fileRefused('unknownKind');
    workbook = await readWorkbook(archive);
  } finally {
    archive.close();
  }
  const sheet = wanted === null ? workbook.sheets[0] : workbook.sheets.find((one) => one.name === wanted);
  if (!sheet) throw fileRefused('noSheet');
  return {
    kind: 'xlsx',
    encoding: null,
    delimiter: null,
    sheet: sheet.name,
    sheets: workbook.sheets.map((one) => one.name),
    rows: () => rowsOf(path, { part: sheet.part, has1904: workbook.has1904 }),
  };
}

async function* rowsOf(
  path: string,
  sheet: { readonly part: string; readonly has1904: boolean },
): AsyncGenerator<SheetRow> {
  const archive = await openArchive(path);
  try {
    const shared = await readSharedTexts(archive);
    const isDate = await readDateStyles(archive);
    const ready: SheetRow[] = [];
    const parser = sheetParser({ shared, isDate, has1904: sheet.has1904 }, (row) => ready.push(row));
    for await (const text of textsOf(await archive.open(sheet.part, TABLE_LIMITS.sheetBytes))) {
      parser.write(text);
      yield* ready.splice(0);
    }
    parser.close();
    yield* ready.splice(0);
  } finally {
    archive.close();
  }
}

interface CellContext {
  readonly shared: readonly string[];
  readonly isDate: readonly boolean[];
  readonly has1904: boolean;
}

function sheetParser(context: CellContext, onRow: (row: SheetRow) => void): SaxesParser {
  const parser = safeParser();
  let rowNumber = 0;
  let cells: string[] = [];
  let column = -1;
  let type = 'n';
  let style = 0;
  let value = '';
  let isValue = false;
  let inPhonetic = 0;
  parser.on('opentag', (tag: SaxesTagPlain) => {
    const name = localName(tag.name);
    if (name === 'row') {
      rowNumber = Number(tag.attributes.r ?? rowNumber + 1) || rowNumber + 1;
      cells = [];
      column = -1;
    } else if (name === 'c') {
      column = tag.attributes.r ? columnOf(tag.attributes.r) : column + 1;
      type = tag.attributes.t ?? 'n';
      style = Number(tag.attributes.s ?? 0);
      value = '';
    } else if (name === 'rPh') inPhonetic += 1;
    else if (name === 'v' || (name === 't' && inPhonetic === 0)) isValue = true;
  });
  parser.on('text', (text) => {
    if (!isValue) return;
    value += text;
    if (value.length > TABLE_LIMITS.cellLength) throw fileRefused('cellTooLong', rowNumber);
  });
  parser.on('closetag', (tag) => {
    const name = localName(tag.name);
    if (name === 'v' || name === 't') isValue = false;
    else if (name === 'rPh') inPhonetic -= 1;
    else if (name === 'c') {
      const text = cellText({ type, value, isDate: context.isDate[style] ?? false }, context);
      if (text === '') return;
      if (column < 0 || column >= TABLE_LIMITS.columns) throw fileRefused('tooManyColumns', rowNumber);
      while (cells.length < column) cells.push('');
      cells[column] = text;
    } else if (name === 'row' && cells.length > 0) onRow({ number: rowNumber, cells });
  });
  return parser;
}

async function readSharedTexts(archive: Archive): Promise<readonly string[]> {
  const texts: string[] = [];
  if (!archive.entries.has('xl/sharedStrings.xml')) return texts;
  const parser = safeParser();
  let text = '';
  let isText = false;
  let inPhonetic = 0;
  let length = 0;
  parser.on('opentag', (tag: SaxesTagPlain) => {
    const name = localName(tag.name);
    if (name === 'si') text = '';
    else if (name === 'rPh') inPhonetic += 1;
    else if (name === 't' && inPhonetic === 0) isText = true;
  });
  parser.on('text', (part) => {
    if (!isText) return;
    text += part;
    if (text.length > TABLE_LIMITS.cellLength) throw fileRefused('cellTooLong');
  });
  parser.on('closetag', (tag) => {
    const name = localName(tag.name);
    if (name === 't') isText = false;
    else if (name === 'rPh') inPhonetic -= 1;
    else if (name === 'si') {
      texts.push(text);
      // What an entry costs beside its letters.
      length += text.length + 16;
      if (length > TABLE_LIMITS.sharedTextLength) throw fileRefused('bomb');
    }
  });
  const stream = await archive.open('xl/sharedStrings.xml', TABLE_LIMITS.sheetBytes);
  for await (const part of textsOf(stream)) parser.write(part);
  parser.close();
  return texts;
}

async function readDateStyles(archive: Archive): Promise<readonly boolean[]> {
  if (!archive.entries.has('xl/styles.xml')) return [];
  const formats = new Map<number, string>();
  const styles: number[] = [];
  let inCells = false;
  await readPart(archive, 'xl/styles.xml', {
    open(tag) {
      const name = localName(tag.name);
      if (name === 'numFmt') formats.set(Number(tag.attributes.numFmtId), tag.attributes.formatCode ?? '');
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) styles.push(Number(tag.attributes.numFmtId ?? 0));
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return dateStyles(styles, formats);
}

async function readWorkbook(archive: Archive): Promise<Workbook> {
  const parts = new Map<string, string>();
  await readPart(archive, 'xl/_rels/workbook.xml.rels', {
    open(tag) {
      const { Id, Target, TargetMode } = tag.attributes;
      if (localName(tag.name) !== 'Relationship' || !Id || !Target || TargetMode === 'External') return;
      parts.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`);
    },
  });
  const sheets: { name: string; part: string }[] = [];
  let has1904 = false;
  await readPart(archive, 'xl/workbook.xml', {
    open(tag) {
      const name = localName(tag.name);
      if (name === 'workbookPr') has1904 = ['1', 'true'].includes(tag.attributes.date1904 ?? '');
      if (name !== 'sheet') return;
      const key = Object.keys(tag.attributes).find((one) => one.endsWith(':id'));
      const part = parts.get((key && tag.attributes[key]) ?? '');
      if (part && archive.entries.has(part)) sheets.push({ name: tag.attributes.name ?? '', part });
    },
  });
  return { sheets, has1904 };
}

async function readPart(
  archive: Archive,
  name: string,
  on: { open(tag: SaxesTagPlain): void; close?(name: string): void },
): Promise<void> {
  if (!archive.entries.has(name)) throw fileRefused('corrupt');
  const parser = safeParser();
  parser.on('opentag', (tag: SaxesTagPlain) => on.open(tag));
  parser.on('closetag', (tag) => on.close?.(localName(tag.name)));
  for await (const text of textsOf(await archive.open(name, TABLE_LIMITS.partBytes))) parser.write(text);
  parser.close();
}

/** Entities that a document defines itself are how small files become large. */
function safeParser(): SaxesParser {
  const parser = new SaxesParser();
  parser.on('doctype', () => {
    throw fileRefused('doctype');
  });
  parser.on('error', () => {
    throw fileRefused('corrupt');
  });
  return parser;
}

async function* textsOf(stream: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of stream) yield decoder.decode(chunk as Buffer, { stream: true });
    yield decoder.decode();
  } catch (cause) {
    // Whatever the archive or its text breaks off with, it is the file that is broken.
    throw cause instanceof Error && cause.name === 'CrmRejection' ? cause : fileRefused('corrupt');
  } finally {
    stream.destroy();
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function openArchive(path: string): Promise<Archive> {
  return new Promise((done, failed) => {
    const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true, strictFileNames: true };
    yauzl.open(path, options, (error, zip) => {
      if (error) return failed(fileRefused('corrupt'));
      const entries = new Map<string, yauzl.Entry>();
      const refuse = (cause: Error): void => {
        zip.close();
        failed(cause);
      };
      zip.on('error', () => refuse(fileRefused('corrupt')));
      zip.on('entry', (entry: yauzl.Entry) => {
        if (entries.size >= ENTRIES_MAX) return refuse(fileRefused('bomb'));
        if (entry.isEncrypted()) return refuse(fileRefused('encrypted'));
        entries.set(entry.fileName, entry);
        zip.readEntry();
      });
      zip.on('end', () =>
        done({
          entries,
          open: (name, bytesMax) => openEntry(zip, entries.get(name), bytesMax),
          close: () => zip.close(),
        }),
      );
      zip.readEntry();
    });
  });
}

/** The archive's word on sizes is checked while it is read: more bytes than announced end the stream with an error. */
function openEntry(zip: yauzl.ZipFile, entry: yauzl.Entry | undefined, bytesMax: number): Promise<Readable> {
  return new Promise((done, failed) => {
    if (!entry) return failed(fileRefused('corrupt'));
    const { compressedSize, uncompressedSize } = entry;
    const grows = uncompressedSize > compressedSize * TABLE_LIMITS.growth;
    if (uncompressedSize > bytesMax || (grows && uncompressedSize > TABLE_LIMITS.bombBytes))
      return failed(fileRefused('bomb'));
    zip.openReadStream(entry, (error, stream) => (error ? failed(fileRefused('corrupt')) : done(stream)));
  });
}
