/** Tables in and out over HTTP: the steps of an import, refused files, rights, and lists as files with formulas defused. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportJob } from '#contract';
import { openTable } from '#crm/testing';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

let api: ApiProduct;
let admin: Visitor;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'imports-'));
  api = await startApi({ DATA_DIR: folder });
  admin = await api.as('Viktor');
}, 60_000);
afterAll(async () => {
  await api.stop();
  await rm(folder, { recursive: true });
});

async function upload(visitor: Visitor, entity: string, content: string | Uint8Array<ArrayBuffer>) {
  const answer = await fetch(`${api.url}/api/imports/of/${entity}?name=list.csv`, {
    method: 'POST',
    headers: {
      'x-requested-with': 'throughline',
      'content-type': 'application/octet-stream',
      cookie: visitor.cookie,
    },
    body: content,
  });
  return { status: answer.status, body: (await answer.json()) as ImportJob };
}
async function reached(id: string, ...states: ImportJob['state'][]): Promise<ImportJob> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const { body } = await admin.get<ImportJob>(`/api/imports/${id}`);
    if (states.includes(body.state)) return body;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Expected the import to become ${states.join(' or ')}.`);
}
const download = async (visitor: Visitor, path: string) => {
  const answer = await fetch(`${api.url}${path}`, { headers: { cookie: visitor.cookie } });
  return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()), headers: answer.headers };
};

describe('an import', () => {
  it('goes through its steps, and back', async () => {
    const begun = await upload(
      admin,
      'account',
      'Name,City\nImported One,Riga\nImported Two,=cmd()\n,Nowhere\n',
    );
    expect(begun.status).toBe(200);
    const job = await reached(begun.body.id, 'mapping');
    const { mapping, options, id } = job;
    expect(mapping.map((one) => one.target)).toEqual(['name', 'city']);
    await admin.send('POST', `/api/imports/${id}/check`, { mapping, options });
    const ready = await reached(id, 'ready');
    expect(ready.summary.verdicts).toEqual({ create: 2, error: 1 });
    const tried = await admin.send<{ items: { outcome: string }[] }>('POST', `/api/imports/${id}/test`);
    expect(tried.body.items.map((row) => row.outcome)).toEqual(['created', 'created']);
    const started = await admin.send<ImportJob>('POST', `/api/imports/${id}/start`, {}, 'key-start-1');
    const again = await admin.send<ImportJob>('POST', `/api/imports/${id}/start`, {}, 'key-start-1');
    expect(again).toEqual(started);
    const done = await reached(id, 'done');
    expect(done.summary.outcomes).toEqual({ created: 2, failed: 1 });
    const refused = await download(admin, `/api/imports/${id}/refused?format=csv`);
    expect(refused.bytes.toString('utf8')).toBe(
      '\uFEFFName,City,Import error\r\n,Nowhere,Name: is required\r\n',
    );

    const exported = await download(
      admin,
      '/api/exports/account?format=csv&q=Imported&columns=name,city,owner&sort=name:asc',
    );
    expect(exported.headers.get('content-disposition')).toContain('attachment');
    expect(
      exported.bytes
        .toString('utf8')
        .split('\r\n')
        .map((line) => line.split(',').slice(0, 2).join()),
    ).toEqual(['\uFEFFName,City', 'Imported One,Riga', `Imported Two,'=cmd()`, '']);
    const workbook = await download(
      admin,
      '/api/exports/account?format=xlsx&q=Imported&columns=name,city&sort=name:asc',
    );
    const path = join(folder, 'exported.xlsx');
    await writeFile(path, workbook.bytes);
    const rows: (readonly string[])[] = [];
    for await (const row of (await openTable(path)).rows()) rows.push(row.cells);
    expect(rows).toEqual([
      ['Name', 'City'],
      ['Imported One', 'Riga'],
      ['Imported Two', '=cmd()'],
    ]);
    const kept = async () =>
      (await api.pool.query(`select from crm.event where verb = 'exported' and entity = 'account'`)).rowCount;
    await expect.poll(kept).toBe(2);

    await admin.send('POST', `/api/imports/${id}/undo`);
    expect((await reached(id, 'undone')).summary).toMatchObject({ undone: 2, left: 0 });
  });

  it('says what is wrong with a file, and changes nothing', async () => {
    const begun = await upload(admin, 'account', new Uint8Array(5_000));
    const failed = await reached(begun.body.id, 'failed');
    expect(failed.problem).toMatchObject({ code: 'CRM_IMPORT_FILE_REFUSED', reason: 'unknownKind' });
    expect((await admin.send('POST', `/api/imports/${failed.id}/start`)).status).toBe(409);
  });

  it('is its owner’s, and takes only those who may', async () => {
    const colleague = await api.as('Kate');
    const begun = await upload(admin, 'account', 'Name\nMine\n');
    expect((await colleague.get(`/api/imports/${begun.body.id}`)).status).toBe(404);
    expect((await upload(colleague, 'product', 'Name\nX\n')).status).toBe(403);
    expect((await upload(admin, 'user', 'Name\nX\n')).status).toBe(403);
    expect((await download(colleague, '/api/exports/account')).status).toBe(403);
    const wrong = await admin.get<{ code: string }>('/api/exports/account?columns=nonsense');
    expect([wrong.status, wrong.body.code]).toEqual([400, 'CRM_FILTER_INVALID']);
  });
});
