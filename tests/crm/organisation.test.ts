import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CrmFailure,
  CrmRejection,
  demonstrationPeople,
  type ExecutorRequest,
  processKeysWith,
  processRightsOf,
  type RequestUser,
} from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

let harness: CrmHarness;
let admin: RequestUser;
beforeAll(async () => {
  harness = await crmHarness();
  await harness.crm.seedDemonstration(harness.now);
  admin = await harness.demo('viktor@demo.example');
});
afterAll(() => harness.close());

const idOf = (name: string) => demonstrationPeople.find((person) => person.name === name)?.id ?? '';
const resolve = (request: Partial<ExecutorRequest>) =>
  harness.crm.organisation.resolveExecutors({
    kind: 'user',
    value: null,
    record: null,
    initiator: null,
    at: harness.now,
    ...request,
  });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (cause: unknown) =>
      cause instanceof CrmFailure || cause instanceof CrmRejection ? cause.code : String(cause),
  );
const positionId = async (code: string) =>
  (await harness.crm.organisation.view()).positions.find((position) => position.code === code)?.id;
const departmentId = async (code: string) =>
  (await harness.crm.organisation.view()).departments.find((department) => department.code === code)?.id;

describe('who gets a task', () => {
  it('is the named person, by id or address', async () => {
    const olga = idOf('Olga Smirnova');
    for (const value of [olga, 'olga@demo.example']) {
      expect(await resolve({ value })).toEqual({
        assignee: olga,
        substituteFor: null,
        candidateUsers: [],
        candidateGroups: [],
      });
    }
  });

  it('is the substitute while the person is away, and only then', async () => {
    const [mark, anna] = [idOf('Mark Fischer'), idOf('Anna Petrova')];
    expect(await resolve({ value: mark })).toMatchObject({ assignee: anna, substituteFor: mark });
    const later = new Date(harness.now.getTime() + 13 * 86_400_000);
    expect(await resolve({ value: mark, at: later })).toMatchObject({ assignee: mark, substituteFor: null });
    expect(await harness.crm.organisation.standsInFor(anna, harness.now)).toEqual([mark]);
    expect(await harness.crm.organisation.standsInFor(anna, later)).toEqual([]);
  });

  it('follows a chain of absences and does not run in circles', async () => {
    const [a, b, c] = await Promise.all([1, 2, 3].map(() => harness.person({ roles: [] })));
    const away = (user: RequestUser | undefined, by: RequestUser | undefined) =>
      harness.pool.query(
        `insert into crm.substitution (id, user_id, by_user_id, from_at, to_at)
         values (gen_random_uuid(), $1, $2, '2026-05-30', '2026-06-10')`,
        [user?.id, by?.id],
      );
    await away(a, b);
    await away(b, c);
    expect(await resolve({ value: a?.id })).toMatchObject({ assignee: c?.id, substituteFor: a?.id });
    await away(c, a);
    expect(await resolve({ value: a?.id })).toMatchObject({ assignee: a?.id, substituteFor: null });
  });

  it('is the only holder of a position, else its pool', async () => {
    expect(await resolve({ kind: 'position', value: 'process-owner' })).toMatchObject({
      assignee: idOf('Olga Smirnova'),
    });
    expect(await resolve({ kind: 'position', value: 'account-manager' })).toEqual({
      assignee: null,
      substituteFor: null,
      candidateUsers: [],
      candidateGroups: [`position:${await positionId('account-manager')}`],
    });
  });

  it('is the pool of a department, in which people of departments below take part', async () => {
    const group = `department:${await departmentId('management')}`;
    expect((await resolve({ kind: 'department', value: 'management' })).candidateGroups).toEqual([group]);
    const anna = await harness.demo('anna@demo.example');
    expect(harness.crm.organisation.groupsOf(anna)).toContain(group);
    expect(harness.crm.organisation.groupsOf(anna)).toContain(
      `position:${await positionId('account-manager')}`,
    );
    const members = await harness.crm.organisation.membersOf([`department:${await departmentId('sales')}`]);
    expect(members.map((person) => person.name).sort()).toEqual([
      'Anna Petrova',
      'Dmitry Sokolov',
      'Julia Novak',
      'Mark Fischer',
    ]);
  });

  it('is the owner of the account behind a ticket, before the one who handles the ticket', async () => {
    const accounts = await harness.crm.records.list(harness.as(admin), { entity: 'account', limit: 200 });
    const julias = accounts.items.find((item) => item.fields.owner === idOf('Julia Novak'));
    const ticket = await harness.crm.records.create(harness.as(admin), {
      entity: 'ticket',
      fields: { subject: 'x', account: julias?.id, owner: idOf('Kate Brown') },
    });
    const lonely = await harness.crm.records.create(harness.as(admin), {
      entity: 'ticket',
      fields: { subject: 'x', owner: idOf('Kate Brown') },
    });
    const owner = (id: string) =>
      resolve({ kind: 'recordOwner', value: 'ticket', record: { $record: 'ticket', id } });
    expect(await owner(ticket.id)).toMatchObject({ assignee: idOf('Julia Novak') });
    expect(await owner(lonely.id)).toMatchObject({ assignee: idOf('Kate Brown') });
  });

  it('is the initiator, or what an expression gives', async () => {
    expect(await resolve({ kind: 'initiator', initiator: admin.id })).toMatchObject({ assignee: admin.id });
    expect(await resolve({ kind: 'expression', value: 'department:sales' })).toMatchObject({
      candidateGroups: [`department:${await departmentId('sales')}`],
    });
    expect(await resolve({ kind: 'expression', value: `user:${admin.id}` })).toMatchObject({
      assignee: admin.id,
    });
  });

  it('fails where there is nobody', async () => {
    const disabled = await harness.person({ roles: [] });
    await harness.pool.query(`update crm."user" set status = 'disabled' where id = $1`, [disabled.id]);
    for (const request of [
      { value: 'nobody@demo.example' },
      { value: disabled.id },
      { kind: 'position', value: 'janitor' },
      { kind: 'initiator' },
      { kind: 'recordOwner', value: 'ticket' },
      { kind: 'expression', value: '' },
    ] as const) {
      expect(await codeOf(resolve(request))).toBe('CRM_EXECUTOR_NOT_FOUND');
    }
  });
});

