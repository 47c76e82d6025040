import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Caller, RecordView } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

let harness: CrmHarness;
let as: Caller;
/** A Monday; the company works from 9 to 18 in Moscow, three hours ahead of UTC. */
const MONDAY_10 = new Date('2026-06-01T07:00:00Z');

beforeAll(async () => {
  harness = await crmHarness();
  as = harness.as(await harness.person({ roles: ['manager'] }));
});
beforeEach(() => {
  harness.now = MONDAY_10;
});
afterAll(() => harness.close());

const ticket = (fields: Record<string, unknown> = {}): Promise<RecordView> =>
  harness.crm.records.create(as, { entity: 'ticket', fields: { subject: 'Broken', ...fields } });
const update = (id: string, fields: Record<string, unknown>): Promise<RecordView> =>
  harness.crm.records.update(as, { entity: 'ticket', id, fields });
const at = (text: string): void => {
  harness.now = new Date(text);
};
/** Each clock in one line: what, round, state and when it is due in Moscow. */
const clocks = async (id: string): Promise<string[]> => {
  const { items } = await harness.crm.sla.clocks(as, { ticketId: id });
  return items.map((clock) => {
    const due = new Date(Date.parse(clock.dueAt) + 3 * 3_600_000).toISOString().slice(5, 16);
    return `${clock.metric} ${clock.round} ${clock.state} ${due}`;
  });
};

