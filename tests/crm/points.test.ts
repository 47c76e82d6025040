/** The ways to reach a customer: several phones and addresses, one of each kind the main one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller, RequestUser } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

let harness: CrmHarness;
let admin: RequestUser;
beforeAll(async () => {
  harness = await crmHarness();
  admin = await harness.person({ roles: ['admin'] });
});
afterAll(() => harness.close());

const as = (): Caller => harness.as(admin);

async function contact(fields: Record<string, unknown> = {}) {
  const made = await harness.crm.records.create(as(), {
    entity: 'contact',
    fields: { familyName: 'Reach', ...fields },
  });
  return { party: { type: 'contact', id: made.id } as const, id: made.id };
}

const fieldsOf = async (id: string) =>
  (await harness.crm.records.get(as(), { entity: 'contact', id })).fields;
const shown = (points: readonly { display: string; isPrimary: boolean; label: string | null }[]) =>
  points.map(({ display, isPrimary, label }) =>
    `${display}${isPrimary ? ' main' : ''} ${label ?? ''}`.trim(),
  );
const verbsOf = async (id: string) =>
  (await harness.crm.timeline.read(as(), { entity: 'contact', id, limit: 20 })).items.map(
    (item) => item.verb,
  );

describe('points', () => {
  it('has the first of a kind as the record’s field and further ones beside it', async () => {
    const { party, id } = await contact();
    await harness.crm.points.add(as(), { party, kind: 'phone', value: '8 916 123 45 67', label: 'mobile' });
    const after = await harness.crm.points.add(as(), {
      party,
      kind: 'phone',
      value: '+44 20 7946 0958',
      label: 'London',
    });
    expect(shown(after)).toEqual(['8 (916) 123-45-67 main mobile', '+44 20 7946 0958 London']);
    expect((await fieldsOf(id)).phone).toBe('+79161234567');
    expect(await verbsOf(id)).toEqual(['point_added', 'changed', 'created']);
  });

  it('refuses what stands there already, and writes nothing', async () => {
    const { party } = await contact({ phone: '8 916 123 45 67' });
    await expect(
      harness.crm.points.add(as(), { party, kind: 'phone', value: '+7 916 1234567', label: null }),
    ).rejects.toMatchObject({ code: 'CRM_FIELDS_INVALID' });
    expect(await harness.crm.points.list(as(), party)).toHaveLength(1);
  });

  it('has two change places: the field, its history and its version follow', async () => {
    const { party, id } = await contact({ email: 'old@reach.example' });
    const [, further] = await harness.crm.points.add(as(), {
      party,
      kind: 'email',
      value: 'new@reach.example',
      label: 'new',
    });
    const after = await harness.crm.points.change(as(), { party, id: further!.id, makePrimary: true });
    expect(shown(after)).toEqual(['new@reach.example main new', 'old@reach.example']);
    const record = await harness.crm.records.get(as(), { entity: 'contact', id });
    expect(record).toMatchObject({ version: 2, fields: { email: 'new@reach.example' } });
    expect(await verbsOf(id)).toContain('changed');
  });

  it('gives the place of a removed main one to the oldest of its kind', async () => {
    const { party, id } = await contact({ phone: '8 916 123 45 67' });
    const [main] = await harness.crm.points.add(as(), {
      party,
      kind: 'phone',
      value: '+44 20 7946 0958',
      label: null,
    });
    expect(shown(await harness.crm.points.remove(as(), { party, id: main!.id }))).toEqual([
      '+44 20 7946 0958 main',
    ]);
    const [last] = await harness.crm.points.list(as(), party);
    expect(await harness.crm.points.remove(as(), { party, id: last!.id })).toEqual([]);
    expect((await fieldsOf(id)).phone).toBeNull();
  });

  it('lists what is doubtful until somebody confirms or mends it', async () => {
    const account = await harness.crm.records.create(as(), {
      entity: 'account',
      fields: { name: 'Guessed', country: 'RU', city: 'Тула' },
    });
    const party = { type: 'account', id: account.id } as const;
    const [guessed] = await harness.crm.points.add(as(), {
      party,
      kind: 'phone',
      value: '36-12-34',
      label: null,
    });
    expect(guessed).toMatchObject({ e164: '+74872361234', status: 'doubtful', raw: '36-12-34' });
    const toCheck = async () => {
      const { items } = await harness.crm.records.list(as(), {
        entity: 'account',
        filter: { op: 'and', items: [{ field: 'toCheck', operator: 'notEmpty' }] },
        limit: 50,
      });
      return items.map((item) => [item.id, item.fields.toCheck]);
    };
    expect(await toCheck()).toEqual([[account.id, ['phone_doubtful']]]);
    await harness.crm.points.change(as(), { party, id: guessed!.id, confirm: true });
    expect(await toCheck()).toEqual([]);
    await harness.crm.points.add(as(), { party, kind: 'phone', value: 'ask the porter', label: null });
    expect(await toCheck()).toEqual([[account.id, ['phone_invalid']]]);
  });

  it('knows no phones for who may not know the phone', async () => {
    const { party } = await contact({ phone: '8 916 123 45 67', email: 'a@reach.example' });
    const clerk = await harness.person({ roles: ['employee'] });
    await harness.crm.roles.create(as(), {
      code: 'no_phones',
      name: 'No phones',
      nameRu: null,
      permissions: [
        { entity: 'contact', action: 'read', level: 'all' },
        { entity: 'contact', action: 'edit', level: 'all' },
      ],
      fieldRights: [{ entity: 'contact', field: 'phone', level: 'hidden' }],
      inherits: [],
      memberIds: [clerk.id],
    });
    const reader = (await harness.crm.organisation.loadUser(clerk.id))!;
    const points = await harness.crm.points.list(harness.as(reader), party);
    expect(points.map((point) => point.kind)).toEqual(['email']);
    await expect(
      harness.crm.points.add(harness.as(reader), {
        party,
        kind: 'phone',
        value: '8 916 765 43 21',
        label: null,
      }),
    ).rejects.toMatchObject({ code: 'CRM_FIELDS_INVALID' });
    const hidden = (await harness.crm.points.list(as(), party)).find(({ kind }) => kind === 'phone');
    await expect(
      harness.crm.points.remove(harness.as(reader), { party, id: hidden!.id }),
    ).rejects.toMatchObject({ code: 'CRM_RECORD_NOT_FOUND' });
    expect(await harness.crm.points.list(as(), party)).toHaveLength(2);
  });
});
