/** Everything as one archive: what is in it and what is not, for whom it is, until when. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import type { FullExport } from '#contract';
import { demonstrationId } from '#crm';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

const WORKER_SECRET = 'a-secret-of-a-worker-program-0123456789';
const SECRET_LIKE = [
  'app.credential',
  'app.totp',
  'app.session',
  'app.api_key',
  'app.recovery_code',
  'app.full_export',
];

let api: ApiProduct;
let admin: Visitor;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'full-export-'));
  api = await startApi({
    DATA_DIR: folder,
    WORKER_KEYS: `press:${WORKER_SECRET}`,
  });
  admin = await api.as('Viktor');
}, 60_000);
afterAll(async () => {
  await api.stop();
  await rm(folder, { recursive: true });
});

async function made(id: string): Promise<FullExport> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const found = await listed(id);
    if (found.state !== 'running') return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('Expected the export to end.');
}
async function listed(id: string): Promise<FullExport> {
  const { body } = await admin.get<{ items: FullExport[] }>('/api/admin/full-exports');
  const found = body.items.find((item) => item.id === id);
  if (!found) throw new Error(`Expected the export '${id}' to be listed.`);
  return found;
}
async function linkTo(id: string, visitor = admin) {
  return visitor.send<{ url: string; expiresAt: string }>('POST', `/api/admin/full-exports/${id}/link`);
}
async function entriesOf(zip: Buffer): Promise<Map<string, string>> {
  const file = await fromBufferPromise(zip, { lazyEntries: true });
  const found = new Map<string, string>();
  for await (const entry of file.eachEntry())
    found.set(entry.fileName, (await buffer(await file.openReadStreamPromise(entry))).toString('utf8'));
  return found;
}
const auditedVerbs = async (): Promise<string[]> =>
  (
    await api.pool.query<{ verb: string }>(
      `select verb from crm.event where verb like 'full_export%' or verb = 'exported' order by occurred_at, id`,
    )
  ).rows.map((row) => row.verb);

describe('a full export', () => {
  let done: FullExport;
  let entries: Map<string, string>;
  const secrets: string[] = [WORKER_SECRET];

  beforeAll(async () => {
    // One of each thing that opens a door.
    await admin.send('POST', '/api/session/second-factor');
    const key = await admin.send<{ key: string }>('POST', '/api/session/keys', {
      name: 'A program',
      role: 'admin',
      readOnly: true,
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    });
    const hook = await admin.send<{ secret: string }>(
      'PUT',
      '/api/admin/webhooks/01900000-0000-7000-8000-0a0000000001',
      {
        name: 'Elsewhere',
        url: 'https://hooks.example.com/in',
        ownerId: admin.id,
        events: ['ticket.created'],
        conditions: [],
        active: false,
        version: null,
      },
    );
    // Somebody wrote a secret where everybody reads it.
    await admin.send('POST', `/api/records/account/${demonstrationId('account', 1)}/comments`, {
      body: `The secret of the webhook is ${hook.body.secret}, keep it.`,
    });
    const { rows } = await api.pool.query<{ secret: string }>(`
      select password_hash as secret from app.credential union all select secret from app.totp
      union all select secret from app.webhook union all select encode(key_hash, 'hex') from app.api_key
      union all select encode(token_hash, 'hex') from app.session`);
    secrets.push(...rows.map((row) => row.secret), key.body.key, hook.body.secret);

    const begun = await admin.send<FullExport>('POST', '/api/admin/full-exports');
    expect(begun).toMatchObject({ status: 200, body: { state: 'running', isMine: false } });
    done = await made(begun.body.id);
    const { body } = await linkTo(done.id);
    const answer = await fetch(`${api.url}${body.url}`, { headers: { cookie: admin.cookie } });
    expect(answer.headers.get('content-disposition')).toContain('attachment');
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.length).toBe(done.size);
    entries = await entriesOf(bytes);
  }, 90_000);

  it('holds records, relations, files, processes, forms, history and audit', () => {
    expect(done).toMatchObject({ state: 'done', isMine: true, steps: done.stepsDone, by: { id: admin.id } });
    expect([...entries.keys()]).toEqual(
      expect.arrayContaining([
        'README.txt',
        ...['account', 'account_contact', 'event', 'file', 'record_file', 'role'].map(
          (name) => `tables/crm.${name}.jsonl`,
        ),
        'tables/engine.history_command.jsonl',
        ...['web_form', 'mail_message', 'mail_received', 'process_draft'].map(
          (name) => `tables/app.${name}.jsonl`,
        ),
      ]),
    );
    const accounts = entries.get('tables/crm.account.jsonl')?.trim().split('\n') ?? [];
    expect(accounts.map((line) => (JSON.parse(line) as { id: string }).id)).toContain(
      demonstrationId('account', 1),
    );
    expect(done.rows).toBe(
      [...entries]
        .filter(([name]) => name.startsWith('tables/'))
        .reduce((sum, [, text]) => sum + text.split('\n').length - 1, 0),
    );
  });

  it('keeps the columns of tokens of processes, which open nothing', () => {
    expect(SECRET_LIKE.every((name) => !entries.has(`tables/${name}.jsonl`))).toBe(true);
    expect([...entries.keys()]).toContain('tables/engine.token.jsonl');
  });

  it('holds no secret, wherever it stood', () => {
    expect(secrets.length).toBeGreaterThan(10);
    for (const [name, text] of entries)
      expect(
        secrets.filter((secret) => text.includes(secret)),
        name,
      ).toEqual([]);
    expect(entries.get('tables/crm.comment.jsonl')).toContain(
      'The secret of the webhook is [left out], keep it.',
    );
    expect(done.leftOut).toBeGreaterThan(0);
  });

  it('is fetched by a signed link that is the person’s own and ends', async () => {
    const { body } = await linkTo(done.id);
    const fetched = (path: string, visitor = admin) =>
      fetch(`${api.url}${path}`, { headers: { cookie: visitor.cookie } }).then(async (answer) => {
        await answer.arrayBuffer();
        return answer.status;
      });
    const now = Date.now();
    const [expires = '', signature = ''] = (new URL(body.url, api.url).searchParams.get('link') ?? '').split(
      '.',
    );
    expect(Number(expires)).toBeLessThan(now + 11 * 60_000);
    const altered = body.url.replace(expires, String(Number(expires) + 1));
    expect(await fetched(altered)).toBe(403);
    expect(await fetched(body.url.replace(signature, `${signature.slice(0, -2)}AA`))).toBe(403);
    // Another administrator: he sees that it is there, and cannot fetch it.
    await api.pool.query(
      `insert into crm.user_role (user_id, role_id) select $1, id from crm.role where code = 'admin'`,
      [(await api.as('Olga')).id],
    );
    const other = await api.as('Olga');
    expect(await fetched(body.url, other)).toBe(404);
    expect((await linkTo(done.id, other)).status).toBe(404);
    expect(await fetched(body.url, await api.as('Kate'))).toBe(403);
    expect(await fetched(body.url, api.stranger)).toBe(401);
    expect(await fetched(body.url)).toBe(200);
  });

  it('is in the audit: who began it, what it held, who fetched it', async () => {
    expect(await auditedVerbs()).toEqual(
      expect.arrayContaining(['full_export_begun', 'exported', 'full_export_fetched']),
    );
  });

  it('is made one at a time', async () => {
    const { body } = await admin.send<FullExport>('POST', '/api/admin/full-exports');
    const second = await admin.send<{ detail: string }>('POST', '/api/admin/full-exports');
    expect([200, 409]).toContain(second.status);
    if (second.status === 409) expect(second.body.detail).toContain('under way');
    await made(body.id);
  });

  it('is thrown away before its time where somebody wants it', async () => {
    const discarded = await admin.send<FullExport>('DELETE', `/api/admin/full-exports/${done.id}`);
    expect(discarded.body).toMatchObject({ state: 'expired', isMine: false });
    expect((await linkTo(done.id)).status).toBe(404);
    expect(await readdir(join(folder, 'exports'))).not.toContain(`${done.id}.zip`);
  });
});
