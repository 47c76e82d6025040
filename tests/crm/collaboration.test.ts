import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller, RecordView, RequestUser } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

let harness: CrmHarness;
let boss: RequestUser;
let as: Caller;
let colleague: RequestUser;
let stranger: Caller;

beforeAll(async () => {
  harness = await crmHarness();
  boss = await harness.person({ roles: ['manager'] });
  as = harness.as(boss);
  colleague = await harness.person({ roles: ['manager'] });
  stranger = harness.as(await harness.person({ roles: [] }));
});
afterAll(() => harness.close());

const create = (entity: string, fields: Record<string, unknown>): Promise<RecordView> =>
  harness.crm.records.create(as, { entity, fields });
const account = (): Promise<RecordView> => create('account', { name: 'Customer' });
const subjectOf = ({ entity, id }: RecordView) => ({ entity, id });
const NOT_FOUND = { code: 'CRM_RECORD_NOT_FOUND' };

describe('tags', () => {
  it('are set as a whole, one for each word however it is written', async () => {
    const one = subjectOf(await account());
    const set = (names: string[]) => harness.crm.tags.set(as, { ...one, names });
    expect((await set(['VIP', ' key  account ', 'vip'])).map((tag) => tag.name)).toEqual([
      'key account',
      'VIP',
    ]);
    expect((await set(['vip'])).map((tag) => tag.name)).toEqual(['VIP']);
    expect((await harness.crm.tags.list(as, { q: 'v' })).map((tag) => tag.name)).toEqual(['VIP']);
    const timeline = await harness.crm.timeline.read(as, { ...one, limit: 5 });
    expect(timeline.items.map((item) => [item.verb, item.text]).slice(0, 2)).toEqual([
      ['tagged', '−key account'],
      ['tagged', '+key account +VIP'],
    ]);
  });

  it('are refused when they are no words, and by whom the record is not for', async () => {
    const one = subjectOf(await account());
    const before = await harness.fingerprint();
    await expect(harness.crm.tags.set(as, { ...one, names: ['  '] })).rejects.toMatchObject({
      code: 'CRM_FIELDS_INVALID',
    });
    await expect(harness.crm.tags.set(stranger, { ...one, names: ['x'] })).rejects.toMatchObject(NOT_FOUND);
    await expect(harness.crm.tags.ofRecord(stranger, one)).rejects.toMatchObject(NOT_FOUND);
    expect(await harness.fingerprint()).toBe(before);
  });
});

const content = { sha256: 'a'.repeat(64), size: 3, storageKey: `aa/${'a'.repeat(64)}` };

describe('files', () => {
  const add = (record: RecordView, name: string, mime = 'text/plain') =>
    harness.crm.files.add(as, { ...subjectOf(record), name, mime, content });

  it('belong to a record and are opened by those who may read it', async () => {
    const record = await account();
    const [file] = await add(record, 'Договор.pdf', 'application/pdf');
    expect(file).toMatchObject({ name: 'Договор.pdf', size: 3, createdBy: { id: boss.id } });
    const id = file?.id ?? '';
    expect(await harness.crm.files.open(as, { id })).toMatchObject({ safeMime: 'application/pdf' });
    await expect(harness.crm.files.open(stranger, { id })).rejects.toMatchObject(NOT_FOUND);
    await expect(harness.crm.files.open(as, { id: 'nothing' })).rejects.toMatchObject(NOT_FOUND);
    expect(await harness.crm.files.remove(as, { ...subjectOf(record), fileId: id })).toEqual([]);
    await expect(harness.crm.files.open(as, { id })).rejects.toMatchObject(NOT_FOUND);
  });

  it('are handed out as plain bytes when a browser might run them', async () => {
    const record = await account();
    const [file] = await add(record, 'page.html', 'text/html');
    expect((await harness.crm.files.open(as, { id: file?.id ?? '' })).safeMime).toBe(
      'application/octet-stream',
    );
  });

  it.each(['run.exe', 'a/b.txt', '..', 'x\u0000y.txt', ' ', `${'n'.repeat(201)}`])(
    'refuse the name %j',
    async (name) => {
      const record = await account();
      await expect(add(record, name)).rejects.toMatchObject({ code: 'CRM_FIELDS_INVALID' });
    },
  );

  it('are not taken from those who may not change the record', async () => {
    const record = subjectOf(await account());
    await expect(
      harness.crm.files.assertMayAdd(stranger, { ...record, name: 'a.txt' }),
    ).rejects.toMatchObject(NOT_FOUND);
  });
});

