/** Choices of shipped fields: an administrator edits them, the product keeps what it works by, old records stay readable. */
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCrm, type Caller, type ChoiceListView, type RecordView } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

type Draft = ChoiceListView['choices'][number];

let harness: CrmHarness;
let admin: Caller;

const choice = (value: string, part: Partial<Draft> = {}): Omit<Draft, 'isKept'> => ({
  ...{ value, label: { en: value, ru: value }, tone: 'neutral', baseState: null, active: true },
  ...{ asksReason: false, ...part },
});
const find = (list: string): Promise<ChoiceListView> => harness.crm.choices.find(list);
const edit = async (
  list: string,
  change: (choices: readonly Draft[]) => readonly Omit<Draft, 'isKept'>[],
): Promise<ChoiceListView> => {
  const { choices, version } = await find(list);
  return harness.crm.choices.save(admin, { list, version, choices: change(choices) });
};
const add = (list: string, value: string, part: Partial<Draft> = {}) =>
  edit(list, (choices) => [...choices, choice(value, part)]);
const turn = (list: string, value: string, active: boolean) =>
  edit(list, (choices) => choices.map((one) => (one.value === value ? { ...one, active } : one)));
const ticket = (fields: Record<string, unknown>): Promise<RecordView> =>
  harness.crm.records.create(admin, { entity: 'ticket', fields: { subject: 'Light', ...fields } });
const options = async (entity: string, field: string) =>
  (await harness.crm.records.meta(admin.user))
    .find((meta) => meta.entity === entity)
    ?.fields.find((one) => one.key === field);

beforeAll(async () => {
  harness = await crmHarness();
  admin = harness.as(await harness.person({ roles: ['admin'] }));
});
afterAll(() => harness.close());

describe('a choice of a shipped field', () => {
  it('is added and can be used at once, in its place and tone', async () => {
    await edit('ticket.type', ([first, ...others]) => [
      choice('outage', { label: { en: 'Outage', ru: 'Авария' }, tone: 'failed' }),
      ...(first ? [first] : []),
      ...others,
    ]);
    expect((await ticket({ type: 'outage' })).fields['type']).toBe('outage');
    expect((await options('ticket', 'type'))?.options?.[0]).toEqual({
      value: 'outage',
      label: { en: 'Outage', ru: 'Авария' },
      tone: 'failed',
    });
  });

  it('is switched off: old records keep it and stay editable, new ones are refused it', async () => {
    const account = await harness.crm.records.create(admin, {
      entity: 'account',
      fields: { name: 'Old friend', relationTypes: ['client', 'agent'], industry: 'retail' },
    });
    await turn('account.relationTypes', 'agent', false);
    await turn('account.industry', 'retail', false);
    const { id, version } = account;
    const kept = await harness.crm.records.update(admin, {
      ...{ entity: 'account', id, version },
      fields: { name: 'Best friend', relationTypes: ['client', 'agent', 'partner'], industry: 'retail' },
    });
    expect(kept.fields['relationTypes']).toEqual(['client', 'agent', 'partner']);
    await expect(
      harness.crm.records.create(admin, { entity: 'account', fields: { name: 'New', industry: 'retail' } }),
    ).rejects.toMatchObject({ details: { fields: [{ path: 'industry', code: 'notChoice' }] } });
    const field = await options('account', 'industry');
    expect(field?.options?.map((one) => one.value)).not.toContain('retail');
    expect(field?.retiredOptions).toMatchObject([{ value: 'retail', label: { en: 'Retail' } }]);
    await turn('account.industry', 'retail', true);
    expect((await options('account', 'industry'))?.retiredOptions).toBeUndefined();
  });

  it('of a ticket status means open or closed, and closes what it means to', async () => {
    await expect(add('ticket.status', 'with_supplier')).rejects.toMatchObject({
      details: { fields: [{ path: 'choices.with_supplier', code: 'choiceMeaning' }] },
    });
    await add('ticket.status', 'with_supplier', { baseState: 'open' });
    await add('ticket.status', 'not_ours', { baseState: 'closed' });
    const { id } = await ticket({});
    const move = (status: string) =>
      harness.crm.records.update(admin, { entity: 'ticket', id, fields: { status } });
    expect((await move('with_supplier')).fields['closedAt']).toBeNull();
    expect((await move('not_ours')).fields['closedAt']).not.toBeNull();
  });

  it('can be a role at a customer or a way of paying', async () => {
    await add('deal.contactRole', 'architect', { label: { en: 'Architect', ru: 'Архитектор' } });
    await add('payment.method', 'barter');
    expect((await find('payment.method')).choices.map((one) => one.value)).toContain('barter');
    expect((await find('deal.contactRole')).uses).toMatchObject([{ entity: 'deal', field: null }]);
  });

  it('is known to another node with its next request', async () => {
    const other = createCrm({
      pool: harness.pool,
      clock: { now: () => harness.now },
      ids: { next: () => v7() },
      logger: { debug: none, info: none, warn: none, error: none },
    });
    const there = async () => {
      const user = await other.organisation.loadUser(admin.user.id);
      const meta = user ? await other.records.meta(user) : [];
      const source = meta.find((one) => one.entity === 'lead')?.fields.find((one) => one.key === 'source');
      return source?.options?.map((one) => one.value);
    };
    expect(await there()).not.toContain('podcast');
    await add('sales.source', 'podcast');
    expect(await there()).toContain('podcast');
  });

  it('is told to the audit with what it was and is', async () => {
    await edit('payment.method', (choices) =>
      choices.map((one) => (one.value === 'cash' ? { ...one, label: { en: 'Notes', ru: 'Купюры' } } : one)),
    );
    const { items } = await harness.crm.audit.search(admin, { entity: 'choice_list', limit: 1 });
    expect(items[0]).toMatchObject({
      verb: 'changed',
      changes: [{ field: 'cash', from: { label: { en: 'Cash' } }, to: { label: { en: 'Notes' } } }],
    });
  });
});

