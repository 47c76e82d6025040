import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CrmChange, CrmRejection, type FilterGroup, type RequestUser } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

let harness: CrmHarness;
let admin: RequestUser;
let employee: RequestUser;
let nobody: RequestUser;

beforeAll(async () => {
  harness = await crmHarness();
  await harness.crm.seedDemonstration(harness.now);
  admin = await harness.demo('viktor@demo.example');
  employee = await harness.demo('maria@demo.example');
  nobody = await harness.demo('nina@demo.example');
});
afterAll(() => harness.close());
beforeEach(() => {
  harness.events.length = 0;
  harness.changes.length = 0;
});

const ticket = (fields: Record<string, unknown> = {}, user = admin) =>
  harness.crm.records.create(harness.as(user), {
    entity: 'ticket',
    fields: { subject: 'Printer is offline', ...fields },
  });
const update = (request: { id: string; version?: number; fields: Record<string, unknown> }, user = admin) =>
  harness.crm.records.update(harness.as(user), { entity: 'ticket', ...request });
const refusal = async (work: Promise<unknown>): Promise<CrmRejection> => {
  const error = await work.then(
    () => null,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(CrmRejection);
  return error as CrmRejection;
};

describe('writing a record', () => {
  it('gives a ticket a number, the contact’s account and its defaults', async () => {
    const contacts = await harness.crm.records.list(harness.as(admin), { entity: 'contact', limit: 1 });
    const contact = contacts.items[0];
    const made = await ticket({ contact: contact?.id });
    expect(made.number).toMatch(/^T-\d{4,}$/);
    expect(made.fields).toMatchObject({
      status: 'new',
      priority: 'normal',
      contact: contact?.id,
      account: contact?.fields.account,
      owner: admin.id,
    });
    expect(made.links.account?.title).toBeTruthy();
  });

  it('says when a ticket was closed, and forgets it when it is opened again', async () => {
    const made = await ticket();
    harness.now = new Date('2026-06-02T10:00:00Z');
    const closed = await update({ id: made.id, version: 1, fields: { status: 'closed' } });
    expect(closed.fields.closedAt).toBe('2026-06-02T10:00:00.000Z');
    const reopened = await update({ id: made.id, version: 2, fields: { status: 'in_progress' } });
    expect(reopened.fields.closedAt).toBeNull();
    const { rows } = await harness.pool.query(
      `select from_value, to_value from crm.lifecycle_history where record_id = $1 and field = 'status' order by id`,
      [made.id],
    );
    expect(rows).toEqual([
      { from_value: null, to_value: 'new' },
      { from_value: 'new', to_value: 'closed' },
      { from_value: 'closed', to_value: 'in_progress' },
    ]);
  });

  it('names every field that cannot be stored, with the remedy, and writes nothing', async () => {
    const before = await harness.fingerprint();
    const error = await refusal(
      ticket({
        subject: ' ',
        status: 'asleep',
        closedAt: '2026-01-01',
        colour: 'red',
        satisfaction: 7,
        account: admin.id,
      }),
    );
    expect(error.code).toBe('CRM_FIELDS_INVALID');
    const paths = (error.details.fields as { path: string }[]).map((field) => field.path).sort();
    expect(paths).toEqual(['closedAt', 'colour', 'satisfaction', 'status', 'subject']);
    const reference = await refusal(ticket({ account: admin.id }));
    expect(reference.details.fields).toMatchObject([{ path: 'account' }]);
    expect(await harness.fingerprint()).toBe(before);
  });

  it.each([
    ['create', () => ticket({}, nobody), 'CRM_FORBIDDEN'],
    [
      'read',
      async () => harness.crm.records.get(harness.as(nobody), { entity: 'ticket', id: (await ticket()).id }),
      'CRM_RECORD_NOT_FOUND',
    ],
  ])('refuses to %s without the right', async (_action, work, code) => {
    expect((await refusal(work())).code).toBe(code);
  });

  it('leaves the database as it was after every refused change', async () => {
    const made = await ticket();
    const account = await harness.crm.records.create(harness.as(admin), {
      entity: 'account',
      fields: { name: 'Only the administrator’s' },
    });
    const before = await harness.fingerprint();
    const refused = [
      update({ id: made.id, version: 1, fields: { subject: 'x' } }, nobody),
      harness.crm.records.remove(harness.as(employee), { entity: 'ticket', id: made.id }),
      harness.crm.records.update(harness.as(employee), {
        entity: 'account',
        id: account.id,
        version: 1,
        fields: { name: 'Mine' },
      }),
      harness.crm.records.create(harness.as(employee), {
        entity: 'account',
        fields: { name: 'For a colleague', owner: admin.id },
      }),
      harness.crm.records.create(harness.as(admin), { entity: 'user', fields: { name: 'x' } }),
      ticket({}, nobody),
    ];
    const codes = await Promise.all(refused.map(async (work) => (await refusal(work)).code));
    expect(codes).toEqual(['CRM_RECORD_NOT_FOUND', ...Array(5).fill('CRM_FORBIDDEN')]);
    expect(await harness.fingerprint()).toBe(before);
  });

  it('puts a record into the bin', async () => {
    const made = await ticket();
    await harness.crm.records.remove(harness.as(admin), { entity: 'ticket', id: made.id });
    expect(
      (await refusal(harness.crm.records.get(harness.as(admin), { entity: 'ticket', id: made.id }))).code,
    ).toBe('CRM_RECORD_NOT_FOUND');
  });
});

describe('two people at once', () => {
  it('lets both change different fields', async () => {
    const made = await ticket();
    await update({ id: made.id, version: 1, fields: { priority: 'high' } });
    const both = await update({ id: made.id, version: 1, fields: { type: 'error' } });
    expect(both).toMatchObject({ version: 3, fields: { priority: 'high', type: 'error' } });
  });

  it('refuses the second change of one field, with the current record and the field', async () => {
    const made = await ticket();
    await update({ id: made.id, version: 1, fields: { priority: 'high' } });
    const before = await harness.fingerprint();
    const error = await refusal(
      update({ id: made.id, version: 1, fields: { priority: 'low', type: 'error' } }),
    );
    expect(error.code).toBe('CRM_VERSION_CONFLICT');
    expect(error.details).toMatchObject({
      fields: ['priority'],
      current: { version: 2, fields: { priority: 'high' } },
      conflicts: [{ field: 'priority', original: 'normal', current: 'high', yours: 'low' }],
    });
    expect(await harness.fingerprint()).toBe(before);
  });

  it('does not mind that somebody wrote the same value', async () => {
    const made = await ticket();
    await update({ id: made.id, version: 1, fields: { priority: 'high' } });
    const same = await update({ id: made.id, version: 1, fields: { priority: 'high' } });
    expect(same.version).toBe(2);
  });

  it('serves two writers that arrive together one after the other', async () => {
    const made = await ticket();
    const results = await Promise.allSettled([
      update({ id: made.id, version: 1, fields: { subject: 'First' } }),
      update({ id: made.id, version: 1, fields: { subject: 'Second' } }),
    ]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('the transaction of the host', () => {
  it('raises the record event inside the transaction, with the old and new values', async () => {
    const made = await ticket();
    harness.events.length = 0;
    await update({ id: made.id, version: 1, fields: { status: 'closed' } });
    expect(harness.events).toMatchObject([
      {
        entity: 'ticket',
        recordId: made.id,
        change: 'changed',
        actor: { kind: 'user', id: admin.id },
        fields: { status: { from: 'new', to: 'closed' } },
      },
    ]);
    expect(harness.changes.map((change) => change.change)).toEqual(['created', 'changed']);
  });

  it('keeps nothing of a change whose record event cannot be enqueued', async () => {
    const failing = await crmHarness({
      onRecordEvent: async (event, client) => {
        await client.query('create table if not exists public.enqueued (id text)');
        await client.query('insert into public.enqueued values ($1)', [event.id]);
        throw new Error('The queue is full.');
      },
    });
    try {
      const owner = await failing.person({ roles: ['admin'] });
      const before = await failing.fingerprint();
      const work = failing.crm.records.create(failing.as(owner), {
        entity: 'ticket',
        fields: { subject: 'Never seen' },
      });
      await expect(work).rejects.toThrow('The queue is full.');
      expect(await failing.fingerprint()).toBe(before);
      expect((await failing.pool.query(`select to_regclass('public.enqueued') as found`)).rows).toEqual([
        { found: null },
      ]);
      expect(failing.changes).toEqual([]);
    } finally {
      await failing.close();
    }
  });

  it('writes on the given client: a rollback of the host leaves nothing, and what is written is seen before', async () => {
    const before = await harness.fingerprint();
    const client = await harness.pool.connect();
    const published: CrmChange[] = [];
    await client.query('begin');
    const caller = {
      ...harness.as(admin),
      actor: { kind: 'process', id: '01900000-0000-7000-8000-ff0000000001', onBehalfOf: admin.id } as const,
      transaction: { client, onChange: (change: CrmChange) => void published.push(change) },
    };
    const account = await harness.crm.records.create(caller, {
      entity: 'account',
      fields: { name: 'Half done', phone: '8 916 123 45 67' },
    });
    const contact = await harness.crm.records.create(caller, {
      entity: 'contact',
      fields: { familyName: 'Half' },
    });
    await harness.crm.accountContacts.link(caller, {
      accountId: account.id,
      contactId: contact.id,
      role: 'user',
    });
    await harness.crm.activities.plan(caller, {
      kind: 'call',
      subject: 'Call',
      plannedStart: '2026-06-10T10:00:00Z',
      ownerId: admin.id,
      links: [{ entity: 'account', id: account.id }],
    });
    const [seen] = await harness.crm.readForExpression([{ $record: 'account', id: account.id }], { client });
    expect(seen).toMatchObject({ name: 'Half done', phone: '+79161234567' });
    expect(harness.changes).toEqual([]);
    expect(published.length).toBeGreaterThan(2);
    await client.query('rollback');
    client.release();
    expect(await harness.fingerprint()).toBe(before);
    expect(harness.pool.waitingCount).toBe(0);
  });
});

describe('lists', () => {
  const list = (request: {
    filter?: FilterGroup;
    sort?: string;
    q?: string;
    limit?: number;
    cursor?: string;
    entity?: string;
  }) => harness.crm.records.list(harness.as(admin), { entity: 'account', limit: 200, ...request });

  it('pages by keyset through any order without skipping or repeating', async () => {
    for (const sort of [
      'name:asc',
      'city:desc,name:asc',
      'lifecycle:asc',
      'owner:desc',
      'lastContactAt:desc',
      'creditLimit:asc',
      'createdAt:asc',
    ]) {
      const whole = (await list({ sort })).items.map((item) => item.id);
      const paged: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await list({ sort, limit: 7, cursor });
        paged.push(...page.items.map((item) => item.id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect({ sort, ids: paged }).toEqual({ sort, ids: whole });
    }
  });

  it('sorts choices in their own order and names across alphabets', async () => {
    const byStatus = (await list({ sort: 'lifecycle:asc,name:asc' })).items.map(
      (item) => item.fields.lifecycle,
    );
    const order = ['prospect', 'active', 'permanent', 'sleeping', 'lost'];
    expect(byStatus).toEqual(
      [...byStatus].sort((left, right) => order.indexOf(String(left)) - order.indexOf(String(right))),
    );
  });

  const condition = (field: string, operator: string, value?: unknown) =>
    ({ op: 'and', items: [{ field, operator, value }] }) as FilterGroup;
  it.each([
    ['eq', condition('city', 'eq', 'Berlin'), (fields: Record<string, unknown>) => fields.city === 'Berlin'],
    ['ne', condition('city', 'ne', 'Berlin'), (fields: Record<string, unknown>) => fields.city !== 'Berlin'],
    [
      'in',
      condition('lifecycle', 'in', ['active', 'sleeping']),
      (fields: Record<string, unknown>) => ['active', 'sleeping'].includes(String(fields.lifecycle)),
    ],
    [
      'contains',
      condition('name', 'contains', 'СТРО'),
      (fields: Record<string, unknown>) => /стро/i.test(String(fields.name)),
    ],
    [
      'startsWith',
      condition('name', 'startsWith', 's'),
      (fields: Record<string, unknown>) => /^s/i.test(String(fields.name)),
    ],
    [
      'multi eq',
      condition('relationTypes', 'eq', 'partner'),
      (fields: Record<string, unknown>) => (fields.relationTypes as string[]).includes('partner'),
    ],
    ['empty', condition('industry', 'empty'), (fields: Record<string, unknown>) => fields.industry === null],
    ['notEmpty', condition('phone', 'notEmpty'), (fields: Record<string, unknown>) => fields.phone !== null],
    [
      'phone',
      condition('phone', 'contains', '(916) 000'),
      (fields: Record<string, unknown>) => String(fields.phone).includes('916000'),
    ],
    ['gte', condition('createdAt', 'gte', '2020-01-01T00:00:00Z'), () => true],
  ])('filters by %s as plain code does', async (_name, filter, matches) => {
    const all = (await list({})).items;
    const expected = all.filter((item) => matches(item.fields)).map((item) => item.id);
    const found = await list({ filter });
    expect(found.items.map((item) => item.id)).toEqual(expected);
    expect(found.total).toBe(expected.length);
  });

  it('joins groups with and and or', async () => {
    const filter: FilterGroup = {
      op: 'and',
      items: [
        {
          op: 'or',
          items: [
            { field: 'city', operator: 'eq', value: 'Berlin' },
            { field: 'city', operator: 'eq', value: 'London' },
          ],
        },
        { field: 'industry', operator: 'ne', value: 'finance' },
      ],
    };
    const found = (await list({ filter })).items.map((item) => item.fields);
    expect(found.length).toBeGreaterThan(5);
    expect(
      found.every(
        (fields) => ['Berlin', 'London'].includes(String(fields.city)) && fields.industry !== 'finance',
      ),
    ).toBe(true);
  });

  it.each([
    ['an unknown field', { filter: condition('name; drop table x', 'eq', 1) }],
    ['a value of another type', { filter: condition('createdAt', 'gt', 'yesterday') }],
    ['a sort by an unknown field', { sort: 'secret:asc' }],
    [
      'a cursor of another order',
      { sort: 'name:asc', cursor: Buffer.from('{"order":"city:asc"}').toString('base64url') },
    ],
  ])('refuses %s', async (_name, request) => {
    expect((await refusal(list(request))).code).toBe('CRM_FILTER_INVALID');
  });

  it('finds by words of the name, by any way to write a phone, and by address', async () => {
    const names = async (q: string) => (await list({ q })).items.map((item) => item.title);
    expect(await names('harbour blue')).toEqual(['Blue Harbour Ltd']);
    const [first] = (await list({ q: 'Альфа' })).items;
    const national = String(first?.fields.phone)
      .replace('+7', '8 ')
      .replace(/(\d{3})(\d{4})$/, '$1-$2');
    expect(await names(national)).toEqual(['Альфа-Строй']);
    expect(await names('office@customer02')).toEqual(['Blue Harbour Ltd']);
    expect(await names("100% 'or' 1=1")).toEqual([]);
  });

  it('searches every kind of record, the exact number first', async () => {
    const made = await ticket({ subject: 'Harbour crane stops' });
    const byNumber = await harness.crm.records.search(harness.as(admin), {
      q: String(made.number),
      limit: 5,
    });
    expect(byNumber[0]).toMatchObject({ entity: 'ticket', id: made.id });
    const byWord = await harness.crm.records.search(harness.as(admin), { q: 'harbour', limit: 10 });
    expect(new Set(byWord.map((hit) => hit.entity))).toEqual(new Set(['account', 'ticket']));
    expect(await harness.crm.records.search(harness.as(nobody), { q: 'harbour', limit: 10 })).toEqual([]);
  });

  it('describes its entities with fields, choices and the rights of the asking person', async () => {
    const meta = await harness.crm.records.meta(employee);
    const tickets = meta.find((one) => one.entity === 'ticket');
    expect(tickets?.rights).toEqual({ create: true, read: true, edit: true, delete: false, export: false });
    expect(
      tickets?.fields.find((field) => field.key === 'status')?.options?.map((option) => option.value),
    ).toEqual(['new', 'in_progress', 'waiting', 'solved', 'closed', 'spam']);
    for (const one of meta) {
      const keys = one.fields.map((field) => field.key);
      expect(one.listColumns.filter((key) => !keys.includes(key))).toEqual([]);
      expect(keys).toContain(one.titleField);
    }
  });
});

it('reads records for expressions with what they refer to', async () => {
  const contacts = await harness.crm.records.list(harness.as(admin), { entity: 'contact', limit: 1 });
  const made = await ticket({ contact: contacts.items[0]?.id });
  const [value, missing] = await harness.crm.readForExpression(
    [
      { $record: 'ticket', id: made.id },
      { $record: 'ticket', id: admin.id },
    ],
    null,
  );
  expect(missing).toBeNull();
  expect(value).toMatchObject({
    $record: 'ticket',
    id: made.id,
    number: made.number,
    account: {
      $record: 'account',
      owner: { $record: 'user', email: expect.stringContaining('@demo.example') },
    },
    contact: { $record: 'contact', timeZone: expect.stringContaining('/') },
  });
});
