/** The shipped processes in a company that has none of them: what is missing is named, made, and then they run. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Draft, ReadyProcess } from '#contract';
import { testDatabase } from '../support/database.ts';
import { seedPeople } from '../support/visitors.ts';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

let api: ApiProduct;
let admin: Visitor;
let owner: Visitor;
let anna: Visitor;

beforeAll(async () => {
  const made = await testDatabase();
  const pool = new pg.Pool({ connectionString: made.url, max: 2 });
  await seedPeople(pool);
  // As in a company that has structure of its own.
  await pool.query('update crm.position set code = null');
  await pool.end();
  api = await startApi({ DEMO: '0' }, made);
  admin = await api.as('Viktor');
  owner = await api.as('Olga');
  anna = await api.as('Anna');
}, 60_000);
afterAll(() => api.stop());

interface Refused {
  readonly code: string;
  readonly fields: { readonly code: string; readonly values: Readonly<Record<string, string>> }[];
}
const ready = async (who: Visitor, key: string): Promise<ReadyProcess | undefined> =>
  (await who.get<{ items: ReadyProcess[] }>('/api/ready-processes')).body.items.find(
    ({ processKey }) => processKey === key,
  );
const codes = (process: ReadyProcess | undefined, isMissing: boolean): string[] =>
  (process?.needs ?? []).filter((need) => need.isMissing === isMissing).map(({ code }) => code);

describe('a shipped process', () => {
  it('tells what it is for and what it needs here', async () => {
    const approval = await ready(owner, 'quote-approval');
    expect(approval).toMatchObject({
      description: expect.stringContaining('second pair of eyes') as string,
    });
    expect(codes(approval, true)).toEqual(['sales-head', 'director']);
    expect(approval?.needs[0]).toMatchObject({
      kind: 'position',
      label: { en: 'Head of sales', ru: 'Руководитель продаж' },
      department: { code: 'sales' },
    });
    expect(codes(await ready(owner, 'follow-up-call'), false)).toContain('company');
    const { items } = (await owner.get<{ items: ReadyProcess[] }>('/api/ready-processes')).body;
    expect(items.filter(({ name, description }) => name === '' || description === '')).toEqual([]);
    const nameless = items.flatMap(({ needs }) => needs).filter(({ code, label }) => label.en === code);
    expect(nameless).toEqual([]);
  });

  it('is listed for those who draw or publish, and taken by nobody else', async () => {
    expect((await anna.get<{ items: unknown[] }>('/api/ready-processes')).body.items).toEqual([]);
    for (const way of ['draft', 'publish'])
      expect((await anna.send('POST', `/api/ready-processes/quote-approval/${way}`)).status).toBe(403);
    expect((await owner.send('POST', '/api/ready-processes/nothing/draft')).status).toBe(404);
  });

  it('is taken as a draft, once', async () => {
    const take = () => owner.send<Draft>('POST', '/api/ready-processes/satisfaction-note/draft');
    const first = await take();
    expect(first).toMatchObject({ status: 200, body: { processKey: 'satisfaction-note', revision: 1 } });
    expect(first.body.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect((await ready(owner, 'satisfaction-note'))?.state).toBe('draft');
    expect((await take()).status).toBe(409);
    const over = await owner.send('POST', '/api/ready-processes/satisfaction-note/publish');
    expect(over.status).toBe(409);
    await owner.send('DELETE', '/api/processes/satisfaction-note/draft');
  });

  it('is published once nothing is missing, and until then told of to whoever asks for approval', async () => {
    const use = async (who: Visitor) =>
      (
        await who.get<{ isPublished: boolean; mayInstall: boolean; ask: { name: string }[] }>(
          '/api/ready-processes/quote-approval/use',
        )
      ).body;
    expect(await use(owner)).toEqual({ isPublished: false, mayInstall: true, ask: [] });
    const asked = await use(anna);
    expect(asked).toMatchObject({ isPublished: false, mayInstall: false });
    expect(asked.ask.map(({ name }) => name)).toContain('Olga Smirnova');
    const before = await api.fingerprint();
    const install = (key?: string) =>
      owner.send<Refused>('POST', '/api/ready-processes/quote-approval/publish', undefined, key);
    const refused = await install();
    expect(refused.status).toBe(422);
    expect(refused.body.fields).toMatchObject([
      { code: 'needsMissing', values: { names: 'Head of sales, Director' } },
    ]);
    expect(await api.fingerprint()).toBe(before);
    await giveCodes({ 'Head of sales': 'sales-head', Director: 'director' });
    expect(codes(await ready(owner, 'quote-approval'), true)).toEqual([]);
    const key = '01900000-0000-7000-8000-00000000bbbb';
    expect((await install(key)).status).toBe(200);
    expect((await install(key)).status).toBe(200);
    expect((await owner.send('POST', '/api/ready-processes/quote-approval/draft')).status).toBe(200);
    expect(await use(anna)).toEqual({ isPublished: true, mayInstall: false, ask: [] });
  });
});

/** Positions that the company has under names of its own become those that processes name. */
async function giveCodes(wanted: Readonly<Record<string, string>>): Promise<void> {
  const { positions } = (
    await admin.get<{ positions: { id: string; title: string; holders: unknown }[] }>('/api/admin/structure')
  ).body;
  for (const { id, holders, ...content } of positions) {
    void holders;
    const code = wanted[content.title];
    if (code === undefined) continue;
    const answer = await admin.send('PUT', `/api/admin/positions/${id}`, { ...content, code });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  }
}