describe('following', () => {
  it('tells of comments and new states, but never of what one did oneself', async () => {
    const record = await create('deal', { name: 'Followed', owner: boss.id });
    const one = subjectOf(record);
    const theirs = harness.as(colleague);
    expect(await harness.crm.follow.set(theirs, { ...one, following: true, favorite: true })).toMatchObject({
      following: true,
      favorite: true,
      followers: [{ id: colleague.id }],
    });
    await harness.crm.follow.set(as, { ...one, following: true });
    await harness.crm.comments.add(as, { subject: one, body: 'News' });
    await harness.crm.records.update(as, { ...one, fields: { stage: 'on_hold' } });
    await harness.crm.records.update(as, { ...one, fields: { name: 'Renamed' } });
    const told = await harness.crm.notifications.list(theirs, { unreadOnly: true, limit: 10 });
    expect(told.items.map((item) => [item.kind, item.text, item.record.title, item.actor?.id])).toEqual([
      ['changed', null, 'Renamed', boss.id],
      ['comment', 'News', 'Renamed', boss.id],
    ]);
    expect((await harness.crm.notifications.list(as, { unreadOnly: false, limit: 10 })).items).toEqual([]);
    expect(await harness.crm.notifications.markRead(theirs, { ids: [told.items[0]?.id ?? ''] })).toEqual({
      unread: 1,
    });
    expect(await harness.crm.notifications.markRead(theirs, { ids: null })).toEqual({ unread: 0 });
    expect(await harness.crm.follow.favorites(theirs)).toEqual([
      { entity: 'deal', id: record.id, title: 'Renamed' },
    ]);
    await harness.crm.follow.set(theirs, { ...one, favorite: false });
    expect(await harness.crm.follow.favorites(theirs)).toEqual([]);
  });

  it('is not possible where nothing may be seen', async () => {
    const one = subjectOf(await account());
    await expect(harness.crm.follow.set(stranger, { ...one, following: true })).rejects.toMatchObject(
      NOT_FOUND,
    );
  });
});

describe('a mention', () => {
  it('tells the colleague once, also when he follows', async () => {
    const one = subjectOf(await account());
    const theirs = harness.as(colleague);
    await harness.crm.notifications.markRead(theirs, { ids: null });
    await harness.crm.follow.set(theirs, { ...one, following: true });
    await harness.crm.comments.add(as, { subject: one, body: 'Look, please', mentions: [colleague.id] });
    const { items } = await harness.crm.notifications.list(theirs, { unreadOnly: true, limit: 10 });
    expect(items.map((item) => item.kind)).toEqual(['mention']);
    expect(harness.changes.some((change) => change.people?.includes(colleague.id))).toBe(true);
  });

  it('shows nothing to who may not read the record', async () => {
    const one = subjectOf(await account());
    await harness.crm.comments.add(as, { subject: one, body: 'Secret', mentions: [stranger.user.id] });
    const { items } = await harness.crm.notifications.list(stranger, { unreadOnly: false, limit: 10 });
    expect(items).toEqual([]);
  });

  it('names active colleagues only', async () => {
    const one = subjectOf(await account());
    await expect(
      harness.crm.comments.add(as, { subject: one, body: 'Hello', mentions: [one.id] }),
    ).rejects.toMatchObject({ code: 'CRM_FIELDS_INVALID' });
  });
});

it('tells who becomes the owner of a record', async () => {
  const theirs = harness.as(colleague);
  await harness.crm.notifications.markRead(theirs, { ids: null });
  await create('lead', { title: 'Yours', owner: colleague.id });
  const { items } = await harness.crm.notifications.list(theirs, { unreadOnly: true, limit: 10 });
  expect(items.map((item) => [item.kind, item.record.title])).toEqual([['assigned', 'Yours']]);
});

