/** Rights beyond levels of one role: field levels, shares, inheritance, territories, explanations, roles and groups. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CrmRejection, type RequestUser, type RoleContent } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

let harness: CrmHarness;
let admin: RequestUser;
let roleNumber = 0;

beforeAll(async () => {
  harness = await crmHarness();
  admin = await harness.person({ roles: ['admin'] });
});
afterAll(() => harness.close());

const caller = (user: RequestUser) => harness.as(user);
const reloaded = async (user: RequestUser): Promise<RequestUser> => {
  const loaded = await harness.crm.organisation.loadUser(user.id);
  if (!loaded) throw new Error('Expected the person to be there.');
  return loaded;
};
const empty: RoleContent = {
  name: 'Role',
  nameRu: null,
  permissions: [],
  fieldRights: [],
  inherits: [],
  memberIds: [],
};
/** A person whose only role beside the baseline is this one. */
async function personWith(content: Partial<RoleContent>): Promise<RequestUser> {
  roleNumber += 1;
  const person = await harness.person({ roles: [] });
  const code = `role_${'abcdefghijklmnopqrstuvwxyz'[roleNumber] ?? 'z'}`;
  await harness.crm.roles.create(caller(admin), { ...empty, ...content, code, memberIds: [person.id] });
  return reloaded(person);
}
const refusalOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => null,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(CrmRejection);
  return (error as CrmRejection).code;
};
const account = (fields: Record<string, unknown> = {}) =>
  harness.crm.records.create(caller(admin), { entity: 'account', fields: { name: 'Alfa', ...fields } });
const canRead = (user: RequestUser, entity: string, id: string) =>
  harness.crm.records.canRead(caller(user), { entity, id });

describe('a hidden field', () => {
  const content: Partial<RoleContent> = {
    permissions: [
      { entity: 'account', action: 'read', level: 'all' },
      { entity: 'account', action: 'edit', level: 'all' },
    ],
    fieldRights: [
      { entity: 'account', field: 'creditLimit', level: 'hidden' },
      { entity: 'account', field: 'taxId', level: 'read' },
    ],
  };

  it('is in no list, no page, no filter, no sort, no write and no history', async () => {
    const clerk = await personWith(content);
    const { id, version } = await account({ creditLimit: 100, taxId: '77' });
    await harness.crm.records.update(caller(admin), {
      entity: 'account',
      id,
      version,
      fields: { creditLimit: 200, city: 'Riga' },
    });
    const view = await harness.crm.records.get(caller(clerk), { entity: 'account', id });
    expect(view.fields).not.toHaveProperty('creditLimit');
    expect(view.fields).toMatchObject({ taxId: '77' });
    const page = await harness.crm.records.list(caller(clerk), { entity: 'account', limit: 50 });
    expect(page.items.every((item) => !('creditLimit' in item.fields))).toBe(true);
    const filter = { op: 'and', items: [{ field: 'creditLimit', operator: 'gt', value: 1 }] } as const;
    expect(
      await refusalOf(harness.crm.records.list(caller(clerk), { entity: 'account', limit: 5, filter })),
    ).toBe('CRM_FILTER_INVALID');
    const sorted = { entity: 'account', limit: 5, sort: 'creditLimit:asc' };
    expect(await refusalOf(harness.crm.records.list(caller(clerk), sorted))).toBe('CRM_FILTER_INVALID');
    // The last one is the right guess.
    for (const fields of [{ creditLimit: 1 }, { taxId: '78' }, { creditLimit: 200 }]) {
      const before = await harness.fingerprint();
      expect(
        await refusalOf(harness.crm.records.update(caller(clerk), { entity: 'account', id, fields })),
      ).toBe('CRM_FIELDS_INVALID');
      expect(await harness.fingerprint()).toBe(before);
    }
    const { items } = await harness.crm.timeline.read(caller(clerk), { entity: 'account', id, limit: 50 });
    expect(items.flatMap((item) => item.changes.map((change) => change.field))).toEqual(['city']);
    const meta = (await harness.crm.records.meta(clerk)).find((one) => one.entity === 'account');
    expect(meta?.fields.find((field) => field.key === 'taxId')?.readOnly).toBe(true);
    expect(meta?.fields.some((field) => field.key === 'creditLimit')).toBe(false);
  });

  it('shows again with a second role that opens it, and with none to an administrator', async () => {
    const clerk = await personWith(content);
    roleNumber += 1;
    await harness.crm.roles.create(caller(admin), {
      ...empty,
      code: 'opens_credit',
      fieldRights: [{ entity: 'account', field: 'creditLimit', level: 'read' }],
      memberIds: [clerk.id],
    });
    const { id } = await account({ creditLimit: 300 });
    const view = await harness.crm.records.get(caller(await reloaded(clerk)), { entity: 'account', id });
    expect(view.fields).toMatchObject({ creditLimit: 300 });
  });

  it('is never what names the record', async () => {
    const fieldRights = [{ entity: 'account', field: 'name', level: 'hidden' as const }];
    expect(
      await refusalOf(harness.crm.roles.create(caller(admin), { ...empty, code: 'no_names', fieldRights })),
    ).toBe('CRM_FIELDS_INVALID');
  });
});

