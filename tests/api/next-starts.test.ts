/** The next starts of a process by its timers: who sees them, and who changes them. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aProcess } from '../support/process-builder.ts';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

let api: ApiProduct;
let owner: Visitor;
let operator: Visitor;
let stranger: Visitor;
interface Starts {
  readonly items: readonly { readonly id: string; readonly dueAt: string; readonly thenAt: string | null }[];
}

beforeAll(async () => {
  api = await startApi();
  owner = await api.as('Olga');
  operator = await api.as('Viktor');
  stranger = await api.as('Anna');
  const report = aProcess('report')
    .start('daily', {
      name: 'Every day',
      content: '<timerEventDefinition><timeCycle>R/PT24H</timeCycle></timerEventDefinition>',
    })
    .userTask('write', { name: 'Write' })
    .end();
  await owner.send('POST', '/api/processes', { name: 'report', xml: report.xml() });
  const published = await owner.send('POST', '/api/processes/report/publish', { revision: 1 });
  expect(published.status, JSON.stringify(published.body)).toBe(200);
}, 60_000);
afterAll(() => api.stop());

const PATH = '/api/processes/report/next-starts';
const starts = async () => (await owner.send<Starts>('GET', PATH)).body.items;
const change = (id: string, body: object, visitor = operator) =>
  visitor.send<{ code?: string }>('POST', `${PATH}/${id}`, body);

it('shows, moves, leaves out and makes them', async () => {
  const [first] = await starts();
  expect(first).toMatchObject({ elementId: 'daily', elementName: 'Every day', remaining: null });
  const dueAt = new Date(Date.parse(first!.dueAt) + 3_600_000).toISOString();
  expect((await change(first!.id, { action: 'move', dueAt, reason: 'the figures are late' })).status).toBe(
    200,
  );
  const moved = await starts();
  expect(moved.map((start) => start.dueAt)).toEqual([dueAt, first!.thenAt]);
  for (const { id } of moved) expect((await change(id, { action: 'skip' })).status).toBe(200);
  const [next, ...others] = await starts();
  expect(others).toEqual([]);
  expect((await change(next!.id, { action: 'now' })).status).toBe(200);
  await expect
    .poll(async () => {
      const { rows } = await api.pool.query(
        `select id from engine.process_instance where process_key = 'report'`,
      );
      return rows.length;
    })
    .toBe(1);
});

it('is for those who watch and intervene', async () => {
  const [first] = await starts();
  expect((await stranger.send('GET', PATH)).status).toBe(403);
  for (const visitor of [stranger, owner])
    expect((await change(first!.id, { action: 'skip' }, visitor)).body.code).toBe('API_FORBIDDEN');
  expect((await change('00000000-0000-7000-8000-000000000000', { action: 'skip' })).body.code).toBe(
    'ENG_JOB_NOT_FOUND',
  );
  expect(await starts()).toHaveLength(1);
});
