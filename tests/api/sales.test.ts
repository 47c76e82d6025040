import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demonstrationId } from '#crm';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

let api: ApiProduct;
let folder: string;
let dmitry: Visitor;
let nina: Visitor;
const deal = demonstrationId('deal', 13);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-files-'));
  api = await startApi({ DATA_DIR: folder });
  dmitry = await api.as('Dmitry');
  nina = await api.as('Nina');
}, 60_000);
afterAll(async () => {
  await api.stop();
  await rm(folder, { recursive: true, force: true });
});

async function upload(
  visitor: Visitor,
  path: string,
  body: Buffer,
): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${api.url}${path}`, {
    method: 'POST',
    headers: {
      'x-requested-with': 'throughline',
      'content-type': 'application/octet-stream',
      cookie: visitor.cookie,
    },
    body: new Uint8Array(body),
  });
  return { status: answer.status, body: await answer.json() };
}

describe('files over the wire', () => {
  const files = `/api/records/deal/${deal}/files`;

  it('come in as bytes and go out as an attachment that nothing runs', async () => {
    const content = Buffer.from('<script>alert(1)</script>');
    const added = await upload(
      dmitry,
      `${files}?name=${encodeURIComponent('Счёт 1.html')}&mime=text/html`,
      content,
    );
    expect(added.status).toBe(200);
    const [file] = (added.body as { items: { id: string; size: number }[] }).items;
    expect(file?.size).toBe(content.length);
    const answer = await fetch(`${api.url}/api/files/${file?.id}/content`, {
      headers: { cookie: dmitry.cookie },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-disposition')).toContain('attachment; filename=');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(content);
    const denied = await fetch(`${api.url}/api/files/${file?.id}/content`, {
      headers: { cookie: nina.cookie },
    });
    expect(denied.status).toBe(404);
    const stranger = await fetch(`${api.url}/api/files/${file?.id}/content`);
    expect(stranger.status).toBe(401);
  });

  it('are stored once, whatever they are called', async () => {
    const stored = async () =>
      (await readdir(join(folder, 'files'), { recursive: true })).filter((name) =>
        /[0-9a-f]{64}$/.test(name),
      );
    await upload(dmitry, `${files}?name=a.txt`, Buffer.from('same'));
    const before = (await stored()).length;
    await upload(dmitry, `${files}?name=b.txt`, Buffer.from('same'));
    expect(await stored()).toHaveLength(before);
  });

  it('are refused before a byte is kept when the name or the right is wrong', async () => {
    const before = await api.fingerprint();
    expect((await upload(dmitry, `${files}?name=run.exe`, Buffer.from('MZ'))).status).toBe(422);
    expect((await upload(nina, `${files}?name=a.txt`, Buffer.from('x'))).status).toBe(404);
    expect(await api.fingerprint()).toBe(before);
  });

  it('end at the limit, and nothing of them stays', async () => {
    const before = await api.fingerprint();
    const answer = await upload(dmitry, `${files}?name=big.bin`, Buffer.alloc(51 * 1_048_576));
    expect(answer.status).toBe(413);
    expect(await readdir(join(folder, 'files', 'incoming'))).toEqual([]);
    expect(await api.fingerprint()).toBe(before);
  });
});

describe('a deal over the wire', () => {
  it('moves with what its stage needs, and says what that is when it is missing', async () => {
    const made = await dmitry.send<{ id: string; version: number }>('POST', '/api/records/deal', {
      fields: { name: 'By wire' },
    });
    const path = `/api/records/deal/${made.body.id}`;
    const refused = await dmitry.send<{ code: string; details: { missing: { text: { ru: string } }[] } }>(
      'PATCH',
      path,
      {
        version: made.body.version,
        fields: { stage: 'quote' },
      },
    );
    expect(refused.status).toBe(409);
    expect(refused.body.code).toBe('CRM_STAGE_BLOCKED');
    expect(refused.body.details.missing.map((one) => one.text.ru)).toEqual([
      'Заполните «Клиент»',
      'Заполните «Сумма»',
    ]);
    const way = await dmitry.get<{ stages: unknown[] }>(`/api/pipelines/deal/records/${made.body.id}`);
    expect(way.body.stages).toHaveLength(7);
    const saved = await dmitry.send<{ total: number }>('PUT', `/api/lines/deal/${made.body.id}`, {
      lines: [{ name: 'Work', qty: 2, price: 10, taxRate: 20 }],
    });
    expect(saved.body.total).toBe(24);
  });

  it('shows its ways only to those who may see it, and pipelines are changed by administrators', async () => {
    expect((await nina.get(`/api/pipelines/deal/records/${deal}`)).status).toBe(404);
    expect((await nina.get(`/api/lines/deal/${deal}`)).status).toBe(404);
    const pipelines = await dmitry.get<{ items: { code: string; stages: object[] }[] }>(
      '/api/pipelines/deal',
    );
    const [sales] = pipelines.body.items;
    const { code, ...rest } = sales ?? { code: '', stages: [] };
    expect((await dmitry.send('PUT', `/api/pipelines/deal/${code}`, rest)).status).toBe(403);
    const viktor = await api.as('Viktor');
    expect((await viktor.send('PUT', `/api/pipelines/deal/${code}`, rest)).status).toBe(200);
  });
});

it('converts a lead and takes it back', async () => {
  const id = demonstrationId('lead', 27);
  const converted = await dmitry.send<{ dealId: string }>('POST', `/api/leads/${id}/conversion`, {
    account: { fields: {} },
    contact: { fields: {} },
    deal: { fields: { name: 'New business' } },
  });
  expect(converted.status).toBe(200);
  expect((await dmitry.get(`/api/records/deal/${converted.body.dealId}`)).status).toBe(200);
  expect((await dmitry.send('DELETE', `/api/leads/${id}/conversion`)).status).toBe(200);
  expect((await dmitry.get(`/api/records/deal/${converted.body.dealId}`)).status).toBe(404);
});

it('tells a colleague who is mentioned, and nobody who may not know', async () => {
  const mentions = [(await api.as('Elena')).id, nina.id];
  await dmitry.send('POST', `/api/records/deal/${deal}/comments`, { body: 'Have a look', mentions });
  const elena = await (
    await api.as('Elena')
  ).get<{ unread: number; items: { kind: string }[] }>('/api/notifications');
  expect([elena.body.unread, elena.body.items[0]?.kind]).toEqual([1, 'mention']);
  const silent = await nina.get<{ items: unknown[] }>('/api/notifications');
  expect(silent.body.items).toEqual([]);
});
