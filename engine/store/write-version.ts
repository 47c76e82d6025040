import type { Write } from './store-port.ts';

/** A folded write raises the version once for each command in it, so that revisions stay distinct. */
export function versionAfter(write: Write): number {
  return (write.expectedVersion ?? 0) + 1 + (write.folded?.length ?? 0);
}
