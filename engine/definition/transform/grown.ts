/**
 * An element out of what all elements have and what its own kind adds. The base is made for this one element and grows
 * into it; a copy with further properties behind it costs V8 some fifty times as much.
 */
import type { ElementBase } from '../model.ts';

export function grown<const Own extends object>(base: ElementBase, own: Own): ElementBase & Own {
  return Object.assign(base, own);
}
