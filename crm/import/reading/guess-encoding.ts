/**
 * The encoding of a text table. A byte order mark decides; else text that is UTF-8 as a whole is UTF-8; else the
 * eight-bit encoding in which its letters look most like words. A file that is UTF-8 but for a few bytes is damaged, not
 * foreign: read as something else it would bring nonsense into the records.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { isUtf8 } from 'node:buffer';
import { fileRefused } from './file-refused.ts';

export const ENCODINGS = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1251',
  'windows-1252',
  'koi8-r',
  'ibm866',
] as const;
export type Encoding = (typeof ENCODINGS)[number];

const EIGHT_BIT: readonly Encoding[] = ['windows-1251', 'koi8-r', 'ibm866', 'windows-1252'];
const HEAD_BYTES = 4_096;
/** Enough letters to know a language by. */
const SAMPLE_BYTES = 65_536;
/** One broken byte in a hundred right ones is an accident. */
const BROKEN_SHARE = 0.1;

/** @throws CrmRejection CRM_IMPORT_FILE_REFUSED (encoding, unknownKind) */
export async function guessEncoding(path: string): Promise<Encoding> {
  const head = await readHead(path);
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const wide = wideEncoding(head);
  if (wide) return wide;
  if (head.includes(0)) throw fileRefused('unknownKind');
  const { whole, right, broken, foreign } = await readAsUtf8(path);
  if (whole) return 'utf-8';
  if (right > 0 && broken / (right + broken) < BROKEN_SHARE) throw fileRefused('encoding');
  return bestEightBit(foreign);
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await file.read(buffer, 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Without a mark: every second byte of Latin text and digits is zero. */
function wideEncoding(head: Buffer): Encoding | null {
  const pairs = Math.floor(head.length / 2);
  if (pairs < 4) return null;
  let even = 0;
  let odd = 0;
  for (let at = 0; at < pairs * 2; at += 2) {
    if (head[at] === 0) even += 1;
    if (head[at + 1] === 0) odd += 1;
  }
  if (odd > pairs * 0.3 && even === 0) return 'utf-16le';
  return even > pairs * 0.3 && odd === 0 ? 'utf-16be' : null;
}

interface Utf8Reading {
  readonly whole: boolean;
  /** Letters of several bytes that are right, and places that are not. */
  readonly right: number;
  readonly broken: number;
  /** The first stretches that are not ASCII. */
  readonly foreign: Buffer;
}

async function readAsUtf8(path: string): Promise<Utf8Reading> {
  let rest: Buffer = Buffer.alloc(0);
  let whole = true;
  let right = 0;
  let broken = 0;
  const foreign: Buffer[] = [];
  let kept = 0;
  const take = (bytes: Buffer): void => {
    if (isUtf8(bytes)) {
      if (!whole) right += countLead(bytes);
      else right += hasForeign(bytes) ? countLead(bytes) : 0;
    } else {
      whole = false;
      const text = new TextDecoder('utf-8').decode(bytes);
      const marks = text.split('\uFFFD').length - 1;
      broken += marks;
      right += [...text].filter((sign) => sign > '\u007f' && sign !== '\uFFFD').length;
    }
    if (kept < SAMPLE_BYTES && hasForeign(bytes)) {
      foreign.push(bytes.subarray(0, SAMPLE_BYTES));
      kept += Math.min(bytes.length, SAMPLE_BYTES);
    }
  };
  for await (const chunk of createReadStream(path)) {
    const bytes = Buffer.concat([rest, chunk as Buffer]);
    // A letter may lie on both sides of the border of two chunks; a line end never does.
    const end = bytes.lastIndexOf(0x0a) + 1;
    const cut = end > 0 ? end : bytes.length < 1_048_576 ? 0 : bytes.length;
    take(bytes.subarray(0, cut));
    rest = Buffer.from(bytes.subarray(cut));
  }
  take(rest);
  return { whole, right, broken, foreign: Buffer.concat(foreign) };
}

function hasForeign(bytes: Buffer): boolean {
  return bytes.some((byte) => byte > 0x7f);
}

function countLead(bytes: Buffer): number {
  let count = 0;
  for (const byte of bytes) if (byte >= 0xc0) count += 1;
  return count;
}

function bestEightBit(sample: Buffer): Encoding {
  let best: Encoding = 'windows-1252';
  let bestScore = -Infinity;
  for (const encoding of EIGHT_BIT) {
    const score = likeness(new TextDecoder(encoding).decode(sample));
    if (score > bestScore) {
      best = encoding;
      bestScore = score;
    }
  }
  return best;
}

/** Words in one script, small letters after the first, frequent letters; no drawings and no controls. */
function likeness(text: string): number {
  let score = 0;
  let before = '';
  for (const sign of text) {
    const isCyrillic = /[а-яё]/i.test(sign);
    const isLatin = /[a-z\u00c0-\u017f]/i.test(sign);
    const isSmall = sign === sign.toLowerCase();
    if (/[оеаинтсрвл]/.test(sign)) score += 2;
    else if (isCyrillic) score += 1;
    else if (/[\u00c0-\u017f]/.test(sign)) score += /[a-z]/i.test(before) ? 1 : -1;
    else if (/[\u2500-\u259f\u0080-\u009f\u00a1-\u00bf\u0400-\u040f\u0452-\u045f]/.test(sign)) score -= 3;
    if (isCyrillic && /[a-z\u00c0-\u017f]/i.test(before)) score -= 3;
    if (isLatin && /[а-яё]/i.test(before)) score -= 3;
    // A capital after a small letter of the same word.
    if (isCyrillic && !isSmall && /[а-яё]/.test(before)) score -= 3;
    before = sign;
  }
  return score;
}
