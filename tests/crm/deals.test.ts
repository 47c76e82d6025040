import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller, CrmRejection, RecordView, RequestUser } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

let harness: CrmHarness;
let manager: RequestUser;
let as: Caller;
let account: RecordView;

beforeAll(async () => {
  harness = await crmHarness();
  await harness.pool.query(
    `insert into crm.currency_rate (currency, valid_from, rate) values ('USD', '2026-01-01', 0.9), ('USD', '2026-05-01', 0.8), ('USD', '2026-07-01', 0.7)`,
  );
  manager = await harness.person({ roles: ['manager'] });
  as = harness.as(manager);
  account = await harness.crm.records.create(as, {
    entity: 'account',
    fields: { name: 'Buyer', currency: 'USD' },
  });
});
afterAll(() => harness.close());

const deal = (fields: Record<string, unknown> = {}): Promise<RecordView> =>
  harness.crm.records.create(as, { entity: 'deal', fields: { name: 'Ten licences', ...fields } });
const move = (id: string, fields: Record<string, unknown>): Promise<RecordView> =>
  harness.crm.records.update(as, { entity: 'deal', id, fields });
const pathOf = (id: string) => harness.crm.pipelines.path(as, { entity: 'deal', id });

describe('a new deal', () => {
  it('begins in the first stage of the default pipeline, in the currency of its customer', async () => {
    const { fields, number } = await deal({ account: account.id, amount: 1000 });
    expect(number).toMatch(/^D-\d+$/);
    expect(fields).toMatchObject({
      stage: 'qualified',
      pipeline: 'sales',
      currency: 'USD',
      amountBase: 800,
      probability: 20,
      probabilityAuto: 20,
      owner: manager.id,
    });
  });

  it('begins in the first stage of the pipeline that it is made in', async () => {
    expect((await deal({ pipeline: 'partners' })).fields).toMatchObject({
      stage: 'partner_talks',
      currency: 'EUR',
      amountBase: null,
    });
  });

  it('refuses what lies out of bounds and writes nothing', async () => {
    const before = await harness.fingerprint();
    await expect(deal({ amount: -1 })).rejects.toMatchObject({ code: 'CRM_FIELDS_INVALID' });
    await expect(deal({ probabilityManual: 101 })).rejects.toMatchObject({ code: 'CRM_FIELDS_INVALID' });
    await expect(deal({ stage: 'nowhere' })).rejects.toMatchObject({ code: 'CRM_FIELDS_INVALID' });
    expect(await harness.fingerprint()).toBe(before);
  });
});

