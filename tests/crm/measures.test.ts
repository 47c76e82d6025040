import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller, MeasureService } from '#crm';
import { shareTime, spreadOf } from '#crm/testing';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';
import { seededRandom } from './support/seeded-random.ts';

type BehindNumber = Awaited<ReturnType<MeasureService['stageRecords']>>;
type StageCell = Parameters<MeasureService['stageRecords']>[1]['cell'];
type SourceCell = Parameters<MeasureService['sourceRecords']>[1]['cell'];
type SupportCell = Parameters<MeasureService['supportRecords']>[1]['cell'];

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const START = new Date('2026-01-05T09:00:00Z');
const YEAR = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2027-01-01T00:00:00Z') };
const SALES = { ...YEAR, entity: 'deal', pipeline: 'sales' } as const;

let harness: CrmHarness;
let admin: Caller;
let anna: Caller;
let measures: MeasureService;

beforeAll(async () => {
  // What a process's tasks were is the host's to know: here a table of the test.
  harness = await crmHarness({
    taskLog: ({ from, to }) => `
      select task_id, entity, record_id, user_id, taken_at, done_at from public.task_log
      where done_at >= ${from} and done_at < ${to}`,
  });
  await harness.pool.query(
    'create table public.task_log (task_id text, entity text, record_id uuid, user_id text, taken_at timestamptz, done_at timestamptz)',
  );
  admin = harness.as(await harness.person({ roles: ['manager'] }));
  anna = harness.as(await harness.person({ roles: ['employee'] }));
  measures = harness.crm.measures;
});
afterAll(() => harness.close());

const at = (ms: number): void => {
  harness.now = new Date(START.getTime() + ms);
};
const deal = (as: Caller, fields: Record<string, unknown> = {}) =>
  harness.crm.records.create(as, { entity: 'deal', fields: { name: 'Deal', amount: 100, ...fields } });
const move = (as: Caller, id: string, stage: string, fields: Record<string, unknown> = {}) =>
  harness.crm.records.update(as, { entity: 'deal', id, fields: { stage, ...fields } });

