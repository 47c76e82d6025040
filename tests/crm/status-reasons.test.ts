/** A status that asks: who moves a record to it by hand says why, in the same write; rules, processes and ways back do not. */
import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Caller, RecordView } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

let harness: CrmHarness;
let admin: Caller;

const asks = async (list: string, code: string, asksReason: boolean): Promise<void> => {
  const { choices, version } = await harness.crm.choices.find(list);
  await harness.crm.choices.save(admin, {
    ...{ list, version },
    choices: choices.map((one) => (one.value === code ? { ...one, asksReason } : one)),
  });
};
const make = (fields: Record<string, unknown>, entity = 'account', as = admin): Promise<RecordView> =>
  harness.crm.records.create(as, { entity, fields });
const account = (fields: Record<string, unknown> = {}): Promise<RecordView> =>
  make({ name: `Customer ${v7()}`, ...fields });
const move = (
  { entity, id }: Pick<RecordView, 'entity' | 'id'>,
  fields: Record<string, unknown>,
  as: Caller = admin,
): Promise<RecordView> => harness.crm.records.update(as, { entity, id, fields });
const reasonOf = ({ fields }: RecordView) => [
  fields['lifecycle'],
  fields['lifecycleReason'],
  fields['lifecycleNote'],
];
const ASKED = {
  code: 'CRM_FIELDS_INVALID',
  details: { fields: [{ path: 'lifecycleReason', code: 'reasonAsked' }] },
};
const PROCESS = {
  kind: 'process' as const,
  id: v7(),
  instance: { id: v7(), processName: 'Care', elementId: 'Task_1', elementName: 'Mark' },
};

beforeAll(async () => {
  harness = await crmHarness();
  admin = harness.as(await harness.person({ roles: ['admin'] }));
});
beforeEach(() => asks('account.lifecycle', 'lost', true));
afterAll(() => harness.close());

describe('a status that asks for a reason', () => {
  it('refuses a move without one, naming the field and what to do', async () => {
    const one = await account();
    await expect(move(one, { lifecycle: 'lost' })).rejects.toMatchObject(ASKED);
    await expect(move(one, { lifecycle: 'lost', lifecycleReason: null })).rejects.toMatchObject(ASKED);
    await expect(move(one, { lifecycle: 'lost', lifecycleNote: 'Too dear' })).rejects.toMatchObject(ASKED);
    await expect(move(one, { lifecycle: 'lost' })).rejects.toThrow(
      "This status asks for a reason: give 'Reason for the status' together with the status.",
    );
    const now = await harness.crm.records.get(admin, one);
    expect(reasonOf(now)).toEqual(['prospect', null, null]);
  });

  it('keeps the reason with the move: on the record, in its history and on its timeline', async () => {
    const one = await account();
    const lost = await move(one, {
      ...{ lifecycle: 'lost', lifecycleReason: 'price', lifecycleNote: 'Half as much elsewhere' },
    });
    expect(reasonOf(lost)).toEqual(['lost', 'price', 'Half as much elsewhere']);
    const [step] = await harness.crm.lifecycle.history(admin, { accountId: one.id });
    expect(step).toMatchObject({
      to: 'lost',
      reason: { label: { en: 'Price', ru: 'Цена' }, note: 'Half as much elsewhere' },
      rule: null,
    });
    const { items } = await harness.crm.timeline.read(admin, { entity: 'account', id: one.id, limit: 5 });
    const changed = items[0]?.changes.map(({ field, to }) => [field, to]);
    expect(Object.fromEntries(changed ?? [])).toMatchObject({
      lifecycle: 'lost',
      lifecycleReason: 'price',
      lifecycleNote: 'Half as much elsewhere',
    });
  });

  it('is not told the reason of an earlier move: the next one brings its own or leaves none', async () => {
    const one = await account();
    await move(one, { lifecycle: 'lost', lifecycleReason: 'price', lifecycleNote: 'Dear' });
    expect(reasonOf(await move(one, { lifecycle: 'active' }))).toEqual(['active', null, null]);
    await expect(move(one, { lifecycle: 'lost' })).rejects.toMatchObject(ASKED);
    await move(one, { lifecycle: 'sleeping', lifecycleReason: 'price' });
    const again = await move(one, { lifecycle: 'lost', lifecycleReason: 'price' });
    expect(reasonOf(again)).toEqual(['lost', 'price', null]);
    const [step] = await harness.crm.lifecycle.history(admin, { accountId: one.id });
    expect(step?.reason).toMatchObject({ label: { en: 'Price' }, note: null });
  });

  it('lets the reason be mended later, without a move', async () => {
    const one = await account();
    await move(one, { lifecycle: 'lost', lifecycleReason: 'price' });
    const mended = await move(one, { lifecycleReason: 'competitor', lifecycle: 'lost' });
    expect(reasonOf(mended)).toEqual(['lost', 'competitor', null]);
  });

  it('takes words where no reasons are offered to choose from', async () => {
    const { choices, version } = await harness.crm.choices.find('account.lifecycleReason');
    const turned = (active: boolean) => choices.map((one) => ({ ...one, active }));
    const list = 'account.lifecycleReason';
    const off = await harness.crm.choices.save(admin, { list, version, choices: turned(false) });
    const one = await account();
    await expect(move(one, { lifecycle: 'lost', lifecycleNote: '  ' })).rejects.toMatchObject({
      details: { fields: [{ path: 'lifecycleNote', code: 'reasonAsked' }] },
    });
    const lost = await move(one, { lifecycle: 'lost', lifecycleNote: 'Moved abroad' });
    expect(reasonOf(lost)).toEqual(['lost', null, 'Moved abroad']);
    await harness.crm.choices.save(admin, { list, version: off.version, choices: turned(true) });
  });

  it('asks who makes a record in it, but not whoever leaves the status as it is offered', async () => {
    await expect(account({ lifecycle: 'lost' })).rejects.toMatchObject(ASKED);
    const made = await account({ lifecycle: 'lost', lifecycleReason: 'closed_down' });
    expect(reasonOf(made)).toEqual(['lost', 'closed_down', null]);
    await asks('account.lifecycle', 'prospect', true);
    expect(reasonOf(await account())).toEqual(['prospect', null, null]);
    await asks('account.lifecycle', 'prospect', false);
  });

  it('asks programs with a key, and neither processes nor rules', async () => {
    const one = await account();
    const key: Caller = { ...admin, actor: { kind: 'api_key', id: v7() } };
    await expect(move(one, { lifecycle: 'lost' }, key)).rejects.toMatchObject(ASKED);
    const moved = await move(one, { lifecycle: 'lost' }, { ...admin, actor: PROCESS });
    expect(reasonOf(moved)).toEqual(['lost', null, null]);
    await asks('account.lifecycle', 'sleeping', true);
    const { id } = await account({ lifecycle: 'active' });
    harness.now = new Date(harness.now.getTime() + 200 * 86_400_000);
    expect(await harness.crm.lifecycle.sweep()).toBeGreaterThan(0);
    expect((await harness.crm.records.get(admin, { entity: 'account', id })).fields['lifecycle']).toBe(
      'sleeping',
    );
    await asks('account.lifecycle', 'sleeping', false);
  });

  it('is the same for tickets', async () => {
    await asks('ticket.status', 'waiting', true);
    const ticket = await make({ subject: 'Light' }, 'ticket');
    await expect(move(ticket, { status: 'waiting' })).rejects.toMatchObject({
      details: { fields: [{ path: 'statusReason', code: 'reasonAsked' }] },
    });
    const waiting = await move(ticket, { status: 'waiting', statusReason: 'waits_for_customer' });
    expect(waiting.fields).toMatchObject({ status: 'waiting', statusReason: 'waits_for_customer' });
    const solved = await move(ticket, { status: 'solved' });
    expect(solved.fields).toMatchObject({ status: 'solved', statusReason: null });
    await asks('ticket.status', 'waiting', false);
  });

  it('is what the page knows of before anybody moves', async () => {
    const meta = (await harness.crm.records.meta(admin.user)).find(({ entity }) => entity === 'account');
    expect(meta?.statusReason).toEqual({ choice: 'lifecycleReason', note: 'lifecycleNote' });
    const options = meta?.fields.find(({ key }) => key === 'lifecycle')?.options ?? [];
    expect(options.filter(({ asksReason }) => asksReason).map(({ value }) => value)).toEqual(['lost']);
  });
});

