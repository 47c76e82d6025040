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
});