describe('the clocks of a ticket', () => {
  it('begin with it, by the first policy that matches, in working hours', async () => {
    const { id, fields } = await ticket();
    expect(fields.slaPolicy).toBe('standard');
    expect(await clocks(id)).toEqual([
      'first_response 1 running 06-01T14:00',
      'resolution 1 running 06-04T10:00',
    ]);
  });

  it('run around the clock where the policy says so', async () => {
    const { id, fields } = await ticket({ priority: 'critical' });
    expect(fields.slaPolicy).toBe('critical');
    expect(await clocks(id)).toEqual([
      'first_response 1 running 06-01T10:15',
      'resolution 1 running 06-01T14:00',
    ]);
  });

  it('are kept by an answer of ours, whatever says that we answered', async () => {
    const called = await ticket();
    at('2026-06-01T08:00:00Z');
    await harness.crm.records.create(as, {
      entity: 'activity',
      fields: { kind: 'call', subject: 'Called', status: 'done', ticket: called.id, direction: 'out' },
    });
    expect((await clocks(called.id))[0]).toBe('first_response 1 met 06-01T14:00');
    const told = await ticket();
    await harness.crm.sla.spoke(as, { ticketId: told.id, who: 'us' });
    expect((await clocks(told.id))[0]).toContain('met');
    const mailed = await ticket();
    await harness.crm.sla.answeredByProcess({ ticketId: mailed.id, actor: { kind: 'process', id: null } });
    expect((await clocks(mailed.id))[0]).toContain('met');
    expect(
      (await harness.crm.records.get(as, { entity: 'ticket', id: called.id })).fields.firstAnsweredAt,
    ).toBe('2026-06-01T08:00:00.000Z');
  });

  it('are not kept by a note or a task', async () => {
    const { id } = await ticket();
    for (const kind of ['note', 'task'])
      await harness.crm.records.create(as, {
        entity: 'activity',
        fields: { kind, subject: 'Thought', status: 'done', ticket: id },
      });
    expect((await clocks(id))[0]).toBe('first_response 1 running 06-01T14:00');
  });

  it('begin again when the customer writes, and only once until we answer', async () => {
    const { id } = await ticket();
    await harness.crm.sla.spoke(as, { ticketId: id, who: 'customer' });
    expect(await clocks(id)).toHaveLength(2);
    await harness.crm.sla.spoke(as, { ticketId: id, who: 'us' });
    await harness.crm.sla.spoke(as, { ticketId: id, who: 'customer' });
    await harness.crm.sla.spoke(as, { ticketId: id, who: 'customer' });
    expect((await clocks(id)).filter((line) => line.startsWith('next'))).toEqual([
      'next_response 1 running 06-01T18:00',
    ]);
    await harness.crm.sla.spoke(as, { ticketId: id, who: 'us' });
    await harness.crm.sla.spoke(as, { ticketId: id, who: 'customer' });
    expect((await clocks(id)).filter((line) => line.startsWith('next'))).toEqual([
      'next_response 1 met 06-01T18:00',
      'next_response 2 running 06-01T18:00',
    ]);
  });

  it('stand still while the customer is waited for, and use up nothing', async () => {
    const { id } = await ticket({ priority: 'high' });
    at('2026-06-01T09:00:00Z');
    await update(id, { status: 'waiting' });
    const paused = await harness.crm.sla.clocks(as, { ticketId: id });
    expect(paused.items.map((clock) => [clock.metric, clock.state])).toEqual([
      ['first_response', 'overdue'],
      ['resolution', 'paused'],
    ]);
    // Two of eight working hours are used; six are left, from Thursday morning on.
    at('2026-06-04T06:00:00Z');
    await update(id, { status: 'in_progress' });
    expect((await clocks(id))[1]).toBe('resolution 1 running 06-04T15:00');
    const { items } = await harness.crm.sla.clocks(as, { ticketId: id });
    expect(items[1]?.pausedTotalMs).toBe(69 * 3_600_000);
    expect(items[1]?.log.map((row) => row.what)).toEqual(['started', 'paused', 'resumed']);
  });

  it('are set anew when another priority promises more, counting what was used', async () => {
    const { id } = await ticket();
    at('2026-06-01T09:00:00Z');
    await update(id, { priority: 'high' });
    // Two hours are used: the promise of one hour is broken at once, six of eight hours are left for the solution.
    expect(await clocks(id)).toEqual([
      'first_response 1 overdue 06-01T12:00',
      'resolution 1 running 06-01T18:00',
    ]);
    await update(id, { priority: 'low' });
    expect(await clocks(id)).toEqual([
      'first_response 1 running 06-01T14:00',
      'resolution 1 running 06-04T10:00',
    ]);
    const { items } = await harness.crm.sla.clocks(as, { ticketId: id });
    expect(items[0]?.log.map((row) => row.what)).toEqual(['started', 'retargeted', 'retargeted']);
  });

  it('end with the solution; what was late is missed', async () => {
    const { id } = await ticket();
    at('2026-06-10T09:00:00Z');
    await update(id, { status: 'closed' });
    expect(await clocks(id)).toEqual([
      'first_response 1 missed 06-01T14:00',
      'resolution 1 missed 06-04T10:00',
    ]);
    const spam = await ticket();
    await update(spam.id, { status: 'spam' });
    expect((await clocks(spam.id)).map((line) => line.split(' ')[2])).toEqual(['dropped', 'dropped']);
  });
});

describe('a ticket that is opened again', () => {
  it('keeps its number and gets a new clock', async () => {
    const { id, number } = await ticket();
    await update(id, { status: 'closed' });
    at('2026-06-08T07:00:00Z');
    const again = await update(id, { status: 'in_progress' });
    expect(again).toMatchObject({ number, fields: { reopenedCount: 1, closedAt: null } });
    expect(await clocks(id)).toEqual([
      'first_response 1 met 06-01T14:00',
      'resolution 1 met 06-04T10:00',
      'resolution 2 running 06-11T10:00',
    ]);
  });

  it('is refused after the days of its policy, and nothing changes', async () => {
    const { id } = await ticket();
    await update(id, { status: 'closed' });
    at('2026-06-16T07:00:00Z');
    const before = await harness.fingerprint();
    await expect(update(id, { status: 'in_progress' })).rejects.toMatchObject({ code: 'CRM_TICKET_CLOSED' });
    expect(await harness.fingerprint()).toBe(before);
  });
});

