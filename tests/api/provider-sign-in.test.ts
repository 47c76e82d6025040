/**
 * Sign-in through a provider: the code flow driven end to end against a real OpenID provider on this machine, with its
 * own sign-in and consent pages answered as a browser would.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Me, SignInSettings } from '#contract';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

interface Account {
  readonly email: string;
  readonly email_verified: boolean;
  readonly name: string;
}
const ACCOUNTS: Readonly<Record<string, Account>> = {
  kate: { email: 'Kate@demo.example', email_verified: true, name: 'Kate B.' },
  pretender: { email: 'viktor@demo.example', email_verified: false, name: 'Not Viktor' },
  newcomer: { email: 'newcomer@demo.example', email_verified: true, name: 'New Comer' },
};

let server: Server;
let product: ApiProduct;
let admin: Visitor;
let issuer = '';
const seen: URL[] = [];

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  product = await startApi({
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: 'throughline',
    OIDC_CLIENT_SECRET: 'a secret of the tests',
    PUBLIC_URL: 'http://127.0.0.1:0',
  });
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'throughline',
        client_secret: 'a secret of the tests',
        redirect_uris: [`${product.url}/api/session/oidc/callback`],
        application_type: 'native',
      },
    ],
    scopes: ['openid', 'email', 'profile'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, ...ACCOUNTS[sub] }) }),
    cookies: { keys: ['a key of the tests'] },
    pkce: { required: () => true },
  });
  server.on('request', (request, response) => {
    seen.push(new URL(request.url ?? '/', issuer));
    void provider.callback()(request, response);
  });
  admin = await product.as('Viktor');
}, 120_000);
afterAll(async () => {
  await product.stop();
  server.closeAllConnections();
  await new Promise<void>((done) => server.close(() => done()));
});

/** A browser as far as this needs one: cookies by host, redirects followed by hand, forms sent. */
class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();

  cookie(url: URL): string {
    return [...(this.#cookies.get(url.host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async open(
    url: URL,
    form?: Readonly<Record<string, string>>,
  ): Promise<{ url: URL; status: number; text: string; to: URL | null }> {
    const answer = await fetch(url, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: this.cookie(url) },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    });
    const jar = this.#cookies.get(url.host) ?? new Map<string, string>();
    this.#cookies.set(url.host, jar);
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const location = answer.headers.get('location');
    return {
      url,
      status: answer.status,
      text: await answer.text(),
      to: location === null ? null : new URL(location, url),
    };
  }

  /** Follows redirects until a page, or the address that `until` knows. */
  async follow(
    start: URL,
    until: (url: URL) => boolean = () => false,
  ): Promise<{ url: URL; text: string; to: URL | null }> {
    let at = await this.open(start);
    while (at.to && !until(at.to)) at = await this.open(at.to);
    return at;
  }

  async me(): Promise<Me | null> {
    const url = new URL('/api/session', product.url);
    const answer = await fetch(url, { headers: { cookie: this.cookie(url) } });
    return answer.status === 200 ? ((await answer.json()) as Me) : null;
  }
}

const isProduct = (url: URL): boolean => url.origin === new URL(product.url).origin;

/** Goes to the provider, signs in there and agrees; stops before the way back. Returns the way back. */
async function upToCallback(browser: Browser, account: string, next = '/inbox'): Promise<URL> {
  const begin = new URL(`/api/session/oidc?next=${encodeURIComponent(next)}`, product.url);
  let page = await browser.follow(begin, (url) => url.pathname.endsWith('/callback'));
  for (let forms = 0; forms < 2 && page.to === null; forms += 1) {
    const action = /action="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const prompt = /name="prompt" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const sent = await browser.open(new URL(action, page.url), { prompt, login: account, password: 'x' });
    if (!sent.to)
      throw new Error(
        `Expected the provider to lead on from ${page.url.href}, but got ${sent.status}: ${page.text}`,
      );
    page = await browser.follow(sent.to, (url) => url.pathname.endsWith('/callback'));
  }
  if (!page.to || !isProduct(page.to)) throw new Error(`Expected the way back, but the page is ${page.text}`);
  return page.to;
}