describe('people', () => {
  it('have rights on processes from all their roles', async () => {
    const [owner, employee, nobody] = await Promise.all(
      ['olga', 'anna', 'nina'].map((name) => harness.demo(`${name}@demo.example`)),
    );
    expect(owner && [...processRightsOf(owner, 'follow-up')].sort()).toEqual([
      'draw',
      'publish',
      'start',
      'watch',
    ]);
    expect(employee && processRightsOf(employee, 'follow-up')).toEqual(['start']);
    expect(nobody && processKeysWith(nobody, 'watch')).toEqual([]);
    expect(owner && processKeysWith(owner, 'watch')).toBe('all');
    expect(admin.isAdmin).toBe(true);
  });

  it('are named in their own language', async () => {
    const sergey = await harness.demo('sergey@demo.example');
    expect([sergey.positionTitle, sergey.departmentName]).toEqual(['Руководитель поддержки', 'Поддержка']);
  });

  it('cannot share an address, and need a role that exists', async () => {
    const create = (email: string, roles: string[]) =>
      harness.crm.organisation.createUser(
        { name: 'New', email, locale: 'en', roles },
        { actor: { kind: 'system', id: null } },
      );
    const before = await harness.fingerprint();
    expect(await codeOf(create('Viktor@demo.example', []))).toBe('CRM_USER_EMAIL_TAKEN');
    expect(await codeOf(create('new@demo.example', ['emperor']))).toBe('CRM_FIELDS_INVALID');
    expect(await codeOf(create('not an address', []))).toBe('CRM_FIELDS_INVALID');
    expect(await harness.fingerprint()).toBe(before);
  });

  it('are shown with who stands in for them', async () => {
    const mark = (await harness.crm.organisation.view()).users.find((user) => user.name === 'Mark Fischer');
    expect(mark?.substitution?.by.name).toBe('Anna Petrova');
  });
});
