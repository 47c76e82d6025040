/** The one form in which correlation keys are compared; null when a part of it is missing. */
import type { Json } from '../ports.ts';

export function keyText(parts: readonly Json[]): string | null {
  if (parts.some((part) => part === null)) return null;
  const [only] = parts;
  if (parts.length !== 1) return JSON.stringify(parts);
  return typeof only === 'object' ? JSON.stringify(only) : String(only);
}