async function comeIn(account: string, next?: string): Promise<{ browser: Browser; landed: string }> {
  const browser = new Browser();
  const back = await upToCallback(browser, account, next);
  const came = await browser.open(back);
  return { browser, landed: came.to ? `${came.to.pathname}${came.to.search}` : '' };
}

async function saveRules(change: object): Promise<number> {
  const { rules } = (await admin.get<SignInSettings>('/api/admin/security/settings')).body;
  return (await admin.send('PUT', '/api/admin/security/settings', { ...rules, ...change })).status;
}

describe('sign-in through a provider', () => {
  it('finds a person by a verified e-mail, and from then on by the subject', async () => {
    const { browser, landed } = await comeIn('kate', '/calendar?day=1');
    expect(landed).toBe('/calendar?day=1');
    const kate = await product.as('Kate');
    expect((await browser.me())?.user.id).toBe(kate.id);
    const asked = seen.find((url) => url.pathname === '/auth' && url.searchParams.has('code_challenge'));
    expect(asked?.searchParams.get('code_challenge_method')).toBe('S256');
    for (const part of ['state', 'nonce']) expect(asked?.searchParams.get(part)?.length).toBeGreaterThan(30);
    await saveRules({ oidcByEmail: false });
    expect((await (await comeIn('kate')).browser.me())?.user.id).toBe(kate.id);
    await saveRules({ oidcByEmail: true });
  });

  it('lets nobody in by an e-mail that the provider has not verified', async () => {
    const { browser, landed } = await comeIn('pretender');
    expect(landed).toBe('/sign-in?refused=unverified');
    expect(await browser.me()).toBeNull();
  });

  it('makes a new person with a role only where administrators want it', async () => {
    expect((await comeIn('newcomer')).landed).toBe('/sign-in?refused=unknown');
    expect(await saveRules({ oidcProvision: true, oidcRole: 'admin' })).toBe(422);
    expect(await saveRules({ oidcProvision: true, oidcRole: 'employee' })).toBe(200);
    const me = await (await comeIn('newcomer')).browser.me();
    expect(me).toMatchObject({ user: { name: 'New Comer', email: 'newcomer@demo.example' }, isAdmin: false });
    expect(me?.roles.map((role) => role.code)).toEqual(['employee']);
    const { rows } = await product.pool.query<{ verb: string }>(
      `select verb from crm.event where entity = 'user' and record_id = $1 order by occurred_at, id`,
      [me?.user.id],
    );
    expect(rows.map((row) => row.verb)).toEqual(['user_provisioned', 'provider_linked', 'signed_in']);
  });

  it('takes the way back once, in the browser that went, and with its own state', async () => {
    const browser = new Browser();
    const back = await upToCallback(browser, 'kate');
    const stranger = new Browser();
    expect((await stranger.open(back)).to?.search).toBe('?refused=failed');
    expect(await stranger.me()).toBeNull();
    const forged = new URL(back);
    forged.searchParams.set('state', 'x'.repeat(43));
    expect((await browser.open(forged)).to?.search).toBe('?refused=failed');
    expect((await browser.open(back)).to?.search).toBe('?refused=failed');
    expect(await browser.me()).toBeNull();
  });

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', '/x y'])(
    'does not lead to %s afterwards',
    async (next) => expect((await comeIn('kate', next)).landed).toBe('/'),
  );

  it('is the only way in for who is no administrator, where the company wants that', async () => {
    expect(await saveRules({ passwordSignIn: false })).toBe(200);
    const enter = (email: string) =>
      product.stranger.send<{ code: string }>('POST', '/api/session', { email, password: 'demonstration' });
    expect((await enter('kate@demo.example')).body.code).toBe('API_PROVIDER_ONLY');
    expect((await enter('viktor@demo.example')).status).toBe(200);
    await saveRules({ passwordSignIn: true });
    expect((await enter('kate@demo.example')).status).toBe(200);
  });
});
