import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CrmRejection, type Caller, type Crm } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

let harness: CrmHarness;
let admin: Caller;
let crm: Crm;

beforeAll(async () => {
  harness = await crmHarness();
  crm = harness.crm;
  admin = harness.as(await harness.person({ roles: ['admin'] }));
});
afterAll(() => harness.close());

const department = (name: string, parentId: string | null = null, code: string | null = null) =>
  crm.structure.saveDepartment(admin, { id: null, name, nameRu: null, code, parentId });
const position = (title: string, departmentId: string, more: { code?: string; isHead?: boolean } = {}) =>
  crm.structure.savePosition(admin, {
    ...{ id: null, title, titleRu: null, departmentId },
    ...{ code: more.code ?? null, isHead: more.isHead ?? false },
  });
const refused = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (cause: unknown) =>
      cause instanceof CrmRejection
        ? { code: cause.code, ...cause.details }
        : Promise.reject(cause instanceof Error ? cause : new Error(String(cause))),
  );
const usesOf = async (work: Promise<unknown>) => ((await refused(work)) as { uses?: unknown }).uses;
const pathsOf = async (work: Promise<unknown>) =>
  ((await refused(work)) as { fields?: { path: string; code: string }[] }).fields?.map(
    ({ path, code }) => `${path} ${code}`,
  );
const told = async (recordId: string) =>
  (
    await harness.pool.query<{ verb: string; changes: unknown }>(
      `select verb, data->'changes' as changes from crm.event where record_id = $1 order by occurred_at, id`,
      [recordId],
    )
  ).rows;

describe('departments', () => {
  it('are made, renamed and moved, and each change is told with the names', async () => {
    const [north, south] = [await department('North'), await department('South')];
    const team = await department('Team', north.id);
    const moved = await crm.structure.saveDepartment(admin, {
      ...team,
      nameRu: 'Команда',
      parentId: south.id,
    });
    expect(moved).toMatchObject({ parentId: south.id, nameRu: 'Команда', version: team.version + 1 });
    expect(await told(team.id)).toEqual([
      { verb: 'created', changes: null },
      {
        verb: 'changed',
        changes: [
          { field: 'nameRu', from: null, to: 'Команда' },
          { field: 'parent', from: 'North', to: 'South' },
        ],
      },
    ]);
    const seen = (await crm.organisation.view('ru')).departments.find(({ id }) => id === team.id);
    expect(seen).toMatchObject({ name: 'Команда', parentId: south.id });
  });

  it('never lie in themselves, also when two people move two at the same moment', async () => {
    const [one, other] = [await department('One'), await department('Other')];
    const inner = await department('Inner', one.id);
    const hang = (what: typeof one, below: string) =>
      crm.structure.saveDepartment(admin, { ...what, parentId: below });
    expect(await pathsOf(hang(one, one.id))).toEqual(['parentId liesInItself']);
    expect(await pathsOf(hang(one, inner.id))).toEqual(['parentId liesInItself']);
    const outcomes = await Promise.all([refused(hang(one, other.id)), refused(hang(other, one.id))]);
    expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(1);
  });

  it('are changed on what they say now', async () => {
    const sales = await department('Sales');
    await crm.structure.saveDepartment(admin, { ...sales, name: 'Selling' });
    expect(await refused(crm.structure.saveDepartment(admin, { ...sales, name: 'Trade' }))).toMatchObject({
      code: 'CRM_SETTING_CHANGED',
    });
  });

  it('need a name, a code of their own and a department that is there', async () => {
    await department('Coded', null, 'coded');
    const nowhere = '01900000-0000-7000-8000-000000000000';
    const wrong = crm.structure.saveDepartment(admin, {
      ...{ id: null, name: ' ', nameRu: null, code: 'coded', parentId: nowhere },
    });
    expect(await pathsOf(wrong)).toEqual(['name required', 'code taken', 'parentId notChoice']);
    expect(await pathsOf(department('Odd', null, 'Odd Code'))).toEqual(['code badCode']);
  });

  it('are not removed while something belongs to them, and each thing is named', async () => {
    const above = await department('Above');
    const below = await department('Below', above.id);
    const post = await position('Clerk', above.id);
    const remove = (id: string) => crm.structure.removeDepartment(admin, { id, alsoUsed: [] });
    expect(await usesOf(remove(above.id))).toEqual([
      { kind: 'department', name: 'Below' },
      { kind: 'position', name: 'Clerk' },
    ]);
    expect(
      await usesOf(
        crm.structure.removeDepartment(admin, {
          ...{ id: below.id, alsoUsed: [{ kind: 'process', name: 'Hiring, 1' }] },
        }),
      ),
    ).toEqual([{ kind: 'process', name: 'Hiring, 1' }]);
    await remove(below.id);
    await crm.structure.removePosition(admin, { id: post.id, alsoUsed: [] });
    await remove(above.id);
    expect((await crm.structure.view()).departments.map(({ name }) => name)).not.toContain('Above');
    expect((await told(above.id)).map(({ verb }) => verb)).toEqual(['created', 'deleted']);
  });
});

