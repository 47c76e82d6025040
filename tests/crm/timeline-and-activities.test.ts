import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CrmRejection, type RequestUser, type TimelinePart } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

let harness: CrmHarness;
let admin: RequestUser;
let anna: RequestUser;
let nina: RequestUser;
let account: string;
let contact: string;
beforeAll(async () => {
  harness = await crmHarness();
  await harness.crm.seedDemonstration(harness.now);
  admin = await harness.demo('viktor@demo.example');
  anna = await harness.demo('anna@demo.example');
  nina = await harness.demo('nina@demo.example');
  const accounts = await harness.crm.records.list(harness.as(admin), {
    entity: 'account',
    limit: 1,
    q: 'Blue Harbour',
  });
  account = accounts.items[0]?.id ?? '';
  contact =
    (await harness.crm.accountContacts.list(harness.as(admin), { accountId: account }))[0]?.contact.id ?? '';
});
afterAll(() => harness.close());

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (cause: unknown) => (cause instanceof CrmRejection ? cause.code : String(cause)),
  );
const ticket = (fields: Record<string, unknown> = {}) =>
  harness.crm.records.create(harness.as(admin), {
    entity: 'ticket',
    fields: { subject: 'Crane', account, contact, ...fields },
  });
const plan = (request: object = {}, user = anna) =>
  harness.crm.activities.plan(harness.as(user), {
    kind: 'call',
    subject: 'How are things?',
    plannedStart: '2026-06-08T09:00:00Z',
    ...request,
  });
const calendar = (user: RequestUser, userIds: string[]) =>
  harness.crm.activities.calendar(harness.as(user), {
    from: new Date('2026-06-08T00:00:00Z'),
    to: new Date('2026-06-09T00:00:00Z'),
    userIds,
  });