describe('two customers that are merged', () => {
  it('keep the reason with the status, whichever is taken, and nobody is asked again', async () => {
    const survivor = await account();
    const loser = await account();
    await move(loser, { lifecycle: 'lost', lifecycleReason: 'no_answer', lifecycleNote: 'Three letters' });
    const request = { entity: 'account', survivorId: survivor.id, loserId: loser.id };
    const preview = await harness.crm.merges.preview(admin, request);
    expect(preview.fields.map(({ key }) => key)).not.toContain('lifecycleReason');
    const { id } = await harness.crm.merges.merge(admin, { ...request, choices: { lifecycle: 'loser' } });
    expect(reasonOf(await harness.crm.records.get(admin, survivor))).toEqual([
      'lost',
      'no_answer',
      'Three letters',
    ]);
    await harness.crm.merges.undo(admin, { id });
    expect(reasonOf(await harness.crm.records.get(admin, survivor))).toEqual(['prospect', null, null]);
  });

  it('give the survivor no reason of a status that it does not take', async () => {
    const survivor = await account();
    const loser = await account();
    await move(loser, { lifecycle: 'lost', lifecycleReason: 'no_answer' });
    const request = { entity: 'account', survivorId: survivor.id, loserId: loser.id, choices: {} };
    await harness.crm.merges.merge(admin, request);
    expect(reasonOf(await harness.crm.records.get(admin, survivor))).toEqual(['prospect', null, null]);
  });
});

describe('the mark', () => {
  it('stands on statuses only, and stays when a list is saved without it', async () => {
    const list = 'account.industry';
    const { choices, version } = await harness.crm.choices.find(list);
    await expect(
      harness.crm.choices.save(admin, {
        ...{ list, version },
        choices: choices.map((one) => ({ ...one, asksReason: true })),
      }),
    ).rejects.toMatchObject({
      details: { fields: [{ code: 'asksNoReason' }, ...choices.slice(1).map(() => ({}))] },
    });
    const before = await harness.crm.choices.find('account.lifecycle');
    const saved = await harness.crm.choices.save(admin, {
      ...{ list: 'account.lifecycle', version: before.version },
      choices: before.choices.map(({ asksReason, ...one }) => (void asksReason, one)),
    });
    expect(saved.choices.filter((one) => one.asksReason).map(({ value }) => value)).toEqual(['lost']);
    expect([saved.mayAsk, (await harness.crm.choices.find(list)).mayAsk]).toEqual([true, false]);
  });
});
