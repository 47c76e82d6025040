/**
 * An address that opens one thing, for one person, until an instant: what is signed names all three, so that a link that
 * is passed on, kept or altered opens nothing.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export interface LinkSubject {
  readonly id: string;
  readonly userId: string;
}

export function signLink(secret: string, subject: LinkSubject, expiresAtMs: number): string {
  return `${expiresAtMs}.${signature(secret, subject, expiresAtMs)}`;
}

/** `expired` only for what was signed for this person: whoever holds another's link learns nothing. */
export function readLink(
  secret: string,
  subject: LinkSubject,
  asked: { readonly link: string; readonly nowMs: number },
): 'valid' | 'expired' | 'refused' {
  const [expires = '', given = ''] = asked.link.split('.');
  const expiresAtMs = Number(expires);
  if (!/^\d{1,15}$/.test(expires)) return 'refused';
  const expected = Buffer.from(signature(secret, subject, expiresAtMs));
  const actual = Buffer.from(given);
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) return 'refused';
  return asked.nowMs < expiresAtMs ? 'valid' : 'expired';
}

function signature(secret: string, { id, userId }: LinkSubject, expiresAtMs: number): string {
  return createHmac('sha256', secret).update(`${id} ${userId} ${expiresAtMs}`).digest('base64url');
}