describe('what the product works by', () => {
  it('is renamed, but not switched off, and takes nothing beside it', async () => {
    const named = await edit('quote.status', (choices) =>
      choices.map((one) =>
        one.value === 'sent' ? { ...one, label: { en: 'With the customer', ru: 'У клиента' } } : one,
      ),
    );
    expect(named.choices.find((one) => one.value === 'sent')?.label.en).toBe('With the customer');
    const refused = (work: Promise<unknown>, code: string, of: string) =>
      expect(work, code).rejects.toMatchObject({
        details: { fields: [{ path: `choices.${of}`, code }] },
      });
    await refused(turn('quote.status', 'sent', false), 'choiceKept', 'sent');
    await refused(turn('ticket.status', 'waiting', false), 'choiceKept', 'waiting');
    await refused(turn('ticket.type', 'question', false), 'choiceKept', 'question');
    await refused(add('quote.status', 'lost_in_post'), 'choicesFixed', 'lost_in_post');
    await refused(
      edit('ticket.type', (choices) => choices.slice(1)),
      'choiceStays',
      'outage',
    );
    await refused(add('ticket.type', 'nameless', { label: { en: 'x', ru: ' ' } }), 'nameBoth', 'nameless');
  });

  it('keeps what its own states mean', async () => {
    await edit('ticket.status', (choices) =>
      choices.map((one) => (one.value === 'closed' ? { ...one, baseState: 'open' } : one)),
    );
    const closed = (await find('ticket.status')).choices.find((one) => one.value === 'closed');
    expect(closed?.baseState).toBe('closed');
  });

  it.each(['ticket.slaState', 'party.toCheck', 'deal.stage', 'ticket.slaPolicy', 'no.list'])(
    'does not let %s be edited here',
    async (list) => {
      await expect(harness.crm.choices.save(admin, { list, choices: [choice('x')] })).rejects.toMatchObject({
        code: 'CRM_CHOICES_LOCKED',
      });
    },
  );

  it('refuses whoever edits what somebody else changed meanwhile', async () => {
    const { choices, version } = await find('lead.language');
    await harness.crm.choices.save(admin, { list: 'lead.language', version, choices });
    await expect(
      harness.crm.choices.save(admin, { list: 'lead.language', version, choices }),
    ).rejects.toMatchObject({ code: 'CRM_SETTING_CHANGED' });
  });
});

describe('a choice that a rule names', () => {
  it('is not switched off, and the rules are told', async () => {
    await harness.crm.sla.savePolicy(admin, {
      ...{ code: 'outages', label: { en: 'Outages', ru: 'Аварии' }, order: 1, calendarCode: null },
      match: { all: [{ kind: 'field', field: 'type', operator: 'in', value: ['outage', 'error'] }] },
      reopenDays: 14,
      targets: [
        {
          ...{ metric: 'resolution', minutes: 60, useWorkingHours: true },
          pauseStates: ['waiting', 'with_supplier'],
        },
      ],
    });
    await expect(turn('ticket.type', 'outage', false)).rejects.toMatchObject({
      code: 'CRM_CHOICE_IN_USE',
      details: { uses: [{ code: 'outage', kind: 'serviceLevel', name: { en: 'Outages', ru: 'Аварии' } }] },
    });
    await expect(turn('ticket.status', 'with_supplier', false)).rejects.toMatchObject({
      details: { uses: [{ code: 'with_supplier', kind: 'serviceLevel' }] },
    });
    await expect(turn('sales.source', 'referral', false)).rejects.toMatchObject({
      details: { uses: [{ kind: 'scoreRule' }] },
    });
    await expect(turn('account.lifecycle', 'sleeping', false)).rejects.toMatchObject({
      code: 'CRM_CHOICE_IN_USE',
    });
  });

  it('is not switched off either while the host knows of a use', async () => {
    const { choices, version } = await find('lead.disqualifyReason');
    const uses = [{ code: 'spam', kind: 'process', name: { en: 'p, 1', ru: 'p, 1' } }] as const;
    const save = (alsoUsed: readonly (typeof uses)[number][]) =>
      harness.crm.choices.save(admin, {
        ...{ list: 'lead.disqualifyReason', version, alsoUsed },
        choices: choices.map((one) => (one.value === 'spam' ? { ...one, active: false } : one)),
      });
    await expect(save(uses)).rejects.toMatchObject({ code: 'CRM_CHOICE_IN_USE', details: { uses } });
    expect((await save([])).version).toBe(version + 1);
  });
});

function none(): void {
  // Nothing is told.
}