describe('a shared record', () => {
  it('opens to the person until it expires, to edit when it is shared so', async () => {
    const guest = await personWith({});
    const { id } = await account();
    expect(await canRead(guest, 'account', id)).toBe(false);
    const share = { entity: 'account', id, principal: { kind: 'user', id: guest.id } } as const;
    await harness.crm.shares.share(caller(admin), { ...share, access: 'read', expiresAt: null });
    expect(await canRead(guest, 'account', id)).toBe(true);
    const edit = () =>
      harness.crm.records.update(caller(guest), { entity: 'account', id, fields: { city: 'Riga' } });
    expect(await refusalOf(edit())).toBe('CRM_FORBIDDEN');
    const { id: shareId } = await harness.crm.shares.share(caller(admin), {
      ...share,
      access: 'edit',
      expiresAt: null,
    });
    expect((await edit()).fields).toMatchObject({ city: 'Riga' });
    await harness.pool.query(`update crm.record_share set expires_at = '2020-01-01' where id = $1`, [
      shareId,
    ]);
    expect(await canRead(guest, 'account', id)).toBe(false);
  });

  it('opens to a team, and closes when the share ends', async () => {
    const guest = await personWith({});
    const team = await harness.crm.groups.save(caller(admin), {
      kind: 'team',
      id: null,
      name: 'Guests',
      parentId: null,
      memberIds: [guest.id],
    });
    const member = await reloaded(guest);
    const { id } = await account();
    const { id: shareId } = await harness.crm.shares.share(caller(admin), {
      entity: 'account',
      id,
      principal: { kind: 'team', id: team.id },
      access: 'read',
      expiresAt: null,
    });
    expect(await canRead(member, 'account', id)).toBe(true);
    await harness.crm.shares.end(caller(admin), { entity: 'account', id, shareId });
    expect(await canRead(member, 'account', id)).toBe(false);
  });

  it('is not shared by whoever lacks the right, and not further than he may himself', async () => {
    const reader = await personWith({
      permissions: [
        { entity: 'account', action: 'read', level: 'all' },
        { entity: 'account', action: 'share', level: 'own' },
      ],
    });
    const { id } = await account();
    const share = { entity: 'account', principal: { kind: 'user', id: admin.id }, expiresAt: null } as const;
    const before = await harness.fingerprint();
    expect(await refusalOf(harness.crm.shares.share(caller(reader), { ...share, id, access: 'read' }))).toBe(
      'CRM_FORBIDDEN',
    );
    expect(await harness.fingerprint()).toBe(before);
    const own = await account({ owner: reader.id });
    expect(
      await refusalOf(harness.crm.shares.share(caller(reader), { ...share, id: own.id, access: 'edit' })),
    ).toBe('CRM_FIELDS_INVALID');
  });
});

