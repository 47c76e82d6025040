/**
 * One signed-in caller of the product over HTTP, as the web app would call it. It never retries by itself; the
 * ledger says what happened to each request.
 */
import { routes } from '#contract';

export type Answer =
  | { readonly kind: 'ok'; readonly body: unknown }
  | { readonly kind: 'refused'; readonly status: number; readonly code: string }
  | { readonly kind: 'unknown'; readonly reason: string };

const ANSWER_MS_MAX = 15_000;

export class Caller {
  #url: string;
  #cookie = '';

  constructor(url: string) {
    this.#url = url;
  }

  /** The product came back, perhaps on another port. */
  moveTo(url: string): void {
    this.#url = url;
  }

  async signIn(email: string, password: string): Promise<string> {
    const response = await fetch(`${this.#url}${routes.session.signIn.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-requested-with': 'throughline' },
      body: JSON.stringify({ email, password }),
    });
    if (!response.ok) throw new Error(`Expected '${email}' to sign in, but was told ${response.status}.`);
    this.#cookie = response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ');
    const body = (await response.json()) as { user: { id: string } };
    return body.user.id;
  }

  async call(method: string, path: string, options: { body?: unknown; key?: string } = {}): Promise<Answer> {
    try {
      const response = await fetch(this.#url + path, {
        method,
        headers: {
          cookie: this.#cookie,
          'x-requested-with': 'throughline',
          ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(options.key === undefined ? {} : { 'idempotency-key': options.key }),
        },
        ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
        signal: AbortSignal.timeout(ANSWER_MS_MAX),
      });
      const body: unknown = await response.json().catch(() => null);
      if (response.ok) return { kind: 'ok', body };
      if (response.status >= 500) return { kind: 'unknown', reason: `status ${response.status}` };
      return {
        kind: 'refused',
        status: response.status,
        code: (body as { code?: string } | null)?.code ?? '',
      };
    } catch (error) {
      return { kind: 'unknown', reason: String(error) };
    }
  }
}
