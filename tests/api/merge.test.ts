/** Merges over HTTP: running processes follow them, and come back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aProcess } from '../support/process-builder.ts';
import { runSchedule } from '../support/schedules.ts';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

let api: ApiProduct;
let admin: Visitor;

interface Card {
  readonly status: string;
  readonly records: readonly { id: string; title: string; variable: string }[];
}

beforeAll(async () => {
  api = await startApi();
  admin = await api.as('Viktor');
  const waiting = aProcess('visiting', '<tl:process manualStart="true" />')
    .start()
    .parallel('split')
    .catchOn('moved', {
      record: 'entity="account" change="changed" field="city" variable="client"',
    })
    .userTask('visit', { extensions: '<tl:assignment kind="initiator" />' })
    .end()
    .from('split')
    .userTask('prepare', { extensions: '<tl:assignment kind="initiator" />' })
    .end('prepared');
  const { content } = waiting.file();
  const drawn = await admin.send('POST', '/api/processes', { name: 'visiting', xml: content });
  expect(drawn.status, JSON.stringify(drawn.body)).toBe(200);
  const published = await admin.send('POST', '/api/processes/visiting/publish', { revision: 1 });
  expect(published.status, JSON.stringify(published.body)).toBe(200);
}, 60_000);
afterAll(() => api.stop());

async function account(name: string, fields: object = {}): Promise<string> {
  const made = await admin.send<{ id: string }>('POST', '/api/records/account', {
    fields: { name, ...fields },
  });
  expect(made.status, JSON.stringify(made.body)).toBe(200);
  return made.body.id;
}

async function visiting(accountId: string): Promise<string> {
  const started = await admin.send<{ instanceId: string }>('POST', '/api/processes/visiting/start', {
    variables: { client: { $record: 'account', id: accountId } },
  });
  expect(started.status, JSON.stringify(started.body)).toBe(200);
  return started.body.instanceId;
}

const card = async (instanceId: string) => (await admin.get<Card>(`/api/instances/${instanceId}`)).body;
const strip = async (id: string) =>
  (
    await admin.get<{ items: { instanceId: string }[] }>(`/api/records/account/${id}/processes`)
  ).body.items.map((item) => item.instanceId);
const merge = (survivorId: string, loserId: string) =>
  admin.send<{ id: string; processes: number }>('POST', '/api/merges', {
    entity: 'account',
    survivorId,
    loserId,
  });

describe('a running process of a merged record', () => {
  it('goes on with the survivor at once, hears of its changes, and comes back with an undo', async () => {
    const survivor = await account('Birch');
    const loser = await account('Birch Wood Ltd');
    const instance = await visiting(loser);
    const other = await visiting(survivor);
    const merged = await merge(survivor, loser);
    expect(merged).toMatchObject({ status: 200, body: { processes: 1 } });
    expect((await card(instance)).records).toEqual([
      { entity: 'account', id: survivor, title: 'Birch Wood Ltd', variable: 'client' },
    ]);
    expect((await strip(survivor)).sort()).toEqual([instance, other].sort());
    const undone = await admin.send('POST', `/api/merges/${merged.body.id}/undo`);
    expect(undone).toMatchObject({ status: 200, body: { processes: 1 } });
    expect((await card(instance)).records).toMatchObject([{ id: loser }]);
    expect(await strip(survivor)).toEqual([other]);
    expect(await strip(loser)).toEqual([instance]);
  });

  it('is reached by what the survivor does afterwards', async () => {
    const survivor = await account('Alder', { city: 'Riga' });
    const loser = await account('Alder Ltd');
    const instance = await visiting(loser);
    await merge(survivor, loser);
    const { version } = (await admin.get<{ version: number }>(`/api/records/account/${survivor}`)).body;
    const changed = await admin.send('PATCH', `/api/records/account/${survivor}`, {
      version,
      fields: { city: 'Perm' },
    });
    expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    await expect
      .poll(
        async () =>
          (await admin.get<{ tasks: { elementId: string }[] }>(`/api/instances/${instance}`)).body.tasks.map(
            (task) => task.elementId,
          ),
        { timeout: 10_000 },
      )
      .toContain('visit');
  });

  it('is left as it was when the merge is refused', async () => {
    const survivor = await account('Hazel');
    const loser = await account('Hazel Ltd');
    await visiting(loser);
    const olga = await api.as('Olga');
    const before = await api.fingerprint();
    const refused = await olga.send('POST', '/api/merges', {
      entity: 'account',
      survivorId: survivor,
      loserId: loser,
      versions: { survivor: 1, loser: 1 },
    });
    const stale = await admin.send('POST', '/api/merges', {
      entity: 'account',
      survivorId: survivor,
      loserId: loser,
      versions: { survivor: 99, loser: 1 },
    });
    expect([refused.status >= 403, stale.status]).toEqual([true, 409]);
    expect(await api.fingerprint()).toBe(before);
  });

  it('that began to hold the loser while it was merged is found afterwards', async () => {
    const survivor = await account('Maple');
    const loser = await account('Maple Ltd');
    await merge(survivor, loser);
    const late = await visiting(loser);
    expect((await card(late)).records).toMatchObject([{ id: loser }]);
    await admin.send('POST', '/api/demo/clock', { duration: 'PT2M' });
    await runSchedule('merges');
    // At the full minute the schedule is running already.
    await expect
      .poll(async () => (await card(late)).records, { timeout: 10_000 })
      .toMatchObject([{ id: survivor }]);
  });
});

describe('many merges at once', () => {
  interface Batch {
    readonly id: string;
    readonly state: string;
    readonly done: number;
    readonly refused: number;
    readonly mayUndo: boolean;
  }
  const over = async (batch: Batch): Promise<Batch> => {
    const read = async () => (await admin.get<Batch>(`/api/record-batch/${batch.id}`)).body;
    await expect.poll(async () => (await read()).state, { timeout: 20_000 }).toBe('done');
    return read();
  };
  const titleOf = async (id: string) =>
    (
      await admin.get<{ id: string; fields: { name: string; city: string | null } }>(
        `/api/records/account/${id}`,
      )
    ).body;

  it('join a selection into one record and come apart again, the last one first', async () => {
    const survivor = await account('Yew');
    const second = await account('Yew Two', { city: 'Riga' });
    const third = await account('Yew Number Three', { city: 'Perm' });
    const twice = { entity: 'account', survivorId: survivor, loserIds: [second, survivor] };
    expect((await admin.send('POST', '/api/merges/many', twice)).status).toBe(409);
    const begun = await admin.send<Batch>('POST', '/api/merges/many', {
      entity: 'account',
      survivorId: survivor,
      loserIds: [third, second],
    });
    expect(begun.status, JSON.stringify(begun.body)).toBe(200);
    const done = await over(begun.body);
    expect(done).toMatchObject({ done: 2, refused: 0, mayUndo: true });
    expect(await titleOf(second)).toMatchObject({ id: survivor, fields: { name: 'Yew Number Three' } });
    const undone = await admin.send<Batch>('POST', `/api/record-batch/${done.id}/undo`);
    expect(await over(undone.body)).toMatchObject({ done: 2, refused: 0 });
    for (const [id, name, city] of [
      [survivor, 'Yew', null],
      [second, 'Yew Two', 'Riga'],
      [third, 'Yew Number Three', 'Perm'],
    ] as const)
      expect(await titleOf(id)).toMatchObject({ id, fields: { name, city } });
  });

  it('takes each field from the record that was chosen, wherever it stands in the row', async () => {
    const survivor = await account('Larch', { city: 'Oslo' });
    const second = await account('Larch Two', { city: 'Riga' });
    const third = await account('Larch Number Three', { city: 'Perm' });
    const loserIds = [second, third];
    const preview = await admin.get<{
      fields: { key: string; from: string; values: { id: string; value: unknown }[] }[];
    }>(`/api/merges/preview-many?entity=account&survivorId=${survivor}&loserIds=${loserIds.join(',')}`);
    expect(preview.status, JSON.stringify(preview.body)).toBe(200);
    const name = preview.body.fields.find(({ key }) => key === 'name')!;
    expect(name.from).toBe(third);
    expect(name.values.map(({ value }) => value)).toEqual(['Larch', 'Larch Two', 'Larch Number Three']);
    const body = { entity: 'account', survivorId: survivor, loserIds };
    const foreign = await admin.send('POST', '/api/merges/many', {
      ...body,
      choices: { name: '01900000-0000-7000-8000-0000000000aa' },
    });
    expect(foreign.status).toBe(422);
    const begun = await admin.send<Batch>('POST', '/api/merges/many', {
      ...body,
      choices: { name: second, city: survivor },
    });
    expect(await over(begun.body)).toMatchObject({ done: 2, refused: 0 });
    expect(await titleOf(third)).toMatchObject({
      id: survivor,
      fields: { name: 'Larch Two', city: 'Oslo' },
    });
  });
});
