/**
 * A file as a table of texts, whatever it is called: what it is, its first bytes say. Rows come one by one; formulas are
 * not calculated, links are not followed, nothing is unpacked to the disk.
 */
import { open } from 'node:fs/promises';
import { type CsvChoices, openCsv } from './read-csv.ts';
import { fileRefused } from './file-refused.ts';
import { openXlsx } from './read-xlsx.ts';
import type { TableSource } from './table-source.ts';

export interface TableChoices extends CsvChoices {
  readonly sheet?: string | null;
}

/** @throws CrmRejection CRM_IMPORT_FILE_REFUSED */
export async function openTable(path: string, choices: TableChoices = {}): Promise<TableSource> {
  const head = await firstBytes(path, 8);
  if (head.length === 0) throw fileRefused('empty');
  const starts = (...bytes: number[]): boolean => bytes.every((byte, at) => head[at] === byte);
  if (starts(0x50, 0x4b, 0x03, 0x04)) return openXlsx(path, choices.sheet ?? null);
  // Documents of the old office format; since 2007 also the wrapping of those that have a password.
  if (starts(0xd0, 0xcf, 0x11, 0xe0))
    throw fileRefused((await isEncrypted(path)) ? 'encrypted' : 'oldWorkbook');
  const isOther = [
    [0x25, 0x50, 0x44, 0x46], // PDF
    [0x89, 0x50, 0x4e, 0x47], // PNG
    [0xff, 0xd8, 0xff], // JPEG
    [0x47, 0x49, 0x46, 0x38], // GIF
    [0x1f, 0x8b], // gzip
    [0x50, 0x4b, 0x05, 0x06], // an empty archive
    [0x52, 0x61, 0x72, 0x21], // RAR
    [0x37, 0x7a, 0xbc, 0xaf], // 7z
    [0x4d, 0x5a], // a program
    [0x7f, 0x45, 0x4c, 0x46],
  ].some((signature) => starts(...signature));
  if (isOther) throw fileRefused('unknownKind');
  return openCsv(path, choices);
}

async function firstBytes(path: string, length: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await file.read(buffer, 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The directory of such a file names the stream `EncryptedPackage`, in UTF-16. */
async function isEncrypted(path: string): Promise<boolean> {
  const name = Buffer.from('EncryptedPackage', 'utf16le');
  return (await firstBytes(path, 2_000_000)).includes(name);
}
