/** The badge of a board: at which step the process of a record is, as far as the reader may see the record. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aProcess } from '../support/process-builder.ts';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

interface Running {
  readonly items: readonly {
    readonly id: string;
    readonly running: number;
    readonly step: { readonly name: string; readonly since: string; readonly dueAt: string | null } | null;
  }[];
}

let api: ApiProduct;
let admin: Visitor;
beforeAll(async () => {
  api = await startApi();
  admin = await api.as('Viktor');
}, 120_000);
afterAll(() => api.stop());

it('names the step at which the process of a record waits, to who may read the record', async () => {
  const { name, content } = aProcess('board-step', '<tl:process manualStart="true" />')
    .start()
    .userTask('look', { extensions: '<tl:assignment kind="initiator" />' })
    .end()
    .file();
  const key = name.replace('.bpmn', '');
  await admin.send('POST', '/api/processes', { name: key, xml: content });
  const published = await admin.send('POST', `/api/processes/${key}/publish`, { revision: 1 });
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  const made = async (subject: string) =>
    (await admin.send<{ id: string }>('POST', '/api/records/ticket', { fields: { subject } })).body.id;
  const [busy, quiet] = [await made('Busy'), await made('Quiet')];
  for (let count = 0; count < 2; count += 1)
    await admin.send('POST', `/api/processes/${key}/start`, {
      variables: { ticket: { $record: 'ticket', id: busy } },
    });
  const ask = (who: Visitor) =>
    who.send<Running>('GET', `/api/running-processes/ticket?ids=${busy},${quiet}`);
  const { body } = await ask(admin);
  expect(body.items).toEqual([
    { id: busy, running: 2, step: { name: 'look', since: expect.any(String) as string, dueAt: null } },
  ]);
  expect(Number.isNaN(Date.parse(body.items[0]!.step!.since))).toBe(false);
  expect((await ask(await api.as('Nina'))).body.items).toEqual([]);
});
