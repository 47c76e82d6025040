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

  it('go by the promise that they were set to, also after a pause', async () => {
    const { id } = await ticket();
    at('2026-06-01T08:00:00Z');
    await update(id, { priority: 'high' });
    const { items } = await harness.crm.sla.clocks(as, { ticketId: id });
    expect(items.map(({ metric, targetMinutes }) => [metric, targetMinutes])).toEqual([
      ['first_response', 60],
      ['resolution', 480],
    ]);
    await update(id, { status: 'waiting' });
    at('2026-06-01T09:00:00Z');
    await update(id, { status: 'in_progress' });
    // One of eight hours was used before the customer was waited for, from eleven to noon.
    expect((await clocks(id))[1]).toBe('resolution 1 running 06-02T10:00');
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

describe('a list by the state of the promise', () => {
  const STATES = ['overdue', 'soon', 'running', 'paused', 'breached', 'met'];
  const listed = async (operator: 'eq' | 'in' | 'notIn', value: unknown): Promise<string[]> => {
    const filter = { op: 'and' as const, items: [{ field: 'slaState', operator, value }] };
    const { items } = await harness.crm.records.list(as, { entity: 'ticket', filter, limit: 200 });
    return items.map(({ id }) => id).toSorted();
  };

  it('shows just the tickets whose field says so', async () => {
    // Lists go by the clock of the database.
    const today = new Date();
    harness.now = new Date(today.getTime() - 30 * 86_400_000);
    const late = await ticket();
    const paused = await ticket();
    await harness.crm.sla.spoke(as, { ticketId: paused.id, who: 'us' });
    await update(paused.id, { status: 'waiting' });
    const broken = await ticket();
    const met = await ticket();
    await update(met.id, { status: 'closed' });
    harness.now = today;
    await update(broken.id, { status: 'closed' });
    await harness.crm.sla.sweep();
    const running = await ticket();
    const { items } = await harness.crm.records.list(as, { entity: 'ticket', limit: 200 });
    const stateOf = new Map(items.map(({ id, fields }) => [id, fields.slaState]));
    expect([late, paused, broken, met, running].map(({ id }) => stateOf.get(id))).toEqual([
      'overdue',
      'paused',
      'breached',
      'met',
      'running',
    ]);
    const inAny = (states: readonly string[]) =>
      [...stateOf].flatMap(([id, state]) => (states.includes(String(state)) ? [id] : [])).toSorted();
    for (const state of STATES) expect([state, await listed('eq', state)]).toEqual([state, inAny([state])]);
    for (const states of [['overdue', 'breached'], ['paused', 'soon', 'running'], ['breached', 'met'], []])
      expect([states, await listed('in', states)]).toEqual([states, inAny(states)]);
    expect(await listed('notIn', ['met'])).toEqual(
      [...stateOf.keys()].filter((id) => stateOf.get(id) !== 'met').toSorted(),
    );
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

describe('the forecast of a promise', () => {
  const forecast = async (id: string) => {
    const { items } = await harness.crm.sla.clocks(as, { ticketId: id });
    return items.find(({ metric }) => metric === 'first_response')?.forecast;
  };

  it('comes from those that were kept, and never says what is past', async () => {
    // Of their own kind, so that what other tests keep tells nothing.
    await harness.crm.sla.savePolicy(as, {
      ...{
        code: 'wishes',
        label: { en: 'Wishes', ru: 'Пожелания' },
        order: 0,
        calendarCode: null,
        reopenDays: 1,
      },
      match: { all: [{ kind: 'field', field: 'type', operator: 'eq', value: 'wish' }] },
      targets: [{ metric: 'first_response', minutes: 240, pauseStates: [], useWorkingHours: true }],
    });
    const keep = async (hours: number): Promise<void> => {
      harness.now = MONDAY_10;
      const { id } = await ticket({ type: 'wish' });
      harness.now = new Date(MONDAY_10.getTime() + hours * 3_600_000);
      await harness.crm.sla.spoke(as, { ticketId: id, who: 'us' });
    };
    for (const hours of [1, 1, 2, 3]) await keep(hours);
    at('2026-06-02T06:00:00Z');
    const { id } = await ticket({ type: 'wish' });
    expect(await forecast(id)).toBeNull();
    for (const hours of [3, 5, 5, 5, 5, 5]) await keep(hours);
    at('2026-06-02T06:00:00Z');
    expect(await forecast(id)).toMatchObject({ at: '2026-06-02T10:00:00.000Z', late: false, of: 10 });
    at('2026-06-02T09:30:00Z');
    expect(await forecast(id)).toMatchObject({ at: '2026-06-02T11:00:00.000Z', late: true, of: 5 });
    at('2026-06-02T10:30:00Z');
    expect(await forecast(id)).toBeNull();
  });
});

describe('other hours of the working calendar', () => {
  /** Until a statement waits for what another transaction holds, or long enough for one that does not. */
  const somebodyWaits = async (): Promise<void> => {
    const sql = `select from pg_locks where not granted and locktype = 'advisory'`;
    for (let looks = 0; looks < 100; looks += 1) {
      if ((await harness.pool.query(sql)).rowCount !== 0) return;
      await harness.pool.query('select pg_sleep(0.02)');
    }
  };
  /** Changes the company's calendar, runs `look`, and puts the calendar back. */
  const withHours = async (change: object, look: () => Promise<void>): Promise<void> => {
    const { settings } = harness.crm.calendars;
    const calendarNow = async () => {
      const company = (await settings.all()).find((one) => one.isDefault);
      if (!company) throw new Error('Expected a calendar of the company.');
      return company;
    };
    const before = await calendarNow();
    const holidays = [...before.exceptions.filter(({ on }) => on !== '2026-06-01' && on !== '2026-06-02')];
    const added =
      'on' in change ? { exceptions: [...holidays, { name: 'Feast', hours: [], ...change }] } : change;
    await settings.save(as, { ...before, ...(added as object) });
    try {
      await look();
    } finally {
      await settings.save(as, { ...before, version: (await calendarNow()).version });
    }
  };

  it('move what is promised, and back again; what stands still or is over stays', async () => {
    const running = await ticket();
    const [waiting, solved, wall] = [await ticket(), await ticket(), await ticket({ priority: 'critical' })];
    await update(waiting.id, { status: 'waiting' });
    await update(solved.id, { status: 'solved', resolution: 'New part' });
    const others = () => Promise.all([waiting, solved, wall].map(({ id }) => clocks(id)));
    const before = await others();
    await withHours({ on: '2026-06-02' }, async () => {
      expect(await clocks(running.id)).toEqual([
        'first_response 1 running 06-01T14:00',
        'resolution 1 running 06-05T10:00',
      ]);
      expect(await others()).toEqual(before);
      const { items } = await harness.crm.sla.clocks(as, { ticketId: running.id });
      expect(items[1]?.log.map(({ what }) => what)).toEqual(['started', 'recalculated']);
    });
    expect((await clocks(running.id))[1]).toBe('resolution 1 running 06-04T10:00');
  });

  it('count for what is used up already: a holiday that was forgotten breaks no promise', async () => {
    const { id } = await ticket();
    at('2026-06-01T11:00:00Z');
    expect(await harness.crm.sla.sweep()).toBeGreaterThan(0);
    expect((await clocks(id))[0]).toBe('first_response 1 overdue 06-01T14:00');
    await withHours({ on: '2026-06-01' }, async () => {
      expect((await clocks(id))[0]).toBe('first_response 1 running 06-02T13:00');
    });
  });

  it('hold for a ticket that is being made while they are saved, too', async () => {
    const client = await harness.pool.connect();
    try {
      await client.query('begin');
      const made = await harness.crm.records.create(
        { ...as, transaction: { client } },
        { entity: 'ticket', fields: { subject: 'Made meanwhile' } },
      );
      let committed: Promise<unknown> = Promise.resolve();
      const saving = withHours({ on: '2026-06-02' }, async () => {
        await committed;
        expect((await clocks(made.id))[1]).toBe('resolution 1 running 06-05T10:00');
      });
      committed = somebodyWaits().then(() => client.query('commit'));
      await Promise.all([saving, committed]);
    } finally {
      client.release();
    }
  });

  it('break no promise that may still be kept', async () => {
    const { id } = await ticket();
    const day = [['00:00', '24:00']];
    at('2026-06-02T07:00:00Z');
    await withHours({ week: Array.from({ length: 7 }, () => day) }, async () => {
      expect((await clocks(id))[1]).toBe('resolution 1 running 06-02T13:00');
    });
    at('2026-06-03T09:00:00Z');
    await withHours({ week: Array.from({ length: 7 }, () => day) }, async () => {
      expect((await clocks(id))[1]).toBe('resolution 1 running 06-04T10:00');
    });
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

describe('what is likely to be late', () => {
  const MINUTE_MS = 60_000;
  const later = (minutes: number): void => {
    harness.now = new Date(harness.now.getTime() + minutes * MINUTE_MS);
  };
  /** Promised within fifteen minutes, around the clock. */
  const answeredAfter = async (...minutes: number[]): Promise<void> => {
    for (const each of minutes) {
      const { id } = await ticket({ priority: 'critical' });
      later(each);
      await harness.crm.sla.spoke(as, { ticketId: id, who: 'us' });
    }
  };
  const forecast = async (id: string) =>
    (await harness.crm.sla.clocks(as, { ticketId: id })).items.find(
      ({ metric }) => metric === 'first_response',
    )?.forecast;
  const likely = async (id: string, caller = as) =>
    (await harness.crm.sla.likelyBreaches(caller)).filter(({ ticket: { id: of } }) => of === id);

  // Long after what other tests left behind.
  beforeEach(() => at('2027-06-01T12:00:00Z'));
  beforeAll(async () => {
    at('2027-06-01T00:00:00Z');
    await answeredAfter(5, 5, 5, 5, 12, 12, 12, 60, 60, 60, 60, 60, 60);
  });

  it('is what became of those that were once as old', async () => {
    const { id } = await ticket({ priority: 'critical' });
    later(1);
    expect(await forecast(id)).toMatchObject({ lateShare: 6 / 13, of: 13 });
    later(9);
    expect(await forecast(id)).toMatchObject({ lateShare: 6 / 9, late: true, of: 9 });
    expect(await likely(id)).toMatchObject([
      {
        ticket: { entity: 'ticket', id },
        metric: 'first_response',
        policyCode: 'critical',
        dueAt: new Date(harness.now.getTime() + 5 * MINUTE_MS).toISOString(),
        lateShare: 6 / 9,
      },
    ]);
  });

  it('is not told to whoever may not read the ticket', async () => {
    const { id } = await ticket({ priority: 'critical' });
    later(10);
    expect(await likely(id)).toHaveLength(1);
    expect(await likely(id, harness.as(await harness.person({ roles: [] })))).toEqual([]);
  });

  it('says nothing of what is late, stands still or is over, nor from a handful of others', async () => {
    const { id } = await ticket({ priority: 'critical' });
    later(61);
    expect(await forecast(id)).toBeNull();
    expect(await likely(id)).toEqual([]);
    await harness.crm.sla.spoke(as, { ticketId: id, who: 'us' });
    expect(await forecast(id)).toBeNull();
    const other = await ticket({ type: 'question' });
    later(1);
    expect(await forecast(other.id)).toBeNull();
  });

  describe('in the list of tickets', () => {
    const list = async (field: string, rest: object, caller = as): Promise<readonly RecordView[]> => {
      const filter = { op: 'and' as const, items: [{ field, ...rest } as never] };
      return (await harness.crm.records.list(caller, { entity: 'ticket', filter, limit: 200 })).items;
    };
    const found = async (id: string, field: string, rest: object, caller = as) =>
      (await list(field, rest, caller)).some((each) => each.id === id);
    const IS = { operator: 'notEmpty' };

    it('is told with the promise and how many such were late, once that was learned', async () => {
      const { id } = await ticket({ priority: 'critical' });
      const fields = async () => (await harness.crm.records.get(as, { entity: 'ticket', id })).fields;
      later(9);
      await harness.crm.sla.sweep();
      expect(await fields()).toMatchObject({ slaLikelyLate: ['first_response'], slaLatePercent: 67 });
      expect(await found(id, 'slaLikelyLate', IS)).toBe(true);
      expect(await found(id, 'slaLikelyLate', { operator: 'in', value: ['first_response'] })).toBe(true);
      expect(await found(id, 'slaLikelyLate', { operator: 'in', value: ['resolution'] })).toBe(false);
      expect(await found(id, 'slaLatePercent', { operator: 'gte', value: 60 })).toBe(true);
      await harness.crm.sla.spoke(as, { ticketId: id, who: 'us' });
      expect(await fields()).toMatchObject({ slaLikelyLate: [], slaLatePercent: null });
      expect(await found(id, 'slaLikelyLate', IS)).toBe(false);
      expect(await found(id, 'slaLikelyLate', { operator: 'empty' })).toBe(true);
    });

    it('agrees with the forecast of each clock, whatever it has used', async () => {
      const ids: string[] = [];
      for (const minutes of [1, 2, 3, 2, 4, 2, 1]) {
        ids.push((await ticket({ priority: 'critical' })).id);
        later(minutes);
      }
      await harness.crm.sla.sweep();
      const rows = await list('priority', { operator: 'in', value: ['critical'] });
      for (const id of ids) {
        const told = await forecast(id);
        const row = rows.find((each) => each.id === id);
        const percent = told?.likely ? Math.round(told.lateShare * 100) : null;
        expect([id, row?.fields.slaLatePercent]).toEqual([id, percent]);
      }
    });

    it('is nothing to whoever may not read the ticket', async () => {
      const { id } = await ticket({ priority: 'critical' });
      later(10);
      await harness.crm.sla.sweep();
      expect(await found(id, 'slaLikelyLate', IS)).toBe(true);
      expect(await found(id, 'slaLikelyLate', IS, harness.as(await harness.person({ roles: [] })))).toBe(
        false,
      );
    });
  });
});