describe('a move', () => {
  it('is refused with everything that is missing, in both languages', async () => {
    const { id } = await deal();
    const before = await harness.fingerprint();
    const refused = (await move(id, { stage: 'negotiation' }).catch(
      (error: unknown) => error,
    )) as CrmRejection;
    expect(refused.code).toBe('CRM_STAGE_BLOCKED');
    expect(refused.details.missing).toEqual([
      { field: 'amount', text: { en: 'Fill in “Amount”', ru: 'Заполните «Сумма»' } },
      {
        field: 'expectedClose',
        text: { en: 'Fill in “Expected close”', ru: 'Заполните «Ожидаемое закрытие»' },
      },
    ]);
    expect(await harness.fingerprint()).toBe(before);
  });

  it('names the choices that are asked for by their labels, not by their codes', async () => {
    const { id } = await deal({ amount: 1 });
    const rule = (all: unknown[]) =>
      harness.pool.query(
        `update crm.stage set entry_rule = $1 where list = 'deal.stage' and code = 'quote'`,
        [JSON.stringify({ all })],
      );
    const { rows } = await harness.pool.query<{ entry_rule: unknown }>(
      `select entry_rule from crm.stage where list = 'deal.stage' and code = 'quote'`,
    );
    await rule([
      { kind: 'field', field: 'currency', operator: 'in', value: ['EUR', 'USD'] },
      { kind: 'field', field: 'source', operator: 'eq', value: 'exhibition' },
    ]);
    const refused = (await move(id, { stage: 'quote' }).catch((error: unknown) => error)) as CrmRejection;
    expect(refused.details.missing).toContainEqual({
      field: 'source',
      text: {
        en: '“Source” must be Exhibition',
        ru: '«Источник» должно быть Выставка',
      },
    });
    await rule((rows[0]?.entry_rule as { all: unknown[] }).all);
  });

  it('takes what is missing along', async () => {
    const { id } = await deal();
    const moved = await move(id, { stage: 'negotiation', amount: 5, expectedClose: '2026-09-01' });
    expect(moved.fields).toMatchObject({ stage: 'negotiation', probability: 75 });
  });

  it('keeps how long each stage took and tells it as a new stage', async () => {
    const { id } = await deal({ account: account.id, amount: 10 });
    const start = harness.now;
    harness.now = new Date(start.getTime() + 3 * 3_600_000);
    await move(id, { stage: 'quote' });
    harness.now = new Date(start.getTime() + 5 * 3_600_000);
    const won = await move(id, { stage: 'won' });
    expect(won.fields).toMatchObject({
      closedAt: harness.now.toISOString(),
      probability: 100,
      attention: null,
    });
    const { rows } = await harness.pool.query(
      `select from_stage, to_stage, duration_ms::int / 3600000 as hours from crm.stage_history where record_id = $1 order by at`,
      [id],
    );
    expect(rows).toEqual([
      { from_stage: null, to_stage: 'qualified', hours: null },
      { from_stage: 'qualified', to_stage: 'quote', hours: 3 },
      { from_stage: 'quote', to_stage: 'won', hours: 2 },
    ]);
    const timeline = await harness.crm.timeline.read(as, { entity: 'deal', id, limit: 10 });
    expect(timeline.items.map((item) => item.verb)).toEqual(['stage_entered', 'stage_entered', 'created']);
    const reopened = await move(id, { stage: 'negotiation', expectedClose: '2026-09-01' });
    expect(reopened.fields.closedAt).toBeNull();
    harness.now = start;
  });

  it('to another pipeline begins at its first stage', async () => {
    const { id } = await deal();
    expect((await move(id, { pipeline: 'partners' })).fields.stage).toBe('partner_talks');
  });

  it('is told to processes as a change of the stage', async () => {
    const { id } = await deal({ amount: 1 });
    await move(id, { stage: 'on_hold' });
    const event = harness.events.at(-1);
    expect(event).toMatchObject({
      entity: 'deal',
      recordId: id,
      change: 'changed',
      fields: { stage: { from: 'qualified', to: 'on_hold' } },
    });
  });

  it('needs a contact with a role or a done activity where the administrator says so', async () => {
    const pipelines = await harness.crm.pipelines.list(as, { entity: 'deal' });
    const partners = pipelines.find((pipeline) => pipeline.code === 'partners');
    if (!partners) throw new Error('Expected the pipeline of partners.');
    await harness.crm.pipelines.save(as, {
      entity: 'deal',
      ...partners,
      stages: partners.stages.map((stage) =>
        stage.code === 'partner_contract'
          ? {
              ...stage,
              entryRule: {
                all: [
                  { kind: 'contactRole', role: 'decider' },
                  { kind: 'activityDone', activityKind: 'meeting' },
                ],
              },
            }
          : stage,
      ),
    });
    const { id } = await deal({ pipeline: 'partners' });
    const refused = (await move(id, { stage: 'partner_contract' }).catch((e: unknown) => e)) as CrmRejection;
    expect(refused.message).toContain('“Decides”; Not done yet: Meeting');
    const contact = await harness.crm.records.create(as, { entity: 'contact', fields: { givenName: 'Ann' } });
    await harness.crm.dealContacts.add(as, { dealId: id, contactId: contact.id, role: 'decider' });
    await harness.crm.records.create(as, {
      entity: 'activity',
      fields: { kind: 'meeting', subject: 'Met', status: 'done', deal: id },
    });
    expect((await move(id, { stage: 'partner_contract' })).fields.stage).toBe('partner_contract');
  });
});

describe('the path', () => {
  it('shows each stage with what it needs and how long it took', async () => {
    const { id } = await deal();
    const path = await pathOf(id);
    expect(path).toMatchObject({ field: 'stage', pipeline: { code: 'sales' } });
    expect(path.stages.map((stage) => [stage.code, stage.isCurrent, stage.missing.length])).toEqual([
      ['qualified', true, 0],
      ['discovery', false, 1],
      ['quote', false, 2],
      ['negotiation', false, 2],
      ['on_hold', false, 0],
      ['won', false, 2],
      ['lost', false, 1],
    ]);
  });

  it('counts what is planned: nothing rots that has its next step ahead', async () => {
    const { id } = await deal();
    // The state of a record is read by the database's clock, so what is long ago is written as such.
    await harness.pool.query(
      `update crm.deal set stage_entered_at = now() - interval '30 days' where id = $1`,
      [id],
    );
    expect(await pathOf(id)).toMatchObject({
      attention: { state: 'rotting', rotDays: 7, nextActivityAt: null },
    });
    const call = await harness.crm.records.create(as, {
      entity: 'activity',
      fields: {
        kind: 'call',
        subject: 'Call',
        deal: id,
        plannedStart: new Date(Date.now() + 9e8).toISOString(),
      },
    });
    expect((await pathOf(id)).attention.state).toBe('planned');
    await harness.crm.records.update(as, {
      entity: 'activity',
      id: call.id,
      fields: { plannedStart: '2025-01-01T10:00:00Z', plannedEnd: '2025-01-01T10:30:00Z' },
    });
    expect((await pathOf(id)).attention.state).toBe('overdue');
  });
});