describe("the customer's org chart", () => {
  const person = async (name: string, company: RecordView): Promise<string> => {
    const contact = await create('contact', { givenName: name });
    await harness.crm.accountContacts.link(as, {
      accountId: company.id,
      contactId: contact.id,
      role: 'user',
    });
    return contact.id;
  };

  it('has one superior for each and no circles', async () => {
    const company = await account();
    const [ann, bob, cid] = [
      await person('Ann', company),
      await person('Bob', company),
      await person('Cid', company),
    ];
    const relate = (fromId: string, toId: string, kind: 'reports_to' | 'assistant_of' = 'reports_to') =>
      harness.crm.orgChart.relate(as, { fromId, toId, kind });
    await relate(bob, ann);
    await relate(cid, bob);
    await relate(cid, ann, 'assistant_of');
    await expect(relate(ann, cid)).rejects.toMatchObject({ code: 'CRM_LINK_CONFLICT' });
    await expect(relate(ann, ann)).rejects.toMatchObject({ code: 'CRM_LINK_CONFLICT' });
    await relate(cid, ann);
    const chart = await harness.crm.orgChart.read(as, { accountId: company.id });
    expect(chart.people.map((one) => one.name).toSorted()).toEqual(['Ann', 'Bob', 'Cid']);
    expect(
      chart.relations.filter((one) => one.kind === 'reports_to').map((one) => [one.fromId, one.toId]),
    ).toEqual([
      [bob, ann],
      [cid, ann],
    ]);
    const [first] = chart.relations;
    await harness.crm.orgChart.release(as, { id: first?.id ?? '' });
    expect((await harness.crm.orgChart.read(as, { accountId: company.id })).relations).toHaveLength(2);
    await expect(harness.crm.orgChart.read(stranger, { accountId: company.id })).rejects.toMatchObject(
      NOT_FOUND,
    );
  });

  it('never closes a circle when two are changed at once', async () => {
    const company = await account();
    const [ann, bob] = [await person('Ann', company), await person('Bob', company)];
    const results = await Promise.allSettled([
      harness.crm.orgChart.relate(as, { fromId: ann, toId: bob, kind: 'reports_to' }),
      harness.crm.orgChart.relate(as, { fromId: bob, toId: ann, kind: 'reports_to' }),
    ]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });
});

describe('the status of a customer', () => {
  const lifecycleOf = async (id: string) =>
    (await harness.crm.records.get(as, { entity: 'account', id })).fields.lifecycle;

  it('becomes active with the first deal won, at once and with the reason', async () => {
    const { id } = await account();
    const deal = await create('deal', { name: 'First', account: id, amount: 10, currency: 'EUR' });
    expect(await lifecycleOf(id)).toBe('prospect');
    await harness.crm.records.update(as, { entity: 'deal', id: deal.id, fields: { stage: 'won' } });
    expect(await lifecycleOf(id)).toBe('active');
    const [step] = await harness.crm.lifecycle.history(as, { accountId: id });
    expect(step).toMatchObject({
      from: 'prospect',
      to: 'active',
      actor: { kind: 'system' },
      rule: { label: { en: 'First deal won' }, held: [{ fact: 'dealsWon', value: 1 }] },
      instance: null,
    });
    const told = async () =>
      (await harness.crm.timeline.read(as, { entity: 'account', id, limit: 50 })).items.find((item) =>
        item.changes.some((change) => change.field === 'lifecycle'),
      );
    expect((await told())?.because).toMatchObject({
      label: { en: 'First deal won' },
      held: [{ fact: 'dealsWon', value: 1 }],
    });
    await expect(harness.crm.lifecycle.history(stranger, { accountId: id })).rejects.toMatchObject(NOT_FOUND);
  });

  it('keeps which step of which process moved it', async () => {
    const { id } = await account();
    const instance = {
      id: randomUUID(),
      processName: 'Care call',
      elementId: 'lost',
      elementName: 'Mark as lost',
    };
    const actor = { kind: 'process', id: instance.id, instance } as const;
    await harness.crm.records.update(
      { ...as, actor },
      { entity: 'account', id, fields: { lifecycle: 'lost' } },
    );
    const [step] = await harness.crm.lifecycle.history(as, { accountId: id });
    expect(step).toMatchObject({
      to: 'lost',
      rule: null,
      instance: { id: instance.id, processName: 'Care call', elementName: 'Mark as lost' },
    });
  });

  it('becomes permanent with the third paid order', async () => {
    const { id } = await create('account', { name: 'Loyal', lifecycle: 'active' });
    for (let number = 1; number <= 3; number += 1) {
      expect(await lifecycleOf(id)).toBe('active');
      const order = await create('order', { name: `Order ${number}`, account: id, currency: 'EUR' });
      await harness.crm.lineItems.save(as, {
        entity: 'order',
        id: order.id,
        lines: [{ name: 'Thing', qty: 1, price: 10 }],
      });
      await harness.crm.payments.add(as, {
        orderId: order.id,
        amount: 10,
        paidOn: '2026-06-01',
        method: 'card',
        reference: null,
      });
    }
    expect(await lifecycleOf(id)).toBe('permanent');
  });

  it('falls asleep after half a year without a word, by night', async () => {
    const { id } = await create('account', { name: 'Silent', lifecycle: 'active' });
    const { id: busy } = await create('account', { name: 'Busy', lifecycle: 'active' });
    await create('ticket', { subject: 'Open', account: busy });
    const then = harness.now;
    expect(await harness.crm.lifecycle.sweep()).toBe(0);
    harness.now = new Date(then.getTime() + 181 * 86_400_000);
    expect(await harness.crm.lifecycle.sweep()).toBeGreaterThan(0);
    expect([await lifecycleOf(id), await lifecycleOf(busy)]).toEqual(['sleeping', 'active']);
    expect(await harness.crm.lifecycle.sweep()).toBe(0);
    harness.now = then;
  });

  it('follows the rules of the administrator', async () => {
    const rule = {
      code: 'tried',
      label: { en: 'Tried twice', ru: 'Пробовал дважды' },
      from: ['prospect'],
      to: 'lost',
      condition: {
        all: [{ kind: 'field' as const, field: 'dealsOpen', operator: 'gte' as const, value: 2 }],
      },
      order: 0,
      active: true,
    };
    await harness.crm.lifecycle.saveRule(as, rule);
    const { id } = await account();
    await create('deal', { name: 'One', account: id });
    await create('deal', { name: 'Two', account: id });
    expect(await lifecycleOf(id)).toBe('lost');
    await expect(harness.crm.lifecycle.saveRule(as, { ...rule, version: 0 })).rejects.toMatchObject({
      code: 'CRM_SETTING_CHANGED',
    });
    await expect(harness.crm.lifecycle.saveRule(as, { ...rule, to: 'king' })).rejects.toThrow(
      "no status 'king'",
    );
    await expect(
      harness.crm.lifecycle.saveRule(as, {
        ...rule,
        condition: { all: [{ kind: 'field', field: 'shoeSize', operator: 'notEmpty' }] },
      }),
    ).rejects.toThrow('only');
  });
});

describe('files on tasks', () => {
  it('go with the instances that the host no longer has, and with nothing else', async () => {
    const taskOf = (instanceId: string) => ({
      ...{ id: randomUUID(), instanceId, elementId: 'check' },
      ...{ name: 'Check', processName: 'Papers', record: null },
    });
    const [kept, gone] = [taskOf(randomUUID()), taskOf(randomUUID())];
    for (const task of [kept, gone])
      await harness.crm.workFiles.add(as, { task, name: 'a.txt', mime: 'text/plain', content });
    const asked: string[] = [];
    await harness.crm.workFiles.purge((ids) => {
      asked.push(...ids);
      return Promise.resolve([gone.instanceId]);
    });
    expect(asked).toEqual(expect.arrayContaining([kept.instanceId, gone.instanceId]));
    expect(await harness.crm.workFiles.ofTask(as, gone.id)).toEqual([]);
    expect(await harness.crm.workFiles.ofInstance(as, gone.instanceId)).toEqual([]);
    expect(await harness.crm.workFiles.ofInstance(as, kept.instanceId)).toMatchObject([
      { name: 'a.txt', taskId: kept.id },
    ]);
  });
});