describe('the timeline', () => {
  it('names records in its changes, and tells none that the reader may not see', async () => {
    const made = await ticket();
    harness.now = new Date(harness.now.getTime() + 1000);
    const fields = { parentTicket: (await ticket()).id, subject: 'Crane again' };
    await harness.crm.records.update(harness.as(admin), {
      entity: 'ticket',
      id: made.id,
      version: 1,
      fields,
    });
    const read = async (user: RequestUser) => {
      const page = await harness.crm.timeline.read(harness.as(user), {
        entity: 'ticket',
        id: made.id,
        limit: 1,
      });
      return page.items[0]?.changes ?? [];
    };
    const parent = { entity: 'ticket', id: fields.parentTicket, title: 'Crane' };
    expect(await read(admin)).toContainEqual({ field: 'parentTicket', from: null, to: parent });
    const own = { ...admin, roles: [{ ...admin.roles[0]!, permissions: [] }], isAdmin: false };
    const reader = {
      ...own,
      roles: [
        {
          ...own.roles[0]!,
          permissions: [{ entity: 'ticket', action: 'read', level: 'own' } as const],
        },
      ],
    };
    await harness.pool.query('update crm.ticket set owner_id = $2 where id = $1', [made.id, reader.id]);
    await harness.pool.query('update crm.ticket set owner_id = null where id = $1', [fields.parentTicket]);
    expect((await read(reader)).map((change) => change.field)).toEqual(['subject']);
  });

  it('tells what happened to a ticket, newest first, page by page, and rolls it up to the account', async () => {
    const made = await ticket();
    harness.now = new Date(harness.now.getTime() + 1000);
    await harness.crm.records.update(harness.as(anna), {
      entity: 'ticket',
      id: made.id,
      version: 1,
      fields: { status: 'closed' },
    });
    const first = await harness.crm.timeline.read(harness.as(admin), {
      entity: 'ticket',
      id: made.id,
      limit: 1,
    });
    expect(first.items).toMatchObject([
      { kind: 'record', verb: 'changed', actor: { kind: 'user', name: 'Anna Petrova' }, record: null },
    ]);
    expect(first.items[0]?.changes).toContainEqual({ field: 'status', from: 'new', to: 'closed' });
    const second = await harness.crm.timeline.read(harness.as(admin), {
      entity: 'ticket',
      id: made.id,
      limit: 5,
      cursor: first.nextCursor ?? '',
    });
    expect(second.items).toMatchObject([{ verb: 'created', changes: [] }]);
    expect(second.nextCursor).toBeNull();
    const rolledUp = await harness.crm.timeline.read(harness.as(admin), {
      entity: 'account',
      id: account,
      limit: 1,
    });
    expect(rolledUp.items[0]).toMatchObject({
      verb: 'changed',
      record: { entity: 'ticket', id: made.id, title: 'Crane' },
    });
  });

  it('shows steps of processes once, however often they are delivered', async () => {
    const made = await ticket();
    const instance = { id: v7(), processName: 'Follow-up call', elementName: 'Call' };
    const event = {
      id: v7(),
      occurredAt: harness.now,
      actor: { kind: 'process', id: instance.id } as const,
      verb: 'process_started',
      record: { entity: 'ticket', id: made.id },
      instance,
    };
    await harness.crm.timeline.appendProcessEvents([event]);
    await harness.crm.timeline.appendProcessEvents([event, { ...event, id: v7(), verb: 'process_ended' }]);
    const { items } = await harness.crm.timeline.read(harness.as(admin), {
      entity: 'ticket',
      id: made.id,
      limit: 10,
    });
    expect(
      items
        .filter((item) => item.kind === 'process')
        .map((item) => item.verb)
        .sort(),
    ).toEqual(['process_ended', 'process_started']);
    expect(items.find((item) => item.verb === 'process_started')).toMatchObject({
      instance,
      actor: { name: 'Follow-up call' },
    });
  });

  it('is read by its parts, page by page to the last of them', async () => {
    const made = await ticket();
    const subject = { entity: 'ticket', id: made.id };
    const speak = (body: string) => harness.crm.comments.add(harness.as(admin), { subject, body });
    for (const place of [1, 2, 3]) {
      harness.now = new Date(harness.now.getTime() + 1000);
      await speak(`Word ${place}`);
      const fields = { subject: `Crane ${place}` };
      await harness.crm.records.update(harness.as(admin), { ...subject, fields });
    }
    const words: (string | null)[] = [];
    for (let cursor: string | null = null; ;) {
      const asked = { ...subject, parts: ['comments'] as const, limit: 2, ...(cursor && { cursor }) };
      const page = await harness.crm.timeline.read(harness.as(admin), asked);
      words.push(...page.items.map((item) => item.text));
      cursor = page.nextCursor;
      if (cursor === null) break;
    }
    expect(words).toEqual(['Word 3', 'Word 2', 'Word 1']);
    const kinds = async (...parts: TimelinePart[]) => {
      const page = await harness.crm.timeline.read(harness.as(admin), { ...subject, parts, limit: 50 });
      return [...new Set(page.items.map((item) => item.kind))].sort();
    };
    expect(await kinds('changes')).toEqual(['record']);
    expect(await kinds('comments', 'changes')).toEqual(['comment', 'record']);
    expect(await kinds('files')).toEqual([]);
    expect(await kinds()).toEqual([]);
  });

  it('of a deal holds its quotes and orders, of a contact its deals and leads', async () => {
    const create = (entity: string, fields: Record<string, unknown>) =>
      harness.crm.records.create(harness.as(admin), { entity, fields });
    const deal = await create('deal', { name: 'Cranes', account, amount: 5 });
    const quote = await create('quote', { deal: deal.id, account });
    const person = await create('contact', { familyName: 'Streamer' });
    const lead = await create('lead', { title: 'Crane', contact: person.id });
    await harness.crm.dealContacts.add(harness.as(admin), {
      ...{ dealId: deal.id, contactId: person.id, role: 'payer' },
    });
    const toldOf = async (entity: string, id: string) => {
      const page = await harness.crm.timeline.read(harness.as(admin), { entity, id, limit: 50 });
      return page.items.flatMap((item) => item.record?.id ?? []);
    };
    expect(await toldOf('deal', deal.id)).toContain(quote.id);
    expect(await toldOf('contact', person.id)).toEqual(expect.arrayContaining([deal.id, lead.id]));
  });

  it('hides from a reader of the account what he may not read', async () => {
    const accountOnly: RequestUser = {
      ...nina,
      roles: [
        {
          code: 'x',
          name: 'x',
          permissions: [{ entity: 'account', action: 'read', level: 'all' }],
          processRights: [],
        },
      ],
    };
    const { items } = await harness.crm.timeline.read(harness.as(accountOnly), {
      entity: 'account',
      id: account,
      limit: 100,
    });
    expect(items.length).toBeGreaterThan(0);
    expect(items.every((item) => item.record === null)).toBe(true);
    expect(
      await codeOf(
        harness.crm.timeline.read(harness.as(nina), { entity: 'account', id: account, limit: 10 }),
      ),
    ).toBe('CRM_RECORD_NOT_FOUND');
  });

  it('writes each month into its own partition', async () => {
    const { rows } = await harness.pool.query<{ partition: string }>(
      `select distinct tableoid::regclass::text as partition from crm.event`,
    );
    expect(rows).not.toContainEqual({ partition: 'crm.event_default' });
    await harness.crm.ensureEventPartitions();
  });
});