describe('territories and inheritance', () => {
  it('open what lies in the own territory and below', async () => {
    const save = (name: string, parentId: string | null, memberIds: string[] = []) =>
      harness.crm.groups.save(caller(admin), { kind: 'territory', id: null, name, parentId, memberIds });
    const rep = await personWith({
      permissions: [{ entity: 'account', action: 'read', level: 'territory' }],
    });
    const north = await save('North', null, [rep.id]);
    const riga = await save('Riga', north.id);
    const south = await save('South', null);
    const user = await reloaded(rep);
    const inRiga = await account({ territory: riga.id });
    const inSouth = await account({ territory: south.id });
    expect(await canRead(user, 'account', inRiga.id)).toBe(true);
    expect(await canRead(user, 'account', inSouth.id)).toBe(false);
    expect(
      await refusalOf(
        harness.crm.groups.save(caller(admin), {
          kind: 'territory',
          id: north.id,
          name: 'North',
          parentId: riga.id,
          memberIds: [],
        }),
      ),
    ).toBe('CRM_FIELDS_INVALID');
    const refused = (id: string) =>
      harness.crm.groups.remove(caller(admin), { kind: 'territory', id }).catch((error: unknown) => error);
    expect(await refused(riga.id)).toMatchObject({
      code: 'CRM_GROUP_IN_USE',
      details: { uses: [{ label: { en: 'Accounts', ru: 'Клиенты' }, count: 1, inBin: 0 }] },
    });
    // What is in the bin comes back with its territory.
    await harness.crm.records.remove(caller(admin), { entity: 'account', id: inRiga.id });
    expect(await refused(riga.id)).toMatchObject({ details: { uses: [{ count: 1, inBin: 1 }] } });
    expect(await refused(north.id)).toMatchObject({
      details: { uses: [{ label: { ru: 'Территории внутри' }, count: 1, inBin: 0 }] },
    });
  });

  it('opens a ticket through its account only where the role says so', async () => {
    const permissions: RoleContent['permissions'] = [{ entity: 'account', action: 'read', level: 'all' }];
    const without = await personWith({ permissions });
    const within = await personWith({ permissions, inherits: ['ticket'] });
    const { id: accountId } = await account();
    const ticket = await harness.crm.records.create(caller(admin), {
      entity: 'ticket',
      fields: { subject: 'Printer', account: accountId },
    });
    expect(await canRead(without, 'ticket', ticket.id)).toBe(false);
    expect(await canRead(within, 'ticket', ticket.id)).toBe(true);
    expect(
      await harness.crm.access.explain(caller(admin), { entity: 'ticket', id: ticket.id, userId: within.id }),
    ).toContainEqual({ action: 'read', kind: 'parent', level: null, role: null, via: 'account' });
  });
});

describe('an explanation', () => {
  it('names the role and level, and nothing for whoever sees nothing', async () => {
    const rep = await personWith({
      name: 'Sales',
      permissions: [{ entity: 'account', action: 'read', level: 'own' }],
    });
    const stranger = await personWith({});
    const { id } = await account({ owner: rep.id });
    const explain = (userId: string) =>
      harness.crm.access.explain(caller(admin), { entity: 'account', id, userId });
    expect(await explain(rep.id)).toEqual([
      {
        action: 'read',
        kind: 'level',
        level: 'own',
        role: { code: expect.any(String) as string, name: 'Sales' },
        via: null,
      },
    ]);
    expect(await explain(stranger.id)).toEqual([]);
  });
});

describe('roles', () => {
  it('cannot lock everybody out, are changed from the version that was seen, and leave a trace', async () => {
    const roles = await harness.crm.roles.list();
    const administrators = roles.find((role) => role.code === 'admin');
    if (!administrators) throw new Error('Expected the role.');
    const update = (content: object) =>
      harness.crm.roles.update(caller(admin), { ...administrators, ...content });
    expect(await refusalOf(update({ memberIds: [] }))).toBe('CRM_ROLE_PROTECTED');
    expect(await refusalOf(update({ permissions: [] }))).toBe('CRM_ROLE_PROTECTED');
    expect(await refusalOf(update({ version: 99 }))).toBe('CRM_VERSION_CONFLICT');
    expect(await refusalOf(harness.crm.roles.remove(caller(admin), administrators.id))).toBe(
      'CRM_ROLE_PROTECTED',
    );
    await update({ name: 'Administrators' });
    const { rows } = await harness.pool.query<{ verb: string; data: { changes: unknown } }>(
      `select verb, data from crm.event where entity = 'role' and record_id = $1`,
      [administrators.id],
    );
    expect(rows).toEqual([
      {
        verb: 'changed',
        data: {
          changes: [{ field: 'name', from: 'Administrator', to: 'Administrators' }],
          text: 'Administrators',
        },
      },
    ]);
  });

  it('let nobody comment who may only read', async () => {
    const reader = await personWith({ permissions: [{ entity: 'account', action: 'read', level: 'all' }] });
    const { id } = await account();
    const comment = { subject: { entity: 'account', id }, body: 'Hello' };
    expect(await refusalOf(harness.crm.comments.add(caller(reader), comment))).toBe('CRM_FORBIDDEN');
  });
});
