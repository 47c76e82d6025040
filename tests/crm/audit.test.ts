/** Who changed what, the way back, the bin, and whether history is still what it was. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CrmRejection, type RequestUser } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

let harness: CrmHarness;
let admin: RequestUser;
let employee: RequestUser;

beforeAll(async () => {
  harness = await crmHarness();
  admin = await harness.person({ roles: ['admin'] });
  employee = await harness.person({ roles: ['employee'] });
});
afterAll(() => harness.close());

const as = (user: RequestUser) => harness.as(user);
const account = (name: string, fields: Record<string, unknown> = {}) =>
  harness.crm.records.create(as(admin), { entity: 'account', fields: { name, ...fields } });
const codeOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => null,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(CrmRejection);
  return (error as CrmRejection).code;
};
const everything = { from: new Date('2000-01-01'), to: new Date('2100-01-01') };
const verified = async () => {
  await harness.crm.audit.seal(everything);
  return (await harness.crm.audit.verify()).flatMap((chain) => chain.problems);
};
/** As somebody with the database in his hands does. */
const tamper = (sql: string, values: unknown[]) =>
  harness.pool.query(`${sql} and set_config('crm.rewrite_history', 'on', true) = 'on'`, values);

describe('the history of a record', () => {
  it('says who changed what from what to what, and a former value is written back', async () => {
    const { id } = await account('Alfa', { city: 'Riga' });
    const update = (fields: Record<string, unknown>) =>
      harness.crm.records.update(as(admin), { entity: 'account', id, fields });
    await update({ city: 'Tartu', owner: employee.id });
    const latest = await update({ city: 'Vilnius' });
    const history = await harness.crm.audit.fieldHistory(as(admin), { entity: 'account', id });
    expect(history[0]).toMatchObject({
      field: 'city',
      from: 'Tartu',
      to: 'Vilnius',
      actor: { kind: 'user', id: admin.id },
      canRestore: true,
    });
    expect(history.find((item) => item.field === 'owner')).toMatchObject({
      to: { id: employee.id, entity: 'user' },
    });
    const first = history.find((item) => item.field === 'city' && item.from === 'Riga');
    const request = {
      entity: 'account',
      id,
      eventId: first?.eventId ?? '',
      field: 'city',
      version: latest.version,
    };
    const before = await harness.fingerprint();
    const reader = await harness.person({ roles: ['employee'] });
    expect(await codeOf(harness.crm.audit.restoreValue(as(reader), request))).toBe('CRM_FORBIDDEN');
    expect(await codeOf(harness.crm.audit.restoreValue(as(admin), { ...request, field: 'taxId' }))).toBe(
      'CRM_EVENT_NOT_FOUND',
    );
    expect(await codeOf(harness.crm.audit.restoreValue(as(admin), { ...request, version: 1 }))).toBe(
      'CRM_VERSION_CONFLICT',
    );
    const nobody = await harness.person({ roles: [] });
    expect(await codeOf(harness.crm.audit.restoreValue(as(nobody), request))).toBe('CRM_RECORD_NOT_FOUND');
    expect(await codeOf(harness.crm.audit.fieldHistory(as(nobody), { entity: 'account', id }))).toBe(
      'CRM_RECORD_NOT_FOUND',
    );
    const withoutPeople = (text: string) => text.replace(/"user":.*/, '');
    expect(withoutPeople(await harness.fingerprint())).toBe(withoutPeople(before));
    const restored = await harness.crm.audit.restoreValue(as(admin), request);
    expect(restored.fields.city).toBe('Riga');
    const after = await harness.crm.audit.fieldHistory(as(admin), { entity: 'account', id });
    expect(after[0]).toMatchObject({ field: 'city', from: 'Vilnius', to: 'Riga' });
  });
});