describe('stages', { timeout: 60_000 }, () => {
  const WAYS = ['on_hold', 'lost', 'qualified'];

  it('count what a plain reading of all moves counts, each by his own rights', async () => {
    const random = seededRandom(7);
    const account = await harness.crm.records.create(admin, { entity: 'account', fields: { name: 'Rose' } });
    interface Move {
      readonly id: string;
      readonly isAnnas: boolean;
      readonly from: string;
      readonly to: string;
      readonly ms: number;
      readonly amount: number;
    }
    const moves: Move[] = [];
    const last = new Map<string, { stage: string; isAnnas: boolean }>();
    for (let count = 0; count < 15; count += 1) {
      const isAnnas = count % 3 === 0;
      const as = isAnnas ? anna : admin;
      const amount = 100 * (1 + random.below(9));
      at(count * DAY_MS);
      const { id } = await deal(as, { amount, ...(isAnnas ? {} : { account: account.id }) });
      let stage = 'qualified';
      let entered = harness.now.getTime();
      for (let step = random.below(4); step > 0; step -= 1) {
        const to = random.pick(WAYS.filter((one) => one !== stage));
        at(harness.now.getTime() - START.getTime() + (1 + random.below(72)) * HOUR_MS);
        await move(as, id, to, to === 'lost' ? { lostReason: 'price' } : {});
        moves.push({ id, isAnnas, from: stage, to, ms: harness.now.getTime() - entered, amount });
        entered = harness.now.getTime();
        stage = to;
      }
      last.set(id, { stage, isAnnas });
    }
    for (const caller of [admin, anna]) {
      const own = moves.filter(({ isAnnas }) => caller === admin || isAnnas);
      const standing = [...last.values()].filter(({ isAnnas }) => caller === admin || isAnnas);
      const { items } = await measures.stages(caller, SALES);
      for (const code of ['qualified', 'on_hold', 'lost']) {
        const here = own.filter(({ from }) => from === code);
        const lost = here.filter(({ to }) => to === 'lost');
        const measure = items.find((one) => one.code === code);
        expect(measure, code).toMatchObject({
          duration: { count: here.length },
          exits: {
            lost: lost.length,
            paused: here.filter(({ to }) => to === 'on_hold').length,
            back: here.filter(({ to }) => to === 'qualified').length,
            won: 0,
            further: 0,
          },
          lostAmount: lost.reduce((sum, { amount }) => sum + amount, 0),
          standing: standing.filter(({ stage }) => stage === code).length,
        });
        const times = here.map(({ ms }) => ms).sort((one, other) => one - other);
        const middle = [
          times[Math.floor((times.length - 1) / 2)] ?? 0,
          times[Math.ceil((times.length - 1) / 2)] ?? 0,
        ];
        if (times.length > 0) expect(measure?.duration.median).toBeCloseTo((middle[0]! + middle[1]!) / 2, 3);
        const behind = await measures.stageRecords(caller, { ...SALES, stage: code, cell: 'lost' });
        expect(behind.items.map(({ id }) => id).toSorted()).toEqual(
          [...new Set(lost.map(({ id }) => id))].toSorted(),
        );
      }
    }
  });

  it('say which share of visits led on, and what was worked on meanwhile', async () => {
    at(200 * DAY_MS);
    const period = { ...SALES, from: harness.now };
    const account = await harness.crm.records.create(admin, { entity: 'account', fields: { name: 'Iris' } });
    const ids: string[] = [];
    for (let count = 0; count < 4; count += 1) ids.push((await deal(admin, { account: account.id })).id);
    at(200 * DAY_MS + HOUR_MS);
    await harness.crm.activities.plan(admin, {
      kind: 'call',
      subject: 'Talk',
      status: 'done',
      plannedStart: harness.now,
      plannedEnd: new Date(harness.now.getTime() + HOUR_MS / 2),
      links: [{ entity: 'deal', id: ids[0]! }],
    });
    at(202 * DAY_MS);
    await move(admin, ids[0]!, 'discovery');
    await move(admin, ids[1]!, 'won');
    await move(admin, ids[2]!, 'lost', { lostReason: 'price' });
    const { items } = await measures.stages(admin, { ...period, to: new Date(harness.now.getTime() + 1) });
    expect(items.find(({ code }) => code === 'qualified')).toMatchObject({
      duration: { count: 3, median: 2 * DAY_MS, p90: 2 * DAY_MS },
      exits: { further: 1, won: 1, lost: 1 },
      conversion: 2 / 3,
      workedMs: HOUR_MS / 2,
    });
  });
});

describe('sources', () => {
  it('count leads, what became of them, and what was won by the first and the last touch', async () => {
    at(220 * DAY_MS);
    const from = harness.now;
    const lead = (source: string, account?: string) =>
      harness.crm.leads.capture(admin, {
        fields: { title: 'Lead', companyName: `Of ${source}`, source, ...(account ? { account } : {}) },
        payload: {},
      });
    const first = await lead('exhibition');
    const converted = await harness.crm.conversions.convert(admin, {
      id: first.id,
      account: { fields: {} },
      contact: null,
      deal: { fields: { amount: 1000 } },
    });
    await move(admin, converted.dealId!, 'won');
    at(221 * DAY_MS);
    await lead('referral', converted.accountId!);
    const account = await harness.crm.records.get(admin, { entity: 'account', id: converted.accountId! });
    expect(account.fields).toMatchObject({ firstSource: 'exhibition', lastSource: 'referral' });
    at(222 * DAY_MS);
    const second = await deal(admin, { amount: 500, account: converted.accountId });
    await move(admin, second.id, 'won');
    const to = new Date(harness.now.getTime() + 1);
    const by = async (touch: 'first' | 'last') =>
      Object.fromEntries(
        (await measures.sources(admin, { from, to, touch })).items.map((one) => [
          one.source,
          [one.leads, one.converted, one.deals, one.won, one.wonAmount],
        ]),
      );
    expect(await by('first')).toEqual({ exhibition: [1, 1, 2, 2, 1500], referral: [1, 0, 0, 0, 0] });
    expect(await by('last')).toEqual({ exhibition: [1, 1, 1, 1, 1000], referral: [1, 0, 1, 1, 500] });
    const asked = { from, to, touch: 'last', source: 'referral', cell: 'won' } as const;
    expect((await measures.sourceRecords(admin, asked)).items.map(({ id }) => id)).toEqual([second.id]);
    expect((await measures.sources(anna, { from, to, touch: 'first' })).items).toEqual([]);
  });
});

