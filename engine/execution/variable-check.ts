/** What may be stored as a variable: JSON, without U+0000 (PostgreSQL cannot hold it), below the size limit. */
import type { Json, Variables } from '../ports.ts';

const NAME_LENGTH_MAX = 200;
const DEPTH_MAX = 100;

/** One sentence about the first variable that cannot be stored; null when all can. */
export function variableProblem(
  values: Variables,
  bytesMax: number,
  noteSize: (name: string, size: number) => void = () => undefined,
): string | null {
  for (const [name, value] of Object.entries(values)) {
    if (name === '' || name.length > NAME_LENGTH_MAX || name.includes('\0')) {
      return `Expected a variable's name to have 1 to ${NAME_LENGTH_MAX} characters.`;
    }
    const size = measure(value, 0);
    if (size === null) return `Expected variable '${name}' to be plain JSON without a zero character.`;
    noteSize(name, size);
    if (size > bytesMax) return `Expected variable '${name}' to be at most ${bytesMax} bytes.`;
  }
  return null;
}

/** Roughly the length of its JSON text; null when it cannot be stored. */
export function sizeOf(value: Json): number | null {
  return measure(value, 0);
}

/** Roughly the length of the JSON text (exact enough for a limit of megabytes); null when it is no JSON. */
function measure(value: Json, depth: number): number | null {
  if (value === null || typeof value === 'boolean') return 5;
  if (typeof value === 'number') return Number.isFinite(value) ? 8 : null;
  if (typeof value === 'string') return value.includes('\0') ? null : value.length + 2;
  if (typeof value !== 'object' || depth > DEPTH_MAX) return null;
  let size = 2;
  for (const [key, entry] of Object.entries(value)) {
    const part = measure(entry as Json, depth + 1);
    if (part === null || key.includes('\0')) return null;
    size += key.length + part + 4;
  }
  return size;
}
