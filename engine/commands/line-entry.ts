/** What waits in the line of a root, and what becomes of it while its group is served. */
import type { Json } from '../ports.ts';
import type { ReadAnswer, Slice, Write } from '../store/store-port.ts';
import { broughtUp } from './brought-up.ts';
import type { Ahead } from './continuation.ts';
import type { Submission } from './submission.ts';

export interface Entry {
  readonly submission: Submission;
  /** What was read before the entry joined the line; good for the first of a group. */
  readonly known: Slice;
  /** It was not read, but remembered. */
  readonly isRecalled: boolean;
  /** Decided on what is known, before the entry could join. */
  readonly ahead: Ahead['decision'] | null;
  /** Decided while the entry waited for its turn. */
  prepared: Prepared | null;
  readonly resolve: (result: Json) => void;
  readonly reject: (error: unknown) => void;
}

/** A decision that holds on the version `on` and once those of the entries before it in the group are written. */
export interface Prepared {
  readonly on: number;
  readonly after: Prepared | null;
  readonly decision: Ahead['decision'];
}

/** What a group is decided on; recalled: not as the store has just said it. */
export interface Known {
  readonly answers: readonly ReadAnswer[];
  readonly isRecalled: boolean;
}

/** One command of a group, and what it was decided on. */
export interface Decided {
  readonly entry: Entry;
  readonly slice: Slice;
  readonly write: Write;
  readonly result: Json;
}

/** The slice of whichever command made the job, with all that is written together. */
export function sliceAfter(write: Write, jobId: string, decided: readonly Decided[]): Slice | null {
  const maker = decided.find((one) => one.write.inserted.jobs.some(({ id }) => id === jobId));
  return maker ? broughtUp(maker.slice, [write]) : null;
}
