/** One action over many records: all that match, each by its own rights and rules, told, stopped and taken back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demonstrationId } from '#crm';
import type { FilterGroup, RecordBatch, RecordPage, RecordView } from '#contract';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

let api: ApiProduct;
let admin: Visitor;
let agent: Visitor;

beforeAll(async () => {
  api = await startApi();
  admin = await api.as('Viktor');
  agent = await api.as('Kate');
}, 60_000);
afterAll(() => api.stop());

const named = (mark: string): FilterGroup => ({
  op: 'and',
  items: [{ field: 'subject', operator: 'startsWith', value: mark }],
});
const tickets = async (mark: string, count: number, visitor = admin): Promise<RecordView[]> => {
  const made: RecordView[] = [];
  for (let n = 0; n < count; n += 1) {
    const fields = { subject: `${mark} ${n}`, owner: visitor.id };
    made.push((await visitor.send<RecordView>('POST', '/api/records/ticket', { fields })).body);
  }
  return made;
};
const listed = async (mark: string): Promise<RecordView[]> => {
  const filter = encodeURIComponent(JSON.stringify(named(mark)));
  return (await admin.get<RecordPage>(`/api/records/ticket?filter=${filter}&sort=subject:asc&limit=200`)).body
    .items;
};
const begin = async (visitor: Visitor, body: unknown, entity = 'ticket') =>
  visitor.send<RecordBatch & { code: string; fields: { path: string }[] }>(
    'POST',
    `/api/record-batches/${entity}`,
    body,
  );
const over = async (visitor: Visitor, id: string): Promise<RecordBatch> => {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const { body } = await visitor.get<RecordBatch>(`/api/record-batch/${id}`);
    if (body.state !== 'running') return body;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`Expected batch '${id}' to end.`);
};
const done = async (visitor: Visitor, body: unknown): Promise<RecordBatch> => {
  const begun = await begin(visitor, body);
  expect(begun.status, JSON.stringify(begun.body)).toBe(200);
  return over(visitor, begun.body.id);
};
const undone = async (visitor: Visitor, id: string): Promise<RecordBatch> => {
  const begun = await visitor.send<RecordBatch>('POST', `/api/record-batch/${id}/undo`, {});
  expect(begun.status, JSON.stringify(begun.body)).toBe(200);
  return over(visitor, begun.body.id);
};

describe('editing many', () => {
  it('changes all that match, and takes it back', async () => {
    await tickets('Alpha', 60);
    const [odd] = await listed('Alpha');
    await admin.send('PATCH', `/api/records/ticket/${odd!.id}`, {
      version: odd!.version,
      fields: { priority: 'low' },
    });
    const batch = await done(admin, {
      query: { filter: named('Alpha') },
      work: { kind: 'edit', fields: { priority: 'high' } },
    });
    expect(batch).toMatchObject({
      kind: 'edit',
      state: 'done',
      total: 60,
      done: 60,
      refused: 0,
      mayUndo: true,
    });
    expect((await listed('Alpha')).every((one) => one.fields.priority === 'high')).toBe(true);
    // It stands in the history of each, in the person's name.
    const timeline = await admin.get<{ items: { actor: { id: string }; changes: { field: string }[] }[] }>(
      `/api/records/ticket/${odd!.id}/timeline`,
    );
    expect(timeline.body.items[0]).toMatchObject({
      actor: { id: admin.id },
      changes: expect.arrayContaining([expect.objectContaining({ field: 'priority', to: 'high' })]),
    });

    const back = await undone(admin, batch.id);
    expect(back).toMatchObject({ kind: 'undo', state: 'done', total: 60, done: 60, mayUndo: false });
    const priorities = (await listed('Alpha')).map((one) => one.fields.priority);
    expect(priorities.filter((one) => one === 'low')).toHaveLength(1);
    expect(priorities.filter((one) => one === 'normal')).toHaveLength(59);
    expect((await admin.send('POST', `/api/record-batch/${batch.id}/undo`, {})).status).toBe(409);
  });

  it('leaves alone what was changed since when it is taken back, and says so', async () => {
    const [first] = await tickets('Beta', 3);
    const batch = await done(admin, {
      query: { filter: named('Beta') },
      work: { kind: 'edit', fields: { priority: 'high' } },
    });
    const now = (await admin.get<RecordView>(`/api/records/ticket/${first!.id}`)).body;
    await admin.send('PATCH', `/api/records/ticket/${first!.id}`, {
      version: now.version,
      fields: { priority: 'low' },
    });
    const back = await undone(admin, batch.id);
    expect(back).toMatchObject({
      done: 2,
      refused: 1,
      refusals: [{ id: first!.id, title: expect.any(String) }],
    });
    expect((await listed('Beta')).map((one) => one.fields.priority)).toEqual(['low', 'normal', 'normal']);
  });

  it('asks each row for its own rights and rules, and names those that refuse', async () => {
    const own = await tickets('Gamma', 2, agent);
    const foreign = await tickets('Gamma', 2, admin);
    const query = { ids: [...own, ...foreign].map((one) => one.id) };
    const batch = await done(await api.as('Maria'), { query, work: { kind: 'delete' } }).catch(() => null);
    // Whoever may delete none of them is refused each; the records stay.
    if (batch) expect(batch).toMatchObject({ done: 0, refused: batch.total });
    expect(await listed('Gamma')).toHaveLength(4);
    const invalid = await done(admin, { query, work: { kind: 'edit', fields: { priority: 'nonsense' } } });
    expect(invalid).toMatchObject({ done: 0, refused: 4, mayUndo: false });
    expect(invalid.refusals[0]!.message).toMatch(/priority/i);
  });

  it('reads only what the person may read: of foreign ids nothing is told or done', async () => {
    const [secret] = await tickets('Delta', 1);
    const nina = await api.as('Nina');
    const answer = await begin(nina, { query: { ids: [secret!.id] }, work: { kind: 'delete' } });
    expect([403, 404, 422]).toContain(answer.status);
    expect(await listed('Delta')).toHaveLength(1);
  });

  it('is refused before it begins when no row could take it, and writes nothing', async () => {
    await tickets('Epsilon', 1);
    const before = await api.fingerprint();
    const query = { filter: named('Epsilon') };
    const readOnly = await begin(admin, {
      query,
      work: { kind: 'edit', fields: { closedAt: '2026-01-01' } },
    });
    expect(readOnly).toMatchObject({ status: 422, body: { fields: [{ path: 'work.fields.closedAt' }] } });
    const unknown = await begin(admin, { query, work: { kind: 'edit', fields: { nonsense: 1 } } });
    expect(unknown).toMatchObject({ status: 422, body: { fields: [{ path: 'work.fields.nonsense' }] } });
    expect((await begin(admin, { query, work: { kind: 'edit', fields: {} } })).status).toBe(422);
    expect(
      (await begin(admin, { query: { filter: named('no such') }, work: { kind: 'delete' } })).status,
    ).toBe(422);
    expect((await begin(admin, { query, work: { kind: 'delete' } }, 'nonsense')).status).toBe(404);
    expect(
      (await begin(await api.as('Nina'), { query, work: { kind: 'start', processKey: 'ticket-handling' } }))
        .status,
    ).toBe(403);
    expect(JSON.parse(await api.fingerprint())).toEqual(JSON.parse(before));
  });

  it('begins once for one key', async () => {
    await tickets('Zeta', 2);
    const body = { query: { filter: named('Zeta') }, work: { kind: 'edit', fields: { priority: 'high' } } };
    const key = 'batch-of-zeta';
    const first = await admin.send<RecordBatch>('POST', '/api/record-batches/ticket', body, key);
    const again = await admin.send<RecordBatch>('POST', '/api/record-batches/ticket', body, key);
    expect(again.body.id).toBe(first.body.id);
    await over(admin, first.body.id);
  });
});

describe('other work over many', () => {
  it('tags, and takes only its own tags back', async () => {
    const [first] = await tickets('Eta', 3);
    await admin.send('PUT', `/api/records/ticket/${first!.id}/tags`, { names: ['Old', 'Both'] });
    const batch = await done(admin, {
      query: { filter: named('Eta') },
      work: { kind: 'tag', add: ['Fresh', 'both'], remove: ['old'] },
    });
    expect(batch).toMatchObject({ done: 3, refused: 0 });
    const tags = async () => (await listed('Eta')).map((one) => one.fields.tags);
    expect(await tags()).toEqual([
      ['Both', 'Fresh'],
      ['Both', 'Fresh'],
      ['Both', 'Fresh'],
    ]);
    await undone(admin, batch.id);
    expect(await tags()).toEqual([['Both', 'Old'], [], []]);
  });

  it('deletes into the bin and takes out again', async () => {
    await tickets('Theta', 4);
    const batch = await done(admin, { query: { filter: named('Theta') }, work: { kind: 'delete' } });
    expect(batch).toMatchObject({ done: 4, mayUndo: true });
    expect(await listed('Theta')).toHaveLength(0);
    expect(await undone(admin, batch.id)).toMatchObject({ done: 4, refused: 0 });
    expect(await listed('Theta')).toHaveLength(4);
  });

  it('moves deals only where the stage lets them in, with the reason', async () => {
    const ids = [demonstrationId('deal', 1)];
    const name = { fields: { name: 'Empty deal' } };
    const empty = (await admin.send<RecordView>('POST', '/api/records/deal', name)).body;
    const stages = await admin.get<{
      items: { stages: { code: string; entryRule: { all: unknown[] } }[] }[];
    }>('/api/pipelines/deal');
    const guarded = stages.body.items
      .flatMap((one) => one.stages)
      .find((stage) => stage.entryRule.all.length > 0)!;
    const begun = await begin(
      admin,
      { query: { ids: [...ids, empty.id] }, work: { kind: 'edit', fields: { stage: guarded.code } } },
      'deal',
    );
    const batch = await over(admin, begun.body.id);
    const refused = batch.refusals.find((one) => one.id === empty.id);
    // As a drop on the board is refused: the code, and what is missing in every language.
    expect(refused).toMatchObject({
      code: 'CRM_STAGE_BLOCKED',
      message: expect.stringContaining('stage') as string,
      details: {
        label: { en: expect.any(String) as string, ru: expect.any(String) as string },
        missing: expect.arrayContaining([
          expect.objectContaining({
            text: { en: expect.any(String) as string, ru: expect.any(String) as string },
          }),
        ]) as unknown,
      },
    });
  });

  it('gives the reason of a status that asks for one, and takes the status back with what it was', async () => {
    const rows = await tickets('Rho', 2);
    const list = await admin.get<{
      items: { list: string; version: number; choices: { value: string }[] }[];
    }>('/api/admin/choices');
    const { choices, version } = list.body.items.find((one) => one.list === 'ticket.status')!;
    const asking = choices.map((one) => ({ ...one, isKept: undefined, asksReason: one.value !== 'solved' }));
    const saved = await admin.send<{ version: number }>('PUT', '/api/admin/choices/ticket.status', {
      ...{ version, choices: asking },
    });
    expect(saved.status, JSON.stringify(saved.body)).toBe(200);
    const query = { ids: rows.map((one) => one.id) };
    const mute = await done(admin, { query, work: { kind: 'edit', fields: { status: 'waiting' } } });
    expect(mute).toMatchObject({ done: 0, refused: 2 });
    expect(mute.refusals[0]).toMatchObject({ fields: [{ path: 'statusReason', code: 'reasonAsked' }] });
    const given = await done(admin, {
      query,
      work: { kind: 'edit', fields: { status: 'waiting', statusReason: 'other', statusNote: 'Snow' } },
    });
    expect(given).toMatchObject({ done: 2, refused: 0 });
    const solved = await done(admin, { query, work: { kind: 'edit', fields: { status: 'solved' } } });
    const reasons = async () =>
      (await listed('Rho')).map(({ fields }) => [fields.status, fields.statusReason, fields.statusNote]);
    expect((await reasons())[0]).toEqual(['solved', null, null]);
    expect(await undone(admin, solved.id)).toMatchObject({ done: 2, refused: 0 });
    expect((await reasons())[0]).toEqual(['waiting', 'other', 'Snow']);
    expect(await undone(admin, given.id)).toMatchObject({ done: 2, refused: 0 });
    expect((await reasons())[0]).toEqual(['new', null, null]);
    await admin.send('PUT', '/api/admin/choices/ticket.status', {
      version: saved.body.version,
      choices: asking.map((one) => ({ ...one, asksReason: false })),
    });
  });

  it('names the fields of rows that refuse, with their codes', async () => {
    const [one] = await tickets('Theta', 1);
    const begun = await begin(admin, {
      query: { ids: [one!.id] },
      work: { kind: 'edit', fields: { parentTicket: one!.id } },
    });
    const batch = await over(admin, begun.body.id);
    expect(batch.refusals).toMatchObject([
      { code: 'CRM_FIELDS_INVALID', fields: [{ path: 'parentTicket', code: 'itself' }] },
    ]);
    expect(batch.refusals[0]).not.toHaveProperty('details');
  });

  it('is seen and stopped by whoever began it only', async () => {
    await tickets('Iota', 30, agent);
    const begun = await begin(agent, {
      query: { filter: named('Iota') },
      work: { kind: 'edit', fields: { priority: 'high' } },
    });
    const maria = await api.as('Maria');
    expect((await maria.get(`/api/record-batch/${begun.body.id}`)).status).toBe(404);
    expect((await maria.send('POST', `/api/record-batch/${begun.body.id}/cancel`, {})).status).toBe(404);
    expect((await maria.send('POST', `/api/record-batch/${begun.body.id}/undo`, {})).status).toBe(404);
    await agent.send('POST', `/api/record-batch/${begun.body.id}/cancel`, {});
    const stopped = await over(agent, begun.body.id);
    const changed = (await listed('Iota')).filter((one) => one.fields.priority === 'high');
    expect(changed.length).toBe(stopped.done);
  });
});

describe('a node that died', () => {
  it('leaves its batch to the sweep of another', async () => {
    const made = await tickets('Kappa', 3);
    // As a crash leaves it: begun, one row done, the lease run out.
    const id = '01900000-0000-7000-8000-0000000000aa';
    await api.pool.query(
      `insert into app.record_batch (id, user_id, entity, work, total, lease_until)
       values ($1, $2, 'ticket', $3, 3, clock_timestamp() - interval '1 second')`,
      [id, admin.id, JSON.stringify({ kind: 'edit', fields: { priority: 'high' } })],
    );
    await api.pool.query(
      `insert into app.record_batch_row (batch_id, record_id, state) select $1, r, case when r = $3 then 'done' else 'pending' end from unnest($2::uuid[]) r`,
      [id, made.map((one) => one.id), made[0]!.id],
    );
    await tickets('Lambda', 1);
    // Any other batch wakes the runner.
    await done(admin, {
      query: { filter: named('Lambda') },
      work: { kind: 'edit', fields: { priority: 'high' } },
    });
    expect(await over(admin, id)).toMatchObject({ state: 'done', done: 3 });
    expect((await listed('Kappa')).map((one) => one.fields.priority)).toEqual(['normal', 'high', 'high']);
  });
});