describe('positions', () => {
  it('have one head in a department: the new one takes the place of the former', async () => {
    const { id } = await department('Headed');
    const first = await position('First', id, { isHead: true });
    const second = await position('Second', id, { isHead: true });
    const heads = (await crm.structure.view()).positions.filter(
      ({ departmentId, isHead }) => departmentId === id && isHead,
    );
    expect(heads.map((one) => one.id)).toEqual([second.id]);
    expect((await told(first.id)).at(-1)).toEqual({
      verb: 'changed',
      changes: [{ field: 'isHead', from: true, to: false }],
    });
  });

  it('keep the code that processes name', async () => {
    const { id } = await department('Named');
    const post = await position('Clerk', id, { code: 'clerk' });
    const alsoUsed = [{ kind: 'process', name: 'Hiring, 2' }] as const;
    const change = (code: string | null) =>
      crm.structure.savePosition(admin, { ...post, title: 'Senior clerk', code, alsoUsed });
    expect(await usesOf(change('other'))).toEqual([...alsoUsed]);
    expect(await usesOf(change(null))).toEqual([...alsoUsed]);
    expect(await change('clerk')).toMatchObject({ title: 'Senior clerk', code: 'clerk' });
  });

  it('are held by several; who is appointed leaves the one before, and is told of', async () => {
    const { id } = await department('Held');
    const [clerk, agent] = [await position('Clerk', id), await position('Agent', id)];
    const people = [await harness.person({ roles: [] }), await harness.person({ roles: [] })];
    for (const person of people)
      await crm.structure.appoint(admin, { positionId: clerk.id, userId: person.id });
    const holders = async (positionId: string) =>
      (await crm.structure.view()).positions
        .find((one) => one.id === positionId)
        ?.holders.map((holder) => holder.id)
        .toSorted();
    expect(await holders(clerk.id)).toEqual(people.map((person) => person.id).toSorted());
    const [first] = people;
    if (!first) throw new Error('Expected a person.');
    await crm.structure.appoint(admin, { positionId: agent.id, userId: first.id });
    expect(await holders(agent.id)).toEqual([first.id]);
    expect(await holders(clerk.id)).toEqual([people[1]?.id]);
    expect((await told(first.id)).at(-1)).toEqual({
      verb: 'changed',
      changes: [{ field: 'position', from: 'Clerk', to: 'Agent' }],
    });
    const resolved = () =>
      crm.organisation.resolveExecutors({
        ...{ kind: 'position', value: agent.id, record: null, initiator: null, at: harness.now },
      });
    expect(await resolved()).toMatchObject({ assignee: first.id });
    await crm.structure.dismiss(admin, { positionId: agent.id, userId: first.id });
    expect(await resolved()).toMatchObject({ assignee: null, candidateGroups: [`position:${agent.id}`] });
  });

  it('are not removed while somebody holds them, and nobody is appointed to what is being removed', async () => {
    const { id } = await department('Contested');
    const person = await harness.person({ roles: [] });
    const post = await position('Seat', id);
    await crm.structure.appoint(admin, { positionId: post.id, userId: person.id });
    const remove = () => crm.structure.removePosition(admin, { id: post.id, alsoUsed: [] });
    expect(await usesOf(remove())).toEqual([{ kind: 'person', name: person.name }]);
    await crm.structure.dismiss(admin, { positionId: post.id, userId: person.id });
    const outcomes = await Promise.all([
      refused(remove()),
      refused(crm.structure.appoint(admin, { positionId: post.id, userId: person.id })),
    ]);
    expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(1);
  });

  it('decide on rights by department at once, also when the department moves', async () => {
    const [top, side] = [await department('Top'), await department('Side')];
    const below = await department('Under', top.id);
    const [lead, clerk] = [await position('Lead', top.id), await position('Clerk', below.id)];
    const [boss, worker] = [await harness.person({ roles: [] }), await harness.person({ roles: [] })];
    await crm.structure.appoint(admin, { positionId: lead.id, userId: boss.id });
    await crm.structure.appoint(admin, { positionId: clerk.id, userId: worker.id });
    const reach = async () => (await crm.organisation.loadUser(boss.id))?.departmentsBelow ?? [];
    expect(await reach()).toContain(below.id);
    await crm.structure.saveDepartment(admin, { ...below, parentId: side.id });
    expect(await reach()).toEqual([top.id]);
  });
});

