/**
 * The lifecycle of an element as a table: which work may meet a token in which state. Work that does not fit was
 * overtaken (its token was interrupted a moment ago) and is dropped; so behaviours need no such checks.
 */
import type { TokenRow } from './state.ts';
import type { Work } from './work.ts';

type Presence = 'inMotion' | 'waiting' | 'parked' | 'gone';

const ALLOWED: Readonly<Record<Work['kind'], readonly Presence[]>> = {
  enter: ['inMotion', 'waiting'],
  trigger: ['waiting', 'inMotion'],
  complete: ['inMotion', 'waiting'],
};

export function mayPerform(work: Work, token: TokenRow | null): boolean {
  return ALLOWED[work.kind].includes(presenceOf(work, token));
}

function presenceOf(work: Work, token: TokenRow | null): Presence {
  if (token) return token.state;
  return work.tokenId === null ? 'inMotion' : 'gone';
}
