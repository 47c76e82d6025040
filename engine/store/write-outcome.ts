/** What became of a conditional write. */
import type { IdempotencyRow } from './deployment-rows.ts';

export type WriteOutcome =
  | { readonly kind: 'written' }
  /** Another node was faster: read again, decide again. */
  | { readonly kind: 'conflict' }
  /** Another version of a process was published: decide again with it. */
  | { readonly kind: 'outdated' }
  /** Somebody else waits for the message, too. */
  | { readonly kind: 'contested' }
  /** The same idempotency key was written meanwhile (or by a start before). */
  | { readonly kind: 'replayed'; readonly idempotency: IdempotencyRow }
  /** The lease was lost; the result is dropped. */
  | { readonly kind: 'fenced' };
