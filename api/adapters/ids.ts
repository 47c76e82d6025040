/**
 * UUIDv7 (RFC 9562 §5.7): new rows lie next to each other, and an id tells roughly when. Ids of one process rise, also
 * within a millisecond. A command with a multi-instance activity takes thousands of them, so the text is put together from
 * parts: what 64 ids in a row have in common is made once, and the random digits are drawn many at a time.
 */
import { randomBytes } from 'node:crypto';

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
/** Random hexadecimal digits at the end of an id. */
const DIGITS = 10;
const DRAWN_AT_ONCE = 1_024;

let drawn = '';
let used = 0;
let msecs = 0;
let seq = 0;
/** Time, version and the upper 26 bits of the counter, of the ids that are being made. */
let head = '';

function nextId(): string {
  const now = Date.now();
  if (now > msecs) {
    msecs = now;
    // Begins at random in its lower half, so that it has room to rise.
    seq = randomBytes(4).readUInt32BE() >>> 1;
    head = headOf(msecs, seq);
  } else {
    seq = (seq + 1) >>> 0;
    if (seq === 0) msecs += 1;
    if ((seq & 63) === 0) head = headOf(msecs, seq);
  }
  return head + HEX[(seq & 63) << 2]! + randomDigits();
}

function headOf(time: number, counter: number): string {
  const at = time.toString(16).padStart(12, '0');
  const upper = (counter >>> 20).toString(16).padStart(3, '0');
  const lower = HEX[0x80 | ((counter >>> 14) & 0x3f)]! + HEX[(counter >>> 6) & 0xff]!;
  return `${at.slice(0, 8)}-${at.slice(8)}-7${upper}-${lower}-`;
}

function randomDigits(): string {
  if (used === drawn.length) {
    drawn = randomBytes((DRAWN_AT_ONCE * DIGITS) / 2).toString('hex');
    used = 0;
  }
  const from = used;
  used += DIGITS;
  return drawn.slice(from, used);
}

export const timeOrderedIds = { next: nextId };
