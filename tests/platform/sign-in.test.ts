import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import type { RequestUser } from '#crm';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { cookieOf, setPassword, startBareProduct, type BareProduct } from './bare-product.ts';

const PASSWORD = 'a long enough password';

describe('signing in', () => {
  let database: TestDatabase;
  let product: BareProduct;
  let anna: RequestUser;

  beforeAll(async () => {
    database = await testDatabase();
    product = await startBareProduct({ DATABASE_URL: database.url });
    anna = product.people.add('Anna');
    await setPassword(database.url, anna.id, PASSWORD);
  });
  afterAll(async () => {
    await product.stop();
    await database.drop();
  });

  it('gives a cookie that scripts and other sites cannot use', async () => {
    const answer = await product.request('POST', '/api/session', {
      body: { email: anna.email, password: PASSWORD },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie()[0]).toMatch(/HttpOnly.*SameSite=Lax/i);
    const me = await product.request('GET', '/api/session', { cookie: cookieOf(answer) });
    expect(await me.json()).toMatchObject({
      user: { id: anna.id, name: 'Anna' },
      isAdmin: false,
      demonstration: true,
    });
  });

  it('keeps no token in the database', async () => {
    const cookie = await product.signIn(anna.email, PASSWORD);
    const token = cookie.split('=')[1] ?? '';
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const found = await client.query(`select 1 from app.session s where s::text like '%' || $1 || '%'`, [
      token,
    ]);
    await client.end();
    expect(token.length).toBeGreaterThan(40);
    expect(found.rowCount).toBe(0);
  });

  it('answers a wrong password and an unknown e-mail alike', async () => {
    const wrong = await product.request('POST', '/api/session', {
      body: { email: anna.email, password: 'wrong' },
    });
    const unknown = await product.request('POST', '/api/session', {
      body: { email: 'who@example.com', password: 'wrong' },
    });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    const codes = [await wrong.json(), await unknown.json()].map(
      (problem: { code?: string }) => problem.code,
    );
    expect(codes).toEqual(['API_SIGN_IN_REFUSED', 'API_SIGN_IN_REFUSED']);
  });

  it('ends with signing out', async () => {
    const cookie = await product.signIn(anna.email, PASSWORD);
    expect((await product.request('DELETE', '/api/session', { cookie })).status).toBe(200);
    expect((await product.request('GET', '/api/session', { cookie })).status).toBe(401);
  });

  it('ends at once for a user who may no longer sign in', async () => {
    const boris = product.people.add('Boris');
    await setPassword(database.url, boris.id, PASSWORD);
    const cookie = await product.signIn(boris.email, PASSWORD);
    product.people.users.delete(boris.id);
    expect((await product.request('GET', '/api/session', { cookie })).status).toBe(401);
  });

  it('is refused for a while after ten wrong passwords, also with the right one', async () => {
    const clara = product.people.add('Clara');
    await setPassword(database.url, clara.id, PASSWORD);
    for (let tries = 0; tries < 10; tries++) {
      await product.request('POST', '/api/session', { body: { email: clara.email, password: 'wrong' } });
    }
    const refused = await product.request('POST', '/api/session', {
      body: { email: clara.email, password: PASSWORD },
    });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).not.toBeNull();
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a sibling site', { 'sec-fetch-site': 'same-site' }, 403],
    ['a form without our header', { 'x-requested-with': '' }, 403],
    ['our own page', { 'x-requested-with': '', 'sec-fetch-site': 'same-origin' }, 401],
  ])('takes a write from %s as it should', async (_who, headers, status) => {
    const answer = await product.request('POST', '/api/session', {
      body: { email: 'x@example.com', password: 'x' },
      headers,
    });
    expect(answer.status).toBe(status);
  });

  it('refuses fields that the contract does not have', async () => {
    const answer = await product.request('POST', '/api/session', {
      body: { email: 'x', password: 'x', isAdmin: true },
    });
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toMatch(/application\/problem\+json/);
    expect(await answer.json()).toMatchObject({ code: 'API_FIELDS_INVALID', fields: [{ path: '' }] });
  });

  it.each([
    '/api/nothing',
    '//api/session',
    '/API/session',
    '/%61pi/session',
    '/api/session/',
    '/api/session;x',
    '/x/../api/session',
  ])('tells strangers nothing at %s', async (path) => {
    expect((await product.request('GET', path)).status).toBe(401);
  });

  it('makes no first admin in a demonstration', async () => {
    const body = { name: 'Eve', email: 'eve@example.com', password: PASSWORD, locale: 'en' };
    expect((await product.request('POST', '/api/setup', { body })).status).toBe(409);
  });
});

describe('the first start in production', () => {
  it('asks for the first admin, makes exactly one and signs him in', async () => {
    const database = await testDatabase();
    const product = await startBareProduct({ DATABASE_URL: database.url, NODE_ENV: 'production' });
    try {
      expect(await (await product.request('GET', '/api/setup')).json()).toMatchObject({
        needsFirstAdmin: true,
        demonstration: false,
        demonstrationLogins: [],
      });
      const create = (name: string): Promise<Response> =>
        product.request('POST', '/api/setup', {
          body: { name, email: `${name}@example.com`, password: PASSWORD, locale: 'ru' },
        });
      const answers = await Promise.all(['ada', 'eve', 'ian'].map(create));
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409]);
      const winner = answers.find((answer) => answer.status === 200);
      if (winner === undefined) throw new Error('Expected one admin to have been made.');
      expect((await product.request('GET', '/api/session', { cookie: cookieOf(winner) })).status).toBe(200);
      expect(await (await product.request('GET', '/api/setup')).json()).toMatchObject({
        needsFirstAdmin: false,
      });
    } finally {
      await product.stop();
      await database.drop();
    }
  });
});
