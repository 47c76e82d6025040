/** Lists of tasks and instances: who sees which row, what filters and pages answer, and what many rows take at once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aProcess } from '../support/process-builder.ts';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';
import { type Begun, json, over, publish, type Row, rows, START, where } from './work-of-people.ts';

const INITIATOR = '<tl:assignment kind="initiator" />';
const POOL = '<tl:assignment kind="position" value="support-agent" />';
const PEOPLE = ['Elena', 'Dmitry', 'Anna', 'Mark', 'Sergey', 'Maria', 'Kate', 'Olga', 'Viktor', 'Nina'];

let api: ApiProduct;
let people: readonly Visitor[];
const by = (name: string): Visitor => people[PEOPLE.indexOf(name)]!;

beforeAll(async () => {
  api = await startApi();
  people = await Promise.all(PEOPLE.map((name) => api.as(name)));
  await publish(
    by('Viktor'),
    aProcess('own-work', START).start().userTask('write', { extensions: INITIATOR }).end(),
  );
  await publish(
    by('Viktor'),
    aProcess('handover', START)
      .start()
      .userTask('prepare', { extensions: INITIATOR })
      .userTask('check', {
        extensions: `<tl:assignment kind="user" value="${by('Kate').id}" />`,
      })
      .end(),
  );
  await publish(
    by('Viktor'),
    aProcess('pool-work', START).start().userTask('pick', { extensions: POOL }).end(),
  );
  for (const name of ['Anna', 'Kate', 'Dmitry', 'Anna', 'Viktor']) await start(by(name), 'own-work');
  const handed = await Promise.all(['Anna', 'Dmitry', 'Anna'].map((name) => start(by(name), 'handover')));
  for (let count = 0; count < 4; count += 1) await start(by('Dmitry'), 'pool-work');
  // One goes on to Kate, one of hers is done.
  const prepared = (await rows(by('Viktor'), 'user_task')).find(
    (row) => row.fields['step'] === 'handover/prepare' && row.fields['assignee'] === by('Anna').id,
  )!;
  await done(by('Anna'), prepared.id);
  const hers = (await rows(by('Kate'), 'user_task')).find((row) => row.fields['step'] === 'own-work/write')!;
  await done(by('Kate'), hers.id);
  expect(handed).toHaveLength(3);
  // Maria does the work of Anna, who is away.
  await api.pool.query(
    `insert into crm.substitution (id, user_id, by_user_id, from_at, to_at)
     values (gen_random_uuid(), $1, $2, now() - interval '1 day', now() + interval '1 day')`,
    [by('Anna').id, by('Maria').id],
  );
}, 120_000);
afterAll(() => api.stop());

async function start(who: Visitor, key: string): Promise<string> {
  const path = `/api/processes/${key}/start`;
  let started = await who.send<{ instanceId: string }>('POST', path, { variables: {} });
  // Who may not start it lets the administrator do it: the row is then his.
  if (started.status === 403) started = await by('Viktor').send('POST', path, { variables: {} });
  expect(started.status, JSON.stringify(started.body)).toBe(200);
  return started.body.instanceId;
}

async function done(who: Visitor, taskId: string): Promise<void> {
  const answer = await who.send('POST', `/api/tasks/${taskId}/complete`, { values: {} });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
}

const idsOf = (found: readonly Row[]): string[] => found.map((row) => row.id).toSorted();

async function all(table: string): Promise<string[]> {
  const { rows: found } = await api.pool.query<{ id: string }>(`select id from ${table}`);
  return found.map((row) => row.id);
}

async function opened(who: Visitor, paths: readonly string[]): Promise<boolean[]> {
  return Promise.all(paths.map(async (path) => (await who.get(path)).status === 200));
}

describe('who sees which row', () => {
  it.each(PEOPLE)('%s is shown exactly the tasks and instances that open for him', async (name) => {
    const who = by(name);
    const tasks = await all('engine.user_task');
    const instances = await all('engine.process_instance where id = root_instance_id');
    const openTasks = await opened(
      who,
      tasks.map((id) => `/api/tasks/${id}`),
    );
    const openCards = await opened(
      who,
      instances.map((id) => `/api/instances/${id}`),
    );
    expect(idsOf(await rows(who, 'user_task'))).toEqual(tasks.filter((_, at) => openTasks[at]).toSorted());
    expect(idsOf(await rows(who, 'process_instance'))).toEqual(
      instances.filter((_, at) => openCards[at]).toSorted(),
    );
  });

  it('is the same for groups, which count what the list shows', async () => {
    for (const who of people) {
      const listed = await rows(who, 'user_task');
      const { body } = await who.get<{ groups: { key: string; count: number }[] }>(
        '/api/work-lists/user_task/groups?by=process',
      );
      const counted = Object.fromEntries(body.groups.map(({ key, count }) => [key, count]));
      const expected: Record<string, number> = {};
      for (const { fields } of listed) {
        const key = String(fields['process']);
        expected[key] = (expected[key] ?? 0) + 1;
      }
      expect(counted).toEqual(expected);
    }
  });
});

describe('what a list answers', () => {
  it('is every row once, page by page, in the order that is asked for', async () => {
    const sorted = await rows(by('Viktor'), 'user_task', '&sort=process:desc,createdAt:desc', 2);
    const keys = sorted.map((row) => `${String(row.fields['process'])}`);
    expect(keys).toEqual(keys.toSorted().toReversed());
    expect(new Set(idsOf(sorted)).size).toBe(sorted.length);
    expect(sorted).toHaveLength((await all('engine.user_task')).length);
    const newest = await rows(by('Viktor'), 'process_instance', '', 2);
    const at = newest.map((row) => String(row.fields['startedAt']));
    expect(at).toEqual(at.toSorted().toReversed());
  });

  it('follows conditions in groups, on people, steps and what is empty', async () => {
    const everything = await rows(by('Viktor'), 'user_task');
    const asked = async (filter: unknown): Promise<string[]> =>
      idsOf(await rows(by('Viktor'), 'user_task', `&filter=${json(filter)}`));
    const expected = (fits: (fields: Row['fields']) => boolean): string[] =>
      idsOf(everything.filter((row) => fits(row.fields)));
    expect(await asked(where('state', 'in', ['ready']))).toEqual(expected((f) => f['state'] === 'ready'));
    expect(await asked(where('assignee', 'in', ['me']))).toEqual(
      expected((f) => f['assignee'] === by('Viktor').id),
    );
    expect(await asked(where('assignee', 'empty'))).toEqual(expected((f) => f['assignee'] === null));
    const either = {
      op: 'or',
      items: [where('step', 'in', ['handover/check']), where('completedBy', 'in', [by('Kate').id])],
    };
    expect(await asked(either)).toEqual(
      expected((f) => f['step'] === 'handover/check' || f['completedBy'] === by('Kate').id),
    );
    expect(await asked(where('assignee', 'notIn', [by('Anna').id]))).toEqual(
      expected((f) => f['assignee'] !== by('Anna').id),
    );
    const atKate = await rows(
      by('Viktor'),
      'process_instance',
      `&filter=${json(where('executor', 'in', [by('Kate').id]))}`,
    );
    expect(atKate.map((row) => row.fields['step'])).toEqual([['handover/check']]);
  });

  it('is grouped, and leaves folded groups out', async () => {
    const grouped = await rows(by('Viktor'), 'user_task', '&group=process');
    expect(grouped.map((row) => row.group)).toEqual(grouped.map((row) => row.fields['process']).toSorted());
    const folded = await rows(by('Viktor'), 'user_task', `&group=process&folded=${json(['pool-work'])}`);
    expect(folded.map((row) => row.group)).not.toContain('pool-work');
    expect(folded).toHaveLength(grouped.filter((row) => row.group !== 'pool-work').length);
  });

  it('refuses what it does not know, naming it', async () => {
    const field = await by('Anna').get(`/api/work-lists/user_task?filter=${json(where('secret', 'eq', 1))}`);
    expect(field).toMatchObject({ status: 400, body: { code: 'CRM_FILTER_INVALID' } });
    expect((await by('Anna').get('/api/work-lists/deal')).status).toBe(400);
  });
});

describe('what can be asked', () => {
  interface Meta {
    readonly fields: readonly {
      readonly key: string;
      readonly options?: readonly { readonly value: string }[];
    }[];
  }

  it('names processes and steps only of what one watches or takes part in', async () => {
    const optionsOf = async (who: Visitor, key: string): Promise<string[]> => {
      const { body } = await who.get<Meta>('/api/work-lists/user_task/meta');
      const field = body.fields.find((one) => one.key === key);
      return (field?.options ?? []).map(({ value }) => value).toSorted();
    };
    expect(await optionsOf(by('Viktor'), 'process')).toEqual(['handover', 'own-work', 'pool-work']);
    expect(await optionsOf(by('Viktor'), 'step')).toEqual(
      expect.arrayContaining(['handover/check', 'handover/prepare', 'own-work/write', 'pool-work/pick']),
    );
    expect(await optionsOf(by('Nina'), 'process')).toEqual([]);
    expect(await optionsOf(by('Mark'), 'step')).toEqual([]);
    const kate = new Set((await rows(by('Kate'), 'user_task')).map((row) => row.fields['process']));
    expect(await optionsOf(by('Kate'), 'process')).toEqual([...kate].map(String).toSorted());
  });
});

describe('saved views of tasks', () => {
  const content = {
    name: 'To check',
    kind: 'list',
    filter: where('assignee', 'in', ['me']),
    columns: ['name', 'dueAt'],
    sort: 'dueAt:asc',
    group: 'process',
  };

  it('are kept for oneself, and shown to all only by who watches all processes', async () => {
    const own = await by('Nina').send('POST', '/api/views/user_task', { ...content, audience: 'own' });
    expect(own.status, JSON.stringify(own.body)).toBe(200);
    const refused = await by('Nina').send('POST', '/api/views/user_task', { ...content, audience: 'all' });
    expect(refused).toMatchObject({ status: 403 });
    const shown = await by('Viktor').send('POST', '/api/views/user_task', { ...content, audience: 'all' });
    expect(shown.status, JSON.stringify(shown.body)).toBe(200);
    const seen = await by('Anna').get<{ items: { name: string }[] }>('/api/views/user_task');
    expect(seen.body.items).toHaveLength(1);
  });

  it('keep a board of instances by step', async () => {
    const board = {
      ...content,
      name: 'Steps',
      audience: 'own',
      kind: 'kanban',
      filter: null,
      group: null,
      sort: null,
      settings: { columnField: 'step', pipeline: 'handover' },
    };
    const kept = await by('Dmitry').send('POST', '/api/views/process_instance', board);
    expect(kept.status, JSON.stringify(kept.body)).toBe(200);
  });
});

it('leaves the names of the lists to them: no kind of record is called so', async () => {
  const labels = { labelEn: 'Task', labelRu: 'Задача', pluralEn: 'Tasks', pluralRu: 'Задачи' };
  const refused = await by('Viktor').send('POST', '/api/admin/entities', { entity: 'user_task', ...labels });
  expect(refused).toMatchObject({ status: 422, body: { fields: [{ path: 'entity' }] } });
});

describe('a board by step', () => {
  it('has a column where tokens wait, with the instances that stand there', async () => {
    interface Board {
      readonly columns: readonly { readonly step: string; readonly count: number }[];
    }
    const board = await by('Viktor').get<Board>('/api/work-lists/process_instance/steps?processKey=handover');
    expect(board.body.columns.map(({ step, count }) => [step, count])).toEqual([
      ['handover/prepare', 2],
      ['handover/check', 1],
    ]);
    const cards = await by('Viktor').get<{ items: { id: string }[]; nextCursor: string | null }>(
      '/api/work-lists/process_instance/step-cards?step=handover/prepare&limit=1',
    );
    expect(cards.body.items).toHaveLength(1);
    const rest = await by('Viktor').get<{ items: { id: string }[]; nextCursor: string | null }>(
      `/api/work-lists/process_instance/step-cards?step=handover/prepare&limit=1&cursor=${cards.body.nextCursor!}`,
    );
    expect(rest.body.items).toHaveLength(1);
    expect(rest.body.items[0]!.id).not.toBe(cards.body.items[0]!.id);
    expect(rest.body.nextCursor).toBeNull();
    const nina = await by('Nina').get<Board>('/api/work-lists/process_instance/steps?processKey=handover');
    expect(nina.body.columns).toEqual([]);
  });
});

describe('a row of the list of tasks', () => {
  it.each(PEOPLE)('tells %s what of it he may change: as the task itself does', async (name) => {
    const who = by(name);
    const open = await rows(who, 'user_task', `&filter=${json(where('state', 'in', ['planned', 'ready']))}`);
    for (const { id, changeable } of open as (Row & { changeable: string[] })[]) {
      const task = await who.get<{ rights: { change: boolean; reassign: boolean } }>(`/api/tasks/${id}`);
      const { change, reassign } = task.body.rights;
      expect(changeable).toEqual([
        ...(change ? ['dueAt', 'followUpAt', 'priority'] : []),
        ...(reassign ? ['assignee'] : []),
      ]);
    }
  });
});

describe('a row of the list of instances', () => {
  it.each(PEOPLE)('tells %s what of its only open task he may change', async (name) => {
    const { rows: open } = await api.pool.query<{ id: string; rootId: string }>(
      `select id, root_instance_id as "rootId" from engine.user_task where state in ('planned', 'ready')`,
    );
    const found = await rows(by(name), 'process_instance');
    for (const row of found as (Row & { changeable: string[]; openTask?: string })[]) {
      const [only, more] = open.filter(({ rootId }) => rootId === row.id);
      expect(row.openTask).toBe(more ? undefined : only?.id);
      const path = `/api/tasks/${row.openTask ?? row.id}`;
      const { body } = await by(name).get<{ rights?: { change: boolean; reassign: boolean } }>(path);
      const { change = false, reassign = false } = body.rights ?? {};
      expect(row.changeable).toEqual([...(change ? ['dueAt'] : []), ...(reassign ? ['executor'] : [])]);
    }
  });
});

describe('many rows at once', () => {
  it('takes all that match from the pool, as far as one may', async () => {
    const kate = by('Kate');
    const before = await rows(kate, 'user_task');
    const free = before.filter((row) => row.fields['assignee'] === null);
    expect(free.length).toBeGreaterThan(1);
    const begun = await kate.send<Begun>('POST', '/api/work-lists/user_task/batch', {
      query: {},
      work: { kind: 'claim' },
    });
    expect(begun.body).toMatchObject({ total: free.length, refusedCount: before.length - free.length });
    await over(kate, begun.body.batchId!);
    const taken = await rows(kate, 'user_task', `&filter=${json(where('assignee', 'in', ['me']))}`);
    expect(idsOf(taken)).toEqual(expect.arrayContaining(idsOf(free)));
  });

  it('hands over only what one may hand over, and tells of the rest', async () => {
    const nothing = await by('Nina').send<Begun>('POST', '/api/work-lists/user_task/batch', {
      query: { ids: [(await all('engine.user_task'))[0]!] },
      work: { kind: 'assign', userId: by('Kate').id },
    });
    expect(nothing).toMatchObject({ status: 422 });
    const anna = await by('Anna').send<Begun>('POST', '/api/work-lists/user_task/batch', {
      query: {},
      work: { kind: 'assign', userId: by('Kate').id },
    });
    expect(anna.body).toMatchObject({ batchId: null, total: 0 });
    expect(anna.body.refused.length).toBe(anna.body.refusedCount);
    const admin = by('Viktor');
    const open = where('state', 'in', ['planned', 'ready']);
    const asked = await rows(admin, 'user_task', `&filter=${json(open)}`);
    const begun = await admin.send<Begun>('POST', '/api/work-lists/user_task/batch', {
      query: { filter: open },
      work: { kind: 'change', priority: 90 },
    });
    expect(begun.body).toMatchObject({ total: asked.length, refusedCount: 0 });
    await over(admin, begun.body.batchId!);
    const changed = await rows(admin, 'user_task', `&filter=${json(where('priority', 'eq', 90))}`);
    expect(idsOf(changed)).toEqual(idsOf(asked));
  });

  it('suspends, resumes and stops instances, and refuses those that are over', async () => {
    const admin = by('Viktor');
    const send = (work: unknown, query: unknown = { filter: where('process', 'in', ['own-work']) }) =>
      admin.send<Begun>('POST', '/api/work-lists/process_instance/batch', {
        query,
        work,
        reason: 'a test',
      });
    const suspended = where('suspended', 'eq', true);
    const begun = await send({ kind: 'suspend' });
    expect(begun.body).toMatchObject({
      total: 4,
      refusedCount: 1,
      refused: [{ code: 'ENG_INSTANCE_ENDED' }],
    });
    await over(admin, begun.body.batchId!);
    expect(await rows(admin, 'process_instance', `&filter=${json(suspended)}`)).toHaveLength(4);
    const resumed = await send({ kind: 'resume', timers: 'keep' }, { filter: suspended });
    await over(admin, resumed.body.batchId!);
    expect(await rows(admin, 'process_instance', `&filter=${json(suspended)}`)).toHaveLength(0);
    const refused = await by('Kate').send<Begun>('POST', '/api/work-lists/process_instance/batch', {
      query: {},
      work: { kind: 'stop' },
      reason: 'a test',
    });
    expect(refused.body).toMatchObject({ batchId: null, total: 0 });
    const stopped = await send({ kind: 'stop' });
    await over(admin, stopped.body.batchId!);
    const left = where('status', 'in', ['active']);
    const running = await rows(admin, 'process_instance', `&filter=${json(left)}`);
    expect(running.map((row) => row.fields['process'])).not.toContain('own-work');
    const [dropped] = await rows(admin, 'user_task', `&filter=${json(where('state', 'in', ['cancelled']))}`);
    const given = await admin.send('POST', `/api/tasks/${dropped?.id}/assign`, { userId: admin.id });
    expect(given).toMatchObject({ status: 409, body: { code: 'ENG_USER_TASK_NOT_OPEN' } });
  });
});

it('names a gateway as a step where it failed, and only there', async () => {
  const admin = by('Viktor');
  const gateway = aProcess('stuck', START)
    .start()
    .exclusive('decide')
    .flow({ condition: '= false' })
    .end('yes');
  await publish(admin, gateway.from('decide').flow({ condition: '= 1 = 2' }).end('no'));
  const steps = async (): Promise<string[]> => {
    const { body } = await admin.get<{ fields: { key: string; options?: { value: string }[] }[] }>(
      '/api/work-lists/process_instance/meta',
    );
    const options = body.fields.find(({ key }) => key === 'step')?.options ?? [];
    return options.map(({ value }) => value).filter((value) => value.startsWith('stuck/'));
  };
  expect(await steps()).toEqual([]);
  await start(admin, 'stuck');
  await expect.poll(steps).toEqual(['stuck/decide']);
});
