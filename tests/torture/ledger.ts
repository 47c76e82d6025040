/**
 * The only witness outside the database: an append-only file of what callers tried and what they were told.
 * It is written before a request leaves and after its answer arrived, by a process that is never killed.
 */
import { appendFileSync, readFileSync } from 'node:fs';

export type Entry =
  | {
      readonly kind: 'intent';
      readonly key: string;
      readonly operation: 'start' | 'complete';
      readonly target: string | null;
    }
  | { readonly kind: 'acknowledged'; readonly key: string; readonly instanceId: string }
  /** Told that it did not happen (4xx). */
  | { readonly kind: 'refused'; readonly key: string; readonly status: number; readonly code: string }
  /** No answer, or a 5xx: it may have happened, once. */
  | { readonly kind: 'unknown'; readonly key: string; readonly reason: string };

export interface Ledger {
  write(entry: Entry): void;
  read(): readonly Entry[];
}

export function createLedger(path: string): Ledger {
  return {
    write: (entry) => appendFileSync(path, `${JSON.stringify(entry)}\n`),
    read: () =>
      readFileSync(path, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Entry),
  };
}