describe('support', () => {
  it('adds tasks and activities of tickets, no hour of anybody twice, and costs by the hour', async () => {
    // A Monday morning in the company's hours.
    harness.now = new Date('2026-11-16T06:00:00Z');
    const from = harness.now;
    const ticket = (type: string) =>
      harness.crm.records.create(admin, { entity: 'ticket', fields: { subject: 'Help', type } });
    const [error, wish] = [await ticket('error'), await ticket('wish')];
    const hour = (hours: number): Date => new Date(Date.UTC(2026, 10, 16, 6) + hours * HOUR_MS);
    const log = (task: string, record: string, person: string, start: number, end: number) =>
      harness.pool.query(`insert into public.task_log values ($1, 'ticket', $2, $3, $4, $5)`, [
        ...[task, record, person, hour(start), hour(end)],
      ]);
    // Two hours alone, then two with another beside it: three hours and one.
    await log('a', error.id, 'p1', 0, 4);
    await log('b', wish.id, 'p1', 2, 4);
    // A night in hand is no work.
    await log('c', wish.id, 'p2', 11, 24);
    const to = hour(48);
    const { items } = await measures.support(admin, { from, to, by: 'type' });
    expect(items.map(({ group, tickets, workedMs }) => [group, tickets, workedMs / HOUR_MS])).toEqual([
      ['error', 1, 3],
      ['wish', 1, 1],
    ]);
    const nobody = harness.as(await harness.person({ roles: [] }));
    expect((await measures.support(nobody, { from, to, by: 'type' })).items).toEqual([]);
    const { version } = await measures.rate();
    await measures.saveRate(admin, { hourlyRate: 40, version });
    await expect(measures.saveRate(admin, { hourlyRate: 50, version })).rejects.toMatchObject({
      code: 'CRM_SETTING_CHANGED',
    });
    expect((await measures.support(admin, { from, to, by: 'account' })).rate.hourlyRate).toBe(40);
  });
});

