/** What a new record resembles is told by rights, blocks without a reason, and is found at night. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CrmRejection, type RequestUser } from '#crm';
import { crmHarness, type CrmHarness } from '../support/crm-harness.ts';

let harness: CrmHarness;
let admin: RequestUser;
let stranger: RequestUser;

beforeAll(async () => {
  harness = await crmHarness();
  admin = await harness.person({ roles: ['admin'] });
  // Creates contacts and sees only his own.
  await harness.pool.query(
    `with made as (insert into crm.role (id, code, name, is_baseline) values (gen_random_uuid(), 'newcomer', 'Newcomer', false)
       returning id)
     insert into crm.role_permission (role_id, entity, action, level)
     select id, 'contact', action, 'own' from made, unnest(array['create', 'read', 'edit', 'delete']) as action`,
  );
  await harness.pool.query(
    `delete from crm.role_permission p using crm.role r where r.id = p.role_id and r.is_baseline`,
  );
  stranger = await harness.person({ roles: ['newcomer'] });
});
afterAll(() => harness.close());

const make = (user: RequestUser, entity: string, fields: Record<string, unknown>) =>
  harness.crm.records.create(harness.as(user), { entity, fields });

const makeGuarded = (
  user: RequestUser,
  { reason = null, ...record }: { entity: string; fields: Record<string, unknown>; reason?: string | null },
) => harness.crm.duplicates.create(harness.as(user), { ...record, reason });

const refusalOf = async (work: Promise<unknown>): Promise<CrmRejection> => {
  const error: unknown = await work.then(
    () => null,
    (cause: unknown) => cause,
  );
  if (error instanceof CrmRejection) return error;
  throw new Error('Expected a rejection.', { cause: error });
};

describe('a record that is about to be made', () => {
  it('is compared as it is typed, with reasons in the order of their weight', async () => {
    const anna = await make(admin, 'contact', {
      givenName: 'Anna',
      familyName: 'Orlova',
      phone: '+7 495 123-45-67',
      email: 'anna@orlova.example',
    });
    const typed = { givenName: 'Anna', familyName: 'Orlova', phone: '8 (495) 123 45 67' };
    const found = await harness.crm.duplicates.check(harness.as(admin), { entity: 'contact', fields: typed });
    expect(found.blocks).toBe(true);
    expect(found.matches).toEqual([
      {
        id: anna.id,
        title: 'Anna Orlova',
        score: 95,
        reasons: [
          { criterion: 'phone', points: 60, value: '+74951234567' },
          { criterion: 'names', points: 35, value: 'Anna Orlova' },
        ],
      },
    ]);
    const warned = await harness.crm.duplicates.check(harness.as(admin), {
      entity: 'contact',
      fields: { givenName: 'Boris', familyName: 'Ivanov', phone: '8 (495) 123 45 67' },
    });
    expect([warned.blocks, warned.matches.map((one) => one.score)]).toEqual([false, [60]]);
  });

  it('is refused without a reason and leaves nothing; the reason is kept on its timeline', async () => {
    const fields = { givenName: 'Vera', familyName: 'Klimova', email: 'vera@klimova.example' };
    await make(admin, 'contact', fields);
    const before = await harness.fingerprint();
    const refusal = await refusalOf(makeGuarded(admin, { entity: 'contact', fields }));
    expect(refusal.code).toBe('CRM_DUPLICATE_FOUND');
    expect(refusal.details.matches).toMatchObject([{ title: 'Vera Klimova', score: 100 }]);
    expect(await harness.fingerprint()).toBe(before);
    const { id } = await makeGuarded(admin, { entity: 'contact', fields, reason: 'Mother and daughter' });
    const timeline = await harness.crm.timeline.read(harness.as(admin), { entity: 'contact', id, limit: 10 });
    expect(timeline.items.find((item) => item.verb === 'duplicate_accepted')?.text).toBe(
      'Mother and daughter · Vera Klimova',
    );
  });

  it('tells of what the person may not read only whom to ask', async () => {
    const fields = { givenName: 'Zoya', familyName: 'Petrova', email: 'zoya@petrova.example' };
    await make(admin, 'contact', fields);
    const found = await harness.crm.duplicates.check(harness.as(stranger), { entity: 'contact', fields });
    expect(found).toEqual({
      matches: [],
      hidden: [{ isSame: true, ask: { id: admin.id, name: admin.name } }],
      blocks: true,
    });
    const refusal = await refusalOf(makeGuarded(stranger, { entity: 'contact', fields }));
    expect(JSON.stringify([refusal.message, refusal.details])).not.toContain('Zoya');
    const nobody = await harness.person({ roles: [] });
    const request = { entity: 'contact', fields };
    expect((await refusalOf(harness.crm.duplicates.check(harness.as(nobody), request))).code).toBe(
      'CRM_FORBIDDEN',
    );
  });

  it('is made once when two make it at the same moment', async () => {
    const fields = { name: 'Twin Ltd', taxId: '7701234567' };
    const both = await Promise.allSettled(
      [1, 2, 3].map(() => makeGuarded(admin, { entity: 'account', fields })),
    );
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });
});

describe('the nightly search', () => {
  const pairs = async () =>
    (
      await harness.pool.query<{ score: number; criteria: string[] }>(
        `select p.score, array(select jsonb_array_elements(p.reasons)->>'criterion') as criteria
         from crm.duplicate_pair p join crm.account a on a.id = p.one_id where a.name like 'Night%'`,
      )
    ).rows;

  it('finds pairs once a night, takes them back when they are none any more, and goes on with what changed', async () => {
    await make(admin, 'account', { name: 'Night Train', taxId: '7709999999' });
    const other = await make(admin, 'account', { name: 'Night Train LLC', taxId: '7709999999' });
    harness.now = new Date(harness.now.getTime() + 60_000);
    expect(await harness.crm.duplicates.scan()).toBeGreaterThan(2);
    expect(await pairs()).toEqual([{ score: 100, criteria: ['taxId', 'name'] }]);
    expect(await harness.crm.duplicates.scan()).toBe(0);
    harness.now = new Date(harness.now.getTime() + 24 * 3_600_000);
    const { version } = await harness.crm.records.get(harness.as(admin), { entity: 'account', id: other.id });
    await harness.crm.records.update(harness.as(admin), {
      entity: 'account',
      id: other.id,
      version,
      fields: { taxId: '7708888888' },
    });
    expect(await harness.crm.duplicates.scan()).toBe(1);
    expect(await pairs()).toEqual([]);
  });

  it('is begun by day by whoever may merge all of the kind, looks at that kind alone, and by nobody else', async () => {
    const asked = () => harness.crm.duplicates.scan({ onlyAsked: true });
    const search = (user: RequestUser) =>
      harness.crm.duplicatePairs.search(harness.as(user), { entity: 'account' });
    await make(admin, 'account', { name: 'Night Boat', taxId: '7712340001' });
    await make(admin, 'account', { name: 'Night Boat LLC', taxId: '7712340001' });
    expect(await asked()).toBe(0);
    for (const roles of [[], ['employee']])
      expect((await refusalOf(search(await harness.person({ roles })))).code).toBe('CRM_FORBIDDEN');
    expect(await asked()).toBe(0);
    await search(admin);
    const counted = async () =>
      (await harness.crm.duplicatePairs.counts(harness.as(admin))).find(({ entity }) => entity === 'account');
    expect(await counted()).toMatchObject({ maySearch: true, isSearching: true });
    expect(await asked()).toBeGreaterThan(1);
    expect(await counted()).toMatchObject({ isSearching: false, searchedAt: harness.now.toISOString() });
    expect(await pairs()).toHaveLength(1);
  });
});

describe('the list of pairs', () => {
  const list = (user: RequestUser, page: { cursor?: string; limit?: number } = {}) =>
    harness.crm.duplicatePairs.list(harness.as(user), { entity: 'lead', limit: 50, ...page });
  const decide = (user: RequestUser, one: string, other: string, state: 'dismissed' | 'open') =>
    harness.crm.duplicatePairs.decide(harness.as(user), {
      entity: 'lead',
      oneId: other,
      otherId: one,
      state,
      note: null,
    });
  const night = async () => {
    harness.now = new Date(harness.now.getTime() + 24 * 3_600_000);
    await harness.crm.duplicates.scan();
  };
  const lead = (name: string, fields: object) =>
    make(admin, 'lead', { title: `Pair ${name}`, givenName: name, familyName: 'Pair', ...fields });

  it('shows the likeliest first, page by page, and only to whoever may merge both', async () => {
    const phone = '+7 495 700-00-01';
    const one = await lead('Lena', { phone, email: 'lena@pair.example' });
    const other = await lead('Lena', { phone, email: 'lena@pair.example' });
    const weak = await lead('Maria', { phone });
    await night();
    const all = await list(admin);
    expect(all.items.map((pair) => [pair.score, pair.keep])).toEqual([
      [100, one.id],
      [60, one.id],
      [60, other.id],
    ]);
    expect(all.items[0]?.reasons.map((reason) => reason.criterion)).toEqual(['email', 'phone', 'names']);
    const first = await list(admin, { limit: 1 });
    const second = await list(admin, { limit: 5, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...second.items]).toEqual(all.items);
    expect((await refusalOf(list(stranger))).code).toBe('CRM_FORBIDDEN');
    expect(await harness.crm.duplicatePairs.counts(harness.as(admin))).toContainEqual(
      expect.objectContaining({ entity: 'lead', open: 3, safe: 1 }),
    );
    await harness.pool.query(
      `insert into crm.role_permission (role_id, entity, action, level)
       select id, 'lead', action, 'own' from crm.role, unnest(array['read', 'edit', 'delete']) as action
       where code = 'newcomer'`,
    );
    const known = await harness.person({ roles: ['newcomer'] });
    expect((await list(known)).items).toEqual([]);
    expect((await refusalOf(decide(known, one.id, weak.id, 'dismissed'))).code).toBe('CRM_RECORD_NOT_FOUND');
  });

  it('remembers what is no duplicate, and asks again when somebody wants it', async () => {
    const fields = { email: 'nina@pair.example' };
    const one = await lead('Nina', fields);
    const other = await lead('Nina', fields);
    await night();
    const isListed = async () =>
      (await list(admin)).items.some((pair) => pair.one.id === one.id && pair.other.id === other.id);
    expect(await isListed()).toBe(true);
    await decide(admin, one.id, other.id, 'dismissed');
    const { version } = await harness.crm.records.get(harness.as(admin), { entity: 'lead', id: one.id });
    await harness.crm.records.update(harness.as(admin), {
      entity: 'lead',
      id: one.id,
      version,
      fields: { title: 'Pair Nina again' },
    });
    await night();
    expect(await isListed()).toBe(false);
    await decide(admin, one.id, other.id, 'open');
    expect(await isListed()).toBe(true);
  });

  it('plans safe merges so that each joins two that were compared', async () => {
    const same = { phone: '+7 495 700-00-09', email: 'zara@pair.example' };
    const three = [await lead('Zara', same), await lead('Zara', same), await lead('Zara', same)];
    await night();
    const planned = await harness.crm.duplicatePairs.safeMerges(harness.as(admin), { entity: 'lead' });
    const ids = new Set(three.map((one) => one.id));
    const ours = planned.filter((merge) => ids.has(merge.loserId));
    expect(new Set(ours.map((merge) => merge.survivorId))).toEqual(new Set([three[0]!.id]));
    expect(ours.map((merge) => merge.loserId).sort()).toEqual([three[1]!.id, three[2]!.id].sort());
  });
});

describe('what nobody was asked about', () => {
  const pairsOf = async (id: string) =>
    (
      await harness.pool.query<{ state: string; score: number; note: string | null }>(
        'select state, score, note from crm.duplicate_pair where one_id = $1 or other_id = $1',
        [id],
      )
    ).rows;
  const fields = { givenName: 'Olaf', familyName: 'Berg', email: 'olaf@berg.example' };

  it('is compared at once when a process makes it, and kept for review', async () => {
    await make(admin, 'contact', fields);
    const actor = { kind: 'process', id: admin.id } as const;
    const { id } = await harness.crm.records.create(
      { ...harness.as(admin), actor },
      { entity: 'contact', fields },
    );
    expect(await pairsOf(id)).toEqual([{ state: 'open', score: 100, note: null }]);
  });

  it('is shown with the reason of whoever made it all the same, until somebody decides', async () => {
    const request = { entity: 'account', fields: { name: 'Fjord', taxId: '7705555555' } };
    await make(admin, 'account', request.fields);
    const { id } = await makeGuarded(admin, { ...request, reason: 'Two branches, one number' });
    const page = { entity: 'account', limit: 50 };
    const [pair] = (await harness.crm.duplicatePairs.list(harness.as(admin), page)).items.filter((found) =>
      [found.one.id, found.other.id].includes(id),
    );
    expect(pair).toMatchObject({ score: 100, note: 'Two branches, one number' });
    const planned = await harness.crm.duplicatePairs.safeMerges(harness.as(admin), page);
    expect(planned.some((merge) => merge.loserId === id)).toBe(false);
    await harness.crm.duplicatePairs.decide(harness.as(admin), {
      ...{ entity: 'account', oneId: pair!.one.id, otherId: pair!.other.id },
      ...{ state: 'dismissed', note: null },
    });
    harness.now = new Date(harness.now.getTime() + 24 * 3_600_000);
    await harness.crm.duplicates.scan();
    expect(await pairsOf(id)).toEqual([{ state: 'dismissed', score: 100, note: 'Two branches, one number' }]);
  });
});
