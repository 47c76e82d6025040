/**
 * What was read for a command before it joined its root's line, brought up to what this node has written to the root
 * since: the command is decided without reading again. As with the remembered roots nothing rests on it, because the
 * write that follows is conditional on the version.
 */
import { versionAfter } from '../store/write-version.ts';
import type { Slice, Write } from '../store/store-port.ts';
import { overlay } from './fold-writes.ts';

/** Writes to one root, one after the other; null when the slice is not of a version on which they follow. */
export function broughtUp(slice: Slice, since: readonly Write[]): Slice | null {
  const last = since.at(-1);
  if (!last || slice.version === versionAfter(last)) return slice;
  const from = since.findIndex(({ expectedVersion }) => expectedVersion === slice.version);
  if (from === -1) return null;
  const writes = since.slice(from);
  if (!writes.every((write, index) => index === 0 || follows(write, writes[index - 1]!))) return null;
  const { userTasks, ...after } = overlay(slice, writes);
  const wasRead = new Set(slice.userTasks.map(({ id }) => id));
  return {
    ...after,
    version: versionAfter(last),
    // What others have completed meanwhile is of no use; in a busy instance it is most of what was written.
    userTasks: userTasks.filter(
      (row) => row.state === 'planned' || row.state === 'ready' || wasRead.has(row.id),
    ),
  };
}

function follows({ expectedVersion }: Write, before: Write): boolean {
  return expectedVersion === versionAfter(before);
}

/** Whether one of the writes keeps the answer to this key already. */
export function answersKey(writes: readonly Write[], key: string): boolean {
  return writes.some(
    ({ idempotency, folded = [] }) =>
      idempotency?.key === key || folded.some((part) => part.idempotency?.key === key),
  );
}
