/**
 * What a page of a form carries: when it was made, under which id its sending is kept, signed with the form's secret. A
 * program that never fetched the page has none, one that sends at once is too fast for a person, and a page that is sent
 * twice counts once.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export interface FormToken {
  readonly id: string;
  readonly madeAt: number;
}

export function signToken(secret: string, token: FormToken): string {
  const text = Buffer.from(`${token.id} ${token.madeAt}`).toString('base64url');
  return `${text}.${signature(secret, text)}`;
}

/** Null for what was not signed with this secret. */
export function readToken(secret: string, signed: string): FormToken | null {
  const [text = '', given = ''] = signed.split('.');
  const expected = Buffer.from(signature(secret, text));
  const actual = Buffer.from(given);
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) return null;
  const [id = '', madeAt = ''] = Buffer.from(text, 'base64url').toString('utf8').split(' ');
  return { id, madeAt: Number(madeAt) };
}

function signature(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}
