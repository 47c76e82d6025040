import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CrmRejection, RequestUser, SavedView } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

let harness: CrmHarness;
let admin: RequestUser;
let member: RequestUser;
let colleague: RequestUser;
let outsider: RequestUser;
let teamId: string;

const share = (level: 'team' | 'all') => ({
  code: `sharer-${level}`,
  name: 'Sharer',
  processRights: [],
  permissions: [
    { entity: 'deal', action: 'read' as const, level: 'all' as const },
    { entity: 'deal', action: 'share' as const, level },
  ],
});

beforeAll(async () => {
  harness = await crmHarness();
  await harness.crm.seedDemonstration(harness.now);
  admin = await harness.demo('viktor@demo.example');
  const [first, second] = [await harness.person({ roles: [] }), await harness.person({ roles: [] })];
  const team = await harness.crm.groups.save(harness.as(admin), {
    kind: 'team',
    id: null,
    name: 'North',
    parentId: null,
    memberIds: [first.id, second.id],
  });
  teamId = team.id;
  const reader = { ...share('team'), permissions: share('team').permissions.slice(0, 1) };
  member = { ...first, teamIds: [teamId], roles: [share('team')] };
  colleague = { ...second, teamIds: [teamId], roles: [reader] };
  const stranger = await harness.person({ roles: [] });
  outsider = { ...stranger, roles: [reader] };
});
afterAll(() => harness.close());

const content = {
  name: 'Hot deals',
  audience: 'own' as const,
  teamId: null,
  kind: 'list' as const,
  filter: { op: 'and' as const, items: [{ field: 'owner', operator: 'eq' as const, value: 'me' }] },
  columns: ['name', 'stage', 'amount'],
  sort: 'amount:desc,name:asc',
  group: 'stage',
  settings: {},
};
type Content = Parameters<typeof harness.crm.views.create>[1];
const create = (user: RequestUser, changed: Partial<Content> = {}): Promise<SavedView> =>
  harness.crm.views.create(harness.as(user), { entity: 'deal', ...content, ...changed });
const names = async (user: RequestUser) =>
  (await harness.crm.views.list(harness.as(user), { entity: 'deal' })).map((view) => view.name);
const code = async (work: Promise<unknown>): Promise<string | null> =>
  work.then(
    () => null,
    (error: unknown) => (error as CrmRejection).code,
  );