describe('contacts of a deal', () => {
  it('come with a role, once each, and are told on its timeline', async () => {
    const { id } = await deal();
    const contact = await harness.crm.records.create(as, { entity: 'contact', fields: { givenName: 'Bob' } });
    const request = { dealId: id, contactId: contact.id, role: 'payer' };
    const [added] = await harness.crm.dealContacts.add(as, request);
    expect(added).toMatchObject({ contact: { title: 'Bob' }, roleLabel: { en: 'Pays' } });
    await expect(harness.crm.dealContacts.add(as, request)).rejects.toMatchObject({
      code: 'CRM_LINK_CONFLICT',
    });
    await expect(harness.crm.dealContacts.add(as, { ...request, role: 'king' })).rejects.toMatchObject({
      code: 'CRM_FIELDS_INVALID',
    });
    const deals = await harness.crm.records.related(as, {
      entity: 'contact',
      id: contact.id,
      relation: 'deals',
      limit: 5,
    });
    expect(deals.items.map((item) => item.id)).toEqual([id]);
    expect(await harness.crm.dealContacts.remove(as, { dealId: id, id: added?.id ?? '' })).toEqual([]);
  });

  it('are changed only by those who may change the deal', async () => {
    const { id } = await deal();
    const nobody = harness.as(await harness.person({ roles: [] }));
    await expect(harness.crm.dealContacts.list(nobody, { dealId: id })).rejects.toMatchObject({
      code: 'CRM_RECORD_NOT_FOUND',
    });
  });
});

describe('an administrator', () => {
  it('retires a stage by leaving it out when no deal stands in it, and says in which deals stand', async () => {
    const old = await deal({ stage: 'on_hold' });
    const sales = (await harness.crm.pipelines.list(as, { entity: 'deal' })).find(
      (one) => one.code === 'sales',
    );
    if (!sales) throw new Error('Expected the pipeline of sales.');
    const stages = sales.stages.filter((stage) => stage.code !== 'on_hold');
    const drop = () => harness.crm.pipelines.save(as, { entity: 'deal', ...sales, stages });
    await expect(drop()).rejects.toMatchObject({
      code: 'CRM_STAGE_IN_USE',
      details: { stages: [{ code: 'on_hold', count: expect.any(Number) as number }] },
    });
    await harness.pool.query(
      `update crm.deal set stage = 'qualified' where stage = 'on_hold' and deleted_at is null`,
    );
    await drop();
    await expect(deal({ stage: 'on_hold' })).rejects.toMatchObject({ code: 'CRM_FIELDS_INVALID' });
    expect((await pathOf(old.id)).stages.some((stage) => stage.code === 'on_hold')).toBe(false);
    const told = await harness.pool.query<{ verb: string }>(
      `select verb from crm.event where entity = 'pipeline'`,
    );
    expect(told.rows).toContainEqual({ verb: 'changed' });
    const again = (part: { version?: number }) =>
      harness.crm.pipelines.save(as, { entity: 'deal', ...sales, ...part });
    // What was read before the change is no ground for another.
    await expect(again({})).rejects.toMatchObject({ code: 'CRM_SETTING_CHANGED' });
    await again({ version: sales.version + 1 });
    expect((await deal({ stage: 'on_hold' })).fields.stage).toBe('on_hold');
  });

  it('leaves a pipeline in its place among the others', async () => {
    const list = async () =>
      (await harness.crm.pipelines.list(as, { entity: 'deal' })).map(({ code }) => code);
    const before = await list();
    const [first] = await harness.crm.pipelines.list(as, { entity: 'deal' });
    if (!first) throw new Error('Expected a pipeline.');
    await harness.crm.pipelines.save(as, { entity: 'deal', ...first });
    expect(await list()).toEqual(before);
  });

  it('cannot leave a pipeline without an end, nor ask for a field that is none', async () => {
    const sales = (await harness.crm.pipelines.list(as, { entity: 'deal' })).find(
      (one) => one.code === 'sales',
    );
    if (!sales) throw new Error('Expected the pipeline of sales.');
    const open = sales.stages.filter((stage) => stage.baseStatus === 'open');
    await expect(
      harness.crm.pipelines.save(as, { entity: 'deal', ...sales, stages: open }),
    ).rejects.toMatchObject({ code: 'CRM_FIELDS_INVALID' });
    const asking = sales.stages.map((stage) => ({
      ...stage,
      entryRule: { all: [{ kind: 'field' as const, field: 'shoeSize', operator: 'notEmpty' as const }] },
    }));
    await expect(
      harness.crm.pipelines.save(as, { entity: 'deal', ...sales, stages: asking }),
    ).rejects.toThrow('shoeSize');
  });
});
