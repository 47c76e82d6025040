/** Fields and kinds of records that administrators make: at once in lists, forms, search, rights and expressions. */
import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCrm, CrmRejection, type NewField, type RequestUser } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

let harness: CrmHarness;
let admin: RequestUser;

beforeAll(async () => {
  harness = await crmHarness();
  admin = await harness.person({ roles: ['admin'] });
});
afterAll(() => harness.close());

const caller = () => harness.as(admin);
/** As the next request does: whoever asks is loaded, and the node learns what is new. */
const nextRequest = async (): Promise<void> => void (await harness.crm.organisation.loadUser(admin.id));
async function addField(entity: string, key: string, content: Partial<NewField>) {
  const field = await harness.crm.customFields.create(caller(), {
    entity,
    key,
    type: 'text',
    labelEn: key,
    labelRu: key,
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
    ...content,
  });
  await nextRequest();
  return field;
}
const create = (entity: string, fields: Record<string, unknown>) =>
  harness.crm.records.create(caller(), { entity, fields });
const refusal = async (work: Promise<unknown>): Promise<CrmRejection> => {
  const error = await work.then(
    () => null,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(CrmRejection);
  return error as CrmRejection;
};
const option = (value: string) => ({ value, labelEn: value, labelRu: value, tone: 'neutral' as const });

const SAMPLES: readonly [NewField['type'], unknown, unknown][] = [
  ['text', 'north', 'south'],
  ['longText', 'a long story', 'another'],
  ['number', 4.5, 7],
  ['money', 10.25, 20],
  ['boolean', true, false],
  ['date', '2026-02-03', '2026-03-04'],
  ['dateTime', '2026-02-03T10:11:12.345Z', '2026-03-04T00:00:00.000Z'],
  ['select', 'red', 'blue'],
  ['multiSelect', ['red', 'blue'], ['blue']],
  ['phone', '+371 20 000 000', '+371 29 999 999'],
  ['email', 'a@test.example', 'b@test.example'],
  ['url', 'https://a.example', 'https://b.example'],
];

describe('a custom field', () => {
  it.each(SAMPLES)(
    'of the type %s is written, read, filtered, sorted and told',
    async (type, first, second) => {
      const key = `own${type}`;
      const isChoice = type === 'select' || type === 'multiSelect';
      await addField('account', key, { type, options: isChoice ? [option('red'), option('blue')] : [] });
      const account = await create('account', { name: `With ${type}`, [key]: first });
      expect(account.fields[key]).toEqual(first);
      const changed = await harness.crm.records.update(caller(), {
        entity: 'account',
        id: account.id,
        version: account.version,
        fields: { [key]: second },
      });
      expect(changed.fields[key]).toEqual(second);
      const page = await harness.crm.records.list(caller(), {
        entity: 'account',
        limit: 10,
        filter: {
          op: 'and',
          items: [{ field: key, operator: 'eq', value: Array.isArray(second) ? second[0] : second }],
        },
        ...(type === 'longText' || type === 'multiSelect' ? {} : { sort: `${key}:desc` }),
      });
      expect(page.items.map((item) => item.id)).toEqual([account.id]);
      const [value] = await harness.crm.readForExpression([{ $record: 'account', id: account.id }], null);
      expect(value?.[key]).toEqual(second);
      const { items } = await harness.crm.timeline.read(caller(), {
        entity: 'account',
        id: account.id,
        limit: 5,
      });
      expect(items[0]?.changes).toContainEqual({ field: key, from: first, to: second });
    },
  );

  it('that refers to a record or a person shows its title and sorts by it', async () => {
    await addField('account', 'backup', { type: 'user' });
    await addField('account', 'rival', { type: 'reference', referenceEntity: 'account' });
    const rival = await create('account', { name: 'Rival' });
    const account = await create('account', { name: 'Ours', backup: admin.id, rival: rival.id });
    expect(account.links.rival?.title).toBe('Rival');
    expect(account.links.backup?.id).toBe(admin.id);
    const page = await harness.crm.records.list(caller(), {
      entity: 'account',
      limit: 1,
      sort: 'rival:asc',
    });
    expect(page.items[0]?.id).toBe(account.id);
    const [value] = await harness.crm.readForExpression([{ $record: 'account', id: account.id }], null);
    expect(value?.rival).toMatchObject({ $record: 'account', name: 'Rival' });
    expect((await refusal(create('account', { name: 'X', rival: admin.id }))).code).toBe(
      'CRM_FIELDS_INVALID',
    );
  });

  it('refuses values that are not of its type, and a second one of a unique field', async () => {
    await addField('account', 'contractNo', { isUnique: true });
    await create('account', { name: 'A', contractNo: 'C-1' });
    const before = await harness.fingerprint();
    for (const fields of [{ contractNo: 'C-1' }, { ownnumber: 'many' }, { ownselect: 'green' }]) {
      const refused = await refusal(create('account', { name: 'B', ...fields }));
      expect(refused.code).toBe('CRM_FIELDS_INVALID');
    }
    expect(await harness.fingerprint()).toBe(before);
  });

  it('keeps one of two equal values that arrive together', async () => {
    const results = await Promise.allSettled(
      ['A', 'B', 'C'].map((name) => create('account', { name, contractNo: 'C-2' })),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });

  it('is required and visible by the values of other fields', async () => {
    await addField('ticket', 'hasDamage', { type: 'boolean' });
    await addField('ticket', 'damage', {
      visibleIf: [{ field: 'hasDamage', operator: 'eq', value: true }],
      required: true,
    });
    const harmless = await create('ticket', { subject: 'Harmless' });
    expect((await refusal(create('ticket', { subject: 'Bad', hasDamage: true }))).details.fields).toEqual([
      { path: 'damage', code: 'required', message: "'damage' is required here: give it a value." },
    ]);
    await create('ticket', { subject: 'Bad', hasDamage: true, damage: 'A scratch' });
    const update = { entity: 'ticket', id: harmless.id };
    expect(
      (await refusal(harness.crm.records.update(caller(), { ...update, fields: { hasDamage: true } }))).code,
    ).toBe('CRM_FIELDS_INVALID');
    await harness.crm.records.update(caller(), { ...update, fields: { subject: 'Still harmless' } });
  });

  it('is found by searches when it is marked so, but not by those from whom it is hidden', async () => {
    await addField('account', 'nickname', { isSearched: true });
    const account = await create('account', { name: 'Official', nickname: 'Zebrafish' });
    const clerk = await harness.person({ roles: ['employee'] });
    const found = async (user: RequestUser): Promise<string[]> =>
      (await harness.crm.records.search(harness.as(user), { q: 'zebraf', limit: 10 })).map((hit) => hit.id);
    expect(await found(clerk)).toEqual([account.id]);
    await harness.crm.roles.create(caller(), {
      code: 'no_nicknames',
      name: 'No nicknames',
      nameRu: null,
      permissions: [],
      fieldRights: [{ entity: 'account', field: 'nickname', level: 'hidden' }],
      inherits: [],
      memberIds: [clerk.id],
    });
    const narrowed = await harness.crm.organisation.loadUser(clerk.id);
    expect(narrowed && (await found(narrowed))).toEqual([]);
  });

  it('gets an index without holding writers up, and its state is told', async () => {
    const field = await addField('account', 'region', { isIndexed: true });
    expect(field.indexState).toBe('wanted');
    await harness.crm.customFields.buildIndexes();
    expect((await harness.crm.customFields.find(field.id)).indexState).toBe('ready');
    const name = `custom_${field.id.replaceAll('-', '')}`;
    const { rows } = await harness.pool.query<{ indexdef: string }>(
      'select indexdef from pg_indexes where indexname = $1',
      [name],
    );
    expect(rows[0]?.indexdef).toContain("(custom ->> 'region'::text)");
    // Lists ask as the index has it: of few rows it is used where the whole table may not be read.
    const pool = new pg.Pool({
      ...{ connectionString: harness.pool.options.connectionString, max: 1 },
      options: '-c enable_seqscan=off',
    });
    const silent = { debug() {}, info() {}, warn() {}, error() {} };
    const clock = { now: () => harness.now };
    const other = createCrm({ pool, clock, ids: { next: () => uuid() }, logger: silent });
    const user = (await other.organisation.loadUser(admin.id))!;
    const uses = async (): Promise<number> => {
      await pool.query('select pg_stat_force_next_flush()');
      const scans = await pool.query<{ uses: string }>(
        'select idx_scan as uses from pg_stat_user_indexes where indexrelname = $1',
        [name],
      );
      return Number(scans.rows[0]?.uses);
    };
    const before = await uses();
    const filter = {
      op: 'and' as const,
      items: [{ field: 'region', operator: 'eq' as const, value: 'North' }],
    };
    await other.records.list({ user }, { entity: 'account', filter, limit: 5 });
    expect(await uses()).toBeGreaterThan(before);
    await pool.end();
    await harness.crm.customFields.drop(caller(), field.id);
    await harness.crm.customFields.buildIndexes();
    expect((await harness.pool.query('select from pg_indexes where indexname = $1', [name])).rowCount).toBe(
      0,
    );
  });

  it('becomes unique only when no two records have the same value', async () => {
    const field = await addField('contact', 'badge', {});
    await create('contact', { familyName: 'A', badge: '7' });
    await create('contact', { familyName: 'B', badge: '7' });
    const refused = await refusal(harness.crm.customFields.update(caller(), { ...field, isUnique: true }));
    expect(refused.details.fields).toMatchObject([
      {
        path: 'isUnique',
        code: 'sameValues',
        message: "Several records have the same value ('7'): mend them first.",
      },
    ]);
  });

  it('keeps its values for thirty days after it was dropped, and then no longer', async () => {
    const field = await addField('contact', 'shoeSize', { type: 'number' });
    const contact = await create('contact', { familyName: 'Foot', shoeSize: 43 });
    await harness.crm.customFields.drop(caller(), field.id);
    await nextRequest();
    const read = () => harness.crm.records.get(caller(), { entity: 'contact', id: contact.id });
    expect((await read()).fields).not.toHaveProperty('shoeSize');
    await harness.crm.records.update(caller(), {
      entity: 'contact',
      id: contact.id,
      fields: { badge: '9' },
    });
    await harness.crm.customFields.purge();
    await harness.crm.customFields.restore(caller(), field.id);
    await nextRequest();
    expect((await read()).fields.shoeSize).toBe(43);
    await harness.crm.customFields.drop(caller(), field.id);
    harness.now = new Date(harness.now.getTime() + 31 * 86_400_000);
    await harness.crm.customFields.purge();
    const { rows } = await harness.pool.query<{ custom: unknown }>(
      'select custom from crm.contact where id = $1',
      [contact.id],
    );
    expect(rows[0]?.custom).toEqual({ badge: '9' });
    expect((await refusal(harness.crm.customFields.restore(caller(), field.id))).code).toBe(
      'CRM_FIELD_NOT_FOUND',
    );
  });

  it('cannot take the key of another field', async () => {
    for (const key of ['name', 'version', 'contractNo'])
      expect((await refusal(addField('account', key, {}))).code).toBe('CRM_FIELDS_INVALID');
  });

  it('is there on another node with its next request', async () => {
    const pool = new pg.Pool({ connectionString: harness.pool.options.connectionString, max: 2 });
    const silent = { debug() {}, info() {}, warn() {}, error() {} };
    const other = createCrm({
      pool,
      clock: { now: () => harness.now },
      ids: { next: () => uuid() },
      logger: silent,
    });
    try {
      await other.organisation.loadUser(admin.id);
      await harness.crm.customFields.create(caller(), {
        ...(await harness.crm.customFields.list('account'))[0]!,
        key: 'elsewhere',
      });
      const user = await other.organisation.loadUser(admin.id);
      if (!user) throw new Error('Expected the administrator.');
      const meta = (await other.records.meta(user)).find((one) => one.entity === 'account');
      expect(meta?.fields.some((field) => field.key === 'elsewhere' && field.isCustom)).toBe(true);
    } finally {
      await pool.end();
    }
  });
});

describe('a custom kind of record', () => {
  it('is listed, linked, searched, told of and read by expressions like any other', async () => {
    await harness.crm.customFields.createEntity(caller(), {
      entity: 'machine',
      labelEn: 'Machine',
      labelRu: 'Станок',
      pluralEn: 'Machines',
      pluralRu: 'Станки',
    });
    await nextRequest();
    await addField('machine', 'serial', { isUnique: true, isSearched: true });
    await addField('machine', 'builtOn', { type: 'date' });
    await addField('ticket', 'machine', { type: 'reference', referenceEntity: 'machine' });
    const account = await create('account', { name: 'Workshop' });
    const machine = await create('machine', {
      name: 'Lathe',
      account: account.id,
      serial: 'SN-77',
      builtOn: '2020-05-06',
    });
    expect(machine).toMatchObject({ title: 'Lathe', fields: { serial: 'SN-77', builtOn: '2020-05-06' } });
    expect((await refusal(create('machine', { name: 'Other', serial: 'SN-77' }))).code).toBe(
      'CRM_FIELDS_INVALID',
    );
    const ticket = await create('ticket', { subject: 'It squeaks', machine: machine.id });
    expect(ticket.links.machine).toEqual({ entity: 'machine', id: machine.id, title: 'Lathe' });
    const hits = await harness.crm.records.search(caller(), { q: 'sn-77', limit: 5 });
    expect(hits.map((hit) => hit.entity)).toEqual(['machine']);
    await harness.crm.records.update(caller(), {
      entity: 'machine',
      id: machine.id,
      version: 1,
      fields: { builtOn: '2021-01-01' },
    });
    const { items } = await harness.crm.timeline.read(caller(), {
      entity: 'machine',
      id: machine.id,
      limit: 5,
    });
    expect(items[0]?.changes).toEqual([{ field: 'builtOn', from: '2020-05-06', to: '2021-01-01' }]);
    const [value] = await harness.crm.readForExpression([{ $record: 'ticket', id: ticket.id }], null);
    expect(value).toMatchObject({ machine: { serial: 'SN-77', account: { name: 'Workshop' } } });
    expect(harness.events.at(-1)).toMatchObject({ entity: 'machine', change: 'changed' });
    const stranger = await harness.person({ roles: ['employee'] });
    expect(
      await harness.crm.records.canRead(harness.as(stranger), { entity: 'machine', id: machine.id }),
    ).toBe(false);
    await harness.crm.records.remove(caller(), { entity: 'machine', id: machine.id });
    const page = await harness.crm.records.list(caller(), { entity: 'machine', limit: 5 });
    expect(page.total).toBe(0);
  });

  it('takes 150 fields and some thousand rows', async () => {
    await harness.crm.customFields.createEntity(caller(), {
      entity: 'wide_record',
      labelEn: 'Wide',
      labelRu: 'Широкая',
      pluralEn: 'Wide ones',
      pluralRu: 'Широкие',
    });
    await nextRequest();
    const keys = Array.from({ length: 150 }, (_, index) => `field${index}`);
    for (const [index, key] of keys.entries())
      await harness.crm.customFields.create(caller(), {
        entity: 'wide_record',
        key,
        type: index % 3 === 0 ? 'number' : index % 3 === 1 ? 'text' : 'date',
        labelEn: key,
        labelRu: key,
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
    await nextRequest();
    const values = Object.fromEntries(
      keys.map((key, index) => [
        key,
        index % 3 === 0 ? index : index % 3 === 1 ? `text ${index}` : '2026-01-02',
      ]),
    );
    const whole = await create('wide_record', { name: 'Whole', ...values });
    expect(whole.fields).toMatchObject(values);
    await harness.pool.query(
      `insert into crm.record (id, entity, name, custom, created_at, created_by_kind, updated_at, updated_by_kind)
       select gen_random_uuid(), 'wide_record', 'Row ' || n, jsonb_set(r.custom, '{field0}', to_jsonb(n)),
              now(), 'system', now(), 'system'
       from crm.record r, generate_series(1, 3000) as n where r.id = $1`,
      [whole.id],
    );
    const page = await harness.crm.records.list(caller(), {
      entity: 'wide_record',
      limit: 50,
      sort: 'field0:desc',
      filter: { op: 'and', items: [{ field: 'field0', operator: 'lte', value: 2000 }] },
    });
    expect(page.total).toBe(2001);
    expect(page.items[0]?.fields).toMatchObject({ ...values, field0: 2000 });
    const next = await harness.crm.records.list(caller(), {
      entity: 'wide_record',
      limit: 50,
      sort: 'field0:desc',
      filter: { op: 'and', items: [{ field: 'field0', operator: 'lte', value: 2000 }] },
      cursor: page.nextCursor ?? '',
    });
    expect(next.items[0]?.fields.field0).toBe(1950);
  }, 60_000);
});