describe('substitutions', () => {
  const day = (n: number) => new Date(harness.now.getTime() + n * 86_400_000);
  const people = async (count: number) =>
    Promise.all(Array.from({ length: count }, () => harness.person({ roles: [] })));
  const arrange = (
    caller: Caller,
    who: { userId: string; byUserId: string },
    [from, to]: readonly [number, number],
  ) => crm.substitutions.create(caller, { ...who, from: day(from), to: day(to) });
  const assignee = async (userId: string, at = harness.now) =>
    (
      await crm.organisation.resolveExecutors({
        ...{ kind: 'user', value: userId, record: null, initiator: null, at },
      })
    ).assignee;

  it('are arranged by each for himself and by an administrator for anybody', async () => {
    const [away, by, other] = await people(3);
    if (!away || !by || !other) throw new Error('Expected three people.');
    const who = { userId: away.id, byUserId: by.id };
    expect(await refused(arrange(harness.as(other), who, [0, 2]))).toMatchObject({ code: 'CRM_FORBIDDEN' });
    await arrange(harness.as(away), who, [0, 2]);
    await arrange(admin, who, [5, 7]);
    expect(await assignee(away.id)).toBe(by.id);
    expect(await assignee(away.id, day(3))).toBe(away.id);
    expect(await assignee(away.id, day(6))).toBe(by.id);
    const mine = async (user: typeof away) => (await crm.substitutions.list(harness.as(user))).length;
    expect([await mine(away), await mine(by), await mine(other)]).toEqual([2, 2, 0]);
  });

  it('end at once, or are taken back before they begin', async () => {
    const [away, by] = await people(2);
    if (!away || !by) throw new Error('Expected two people.');
    const who = { userId: away.id, byUserId: by.id };
    const lasting = await arrange(harness.as(away), who, [-3, 2]);
    expect(lasting.from).toBe(harness.now.toISOString());
    harness.now = new Date(harness.now.getTime() + 3_600_000);
    expect(await refused(crm.substitutions.end(harness.as(by), lasting.id))).toMatchObject({
      code: 'CRM_RECORD_NOT_FOUND',
    });
    await crm.substitutions.end(harness.as(away), lasting.id);
    expect(await assignee(away.id)).toBe(away.id);
    const coming = await arrange(harness.as(away), who, [1, 2]);
    await crm.substitutions.end(admin, coming.id);
    expect((await told(coming.id)).map(({ verb }) => verb)).toEqual(['created', 'deleted']);
  });

  it('are refused when they overlap, lead back, are over, or name oneself or who has left', async () => {
    const [a, b, c] = await people(3);
    if (!a || !b || !c) throw new Error('Expected three people.');
    const from = (user: typeof a, by: typeof a, span: readonly [number, number]) =>
      arrange(admin, { userId: user.id, byUserId: by.id }, span);
    await from(a, b, [1, 5]);
    await from(b, c, [2, 4]);
    expect(await pathsOf(from(a, c, [4, 6]))).toEqual(['from absentAlready']);
    expect(await pathsOf(from(c, a, [3, 6]))).toEqual(['byUserId substituteCircle']);
    expect(await pathsOf(from(b, a, [4, 6]))).toEqual(['byUserId substituteCircle']);
    expect(await refused(from(c, a, [5, 6]))).toBe('ok');
    expect(await pathsOf(from(a, a, [-3, -1]))).toEqual(['byUserId ownSubstitute', 'to tooEarly']);
    await crm.people.setActive(admin, { id: c.id, isActive: false });
    expect(await pathsOf(from(a, c, [8, 9]))).toEqual(['byUserId notChoice']);
  });

  it('lead back for neither of two who send each other away at the same moment', async () => {
    const [a, b] = await people(2);
    if (!a || !b) throw new Error('Expected two people.');
    const outcomes = await Promise.all([
      refused(arrange(harness.as(a), { userId: a.id, byUserId: b.id }, [0, 1])),
      refused(arrange(harness.as(b), { userId: b.id, byUserId: a.id }, [0, 1])),
    ]);
    expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(1);
  });
});
