/** Rows of a text table, streamed: bytes → text → cells. Nothing of it is in memory but the row under way. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import { type Delimiter, guessDelimiter } from './guess-delimiter.ts';
import { type Encoding, guessEncoding } from './guess-encoding.ts';
import { fileRefused } from './file-refused.ts';
import { TABLE_LIMITS } from './limits.ts';
import type { SheetRow, TableSource } from './table-source.ts';

const SAMPLE_BYTES = 65_536;
/** A row as a whole: longer is a quotation mark that is never closed. */
const ROW_LENGTH_MAX = 2_000_000;

export interface CsvChoices {
  readonly encoding?: Encoding | null;
  readonly delimiter?: Delimiter | null;
}

/** @throws CrmRejection CRM_IMPORT_FILE_REFUSED */
export async function openCsv(path: string, choices: CsvChoices = {}): Promise<TableSource> {
  const encoding = choices.encoding ?? (await guessEncoding(path));
  const guessed = guessDelimiter(await sampleOf(path, encoding));
  const delimiter = choices.delimiter ?? guessed.delimiter;
  return {
    kind: 'csv',
    encoding,
    delimiter,
    sheet: null,
    sheets: [],
    rows: () => rowsOf(path, { encoding, delimiter, skipHint: guessed.hasHint }),
  };
}

async function sampleOf(path: string, encoding: Encoding): Promise<string> {
  const decoder = new TextDecoder(encoding);
  let text = '';
  for await (const chunk of createReadStream(path, { end: SAMPLE_BYTES - 1 }))
    text += decoder.decode(chunk as Buffer, { stream: true });
  return text;
}

async function* decoded(path: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of createReadStream(path)) yield decoder.decode(chunk as Buffer, { stream: true });
    yield decoder.decode();
  } catch (cause) {
    if (cause instanceof TypeError) throw fileRefused('encoding');
    throw cause;
  }
}

async function* rowsOf(
  path: string,
  options: { readonly encoding: Encoding; readonly delimiter: string; readonly skipHint: boolean },
): AsyncGenerator<SheetRow> {
  const parser = parse({
    bom: true,
    delimiter: options.delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: ROW_LENGTH_MAX,
  });
  // Text is decoded before the parser, which takes bytes or strings alike.
  const source = Readable.from(decoded(path, options.encoding));
  source.on('error', (cause) => parser.destroy(cause));
  source.pipe(parser);
  let number = 0;
  try {
    for await (const record of parser) {
      number += 1;
      if (number === 1 && options.skipHint) continue;
      const cells = (record as string[]).map((cell) => cell.replaceAll('\u0000', ''));
      if (cells.every((cell) => cell.trim() === '')) continue;
      yield { number, cells: checked(cells, number) };
    }
  } catch (cause) {
    throw refusalOf(cause, number + 1);
  } finally {
    source.destroy();
    parser.destroy();
  }
}

function checked(cells: string[], row: number): string[] {
  while (cells.length > 0 && cells.at(-1)?.trim() === '') cells.pop();
  if (cells.length > TABLE_LIMITS.columns) throw fileRefused('tooManyColumns', row);
  if (cells.some((cell) => cell.length > TABLE_LIMITS.cellLength)) throw fileRefused('cellTooLong', row);
  return cells;
}

function refusalOf(cause: unknown, row: number): unknown {
  const code = (cause as Partial<CsvError>).code;
  if (code === 'CSV_MAX_RECORD_SIZE' || code === 'CSV_QUOTE_NOT_CLOSED') return fileRefused('quotes', row);
  return code?.startsWith('CSV_') ? fileRefused('corrupt', row) : cause;
}
