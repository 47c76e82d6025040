/** The company's structure and substitutions over HTTP: who may, what stands against removing, and what follows at once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Organisation, StructureDepartment, StructurePosition, Substitution } from '#contract';
import { aProcess } from '../support/process-builder.ts';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';
import { publish, START } from './work-of-people.ts';

let api: ApiProduct;
let admin: Visitor;
let anna: Visitor;

beforeAll(async () => {
  api = await startApi();
  admin = await api.as('Viktor');
  anna = await api.as('Anna');
}, 60_000);
afterAll(() => api.stop());

interface Structure {
  readonly departments: StructureDepartment[];
  readonly positions: StructurePosition[];
}
interface InUse {
  readonly code: string;
  readonly details: { readonly uses: { kind: string; name: string }[] };
}
const structure = async () => (await admin.get<Structure>('/api/admin/structure')).body;
const makeDepartment = async (name: string, code: string | null = null) =>
  (
    await admin.send<StructureDepartment>('POST', '/api/admin/departments', {
      ...{ name, nameRu: null, code, parentId: null },
    })
  ).body;
const makePosition = async (title: string, departmentId: string, code: string | null = null) =>
  (
    await admin.send<StructurePosition>('POST', '/api/admin/positions', {
      ...{ title, titleRu: null, code, departmentId, isHead: false },
    })
  ).body;
const remove = (what: string, id: string) => admin.send<InUse>('DELETE', `/api/admin/${what}/${id}`);
const personId = async (name: string) =>
  (await admin.get<Organisation>('/api/organisation')).body.users.find((user) => user.name.startsWith(name))
    ?.id ?? '';

describe('the structure', () => {
  it('is made from nothing, and everybody sees vacancies', async () => {
    const made = await makeDepartment('Warehouse', 'warehouse');
    const post = await makePosition('Storekeeper', made.id, 'storekeeper');
    const { positions, users } = (await anna.get<Organisation>('/api/organisation')).body;
    expect(positions).toContainEqual({
      ...{ id: post.id, title: 'Storekeeper', departmentId: made.id, isHead: false },
    });
    expect(users.filter((user) => user.positionId === post.id)).toEqual([]);
  });

  it('is changed by administrators alone', async () => {
    const before = await api.fingerprint();
    expect((await anna.get('/api/admin/structure')).status).toBe(403);
    const denied = await anna.send('POST', '/api/admin/departments', {
      ...{ name: 'Mine', nameRu: null, code: null, parentId: null },
    });
    expect(denied.status).toBe(403);
    expect(await api.fingerprint()).toBe(before);
  });

  it('is not taken from below published processes and open tasks: each is named', async () => {
    const made = await makeDepartment('Returns', 'returns');
    const post = await makePosition('Inspector', made.id, 'inspector');
    const assigned = (kind: string, value: string) => `<tl:assignment kind="${kind}" value="${value}" />`;
    const process = aProcess('returning', START)
      .start()
      .userTask('inspect', { extensions: assigned('position', 'inspector') })
      .userTask('refund', { extensions: assigned('department', made.id) })
      .end();
    await publish(admin, process);
    await admin.send('POST', '/api/processes/returning/start', { variables: {} });
    expect((await remove('positions', post.id)).body).toMatchObject({
      code: 'CRM_STRUCTURE_IN_USE',
      details: {
        uses: [
          { kind: 'process', name: expect.stringMatching(/, 1$/) as string },
          { kind: 'openTasks', name: '1' },
        ],
      },
    });
    expect((await remove('departments', made.id)).body.details.uses.map(({ kind }) => kind)).toEqual([
      'position',
      'process',
    ]);
    const { id, version, holders, ...content } = post;
    void holders;
    const renamed = { ...content, title: 'Chief inspector', version };
    const otherCode = await admin.send<InUse>('PUT', `/api/admin/positions/${id}`, {
      ...renamed,
      code: 'checker',
    });
    expect(otherCode).toMatchObject({ status: 409, body: { code: 'CRM_STRUCTURE_IN_USE' } });
    expect((await admin.send('PUT', `/api/admin/positions/${id}`, renamed)).status).toBe(200);
  });

  it('gives tasks of a position to whoever is appointed, from then on', async () => {
    const { positions } = await structure();
    const post = positions.find(({ code }) => code === 'inspector');
    const user = await personId('Anna');
    const before = positions.find(({ holders }) => holders.some(({ id }) => id === user));
    await admin.send('PUT', `/api/admin/positions/${post?.id}/holders/${user}`);
    await admin.send('POST', '/api/processes/returning/start', { variables: {} });
    const mine = await anna.get<{ items: { elementId: string }[] }>('/api/tasks?tab=today');
    expect(mine.body.items.map(({ elementId }) => elementId)).toContain('inspect');
    await admin.send('PUT', `/api/admin/positions/${before?.id}/holders/${user}`);
    expect((await structure()).positions.find(({ id }) => id === post?.id)?.holders).toEqual([]);
  });

  it('answers a removal that is asked for twice under one key as the first time', async () => {
    const made = await makeDepartment('Once');
    const key = '01900000-0000-7000-8000-00000000aaaa';
    const path = `/api/admin/departments/${made.id}`;
    expect((await admin.send('DELETE', path, undefined, key)).status).toBe(200);
    expect((await admin.send('DELETE', path, undefined, key)).status).toBe(200);
    expect((await remove('departments', made.id)).status).toBe(404);
  });
});

describe('an absence', () => {
  it('that an employee arranges sends new tasks to the substitute at once', async () => {
    const [away, by] = [await personId('Anna'), await personId('Dmitry')];
    const process = aProcess('for-anna', START)
      .start()
      .userTask('call', { extensions: `<tl:assignment kind="user" value="${away}" />` })
      .end();
    await publish(admin, process);
    const now = Date.now();
    const span = {
      from: new Date(now).toISOString(),
      to: new Date(now + 400 * 86_400_000).toISOString(),
    };
    const foreign = { userId: by, byUserId: away, ...span };
    expect((await anna.send('POST', '/api/substitutions', foreign)).status).toBe(403);
    const made = await anna.send<Substitution>('POST', '/api/substitutions', {
      ...{ userId: away, byUserId: by, ...span },
    });
    expect(made).toMatchObject({ status: 200, body: { user: { id: away }, by: { id: by } } });
    await admin.send('POST', '/api/processes/for-anna/start', { variables: {} });
    const dmitry = await api.as('Dmitry');
    const tasks = async (who: Visitor) =>
      (await who.get<{ items: { elementId: string }[] }>('/api/tasks?tab=today')).body.items.map(
        ({ elementId }) => elementId,
      );
    expect(await tasks(dmitry)).toContain('call');
    expect((await anna.send('DELETE', `/api/substitutions/${made.body.id}`)).status).toBe(200);
    const left = await anna.get<{ items: Substitution[] }>('/api/substitutions');
    expect(left.body.items.filter(({ user }) => user.id === away)).toEqual([]);
  });
});
