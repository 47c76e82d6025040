/** What a list asks: every operator, days that move with the clock, people and teams, tags, groups and sums. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CrmRejection, type FilterGroup, type RecordView, type RequestUser } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

let harness: CrmHarness;
let admin: RequestUser;
let agent: RequestUser;

const DAY_MS = 86_400_000;

beforeAll(async () => {
  harness = await crmHarness();
  await harness.crm.seedDemonstration(harness.now);
  admin = await harness.demo('viktor@demo.example');
  agent = await harness.demo('kate@demo.example');
});
afterAll(() => harness.close());

const made = (entity: string, fields: Record<string, unknown>, user = admin): Promise<RecordView> =>
  harness.crm.records.create(harness.as(user), { entity, fields });
const titles = async (
  entity: string,
  items: FilterGroup['items'],
  more: { user?: RequestUser; op?: 'and' | 'or'; q?: string } = {},
): Promise<string[]> => {
  const { user = admin, op = 'and', q } = more;
  const page = await harness.crm.records.list(harness.as(user), {
    entity,
    filter: { op, items },
    ...(q ? { q } : {}),
    sort: entity === 'ticket' ? 'number:asc' : 'name:asc',
    limit: 200,
  });
  return page.items.map((item) => String(item.fields.subject ?? item.title));
};
const refusal = async (work: Promise<unknown>): Promise<CrmRejection> => {
  const error = await work.then(
    () => null,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(CrmRejection);
  return error as CrmRejection;
};
const dayAfter = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

describe('a filter', () => {
  const MARK = { field: 'source', operator: 'eq', value: 'referral' } as const;

  beforeAll(async () => {
    // Days are counted in UTC here, so that this file may run at any hour.
    await harness.pool.query(`update crm."user" set time_zone = 'UTC'`);
    admin = await harness.demo('viktor@demo.example');
    const sources = await harness.pool.query<{ code: string }>(
      `select code from crm.select_option where list = 'sales.source' order by code`,
    );
    expect(sources.rows.map((row) => row.code)).toContain('referral');
    await harness.pool.query(`update crm.deal set source = null`);
    const deal = (name: string, days: number | null, amount: number) =>
      made('deal', {
        name,
        amount,
        source: 'referral',
        expectedClose: days === null ? null : dayAfter(days),
      });
    await deal('F long ago', -40, 100);
    await deal('F yesterday', -1, 200);
    await deal('F today', 0, 300);
    await deal('F in five days', 5, 400);
    await deal('F never', null, 500);
  });

  it.each([
    ['today', ['F today']],
    ['yesterday', ['F yesterday']],
    ['tomorrow', []],
    ['last:7', ['F today', 'F yesterday']],
    ['next:7', ['F in five days', 'F today']],
    ['last:60', ['F long ago', 'F today', 'F yesterday']],
  ])('knows the span %s by the clock of the product', async (value, expected) => {
    expect(await titles('deal', [MARK, { field: 'expectedClose', operator: 'within', value }])).toEqual(
      expected,
    );
  });

  it('begins spans of the calendar where people do', async () => {
    const { rows } = await harness.pool.query<Record<'week' | 'month' | 'quarter' | 'year', string>>(
      `select date_trunc('week', now() at time zone 'UTC')::date::text as week,
         date_trunc('month', now() at time zone 'UTC')::date::text as month,
         date_trunc('quarter', now() at time zone 'UTC')::date::text as quarter,
         date_trunc('year', now() at time zone 'UTC')::date::text as year`,
    );
    for (const [unit, begin] of Object.entries(rows[0]!)) {
      const span = unit[0]!.toUpperCase() + unit.slice(1);
      const at = async (date: string, value: string) => {
        await harness.pool.query(`update crm.deal set created_at = $1::date where name = 'F today'`, [date]);
        const found = await titles('deal', [
          { field: 'name', operator: 'eq', value: 'F today' },
          { field: 'createdAt', operator: 'within', value },
        ]);
        return found.length === 1;
      };
      const before = new Date(Date.parse(begin) - DAY_MS).toISOString().slice(0, 10);
      expect([await at(begin, `this${span}`), await at(before, `this${span}`)], unit).toEqual([true, false]);
      expect([await at(begin, `last${span}`), await at(before, `last${span}`)], unit).toEqual([false, true]);
      expect(await at(begin, `next${span}`), unit).toBe(false);
    }
  });

  it.each([
    ['lt', 'today', ['F long ago', 'F yesterday']],
    ['lte', 'today', ['F long ago', 'F today', 'F yesterday']],
    ['gt', 'today+4', ['F in five days']],
    ['gte', 'today-1', ['F in five days', 'F today', 'F yesterday']],
    ['eq', 'today+5', ['F in five days']],
  ] as const)('compares a date with a day that moves: %s %s', async (operator, value, expected) => {
    expect(await titles('deal', [MARK, { field: 'expectedClose', operator, value }])).toEqual(expected);
  });

  it('takes a day for an instant as all of that day', async () => {
    const today = dayAfter(0);
    await harness.pool.query(
      `update crm.deal set created_at = $1::date + time '23:30' where source = 'referral'`,
      [today],
    );
    const found = (operator: 'eq' | 'lte' | 'gt' | 'gte' | 'lt', value: string) =>
      titles('deal', [MARK, { field: 'createdAt', operator, value }]);
    expect(await found('eq', today)).toHaveLength(5);
    expect(await found('lte', today)).toHaveLength(5);
    expect(await found('lte', 'today')).toHaveLength(5);
    expect(await found('gt', today)).toHaveLength(0);
    expect(await found('gte', today)).toHaveLength(5);
    expect(await found('lt', today)).toHaveLength(0);
  });

  it('reads days on the calendar of the person who asks', async () => {
    // 22:30 of the day before in UTC is already today in Moscow.
    await harness.pool.query(
      `update crm.deal set created_at = $1::date - interval '90 minutes' where name = 'F today'`,
      [dayAfter(0)],
    );
    const moscow: RequestUser = { ...admin, timeZone: 'Europe/Moscow' };
    const filter = [
      MARK,
      { field: 'name', operator: 'eq', value: 'F today' },
      { field: 'createdAt', operator: 'eq', value: dayAfter(0) },
    ] as const;
    expect(await titles('deal', filter)).toEqual([]);
    expect(await titles('deal', filter, { user: moscow })).toEqual(['F today']);
  });

  it('knows between, none of, and does not contain', async () => {
    expect(
      await titles('deal', [MARK, { field: 'amount', operator: 'between', value: [200, 400] }]),
    ).toHaveLength(3);
    expect(
      await titles('deal', [
        MARK,
        { field: 'expectedClose', operator: 'between', value: ['today-1', 'today'] },
      ]),
    ).toEqual(['F today', 'F yesterday']);
    expect(await titles('deal', [MARK, { field: 'name', operator: 'notContains', value: 'day' }])).toEqual([
      'F long ago',
      'F never',
    ]);
    const all = await titles('deal', [MARK]);
    const stages = await harness.pool.query<{ stage: string }>(
      `select distinct stage from crm.deal where source = 'referral'`,
    );
    const codes = stages.rows.map((row) => row.stage);
    expect(await titles('deal', [MARK, { field: 'stage', operator: 'notIn', value: codes }])).toEqual([]);
    // An empty value is none of the named ones.
    expect(
      await titles('deal', [MARK, { field: 'lostReason', operator: 'notIn', value: ['price'] }]),
    ).toEqual(all);
  });

  it('knows small and capital letters of Cyrillic, whole rows or few of them', async () => {
    const name = 'ЖЁЛТЫЙ Щегол Tech';
    const { id } = await made('account', { name });
    const found = (operator: 'contains' | 'startsWith', value: string) =>
      titles('account', [{ field: 'name', operator, value }]);
    for (const value of ['щегол', 'ЩЕГОЛ', 'ёлтый щ', 'ол tech', 'Щ'])
      expect(await found('contains', value), value).toContain(name);
    expect(await found('startsWith', 'жёлтый')).toEqual([name]);
    expect(await found('contains', 'щеголь')).toEqual([]);
    const without = await titles('account', [{ field: 'name', operator: 'notContains', value: 'ЩЕГ' }]);
    expect(without).not.toContain(name);
    for (const q of ['щегол', 'ЩЕГ', 'желтый'])
      expect(
        (await harness.crm.records.list(harness.as(admin), { entity: 'account', q, limit: 9 })).items.map(
          (item) => item.id,
        ),
        q,
      ).toEqual([id]);
    await made('contact', { givenName: 'Ярослав', familyName: 'Ёжиков' });
    const people = await harness.crm.records.list(harness.as(admin), {
      entity: 'contact',
      filter: { op: 'and', items: [{ field: 'familyName', operator: 'eq', value: 'Ёжиков' }] },
      q: 'ярослав ЁЖ',
      limit: 9,
    });
    expect(people.items).toHaveLength(1);
  });

  it('joins groups inside groups', async () => {
    expect(
      await titles('deal', [
        MARK,
        {
          op: 'or',
          items: [
            { field: 'amount', operator: 'eq', value: 100 },
            {
              op: 'and',
              items: [
                { field: 'amount', operator: 'gte', value: 400 },
                { field: 'expectedClose', operator: 'empty' },
              ],
            },
          ],
        },
      ]),
    ).toEqual(['F long ago', 'F never']);
  });

  it('knows me and my team', async () => {
    const member = await harness.person({ roles: [] });
    const { id: colleague } = await harness.person({ roles: [] });
    const team = await harness.crm.groups.save(harness.as(admin), {
      kind: 'team',
      id: null,
      name: 'North',
      parentId: null,
      memberIds: [member.id, colleague],
    });
    await made('deal', { name: 'G mine', owner: member.id });
    await made('deal', { name: 'G colleague', owner: colleague });
    await made('deal', { name: 'G team', owner: null, team: team.id });
    const named = { field: 'name', operator: 'startsWith', value: 'G ' } as const;
    const asMember: RequestUser = { ...admin, id: member.id, teamIds: [team.id] };
    const owned = (value: unknown, operator: 'eq' | 'in' | 'notIn' = 'eq') =>
      titles('deal', [named, { field: 'owner', operator, value }], { user: asMember });
    expect(await owned('me')).toEqual(['G mine']);
    expect(await owned('myTeam')).toEqual(['G colleague', 'G mine']);
    expect(await owned(['me', colleague], 'in')).toEqual(['G colleague', 'G mine']);
    expect(await owned(['myTeam'], 'notIn')).toEqual(['G team']);
    expect(
      await titles('deal', [named, { field: 'team', operator: 'eq', value: 'myTeam' }], { user: asMember }),
    ).toContain('G team');
  });

  it('finds by tags, whatever their case', async () => {
    const one = await made('deal', { name: 'H both' });
    const two = await made('deal', { name: 'H one' });
    await made('deal', { name: 'H none' });
    const named = { field: 'name', operator: 'startsWith', value: 'H ' } as const;
    await harness.crm.tags.set(harness.as(admin), { entity: 'deal', id: one.id, names: ['Loyal', 'Fair'] });
    await harness.crm.tags.set(harness.as(admin), { entity: 'deal', id: two.id, names: ['loyal'] });
    const tagged = (operator: 'eq' | 'in' | 'notIn' | 'empty' | 'notEmpty', value?: unknown) =>
      titles('deal', [named, { field: 'tags', operator, value }]);
    expect(await tagged('in', ['LOYAL'])).toEqual(['H both', 'H one']);
    expect(await tagged('eq', 'fair')).toEqual(['H both']);
    expect(await tagged('notIn', ['fair'])).toEqual(['H none', 'H one']);
    expect(await tagged('empty')).toEqual(['H none']);
    expect(await tagged('notEmpty')).toEqual(['H both', 'H one']);
    const record = await harness.crm.records.get(harness.as(admin), { entity: 'deal', id: one.id });
    expect(record.fields.tags).toEqual(['Fair', 'Loyal']);
  });

  it.each([
    [{ field: 'expectedClose', operator: 'within', value: 'someday' }, 'expectedClose'],
    [{ field: 'name', operator: 'within', value: 'today' }, 'name'],
    [{ field: 'amount', operator: 'between', value: [1] }, 'amount'],
    [{ field: 'expectedClose', operator: 'eq', value: '2026-02-31' }, ''],
    [{ field: 'amount', operator: 'within', value: 'today' }, 'amount'],
  ] as const)('refuses %j with the field and what is expected', async (condition, field) => {
    const error = await refusal(titles('deal', [condition]));
    expect(error.code).toBe('CRM_FILTER_INVALID');
    expect(error.message).toContain(field);
  });
});

describe('groups of a list', () => {
  it('count and sum what the list shows, in the order of its rows, each group in one piece', async () => {
    const caller = harness.as(admin);
    for (const by of [
      'stage',
      'stage:desc',
      'owner',
      'account',
      'createdAt:month',
      'expectedClose:week:desc',
      'amountFromLines',
    ]) {
      const { groups, isCut } = await harness.crm.records.groups(caller, {
        entity: 'deal',
        by,
        sums: ['amount'],
      });
      expect(isCut).toBe(false);
      const rows: RecordView[] = [];
      let cursor: string | undefined;
      do {
        const page = await harness.crm.records.list(caller, {
          entity: 'deal',
          group: by,
          limit: 7,
          ...(cursor ? { cursor } : {}),
        });
        rows.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      const met = rows
        .map((row) => row.group ?? null)
        .filter((key, at, all) => at === 0 || key !== all[at - 1]);
      expect(met, by).toEqual(groups.map((group) => group.key));
      for (const group of groups) {
        const own = rows.filter((row) => (row.group ?? null) === group.key);
        expect(own).toHaveLength(group.count);
        const sum = own.reduce((total, row) => total + Number(row.fields.amount ?? 0), 0);
        expect(group.sums.amount ?? 0).toBeCloseTo(sum, 2);
      }
      expect(rows).toHaveLength(groups.reduce((total, group) => total + group.count, 0));
    }
  });

  it('name the records and people that rows are grouped by', async () => {
    const { groups } = await harness.crm.records.groups(harness.as(admin), { entity: 'deal', by: 'owner' });
    const named = groups.filter((group) => group.key !== null);
    expect(named.length).toBeGreaterThan(1);
    expect(named.every((group) => group.link?.title)).toBe(true);
  });

  it('leave out the rows of what is folded, the group without value by an empty text', async () => {
    const caller = harness.as(admin);
    const { groups } = await harness.crm.records.groups(caller, { entity: 'deal', by: 'owner' });
    const folded = groups.slice(1).map((group) => group.key ?? '');
    const page = await harness.crm.records.list(caller, {
      entity: 'deal',
      group: 'owner',
      folded,
      limit: 200,
    });
    expect(new Set(page.items.map((item) => item.group ?? null))).toEqual(new Set([groups[0]?.key ?? null]));
  });

  it('count only what a person may read, and refuse what cannot be grouped or summed', async () => {
    const nobody = await harness.person({ roles: [] });
    const none = await harness.crm.records.groups(harness.as(nobody), { entity: 'deal', by: 'stage' });
    expect(none.groups).toEqual([]);
    const asked = (by: string, sums: string[] = []) =>
      refusal(harness.crm.records.groups(harness.as(admin), { entity: 'deal', by, sums }));
    expect((await asked('description')).code).toBe('CRM_FILTER_INVALID');
    expect((await asked('tags')).code).toBe('CRM_FILTER_INVALID');
    expect((await asked('stage:month')).code).toBe('CRM_FILTER_INVALID');
    expect((await asked('stage', ['name'])).message).toContain('name');
  });
});

describe('ids of a query', () => {
  it('are those of the list, in pieces, by rights', async () => {
    const filter: FilterGroup = { op: 'and', items: [{ field: 'status', operator: 'ne', value: 'closed' }] };
    for (const user of [admin, agent]) {
      const caller = harness.as(user);
      const { total } = await harness.crm.records.list(caller, { entity: 'ticket', filter, limit: 1 });
      const ids: string[] = [];
      for (;;) {
        const after = ids.at(-1);
        const piece = await harness.crm.records.ids(caller, {
          entity: 'ticket',
          filter,
          limit: 10,
          ...(after ? { after } : {}),
        });
        ids.push(...piece);
        if (piece.length < 10) break;
      }
      expect(new Set(ids).size).toBe(total);
    }
  });
});