describe('a saved view', () => {
  it('comes back as it was saved, to its owner only', async () => {
    const view = await create(member, { name: 'Mine alone' });
    expect(view).toMatchObject({
      ...content,
      name: 'Mine alone',
      entity: 'deal',
      mayEdit: true,
      isDefault: false,
      version: 1,
    });
    expect(await names(member)).toContain('Mine alone');
    expect(await names(colleague)).not.toContain('Mine alone');
    expect(await names(admin)).not.toContain('Mine alone');
  });

  it('of a team is seen by the team, changed by its owner', async () => {
    const view = await create(member, { name: 'Of the team', audience: 'team', teamId });
    expect(await names(colleague)).toContain('Of the team');
    expect(await names(outsider)).not.toContain('Of the team');
    const change = { ...content, name: 'Taken', audience: 'team' as const, teamId, id: view.id, version: 1 };
    expect(await code(harness.crm.views.update(harness.as(colleague), change))).toBe('CRM_FORBIDDEN');
    expect(await code(harness.crm.views.remove(harness.as(colleague), view.id))).toBe('CRM_FORBIDDEN');
    expect(await code(harness.crm.views.update(harness.as(outsider), change))).toBe('CRM_VIEW_NOT_FOUND');
    const updated = await harness.crm.views.update(harness.as(member), { ...change, name: 'Renamed' });
    expect(updated).toMatchObject({ name: 'Renamed', version: 2 });
    expect(await code(harness.crm.views.update(harness.as(member), change))).toBe('CRM_VERSION_CONFLICT');
    await harness.crm.views.remove(harness.as(admin), view.id);
    expect(await names(member)).not.toContain('Renamed');
  });

  it('is shown to others only by the right to share', async () => {
    expect(await code(create(colleague, { audience: 'team', teamId }))).toBe('CRM_FORBIDDEN');
    expect(await code(create(member, { audience: 'all' }))).toBe('CRM_FORBIDDEN');
    expect(await code(create(outsider, { audience: 'team', teamId }))).toBe('CRM_FORBIDDEN');
    const leader = { ...member, roles: [share('all')] };
    await create(leader, { name: 'For everybody', audience: 'all' });
    expect(await names(outsider)).toContain('For everybody');
    const own = await create(member, { name: 'Kept' });
    const sharedBehind = { ...content, id: own.id, version: 1, audience: 'all' as const };
    expect(await code(harness.crm.views.update(harness.as(member), sharedBehind))).toBe('CRM_FORBIDDEN');
    expect(await harness.crm.views.audiences(harness.as(member), { entity: 'deal' })).toMatchObject({
      all: false,
      teams: [{ id: teamId }],
    });
  });

  it('is not there for whoever may read no such record', async () => {
    const nobody: RequestUser = { ...outsider, roles: [] };
    expect(await names(nobody)).toEqual([]);
    expect(await code(create(nobody))).toBe('CRM_FORBIDDEN');
  });

  it.each([
    ['an unknown column', { columns: ['nonsense'] }, 'CRM_FIELDS_INVALID'],
    ['no name', { name: '  ' }, 'CRM_FIELDS_INVALID'],
    ['a team without team', { audience: 'team' as const }, 'CRM_FIELDS_INVALID'],
    ['a board without columns', { kind: 'kanban' as const }, 'CRM_FIELDS_INVALID'],
    [
      'a board by a text',
      { kind: 'kanban' as const, settings: { columnField: 'name' } },
      'CRM_FIELDS_INVALID',
    ],
    [
      'a sum of names',
      { kind: 'kanban' as const, settings: { columnField: 'stage', sumField: 'name' } },
      'CRM_FIELDS_INVALID',
    ],
    [
      'a calendar by a choice',
      { kind: 'calendar' as const, settings: { dateField: 'stage' } },
      'CRM_FIELDS_INVALID',
    ],
    ['an unknown sort', { sort: 'nonsense:asc' }, 'CRM_FILTER_INVALID'],
    ['an unknown group', { group: 'nonsense' }, 'CRM_FILTER_INVALID'],
    [
      'a filter of another kind of record',
      { filter: { op: 'and' as const, items: [{ field: 'subject', operator: 'empty' as const }] } },
      'CRM_FILTER_INVALID',
    ],
  ])('is refused with %s, and nothing is kept', async (_what, changed, expected) => {
    const before = await names(admin);
    expect(await code(create(admin, changed))).toBe(expected);
    expect(await names(admin)).toEqual(before);
  });

  it('opens the list of the person who chose it, and of nobody else', async () => {
    const view = await create({ ...member, roles: [share('all')] }, { name: 'First', audience: 'all' });
    await harness.crm.views.setDefault(harness.as(colleague), { entity: 'deal', viewId: view.id });
    const find = async (user: RequestUser) =>
      (await harness.crm.views.list(harness.as(user), { entity: 'deal' })).find((one) => one.id === view.id);
    expect((await find(colleague))?.isDefault).toBe(true);
    expect((await find(member))?.isDefault).toBe(false);
    await harness.crm.views.setDefault(harness.as(colleague), { entity: 'deal', viewId: null });
    expect((await find(colleague))?.isDefault).toBe(false);
    expect(
      await code(harness.crm.views.setDefault(harness.as(colleague), { entity: 'ticket', viewId: view.id })),
    ).toBe('CRM_VIEW_NOT_FOUND');
  });
});