describe('activities', () => {
  it('stand in the calendar of owner and participants, with the customer behind the ticket', async () => {
    const made = await ticket();
    const call = await plan({
      links: [{ entity: 'ticket', id: made.id }],
      participants: [{ userId: admin.id }],
      ownerId: anna.id,
    });
    expect(call.fields).toMatchObject({ account, contact, plannedEnd: '2026-06-08T09:30:00.000Z' });
    const [entry] = await calendar(anna, [anna.id]);
    expect(entry).toMatchObject({
      id: call.id,
      kind: 'call',
      owner: { name: 'Anna Petrova' },
      customer: { entity: 'account', id: account },
      canMove: true,
    });
    expect((await calendar(admin, [admin.id])).map((one) => one.id)).toContain(call.id);
    expect(await calendar(nina, [anna.id])).toEqual([]);
    const { items } = await harness.crm.timeline.read(harness.as(admin), {
      entity: 'ticket',
      id: made.id,
      limit: 10,
    });
    expect(items[0]).toMatchObject({ kind: 'activity', verb: 'planned', text: 'How are things?' });
    const related = await harness.crm.records.related(harness.as(admin), {
      entity: 'ticket',
      id: made.id,
      relation: 'activities',
      limit: 10,
    });
    expect(related.items.map((item) => item.id)).toEqual([call.id]);
  });

  it('move with their version, and a private one is seen by its owner only', async () => {
    const call = await plan({ isPrivate: true, accountId: account });
    const moved = await harness.crm.activities.move(harness.as(anna), {
      id: call.id,
      version: 1,
      start: '2026-06-08T12:00:00Z',
      end: '2026-06-08T12:20:00Z',
    });
    expect(moved).toMatchObject({
      version: 2,
      start: '2026-06-08T12:00:00.000Z',
      end: '2026-06-08T12:20:00.000Z',
    });
    const stale = { id: call.id, version: 1, start: '2026-06-08T13:00:00Z', end: '2026-06-08T13:20:00Z' };
    expect(await codeOf(harness.crm.activities.move(harness.as(anna), stale))).toBe('CRM_VERSION_CONFLICT');
    const kate = await harness.demo('kate@demo.example');
    expect((await calendar(kate, [anna.id])).map((one) => one.id)).not.toContain(call.id);
  });

  it('of a process are moved and ended by the process only, and planned once for one effect', async () => {
    const task = { userTaskId: v7(), instanceId: v7(), elementId: 'Call' };
    const caller = { user: admin, actor: { kind: 'process', id: task.instanceId } as const };
    const request = {
      kind: 'call',
      subject: 'Follow up',
      plannedStart: '2026-06-08T14:00:00Z',
      ownerId: anna.id,
      accountId: account,
      contactId: contact,
      task,
      effectKey: 'step-1',
    } as const;
    const call = await harness.crm.activities.plan(caller, request);
    expect((await harness.crm.activities.plan(caller, request)).id).toBe(call.id);
    const before = await harness.fingerprint();
    const move = { id: call.id, version: 1, start: '2026-06-08T15:00:00Z', end: '2026-06-08T15:20:00Z' };
    expect(await codeOf(harness.crm.activities.move(harness.as(anna), move))).toBe('CRM_ACTIVITY_FIXED');
    expect(
      await codeOf(
        harness.crm.records.update(harness.as(anna), {
          entity: 'activity',
          id: call.id,
          version: 1,
          fields: { status: 'done' },
        }),
      ),
    ).toBe('CRM_ACTIVITY_FIXED');
    expect(await harness.fingerprint()).toBe(before);
    expect((await calendar(anna, [anna.id])).find((one) => one.id === call.id)).toMatchObject({
      userTaskId: task.userTaskId,
      canMove: false,
    });

    harness.now = new Date('2026-06-08T14:10:00Z');
    const done = await harness.crm.activities.changeOfTask(caller, {
      userTaskId: task.userTaskId,
      fields: { status: 'done', outcome: 'all_good' },
    });
    expect(done?.fields).toMatchObject({ status: 'done', actualEnd: '2026-06-08T14:10:00.000Z' });
    const view = await harness.crm.records.get(harness.as(admin), { entity: 'contact', id: contact });
    expect(view.fields.lastContactAt).toBe('2026-06-08T14:10:00.000Z');
    expect(
      await harness.crm.activities.changeOfTask(caller, { userTaskId: v7(), fields: { status: 'done' } }),
    ).toBeNull();
  });

  it('remind whose they are in time, once, and again when they are moved', async () => {
    harness.now = new Date('2026-06-09T06:00:00Z');
    const owner = await harness.person({ roles: ['manager'] });
    const own = harness.as(owner);
    const planned = await harness.crm.activities.plan(own, {
      ...{ kind: 'call', subject: 'Ask about the contract', reminderMinutes: 15 },
      ...{ plannedStart: '2026-06-09T08:00:00Z', plannedEnd: '2026-06-09T08:30:00Z' },
    });
    const at = async (time: string): Promise<readonly (string | null)[]> => {
      harness.now = new Date(`2026-06-09T${time}:00Z`);
      await Promise.all([harness.crm.reminders.sweep(), harness.crm.reminders.sweep()]);
      const { items } = await harness.crm.notifications.list(own, { unreadOnly: true, limit: 50 });
      return items.flatMap(({ kind, record, text }) =>
        kind === 'reminder' && record.id === planned.id ? [text] : [],
      );
    };
    expect(await at('07:44')).toEqual([]);
    expect(await at('07:45')).toEqual(['2026-06-09T08:00:00.000Z']);
    expect(await at('07:50')).toHaveLength(1);
    await harness.crm.activities.move(own, {
      ...{ id: planned.id, version: planned.version },
      ...{ start: '2026-06-09T10:00:00Z', end: '2026-06-09T10:30:00Z' },
    });
    expect(await at('09:00')).toHaveLength(1);
    expect(await at('09:46')).toEqual(['2026-06-09T10:00:00.000Z', '2026-06-09T08:00:00.000Z']);
    // Nobody is reminded of what is done, nor of what is long past.
    const others = ['2026-06-09T10:00:00Z', '2026-06-09T07:00:00Z'].map((plannedStart) =>
      harness.crm.activities.plan(own, { kind: 'call', subject: 'Other', plannedStart, reminderMinutes: 15 }),
    );
    const [done] = await Promise.all(others);
    await harness.crm.records.update(own, { entity: 'activity', id: done!.id, fields: { status: 'done' } });
    harness.now = new Date('2026-06-09T09:55:00Z');
    expect(await harness.crm.reminders.sweep()).toBe(0);
  });

  it('end after they begin, and remind within four weeks', async () => {
    const as = harness.as(await harness.person({ roles: ['manager'] }));
    const call = { kind: 'call' as const, subject: 'Backwards', plannedStart: '2026-06-09T08:00:00Z' };
    const refused = (path: string, code: string) => ({
      code: 'CRM_FIELDS_INVALID',
      details: { fields: [expect.objectContaining({ path, code })] },
    });
    const plan = (more: object) => harness.crm.activities.plan(as, { ...call, ...more });
    await expect(plan({ plannedEnd: '2026-06-09T07:59:00Z' })).rejects.toMatchObject(
      refused('plannedEnd', 'endsBefore'),
    );
    for (const reminderMinutes of [-1, 40_321])
      await expect(plan({ reminderMinutes })).rejects.toMatchObject(refused('reminderMinutes', 'outOfRange'));
    const { id } = await plan({ plannedEnd: '2026-06-09T08:00:00Z' });
    await expect(
      harness.crm.records.update(as, {
        ...{ entity: 'activity', id },
        fields: { plannedStart: '2026-06-09T09:00:00Z' },
      }),
    ).rejects.toMatchObject(refused('plannedEnd', 'endsBefore'));
  });

  it('refuse links to what the planner may not see', async () => {
    const before = await harness.fingerprint();
    expect(await codeOf(plan({ links: [{ entity: 'account', id: account }] }, nina))).toBe(
      'CRM_FIELDS_INVALID',
    );
    expect(await codeOf(plan({ ownerId: anna.id }, nina))).toBe('CRM_FORBIDDEN');
    expect(await harness.fingerprint()).toBe(before);
  });
});