describe('the bin', () => {
  it('lists by rights, gives back, and is emptied except for what is still referred to', async () => {
    const needed = await account('Needed');
    const lonely = await account('Lonely', { phone: '+37120000000' });
    const kept = await account('Taken out');
    await harness.crm.records.create(as(admin), {
      entity: 'ticket',
      fields: { subject: 'Refers', account: needed.id },
    });
    for (const { id } of [needed, lonely, kept])
      await harness.crm.records.remove(as(admin), { entity: 'account', id });
    const listed = await harness.crm.bin.list(as(admin), { entity: 'account', limit: 50 });
    expect(listed.items.map((item) => item.title).sort()).toEqual(['Lonely', 'Needed', 'Taken out']);
    expect(listed.items[0]?.deletedBy?.id).toBe(admin.id);
    expect((await harness.crm.bin.list(as(employee), { limit: 50 })).items).toEqual([]);
    const before = await harness.fingerprint();
    expect(await codeOf(harness.crm.bin.restore(as(employee), { entity: 'account', id: kept.id }))).toBe(
      'CRM_RECORD_NOT_FOUND',
    );
    expect(await harness.fingerprint()).toBe(before);
    await harness.crm.bin.restore(as(admin), { entity: 'account', id: kept.id });
    const back = await harness.crm.records.get(as(admin), { entity: 'account', id: kept.id });
    expect(back).toMatchObject({ title: 'Taken out', version: 3 });
    expect(await harness.crm.bin.purge(new Date(harness.now.getTime() + 1))).toBe(1);
    const left = await harness.crm.bin.list(as(admin), { entity: 'account', limit: 50 });
    expect(left.items.map((item) => item.title)).toEqual(['Needed']);
  });

  it('goes on page by page to the last, by kind, by title and by who deleted it', async () => {
    const made = await Promise.all(
      ['One', 'Two', 'Three', 'Four', 'Five'].map((name) => account(`Page ${name}`)),
    );
    for (const [place, { id }] of made.entries()) {
      harness.now = new Date(harness.now.getTime() + place);
      await harness.crm.records.remove(as(admin), { entity: 'account', id });
    }
    const titles: string[] = [];
    for (let cursor: string | null = null; ;) {
      const asked = { q: 'page', limit: 2, ...(cursor && { cursor }) };
      const page = await harness.crm.bin.list(as(admin), asked);
      titles.push(...page.items.map((item) => item.title));
      cursor = page.nextCursor;
      if (cursor === null) break;
    }
    expect(titles).toEqual(['Page Five', 'Page Four', 'Page Three', 'Page Two', 'Page One']);
    const count = async (filter: object) =>
      (await harness.crm.bin.list(as(admin), { q: 'page', limit: 50, ...filter })).items.length;
    expect(await count({ entity: 'account' })).toBe(5);
    expect(await count({ entity: 'ticket' })).toBe(0);
    expect(await count({ deletedBy: admin.id })).toBe(5);
    expect(await count({ deletedBy: employee.id })).toBe(0);
    // What is typed means itself.
    expect(await count({ q: '%' })).toBe(0);
    expect(await codeOf(harness.crm.bin.list(as(admin), { limit: 2, cursor: 'x' }))).toBe(
      'CRM_FILTER_INVALID',
    );
  });

  it('gives back several at once, each by itself', async () => {
    const one = await account('Many one');
    const there = await account('Many there');
    await harness.crm.records.remove(as(admin), { entity: 'account', id: one.id });
    const records = [one, there].map(({ id }) => ({ entity: 'account', id }));
    const answers = await harness.crm.bin.restoreMany(as(admin), records);
    expect(answers).toHaveLength(2);
    expect(answers).toContainEqual({ entity: 'account', id: one.id, refusal: null });
    expect(answers.find(({ id }) => id === there.id)?.refusal?.code).toBe('CRM_RECORD_NOT_FOUND');
    const back = await harness.crm.records.get(as(admin), { entity: 'account', id: one.id });
    expect(back.title).toBe('Many one');
  });
});

describe('tampering with history', () => {
  it('is refused in the ordinary way', async () => {
    await expect(harness.pool.query(`update crm.event set verb = 'x'`)).rejects.toThrow(/never changed/);
    await expect(harness.pool.query('delete from crm.event')).rejects.toThrow(/never changed/);
  });

  it('is located: a changed event, a removed one, and a touched chain', async () => {
    const { id } = await account('Watched', { creditLimit: 5 });
    await harness.crm.records.update(as(admin), { entity: 'account', id, fields: { creditLimit: 500 } });
    expect(await verified()).toEqual([]);
    const { rows } = await harness.pool.query<{ id: string }>(
      'select id from crm.event where record_id = $1 order by occurred_at, id',
      [id],
    );
    const [created, changed] = rows.map((row) => row.id);
    await tamper(`update crm.event set data = '{}' where id = $1`, [changed]);
    expect(await verified()).toEqual([
      { kind: 'changed', seq: expect.any(Number) as number, eventId: changed },
    ]);
    await tamper('delete from crm.event where id = $1', [created]);
    expect((await verified()).map(({ kind, eventId }) => ({ kind, eventId }))).toEqual(
      expect.arrayContaining([
        { kind: 'removed', eventId: created },
        { kind: 'changed', eventId: changed },
      ]),
    );
    await harness.pool.query(
      'update crm.event_seal s set content_hash = crm.event_hash(e) from crm.event e where e.id = s.event_id and e.id = $1',
      [changed],
    );
    expect(await verified()).toContainEqual({
      kind: 'chain',
      seq: expect.any(Number) as number,
      eventId: changed,
    });
  });
});

describe('the administrators’ search', () => {
  it('finds by person, kind, verb, value and time, page by page', async () => {
    const { id } = await account('Findable');
    for (const city of ['Oslo', 'Bergen', 'Narvik'])
      await harness.crm.records.update(as(admin), { entity: 'account', id, fields: { city } });
    const search = (filter: object) => harness.crm.audit.search(as(admin), { limit: 50, ...filter });
    const found = await search({ recordId: id, verb: 'changed', actorId: admin.id });
    expect(found.items.map((item) => item.changes[0]?.to)).toEqual(['Narvik', 'Bergen', 'Oslo']);
    expect((await search({ q: 'bergen', entity: 'account' })).items).toHaveLength(2);
    expect((await search({ recordId: id, to: '2020-01-01T00:00:00Z' })).items).toEqual([]);
    const first = await search({ recordId: id, limit: 3 });
    const second = await search({ recordId: id, limit: 3, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...second.items]).toHaveLength(4);
    expect(second.nextCursor).toBeNull();
  });

  it('names what each event is about as it is called now, also in the bin', async () => {
    const { id } = await account('Christened');
    await harness.crm.records.update(as(admin), { entity: 'account', id, fields: { name: 'Renamed' } });
    await harness.crm.records.remove(as(admin), { entity: 'account', id });
    const { items } = await harness.crm.audit.search(as(admin), { limit: 50, recordId: id });
    expect(items.map(({ verb, title }) => [verb, title])).toEqual([
      ['deleted', 'Renamed'],
      ['changed', 'Renamed'],
      ['created', 'Renamed'],
    ]);
  });
});
