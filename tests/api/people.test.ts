/** People administration: making, inviting, changing, and keeping out with the work handed over. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AdminPerson, Me, OpenWork } from '#contract';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

let api: ApiProduct;
let admin: Visitor;

beforeAll(async () => {
  api = await startApi();
  admin = await api.as('Viktor');
}, 60_000);
afterAll(() => api.stop());

interface Everybody {
  readonly items: AdminPerson[];
  readonly teams: { id: string }[];
  readonly positions: { id: string }[];
}
const everybody = async (): Promise<Everybody> => (await admin.get<Everybody>('/api/admin/people')).body;
async function personOf(email: string): Promise<AdminPerson> {
  const found = (await everybody()).items.find((person) => person.email === email);
  if (!found) throw new Error(`Expected '${email}' among the people.`);
  return found;
}
const draft = (email: string, more: object = {}) => ({
  name: 'Nadia Newcome',
  email,
  phone: null,
  locale: 'en',
  timeZone: 'Europe/Riga',
  positionId: null,
  teamIds: [],
  roles: ['employee'],
  enter: 'none',
  ...more,
});
const make = (email: string, more: object = {}) =>
  admin.send<{ person: AdminPerson; password: string | null; code?: string; fields?: { path: string }[] }>(
    'POST',
    '/api/admin/people',
    draft(email, more),
  );
function contentOf({ id, isActive, hasPassword, invitedUntil, openTasks, ...content }: AdminPerson) {
  void [id, isActive, hasPassword, invitedUntil, openTasks];
  return content;
}
const change = (person: AdminPerson, part: Partial<AdminPerson>) =>
  admin.send<AdminPerson & { code?: string }>('PUT', `/api/admin/people/${person.id}`, {
    ...contentOf(person),
    ...part,
  });
async function enter(email: string, password: string) {
  const answer = await fetch(`${api.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-requested-with': 'throughline' },
    body: JSON.stringify({ email, password }),
  });
  return { status: answer.status, body: (await answer.json()) as Partial<Me> };
}
const verbsAbout = async (id: string): Promise<string[]> =>
  (
    await api.pool.query<{ verb: string }>(
      `select verb from crm.event where entity = 'user' and record_id = $1 order by occurred_at, id`,
      [id],
    )
  ).rows.map((row) => row.verb);

describe('a new person', () => {
  it('comes in with a password for one sign-in, in his teams and roles', async () => {
    await admin.send('POST', '/api/admin/groups/team', { name: 'North', parentId: null, memberIds: [] });
    const { teams, positions } = await everybody();
    const made = await make('nadia@example.com', {
      enter: 'password',
      teamIds: [teams[0]?.id],
      positionId: positions[0]?.id,
    });
    expect(made.body).toMatchObject({
      password: expect.stringMatching(/^\w{4}-\w{4}-\w{4}-\w{4}$/) as string,
      person: { roles: ['employee'], teamIds: [teams[0]?.id], hasPassword: true, isActive: true },
    });
    const entered = await enter('nadia@example.com', made.body.password ?? '');
    expect(entered).toMatchObject({ status: 200, body: { pending: 'password' } });
    expect(await verbsAbout(made.body.person.id)).toEqual(['created', 'signed_in']);
  });

  it('is refused with every field that is wrong, and nothing is written', async () => {
    const before = (await everybody()).items.length;
    const wrong = await make('x@example.com', { timeZone: 'Mars/North', roles: ['emperor'] });
    expect(wrong).toMatchObject({ status: 422, body: { code: 'CRM_FIELDS_INVALID' } });
    expect(wrong.body.fields?.map((field) => field.path)).toEqual(['timeZone', 'roles']);
    expect(await make('nadia@example.com')).toMatchObject({
      status: 409,
      body: { code: 'CRM_USER_EMAIL_TAKEN' },
    });
    expect((await everybody()).items).toHaveLength(before);
  });

  it('is invited by mail, chooses a password once, and the latest address alone opens', async () => {
    const { body } = await make('ivan@example.com', {
      name: 'Ivan Invited',
      enter: 'invitation',
      locale: 'ru',
    });
    expect(body).toMatchObject({ password: null, person: { hasPassword: false } });
    expect(body.person.invitedUntil).not.toBeNull();
    await admin.send('POST', `/api/admin/people/${body.person.id}/invitation`);
    const { rows } = await api.pool.query<{ subject: string; body: string }>(
      `select subject, body from app.mail_message where recipients = 'ivan@example.com' order by id`,
    );
    expect(rows.map((row) => row.subject)).toEqual(Array(2).fill('Приглашение в Throughline'));
    const [former, latest] = rows.map((row) => /\/invitation\/([\w-]+)/.exec(row.body)?.[1] ?? '');
    expect((await api.stranger.get(`/api/invitations/${former}`)).status).toBe(404);
    expect((await api.stranger.get(`/api/invitations/${latest}`)).body).toMatchObject({
      name: 'Ivan Invited',
    });
    const choose = (password: string) =>
      api.stranger.send<{ code?: string }>('POST', `/api/invitations/${latest}`, { password });
    expect(await choose('password1')).toMatchObject({ status: 422 });
    expect((await choose('four quiet herons wade')).status).toBe(200);
    expect((await choose('four other herons wade')).status).toBe(404);
    expect(await enter('ivan@example.com', 'four quiet herons wade')).toMatchObject({
      status: 200,
      body: { pending: null },
    });
    expect(await verbsAbout(body.person.id)).toEqual([
      'created',
      'invited',
      'invited',
      'invitation_accepted',
      'signed_in',
    ]);
  });
});

describe('a change', () => {
  it('of roles counts at once, is in the audit, and is refused to whoever saw an older version', async () => {
    const person = await personOf('nadia@example.com');
    const changed = await change(person, { roles: ['employee', 'manager'], teamIds: [] });
    expect(changed.body).toMatchObject({
      roles: ['employee', 'manager'],
      teamIds: [],
      version: person.version + 1,
    });
    const history = await admin.get<{ items: readonly { title: string; changes: readonly unknown[] }[] }>(
      `/api/admin/audit?recordId=${person.id}&verb=changed`,
    );
    expect(history.body.items.map(({ title, changes }) => ({ title, changes }))).toEqual([
      {
        title: person.name,
        changes: [
          { field: 'roles', from: ['employee'], to: ['employee', 'manager'] },
          { field: 'teams', from: [expect.stringMatching(/^[A-Z]/)], to: [] },
        ],
      },
    ]);
    const vacated = await change(changed.body as AdminPerson, { positionId: null });
    expect(vacated.status).toBe(200);
    const told = await admin.get<{ items: readonly { changes: readonly unknown[] }[] }>(
      `/api/admin/audit?recordId=${person.id}&verb=changed&limit=1`,
    );
    expect(told.body.items[0]?.changes).toEqual([
      { field: 'position', from: expect.stringMatching(/^[A-Z]/) as string, to: null },
    ]);
    expect(await change(person, { name: 'Nobody' })).toMatchObject({
      status: 409,
      body: { code: 'CRM_VERSION_CONFLICT' },
    });
  });

  it('leaves an administrator', async () => {
    const viktor = (await everybody()).items.find((person) => person.id === admin.id) as AdminPerson;
    expect(await change(viktor, { roles: [] })).toMatchObject({
      status: 409,
      body: { code: 'CRM_ROLE_PROTECTED' },
    });
    expect(
      (await admin.send('POST', `/api/admin/people/${admin.id}/keep-out`, { handOverTo: null })).status,
    ).toBe(409);
  });
});

describe('whoever leaves', () => {
  it('is signed out for good, and his open tasks and planned activities go to a colleague', async () => {
    const owner = await api.as('Olga');
    const xml = await readFile('processes/ticket-handling/ticket-handling.bpmn', 'utf8');
    await owner.send('POST', '/api/processes', { name: 'ticket-handling', xml });
    await owner.send('POST', '/api/processes/ticket-handling/publish', { revision: 1 });
    const kate = await api.as('Kate');
    await kate.send('POST', '/api/records/ticket', { fields: { subject: 'Scanner' } });
    let taskId = '';
    await expect
      .poll(async () => {
        const pool = await kate.get<{ items: { id: string }[] }>('/api/tasks?tab=pool');
        taskId = pool.body.items[0]?.id ?? '';
        return taskId;
      })
      .not.toBe('');
    await kate.send('POST', `/api/tasks/${taskId}/claim`);
    const work = await admin.get<OpenWork>(`/api/admin/people/${kate.id}/open-work`);
    expect(work.body.tasks.map((task) => task.id)).toContain(taskId);
    const planned = work.body.activityCount;
    const maria = await api.as('Maria');
    const left = await admin.send<{ person: AdminPerson; tasks: number; activities: number }>(
      'POST',
      `/api/admin/people/${kate.id}/keep-out`,
      { handOverTo: maria.id },
    );
    expect(left.body).toMatchObject({
      person: { isActive: false },
      tasks: work.body.taskCount,
      activities: planned,
    });
    expect((await kate.get('/api/session')).status).toBe(401);
    expect((await enter(left.body.person.email, 'demonstration')).status).toBe(401);
    await expect
      .poll(async () => (await admin.get<OpenWork>(`/api/admin/people/${kate.id}/open-work`)).body, {
        timeout: 15_000,
      })
      .toMatchObject({ taskCount: 0, activityCount: 0 });
    const mine = await admin.get<OpenWork>(`/api/admin/people/${maria.id}/open-work`);
    expect(mine.body.tasks.map((task) => task.id)).toContain(taskId);
    expect(await verbsAbout(kate.id)).toContain('kept_out');
  });

  it('can be let in again', async () => {
    const kate = await personOf((await everybody()).items.find((person) => !person.isActive)?.email ?? '');
    await admin.send('POST', `/api/admin/people/${kate.id}/let-in`);
    expect((await enter(kate.email, 'demonstration')).status).toBe(200);
  });
});