describe('comments and questions', () => {
  const subject = { entity: 'process_instance', id: v7() };
  it('are put to one person, who answers once', async () => {
    const asked = await harness.crm.comments.add(harness.as(admin), {
      subject,
      body: 'Why the delay?',
      askedOf: anna.id,
      elementId: 'Call',
    });
    expect(asked).toMatchObject({
      isQuestion: true,
      askedOf: { name: 'Anna Petrova' },
      canAnswer: false,
      elementId: 'Call',
    });
    expect((await harness.crm.comments.openQuestions(harness.as(anna))).map((one) => one.id)).toEqual([
      asked.id,
    ]);
    expect(
      await codeOf(harness.crm.comments.answer(harness.as(nina), { questionId: asked.id, body: 'I know' })),
    ).toBe('CRM_QUESTION_NOT_OPEN');
    const both = await Promise.all(
      ['First', 'Second'].map((body) =>
        codeOf(harness.crm.comments.answer(harness.as(anna), { questionId: asked.id, body })),
      ),
    );
    expect(both.sort()).toEqual(['CRM_QUESTION_NOT_OPEN', 'ok']);
    const [listed] = await harness.crm.comments.list(harness.as(admin), subject);
    expect(listed).toMatchObject({
      id: asked.id,
      answer: { author: { name: 'Anna Petrova' } },
      canAnswer: false,
    });
    expect(await harness.crm.comments.openQuestions(harness.as(anna))).toEqual([]);
  });

  it('reach the substitute of somebody who is away', async () => {
    harness.now = new Date('2026-06-02T09:00:00Z');
    const people = await harness.crm.organisation.people();
    const mark = people.find((person) => person.name === 'Mark Fischer');
    const asked = await harness.crm.comments.add(harness.as(admin), {
      subject,
      body: 'Mark?',
      askedOf: mark?.id,
    });
    const today = await harness.demo('anna@demo.example');
    expect((await harness.crm.comments.openQuestions(harness.as(today))).map((one) => one.id)).toEqual([
      asked.id,
    ]);
  });

  it('on a record need the right to read it', async () => {
    const made = await ticket();
    const on = { entity: 'ticket', id: made.id };
    expect(await codeOf(harness.crm.comments.add(harness.as(nina), { subject: on, body: 'x' }))).toBe(
      'CRM_RECORD_NOT_FOUND',
    );
    await harness.crm.comments.add(harness.as(anna), { subject: on, body: 'Called back' });
    const { items } = await harness.crm.timeline.read(harness.as(admin), { ...on, limit: 1 });
    expect(items[0]).toMatchObject({ kind: 'comment', verb: 'commented', text: 'Called back' });
    expect(await codeOf(harness.crm.comments.add(harness.as(anna), { subject: on, body: '  ' }))).toBe(
      'CRM_FIELDS_INVALID',
    );
  });
});
