/** The second factor, sessions, API keys and the rules of signing in, over HTTP on the whole product. */
import { hash } from '@node-rs/argon2';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Me, OwnSecurity, PersonSecurity, ProblemDocument, SignInSettings } from '#contract';
import { demonstrationPeople } from '#crm';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

const PASSWORD = 'demonstration';
const BETTER = 'four quiet herons wade';

let product: ApiProduct;
let admin: Visitor;

beforeAll(async () => {
  product = await startApi({ API_KEY_REQUESTS_PER_MINUTE: '40' });
  admin = await product.as('Viktor');
}, 120_000);
afterAll(() => product.stop());

const emailOf = (firstName: string): string =>
  demonstrationPeople.find((person) => person.name.startsWith(`${firstName} `))?.email ?? '';

interface Entered {
  readonly status: number;
  readonly code: string | undefined;
  readonly cookies: string;
  readonly retryAfter: string | null;
  readonly pending: string | null | undefined;
}

async function enter(
  firstName: string,
  body: { password?: string; code?: string } = {},
  cookie = '',
): Promise<Entered> {
  const answer = await fetch(`${product.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-requested-with': 'throughline', cookie },
    body: JSON.stringify({ email: emailOf(firstName), password: PASSWORD, ...body }),
  });
  const { code, pending } = (await answer.json()) as { code?: string; pending?: string | null };
  return {
    status: answer.status,
    code,
    pending,
    cookies: answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; '),
    retryAfter: answer.headers.get('retry-after'),
  };
}

function by(headers: Readonly<Record<string, string>>) {
  return async <T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }> => {
    const answer = await fetch(`${product.url}${path}`, {
      method,
      headers: {
        'x-requested-with': 'throughline',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as T };
  };
}
const byCookie = (cookie: string) => by({ cookie });
const byKey = (key: string) => by({ authorization: `Bearer ${key}` });

/** The code of an app that is `steps` periods ahead, so that one test can use several. */
const codeOf = (secret: string, steps = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });

const verbsOf = async (userId: string): Promise<string[]> => {
  const { rows } = await product.pool.query<{ verb: string }>(
    `select verb from crm.event where entity = 'user' and record_id = $1 order by occurred_at, id`,
    [userId],
  );
  return rows.map((row) => row.verb);
};

describe('a password', () => {
  it('is changed with the present one, and every other session ends', async () => {
    const olga = await product.as('Olga');
    const other = byCookie((await enter('Olga')).cookies);
    const change = (body: object) => olga.send<ProblemDocument>('PUT', '/api/session/password', body);
    expect((await change({ current: 'wrong', next: BETTER })).body.fields?.[0]?.path).toBe('current');
    expect((await change({ current: PASSWORD, next: BETTER })).status).toBe(200);
    expect((await other('GET', '/api/session')).status).toBe(401);
    expect((await olga.get('/api/session')).status).toBe(200);
    expect((await enter('Olga')).status).toBe(401);
    expect((await enter('Olga', { password: BETTER })).status).toBe(200);
    expect(await verbsOf(olga.id)).toContain('password_changed');
    expect((await change({ current: BETTER, next: PASSWORD })).body.fields?.[0]?.path).toBeUndefined();
  });

  it.each([
    ['too short', 'heron 7'],
    ['of few characters', 'aaaaaaaabbbbbbbb'],
    ['common', 'Password123456'],
    ['a row of keys', 'qwertyuiop1234567890'],
    ['a common one in Russian', 'пароль1234567890'],
    ['the own name', 'DmitryDmitry1234'],
  ])('is refused when it is %s', async (_why, next) => {
    const dmitry = await product.as('Dmitry');
    const answer = await dmitry.send<ProblemDocument>('PUT', '/api/session/password', {
      current: PASSWORD,
      next,
    });
    expect([answer.status, answer.body.fields?.[0]?.path]).toEqual([422, 'next']);
    expect((await enter('Dmitry')).status).toBe(200);
  });

  it('with an older hash gets a stronger one at the next sign-in', async () => {
    const kate = await product.as('Kate');
    const weak = await hash(PASSWORD, { memoryCost: 8_192, timeCost: 1, parallelism: 1 });
    await product.pool.query('update app.credential set password_hash = $2 where user_id = $1', [
      kate.id,
      weak,
    ]);
    expect((await enter('Kate', { password: 'wrong' })).status).toBe(401);
    const stored = () =>
      product.pool.query<{ h: string }>('select password_hash as h from app.credential where user_id = $1', [
        kate.id,
      ]);
    expect((await stored()).rows[0]?.h).toBe(weak);
    expect((await enter('Kate')).status).toBe(200);
    expect((await stored()).rows[0]?.h).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect((await enter('Kate')).status).toBe(200);
  });

  it('that an administrator sets is good for one sign-in and must be replaced', async () => {
    const maria = await product.as('Maria');
    const path = `/api/admin/security/people/${maria.id}/password`;
    expect((await maria.send('POST', path)).status).toBe(403);
    const reset = await admin.send<{ password: string }>('POST', path);
    expect((await maria.get('/api/session')).status).toBe(401);
    const entered = await enter('Maria', { password: reset.body.password });
    expect(entered.status).toBe(200);
    // The page that signed in knows at once, not only after asking again.
    expect(entered.pending).toBe('password');
    const ask = byCookie(entered.cookies);
    expect((await ask<Me>('GET', '/api/session')).body.pending).toBe('password');
    expect((await ask<ProblemDocument>('GET', '/api/tasks')).body.code).toBe('API_PASSWORD_CHANGE_REQUIRED');
    await ask('PUT', '/api/session/password', { current: reset.body.password, next: BETTER });
    expect((await ask<Me>('GET', '/api/session')).body.pending).toBeNull();
    expect((await ask('GET', '/api/tasks')).status).toBe(200);
  });
});

describe('guessing', () => {
  it('of one account from everywhere ends for strangers, not for the own browser, and tells nothing', async () => {
    const known = (await enter('Pavel')).cookies;
    const device = known.split('; ').find((one) => one.startsWith('throughline_device=')) ?? '';
    expect(device).not.toBe('');
    // What fifty machines would have done.
    await product.pool.query(
      `update app.sign_in_attempt set failed = 1000, window_started_at = clock_timestamp() where subject like 'account:%'`,
    );
    const strange = await enter('Pavel');
    expect([strange.status, strange.code]).toEqual([429, 'API_SIGN_IN_TOO_OFTEN']);
    expect(Number(strange.retryAfter)).toBeGreaterThan(60);
    expect((await enter('Pavel', {}, device)).status).toBe(200);
    expect((await enter('Nina', {}, device)).code).not.toBe('API_CODE_REQUIRED');
    await product.pool.query('delete from app.sign_in_attempt');
  });

  it('in parallel gets no further than in a row', async () => {
    const tries = await Promise.all(Array.from({ length: 30 }, () => enter('Anna', { password: 'wrong' })));
    expect(tries.filter((one) => one.status === 401)).toHaveLength(10);
    expect(tries.filter((one) => one.status === 429)).toHaveLength(20);
    await product.pool.query('delete from app.sign_in_attempt');
  });
});

describe('the second factor', () => {
  it('is set up with a code, asked for, taken once, and given up with a code', async () => {
    const first = (await enter('Dmitry')).cookies;
    const ask = byCookie(first);
    const begun = await ask<{ secret: string; url: string }>('POST', '/api/session/second-factor');
    expect(begun.body.url).toMatch(/^otpauth:\/\/totp\/Throughline:.*secret=/);
    // Begun is not set up: nobody is locked out by closing the page.
    expect((await enter('Dmitry')).status).toBe(200);
    const { secret } = begun.body;
    expect((await ask('POST', '/api/session/second-factor/confirm', { code: '000000' })).status).toBe(422);
    const confirmed = await ask<{ recoveryCodes: string[] }>('POST', '/api/session/second-factor/confirm', {
      code: codeOf(secret),
    });
    expect(confirmed.status).toBe(200);
    const codes = confirmed.body.recoveryCodes;
    expect(new Set(codes).size).toBe(10);

    expect((await enter('Dmitry')).code).toBe('API_CODE_REQUIRED');
    expect((await enter('Dmitry', { password: 'wrong' })).code).toBe('API_SIGN_IN_REFUSED');
    expect((await enter('Dmitry', { code: codeOf(secret) })).code).toBe('API_CODE_REFUSED');
    const ahead = codeOf(secret, 1);
    expect((await enter('Dmitry', { code: ahead })).status).toBe(200);
    expect((await enter('Dmitry', { code: ahead })).code).toBe('API_CODE_REFUSED');
    expect((await enter('Dmitry', { code: codes[0]?.toUpperCase() ?? '' })).status).toBe(200);
    expect((await enter('Dmitry', { code: codes[0] ?? '' })).code).toBe('API_CODE_REFUSED');
    expect((await ask<OwnSecurity>('GET', '/api/session/security')).body.secondFactor?.recoveryLeft).toBe(9);
    expect((await ask('POST', '/api/session/second-factor')).status).toBe(409);

    const stored = await product.pool.query(
      `select 1 from app.recovery_code r where r::text like '%' || $1 || '%'`,
      [codes[1]],
    );
    expect(stored.rowCount).toBe(0);
    expect((await ask('POST', '/api/session/second-factor/remove', { code: 'nonsense' })).status).toBe(422);
    expect((await ask('POST', '/api/session/second-factor/remove', { code: codes[1] })).status).toBe(200);
    expect((await enter('Dmitry')).status).toBe(200);
    const dmitry = await product.as('Dmitry');
    expect(await verbsOf(dmitry.id)).toEqual(
      expect.arrayContaining([
        'second_factor_on',
        'sign_in_failed',
        'recovery_code_used',
        'second_factor_off',
      ]),
    );
    await product.pool.query('delete from app.sign_in_attempt');
  });

  it('is taken away by an administrator, and every session ends', async () => {
    const ask = byCookie((await enter('Nina')).cookies);
    const { secret } = (await ask<{ secret: string }>('POST', '/api/session/second-factor')).body;
    await ask('POST', '/api/session/second-factor/confirm', { code: codeOf(secret) });
    const nina = demonstrationPeople.find((person) => person.name.startsWith('Nina '));
    const path = `/api/admin/security/people/${nina?.id}/second-factor`;
    expect((await ask('DELETE', path)).status).toBe(403);
    const people = await admin.get<{ items: PersonSecurity[] }>('/api/admin/security/people');
    expect(people.body.items.find((one) => one.person.id === nina?.id)?.secondFactor?.recoveryLeft).toBe(10);
    expect((await admin.send('DELETE', path)).status).toBe(200);
    expect((await ask('GET', '/api/session')).status).toBe(401);
    expect((await enter('Nina')).status).toBe(200);
  });

  it('closes the product to a role that must have one until it is there', async () => {
    const settings = await admin.get<SignInSettings>('/api/admin/security/settings');
    const save = (rules: object) =>
      admin.send<ProblemDocument>('PUT', '/api/admin/security/settings', {
        ...settings.body.rules,
        ...rules,
      });
    expect((await save({ totpRoles: ['nobody'] })).body.fields?.[0]?.path).toBe('totpRoles');
    expect((await save({ passwordSignIn: false })).body.fields?.[0]?.path).toBe('passwordSignIn');
    expect((await save({ totpRoles: ['manager'] })).status).toBe(200);
    expect((await save({ totpRoles: [] })).status).toBe(409);

    const ask = byCookie((await enter('Dmitry')).cookies);
    expect((await ask<Me>('GET', '/api/session')).body.pending).toBe('second-factor');
    expect((await ask<ProblemDocument>('GET', '/api/tasks')).body.code).toBe('API_SECOND_FACTOR_REQUIRED');
    expect((await ask('POST', '/api/session/keys', {})).status).toBe(403);
    const { secret } = (await ask<{ secret: string }>('POST', '/api/session/second-factor')).body;
    await ask('POST', '/api/session/second-factor/confirm', { code: codeOf(secret) });
    expect((await ask('GET', '/api/tasks')).status).toBe(200);
    expect((await (await product.as('Kate')).get('/api/tasks')).status).toBe(200);
    await save({ totpRoles: [], version: settings.body.rules.version + 1 });
  });
});

describe('sessions', () => {
  it('are seen and ended, also by an administrator', async () => {
    await product.pool.query('delete from app.sign_in_attempt');
    const here = byCookie((await enter('Mark')).cookies);
    const there = byCookie((await enter('Mark')).cookies);
    const seen = (await here<OwnSecurity>('GET', '/api/session/security')).body.sessions;
    expect(seen).toHaveLength(2);
    expect(seen.filter((one) => one.isThis)).toHaveLength(1);
    expect(seen[0]).toMatchObject({ ip: '127.0.0.1', method: 'password' });
    const other = seen.find((one) => !one.isThis);
    const kate = await product.as('Kate');
    expect((await kate.send('DELETE', `/api/session/sessions/${other?.id}`)).status).toBe(404);
    expect((await there('GET', '/api/session')).status).toBe(200);
    expect((await here('DELETE', `/api/session/sessions/${other?.id}`)).status).toBe(200);
    expect((await there('GET', '/api/session')).status).toBe(401);
    const me = (await here<Me>('GET', '/api/session')).body.user;
    expect((await admin.send('DELETE', `/api/admin/security/people/${me.id}/sessions`)).body).toEqual({
      ended: 1,
    });
    expect((await here('GET', '/api/session')).status).toBe(401);
  });
});

describe('an API key', () => {
  const until = new Date(Date.now() + 86_400_000).toISOString();
  const make = (visitor: Visitor, body: object) =>
    visitor.send<{ key: string; item: { id: string; prefix: string } }>('POST', '/api/session/keys', {
      name: 'Nightly export',
      readOnly: false,
      expiresAt: until,
      ...body,
    });

  it('has the rights of its role only, never those of the administrator who made it', async () => {
    const { key, item } = (await make(admin, { role: 'baseline' })).body;
    expect(key.startsWith(item.prefix)).toBe(true);
    expect((await byKey(key)<Me>('GET', '/api/session')).body.isAdmin).toBe(false);
    expect((await byKey(key)('GET', '/api/admin/audit')).status).toBe(403);
    const full = (await make(admin, { role: 'admin' })).body.key;
    expect((await byKey(full)('GET', '/api/admin/audit')).status).toBe(200);
    // About the sign-in of a person no key decides, whatever its role.
    expect((await byKey(full)<ProblemDocument>('GET', '/api/admin/security/people')).body.code).toBe(
      'API_PERSON_ONLY',
    );
    expect((await byKey(full)('POST', '/api/session/keys', {})).status).toBe(403);
    const found = await product.pool.query(
      `select 1 from app.api_key k where k::text like '%' || $1 || '%'`,
      [key.slice(13)],
    );
    expect(found.rowCount).toBe(0);
  });

  it('only reads when it was made so, and is not helped by a cookie beside it', async () => {
    const { key } = (await make(admin, { role: 'admin', readOnly: true })).body;
    const write = await byKey(key)<ProblemDocument>('POST', '/api/records/account', {
      fields: { name: 'X' },
    });
    expect(write.body.code).toBe('API_KEY_READ_ONLY');
    const beside = await by({ authorization: 'Bearer tlk_nothing', cookie: admin.cookie })(
      'GET',
      '/api/session',
    );
    expect(beside.status).toBe(401);
  });

  it('is given for an own role and a limited time, and is worthless once revoked, expired or without the role', async () => {
    const kate = await product.as('Kate');
    expect((await make(kate, { role: 'admin' })).status).toBe(422);
    expect((await make(kate, { role: 'baseline', expiresAt: '2001-01-01T00:00:00Z' })).status).toBe(422);
    const { key, item } = (await make(kate, { role: 'baseline' })).body;
    expect((await byKey(key)('GET', '/api/session')).status).toBe(200);
    expect((await admin.send('DELETE', `/api/session/keys/${item.id}`)).status).toBe(404);
    await product.pool.query('update app.api_key set expires_at = clock_timestamp() where id = $1', [
      item.id,
    ]);
    expect((await byKey(key)('GET', '/api/session')).status).toBe(401);
    const second = (await make(kate, { role: 'baseline' })).body;
    await product.pool.query(`update app.api_key set role_code = 'admin' where id = $1`, [second.item.id]);
    expect((await byKey(second.key)('GET', '/api/session')).status).toBe(401);
    await product.pool.query(`update app.api_key set role_code = 'baseline' where id = $1`, [second.item.id]);
    expect((await byKey(second.key)('GET', '/api/session')).status).toBe(200);
    await kate.send('DELETE', `/api/session/keys/${second.item.id}`);
    expect((await byKey(second.key)('GET', '/api/session')).status).toBe(401);
  });

  it('is held up after its requests of the minute', async () => {
    const { key } = (await make(admin, { role: 'baseline' })).body;
    const answers = await Promise.all(
      Array.from({ length: 45 }, () =>
        fetch(`${product.url}/api/session`, { headers: { authorization: `Bearer ${key}` } }),
      ),
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(40);
    const held = answers.find((answer) => answer.status === 429);
    expect(Number(held?.headers.get('retry-after'))).toBeGreaterThan(0);
    await Promise.all(answers.map((answer) => answer.arrayBuffer()));
  });
});
