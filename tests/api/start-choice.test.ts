/** Starting by hand a process that begins in several ways. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aProcess } from '../support/process-builder.ts';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

let api: ApiProduct;
let owner: Visitor;

beforeAll(async () => {
  api = await startApi();
  owner = await api.as('Olga');
  const claim = aProcess('claim', '<tl:process manualStart="true" subject="ticket:ticket"/>')
    .start('by_mail', { name: 'By mail' })
    .userTask('read', { name: 'Read' })
    .end('read_end')
    .start('by_phone')
    .userTask('listen', { name: 'Listen' })
    .end('listen_end')
    .startOn('told', { message: 'claimed' })
    .end('told_end');
  await owner.send('POST', '/api/processes', { name: 'claim', xml: claim.xml() });
  const published = await owner.send('POST', '/api/processes/claim/publish', { revision: 1 });
  expect(published.status, JSON.stringify(published.body)).toBe(200);
}, 60_000);
afterAll(() => api.stop());

const start = (body: object) =>
  owner.send<{ instanceId: string; code: string }>('POST', '/api/processes/claim/start', body);

it('shows the ways', async () => {
  const { body } = await owner.send<{ items: { processKey: string; latest: { id: string } }[] }>(
    'GET',
    '/api/processes',
  );
  const { id } = body.items.find(({ processKey }) => processKey === 'claim')!.latest;
  const definition = await owner.send<{ manualStarts: unknown }>('GET', `/api/definitions/${id}`);
  expect(definition.body.manualStarts).toEqual([
    { id: 'by_mail', name: 'By mail', form: null },
    { id: 'by_phone', name: 'by_phone', form: null },
  ]);
});

it('begins where it was asked to', async () => {
  const { body } = await start({ startElementId: 'by_phone' });
  const { rows } = await api.pool.query('select name from engine.user_task where root_instance_id = $1', [
    body.instanceId,
  ]);
  expect(rows).toEqual([{ name: 'Listen' }]);
});

it('refuses a start without a choice, and one that people may not choose', async () => {
  expect((await start({})).body.code).toBe('ENG_START_NOT_POSSIBLE');
  const wrong = await start({ startElementId: 'told' });
  expect(wrong.body).toMatchObject({ code: 'API_FIELDS_INVALID', fields: [{ code: 'unknownStart' }] });
});

it('starts for many records where it was asked to, and refuses before the first row when it was not', async () => {
  const support = await api.as('Viktor');
  const ids: string[] = [];
  for (const subject of ['Claim 1', 'Claim 2']) {
    const made = await support.send<{ id: string }>('POST', '/api/records/ticket', { fields: { subject } });
    ids.push(made.body.id);
  }
  const begin = (more: object) =>
    support.send<{ id: string; fields: object[] }>('POST', '/api/record-batches/ticket', {
      query: {
        filter: { op: 'and', items: [{ field: 'subject', operator: 'startsWith', value: 'Claim ' }] },
      },
      ...more,
    });
  const work = { kind: 'start', processKey: 'claim' };
  expect((await begin({ work })).body.fields).toMatchObject([
    { path: 'work.startElementId', code: 'chooseStart' },
  ]);
  const wrong = await begin({ work: { ...work, startElementId: 'told' } });
  expect(wrong.body.fields).toMatchObject([{ path: 'work.startElementId', code: 'unknownStart' }]);
  const begun = await begin({ work: { ...work, startElementId: 'by_phone' } });
  expect(begun.status, JSON.stringify(begun.body)).toBe(200);
  const tasks = async () =>
    (
      await api.pool.query<{ name: string }>(
        'select t.name from engine.user_task t join engine.record_link l on l.instance_id = t.instance_id where l.record_id = any($1)',
        [ids],
      )
    ).rows.map(({ name }) => name);
  await expect.poll(tasks, { timeout: 20_000 }).toEqual(['Listen', 'Listen']);
});
