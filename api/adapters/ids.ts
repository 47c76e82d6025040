/**
 * UUIDv7: new rows lie next to each other, and an id tells roughly when. Ids of one process rise, also within a
 * millisecond. The random bytes are drawn many at a time, because each draw costs as much as ten ids.
 */
import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const BYTES_PER_ID = 16;
const pool = new Uint8Array(1_024 * BYTES_PER_ID);
let used = pool.length;
let msecs = 0;
let seq = 0;

function randomBytes(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = pool.subarray(used, used + BYTES_PER_ID);
  used += BYTES_PER_ID;
  return bytes;
}

/** The counter within a millisecond begins at random in its lower half, so that it has room to rise. */
function nextId(): string {
  const random = randomBytes();
  const now = Date.now();
  if (now > msecs) {
    msecs = now;
    seq = ((random[6]! & 0x7f) << 24) | (random[7]! << 16) | (random[8]! << 8) | random[9]!;
  } else {
    seq = (seq + 1) | 0;
    if (seq === 0) msecs += 1;
  }
  return v7({ random, msecs, seq });
}

export const timeOrderedIds = { next: nextId };
