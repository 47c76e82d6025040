/** Search over everything: what is found, in which order, and that nobody finds what he may not read. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestUser } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

let harness: CrmHarness;
let admin: RequestUser;
let clerk: RequestUser;
let nobody: RequestUser;
const ids = new Map<string, string>();

const create = async (entity: string, fields: Record<string, unknown>, by = admin): Promise<string> =>
  (await harness.crm.records.create(harness.as(by), { entity, fields })).id;
const hits = (q: string, by = admin) => harness.crm.records.search(harness.as(by), { q, limit: 20 });
const titles = async (q: string, by = admin): Promise<string[]> =>
  (await hits(q, by)).map((hit) => hit.title);

beforeAll(async () => {
  harness = await crmHarness();
  admin = await harness.person({ roles: ['admin'] });
  clerk = await harness.person({ roles: ['employee'] });
  nobody = await harness.person({ roles: [] });
  for (const [name, fields] of Object.entries({
    ivanov: {
      givenName: 'Пётр',
      familyName: 'Иванов',
      phone: '+7 916 123-45-67',
      email: 'p.ivanov@north.example',
    },
    ivanova: { givenName: 'Julia', familyName: 'Ivanova', phone: '+49 30 1234567' },
    khrushchev: { givenName: 'Дмитрий', familyName: 'Хрущёв' },
    schmidt: { givenName: 'Anna', familyName: 'Schmidt' },
  }))
    ids.set(name, await create('contact', fields));
  ids.set('pumps', await create('deal', { name: 'Поставка насосов' }));
  ids.set('acme', await create('account', { name: 'Acme & Sons', taxId: '7701234567', city: 'Тверь' }));
});
afterAll(() => harness.close());

describe('a name is found', () => {
  it.each([
    ['as it is written', 'Иванов', ['Julia Ivanova', 'Пётр Иванов']],
    ['in Latin letters', 'petr ivanov', ['Пётр Иванов']],
    ['in Cyrillic letters', 'Юлия Иванова', ['Julia Ivanova']],
    ['typed with the other layout', 'bdfyjdf', ['Julia Ivanova']],
    ['typed with the other layout, the other way', 'фттф', ['Anna Schmidt']],
    ['by the beginnings of its words, in any order', 'sch ann', ['Anna Schmidt']],
    ['by a beginning that ends within a letter of the other alphabet', 'Sc', ['Anna Schmidt']],
    ['without the dots of ё', 'Хрущев', ['Дмитрий Хрущёв']],
    ['in another transliteration', 'Khrushchev Dmitry', ['Дмитрий Хрущёв']],
    ['with a letter too many', 'Schmiddt', ['Anna Schmidt']],
    ['with two letters swapped', 'Ивнаов Петр', ['Пётр Иванов']],
    ['with a letter missing, in the other alphabet', 'Шмдт', ['Anna Schmidt']],
    ['in another case', 'насосы', ['Поставка насосов']],
  ])('%s', async (_how, typed, wanted) => {
    expect((await titles(typed)).sort()).toEqual([...wanted].sort());
  });

  it('and nothing for what is like no name', async () => {
    expect(await titles('xyzzyq')).toEqual([]);
    expect(await titles("'; drop table & | ! :* ( <-> \\")).toEqual([]);
    expect(await titles('%')).toEqual([]);
  });
});

describe('a phone, an address, a number', () => {
  it.each([
    ['4567', ['Julia Ivanova', 'Пётр Иванов']],
    ['123-45-67', ['Julia Ivanova', 'Пётр Иванов']],
    ['8 (916) 123-45-67', ['Пётр Иванов']],
    ['+4930 123 45 67', ['Julia Ivanova']],
    ['P.Ivanov@nor', ['Пётр Иванов']],
    ['77012', ['Acme & Sons']],
    ['acme & so', ['Acme & Sons']],
  ])('%s is found', async (typed, wanted) => {
    expect((await titles(typed)).sort()).toEqual([...wanted].sort());
  });

  it('finds a record by its number, before what merely begins so, also with the wrong layout', async () => {
    const ticket = await harness.crm.records.create(harness.as(admin), {
      entity: 'ticket',
      fields: { subject: 'The crane stops' },
    });
    const number = String(ticket.number);
    await create('ticket', { subject: `${number} comes back`, owner: admin.id });
    expect((await hits(number))[0]?.id).toBe(ticket.id);
    expect((await hits(number.toLowerCase().replace('t', 'е')))[0]?.id).toBe(ticket.id);
    expect((await hits(number.replace('T-', '')))[0]?.id).toBeDefined();
  });
});

describe('the order', () => {
  it('is titles that begin so, own records, lately opened ones, the newest', async () => {
    const late = await create('ticket', { subject: 'Broken zeppelin', owner: clerk.id });
    const opened = await create('ticket', { subject: 'Old zeppelin', owner: clerk.id });
    const own = await create('ticket', { subject: 'My zeppelin', owner: admin.id });
    const begins = await create('ticket', { subject: 'Zeppelin', owner: clerk.id });
    harness.now = new Date(harness.now.getTime() + 60_000);
    const newest = await create('ticket', { subject: 'New zeppelin', owner: clerk.id });
    await harness.crm.search.visited(harness.as(admin), { entity: 'ticket', id: opened });
    expect((await hits('zeppelin')).map((hit) => hit.id)).toEqual([begins, own, opened, newest, late]);
  });

  it('keeps the best of a word that very many records have', async () => {
    await harness.pool.query(
      `insert into crm.account (id, name, owner_id, created_at, created_by_kind, updated_at, updated_by_kind)
       select gen_random_uuid(), 'Firma Quorum ' || n, $1, now(), 'system', now(), 'system' from generate_series(1, 600) n`,
      [clerk.id],
    );
    const best = await create('account', { name: 'Quorum', owner: clerk.id });
    const own = await create('account', { name: 'Last Quorum', owner: admin.id });
    expect((await hits('quorum')).slice(0, 2).map((hit) => hit.id)).toEqual([best, own]);
  });

  it('keeps them, and the rights, when only a part of the records is looked through', async () => {
    // The rows of a table are looked through in part once they were counted.
    await harness.pool.query(
      `insert into crm.account (id, name, owner_id, created_at, created_by_kind, updated_at, updated_by_kind)
       select gen_random_uuid(), 'Some Heron ' || n, $1, now(), 'system', now(), 'system' from generate_series(1, 9000) n`,
      [clerk.id],
    );
    const best = await create('account', { name: 'Heron', owner: clerk.id });
    const own = await create('account', { name: 'Last Heron', owner: admin.id });
    const sealed = await create('deal', { name: 'Heron', owner: clerk.id, amount: 1 });
    await harness.pool.query('analyze crm.search_doc');
    const all = await hits('heron');
    expect(
      all
        .slice(0, 2)
        .map((hit) => hit.id)
        .toSorted(),
    ).toEqual([best, sealed].toSorted());
    expect(all[2]?.id).toBe(own);
    const other = await harness.person({ roles: ['employee'] });
    // Employees read all customers, and of deals their own.
    const seen = await harness.crm.records.search(harness.as(other), { q: 'heron', limit: 50 });
    expect(seen).toHaveLength(50);
    expect(seen[0]?.id).toBe(best);
    expect(new Set(seen.map((hit) => hit.entity))).toEqual(new Set(['account']));
    expect(await hits('heron', nobody)).toEqual([]);
  });
});

describe('what is searched follows what is written', () => {
  it('by change, bin and restore', async () => {
    const id = await create('account', { name: 'Walrus' });
    const { version } = await harness.crm.records.get(harness.as(admin), { entity: 'account', id });
    await harness.crm.records.update(harness.as(admin), {
      entity: 'account',
      id,
      version,
      fields: { name: 'Narwhal' },
    });
    expect(await titles('walrus')).toEqual([]);
    expect(await titles('narwhal')).toEqual(['Narwhal']);
    await harness.crm.records.remove(harness.as(admin), { entity: 'account', id });
    expect(await titles('narwhal')).toEqual([]);
    await harness.crm.bin.restore(harness.as(admin), { entity: 'account', id });
    expect(await titles('narwhal')).toEqual(['Narwhal']);
  });

  it('and nothing is left of a transaction that was undone', async () => {
    const client = await harness.pool.connect();
    await client.query('begin');
    const caller = { user: admin, transaction: { client } };
    await harness.crm.records.create(caller, { entity: 'account', fields: { name: 'Chimera' } });
    expect((await harness.crm.records.search(caller, { q: 'chimera', limit: 5 })).length).toBe(1);
    await client.query('rollback');
    client.release();
    expect(await titles('chimera')).toEqual([]);
  });

  it('with comments and the names of files, shown as their record', async () => {
    const id = ids.get('acme') ?? '';
    await harness.crm.comments.add(harness.as(admin), {
      subject: { entity: 'account', id },
      body: 'They asked for a hippogriff again',
    });
    expect(await hits('hippogriff')).toEqual([
      {
        entity: 'account',
        id,
        title: 'Acme & Sons',
        subtitle: 'Тверь',
        found: { in: 'comment', text: 'They asked for a hippogriff again' },
      },
    ]);
    await harness.crm.files.add(harness.as(admin), {
      entity: 'account',
      id,
      name: 'contract-basilisk.pdf',
      mime: 'application/pdf',
      content: { sha256: 'a'.repeat(64), size: 3, storageKey: 'a' },
    });
    expect((await hits('basilisk')).map((hit) => hit.found)).toEqual([
      { in: 'file', text: 'contract-basilisk.pdf' },
    ]);
    expect(await hits('hippogriff', nobody)).toEqual([]);
    expect(await hits('basilisk', nobody)).toEqual([]);
  });

  it('with records that were there before the search, a step at a time', async () => {
    await harness.pool.query('delete from crm.search_doc');
    await harness.pool.query('delete from crm.search_part');
    await harness.pool.query(
      `update crm.search_rebuild set finished_at = null, after_id = null, done = 0, total = null`,
    );
    expect(await titles('schmidt')).toEqual([]);
    await harness.crm.search.rebuild();
    expect(await titles('schmidt')).toEqual(['Anna Schmidt']);
    expect(await titles('hippogriff')).toEqual(['Acme & Sons']);
    expect(await titles('basilisk')).toEqual(['Acme & Sons']);
    expect(await harness.crm.search.rebuilding()).toBeNull();
  });

  it('with values of an added field from the moment on that it is searched', async () => {
    const field = await harness.crm.customFields.create(harness.as(admin), {
      entity: 'account',
      key: 'motto',
      type: 'text',
      labelEn: 'Motto',
      labelRu: 'Девиз',
      section: 'details',
      required: false,
      isUnique: false,
      isIndexed: false,
      isSearched: false,
      inList: false,
      referenceEntity: null,
      visibleIf: null,
      requiredIf: null,
      options: [],
    });
    const fresh = await harness.crm.organisation.loadUser(admin.id);
    if (!fresh) throw new Error('Expected the administrator.');
    await create('account', { name: 'Plain', motto: 'Excelsior' }, fresh);
    expect(await titles('excelsior')).toEqual([]);
    await harness.crm.customFields.update(harness.as(admin), { ...field, isSearched: true });
    expect((await harness.crm.search.rebuilding())?.total).not.toBe(0);
    await harness.crm.search.rebuild();
    expect(await titles('excelsior')).toEqual(['Plain']);
  });
});

describe('rights', () => {
  it('hide a record, whoever owns the word', async () => {
    expect(await titles('schmidt', nobody)).toEqual([]);
    expect(await titles('4567', nobody)).toEqual([]);
    expect(await titles('p.ivanov@', nobody)).toEqual([]);
    const lead = await create('lead', { title: 'Secret gryphon' });
    expect(await hits('gryphon', nobody)).toEqual([]);
    await harness.crm.shares.share(harness.as(admin), {
      entity: 'lead',
      id: lead,
      principal: { kind: 'user', id: nobody.id },
      access: 'read',
      expiresAt: null,
    });
    expect(await titles('gryphon', nobody)).toEqual(['Secret gryphon']);
  });

  it('hide a field: what it says finds nothing for whom it is hidden', async () => {
    await create('account', { name: 'Openly', description: 'with a hidden wyvern', taxId: '5550001112' });
    const contact = await create('contact', {
      familyName: 'Phoneless',
      phone: '+7 495 777-00-11',
      email: 'quillon@phoneless.example',
    });
    expect(await titles('wyvern', clerk)).toEqual(['Openly']);
    await harness.crm.roles.create(harness.as(admin), {
      code: 'blinkers',
      name: 'Blinkers',
      nameRu: null,
      permissions: [],
      inherits: [],
      memberIds: [clerk.id],
      fieldRights: [
        { entity: 'account', field: 'description', level: 'hidden' },
        { entity: 'contact', field: 'phone', level: 'hidden' },
        { entity: 'contact', field: 'email', level: 'hidden' },
      ],
    });
    const narrowed = await harness.crm.organisation.loadUser(clerk.id);
    if (!narrowed) throw new Error('Expected the clerk.');
    expect(await titles('wyvern', narrowed)).toEqual([]);
    expect(await titles('openly', narrowed)).toEqual(['Openly']);
    expect(await titles('5550001', narrowed)).toEqual(['Openly']);
    expect(await titles('7770011', narrowed)).toEqual([]);
    expect(await titles('quillon@', narrowed)).toEqual([]);
    expect((await hits('phoneless', narrowed)).map((hit) => hit.id)).toEqual([contact]);
  });
});

describe('what was opened lately', () => {
  it('comes latest first, as far as it may still be read', async () => {
    const first = await create('lead', { title: 'Visited one' }, admin);
    const second = await create('lead', { title: 'Visited two' }, admin);
    const visit = (id: string) => harness.crm.search.visited(harness.as(admin), { entity: 'lead', id });
    await visit(first);
    harness.now = new Date(harness.now.getTime() + 1_000);
    await visit(second);
    harness.now = new Date(harness.now.getTime() + 1_000);
    await visit(first);
    const recent = await harness.crm.search.recent(harness.as(admin), { limit: 2 });
    expect(recent.map((link) => link.title)).toEqual(['Visited one', 'Visited two']);
    await harness.crm.records.remove(harness.as(admin), { entity: 'lead', id: first });
    expect(
      (await harness.crm.search.recent(harness.as(admin), { limit: 1 })).map((link) => link.title),
    ).toEqual(['Visited two']);
    await expect(
      harness.crm.search.visited(harness.as(nobody), { entity: 'lead', id: second }),
    ).rejects.toMatchObject({ code: 'CRM_RECORD_NOT_FOUND' });
  });
});