describe('the sweep', () => {
  it('finds a broken promise once, tells the timeline and the processes', async () => {
    const { id } = await ticket();
    at('2026-06-01T11:00:01Z');
    await harness.crm.sla.sweep();
    harness.events.length = 0;
    const other = await ticket({ priority: 'high' });
    at('2026-06-01T12:30:00Z');
    expect(await harness.crm.sla.sweep()).toBe(1);
    expect(await harness.crm.sla.sweep()).toBe(0);
    expect(harness.events.at(-1)).toMatchObject({
      recordId: other.id,
      fields: { slaBreached: { to: 'first_response' } },
    });
    const timeline = await harness.crm.timeline.read(as, { entity: 'ticket', id, limit: 5 });
    expect(timeline.items[0]?.verb).toBe('sla_breached_first_response');
    expect((await clocks(id))[0]).toBe('first_response 1 overdue 06-01T14:00');
    await harness.crm.sla.spoke(as, { ticketId: id, who: 'us' });
    expect((await clocks(id))[0]).toBe('first_response 1 missed 06-01T14:00');
  });

  it('shares the work between nodes', async () => {
    for (let number = 0; number < 6; number += 1) await ticket();
    at('2026-06-01T11:00:00Z');
    const found = await Promise.all([harness.crm.sla.sweep(), harness.crm.sla.sweep()]);
    expect(found[0] + found[1]).toBeGreaterThanOrEqual(6);
    const { rows } = await harness.pool.query(
      `select clock_id from crm.sla_clock_log where what = 'breached' group by clock_id having count(*) > 1`,
    );
    expect(rows).toEqual([]);
  });
});

describe('policies', () => {
  it('are tried in their order and may ask for any field of the ticket', async () => {
    await harness.crm.sla.savePolicy(as, {
      code: 'complaints',
      label: { en: 'Complaints', ru: 'Жалобы' },
      order: 0,
      match: { all: [{ kind: 'field', field: 'type', operator: 'eq', value: 'complaint' }] },
      calendarCode: null,
      reopenDays: 30,
      targets: [{ metric: 'first_response', minutes: 30, pauseStates: [], useWorkingHours: true }],
    });
    const { id, fields } = await ticket({ type: 'complaint', priority: 'critical' });
    expect(fields.slaPolicy).toBe('complaints');
    expect(await clocks(id)).toEqual(['first_response 1 running 06-01T10:30']);
  });

  it('refuse what they cannot keep', async () => {
    const [policy] = await harness.crm.sla.policies();
    if (!policy) throw new Error('Expected a policy.');
    const save = (change: object) => harness.crm.sla.savePolicy(as, { ...policy, ...change });
    await expect(save({ calendarCode: 'nowhere' })).rejects.toMatchObject({ code: 'CRM_FIELDS_INVALID' });
    await expect(save({ targets: [policy.targets[0], policy.targets[0]] })).rejects.toThrow('made once');
    await expect(
      save({ match: { all: [{ kind: 'field', field: 'shoeSize', operator: 'notEmpty' }] } }),
    ).rejects.toThrow('fields of the ticket only');
    // Somebody else was quicker.
    await save({});
    await expect(save({})).rejects.toMatchObject({ code: 'CRM_SETTING_CHANGED' });
  });
});

it('shows clocks only to those who may see the ticket', async () => {
  const { id } = await ticket();
  const nobody = harness.as(await harness.person({ roles: [] }));
  await expect(harness.crm.sla.clocks(nobody, { ticketId: id })).rejects.toMatchObject({
    code: 'CRM_RECORD_NOT_FOUND',
  });
  await expect(harness.crm.sla.spoke(nobody, { ticketId: id, who: 'us' })).rejects.toMatchObject({
    code: 'CRM_RECORD_NOT_FOUND',
  });
});
