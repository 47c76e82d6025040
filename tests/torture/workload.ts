/** What `npm run torture -- <name>` runs. A workload is one entry of the table in workloads.ts. */
import type { TestDatabase } from '../support/test-server.ts';

export interface TortureOptions {
  readonly seed: number;
  /** How long it may take; null: until `count` of its own is reached. */
  readonly boxMs: number | null;
  /** How much of it, where a workload lets one say so (`--kills`, `--count`). */
  readonly count: number | null;
  /** A difference is told as it was found, and ends the run: whether there is one is all that is asked. */
  readonly isQuick: boolean;
  /** Of the cases that have names, those whose name holds this; null: all. */
  readonly only: string | null;
  /** A fresh, migrated database on the run's own PostgreSQL, which starts with the first one that is asked for. */
  newDatabase(): Promise<TestDatabase>;
  report(line: string): void;
}

export interface TortureReport {
  readonly seed: number;
  /** How many cases were tried. */
  readonly count: number;
  /** What `count` must reach without a box. */
  readonly floor: number;
  /** One text each; empty when all went as it should. */
  readonly differences: readonly string[];
}

export interface Workload {
  /** One line, for the list. */
  readonly what: string;
  run(options: TortureOptions): Promise<TortureReport>;
}

/** Whether there is time left; always, without a box. */
export function timeBox(boxMs: number | null): () => boolean {
  const until = boxMs === null ? Infinity : performance.now() + boxMs;
  return () => performance.now() < until;
}