describe('each number is what its records add up to', () => {
  const asked = [
    ['the manager', () => admin],
    ['a colleague with his own', () => anna],
  ] as const;
  const add = (values: readonly (number | null)[]): number =>
    values.reduce<number>((total, value) => total + (value ?? 0), 0);
  /** The parts of the list make what the panel says, and that is the number of the cell. */
  const expectNumber = (behind: BehindNumber, expected: { times?: number; value?: number | null }): void => {
    expect(add(behind.items.map(({ times }) => times))).toBe(behind.times);
    if (behind.unit !== null)
      expect(add(behind.items.map(({ value }) => value))).toBeCloseTo(behind.value!, 3);
    expect(behind.items).toHaveLength(behind.total);
    // Names may be alike.
    for (const { number } of behind.items) expect(number).toMatch(/^[A-Z]+-\d+$/);
    if (expected.times !== undefined) expect(behind.times).toBe(expected.times);
    if (expected.value !== undefined) expect(behind.value).toBeCloseTo(expected.value!, 3);
  };

  it.each(asked)('of stages, for %s', async (_name, who) => {
    const { items } = await measures.stages(who(), SALES);
    const behind = (stage: string, cell: StageCell) =>
      measures.stageRecords(who(), { ...SALES, stage, cell });
    expect(items.some(({ lostAmount }) => (lostAmount ?? 0) > 0)).toBe(true);
    for (const { code, exits, duration, standing, standingAmount, lostAmount, workedMs } of items) {
      for (const [cell, times] of Object.entries(exits))
        expectNumber(await behind(code, cell as StageCell), { times });
      expectNumber(await behind(code, 'ended'), { times: duration.count });
      expectNumber(await behind(code, 'standing'), { times: standing, value: standingAmount });
      expectNumber(await behind(code, 'lost'), { value: lostAmount });
      expectNumber(await behind(code, 'worked'), { value: workedMs });
    }
  });

  it.each(asked)('of sources, for %s', async (_name, who) => {
    for (const touch of ['first', 'last'] as const) {
      const { items } = await measures.sources(who(), { ...YEAR, touch });
      expect(items.length).toBeGreaterThan(0);
      for (const row of items) {
        const behind = (cell: SourceCell) =>
          measures.sourceRecords(who(), { ...YEAR, touch, source: row.source, cell });
        for (const cell of ['leads', 'converted', 'disqualified', 'deals', 'won', 'lost'] as const)
          expectNumber(await behind(cell), { times: row[cell] });
        expectNumber(await behind('decided'), { times: row.won + row.lost });
        expectNumber(await behind('won'), { value: row.wonAmount });
        expectNumber(await behind('open'), {
          times: row.deals - row.won - row.lost,
          value: row.openAmount,
        });
      }
    }
  });

  it('of support', async () => {
    for (const by of ['type', 'account'] as const) {
      const { items } = await measures.support(admin, { ...YEAR, by });
      expect(items.some(({ workedMs }) => workedMs > 0)).toBe(true);
      for (const { group, tickets, closed, workedMs, perTicket } of items) {
        const behind = (cell: SupportCell) => measures.supportRecords(admin, { ...YEAR, by, group, cell });
        expectNumber(await behind('tickets'), { times: tickets });
        expectNumber(await behind('closed'), { times: closed });
        expectNumber(await behind('worked'), { times: perTicket.count, value: workedMs });
      }
    }
  });

  it('and says no amount to whom amounts are hidden', async () => {
    const rights = ['amount', 'amountBase'].map((field) => ({
      entity: 'deal',
      field,
      level: 'hidden' as const,
    }));
    const roles = admin.user.roles.map((role) => ({ ...role, fieldRights: rights }));
    const blind = { ...admin, user: { ...admin.user, roles } };
    const { items } = await measures.stages(blind, SALES);
    const lost = items.find(({ exits }) => exits.lost > 0)!;
    expect(lost).toMatchObject({ lostAmount: null });
    const behind = await measures.stageRecords(blind, { ...SALES, stage: lost.code, cell: 'lost' });
    expect(behind).toMatchObject({ value: null, times: lost.exits.lost });
    expect(new Set(behind.items.map(({ value }) => value))).toEqual(new Set([null]));
    const sources = await measures.sources(blind, { ...YEAR, touch: 'first' });
    expect(
      sources.items.every(({ deals, wonAmount }) => deals === 0 || wonAmount === null || wonAmount === 0),
    ).toBe(true);
    expect(sources.items.some(({ won, wonAmount }) => won > 0 && wonAmount === null)).toBe(true);
  });
});

it('shares any overlapping hours so that each person’s time is counted once', () => {
  const seed = Number(process.env.SEED ?? Date.now() % 100_000);
  const random = seededRandom(seed);
  for (let round = 0; round < 200; round += 1) {
    const items = Array.from({ length: random.below(8) }, (_, index) => {
      const from = random.below(50);
      return {
        ...{ key: `t${index}`, person: random.pick(['p', 'q']) },
        ...{ from: new Date(from * 60_000), to: new Date((from + random.below(20)) * 60_000) },
      };
    });
    const shares = shareTime(items, (_person, from, to) => to.getTime() - from.getTime());
    const total = [...shares.values()].reduce((sum, ms) => sum + ms, 0);
    let minutes = 0;
    for (const person of ['p', 'q'])
      for (let minute = 0; minute < 80; minute += 1)
        if (
          items.some(
            (one) => one.person === person && +one.from <= minute * 60_000 && +one.to > minute * 60_000,
          )
        )
          minutes += 1;
    expect(total, `seed ${seed}, round ${round}`).toBeCloseTo(minutes * 60_000, 3);
  }
});

it('takes the middle and the ninth of ten', () => {
  expect(spreadOf([])).toEqual({ count: 0, median: null, p90: null });
  expect(spreadOf([5])).toEqual({ count: 1, median: 5, p90: 5 });
  expect(spreadOf([10, 0, 4, 2, 4, 0])).toEqual({ count: 6, median: 3, p90: 7 });
});
