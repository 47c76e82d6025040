import type { ProcessListItem } from '#contract';

/** Side panels of the library, one at a time. */
export type LibraryPanel =
  | { readonly kind: 'new' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'versions'; readonly process: ProcessListItem }
  | { readonly kind: 'start'; readonly process: ProcessListItem }
  | { readonly kind: 'discard'; readonly process: ProcessListItem };
