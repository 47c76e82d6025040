/** What leaves the lists of tasks and instances as a file, what is said about many rows, and what is taken back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aProcess } from '../support/process-builder.ts';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';
import { type Begun, json, over, publish, type Row, rows, START, where } from './work-of-people.ts';

const POOL = '<tl:assignment kind="position" value="support-agent" />';
const INITIATOR = '<tl:assignment kind="initiator" />';
const FORMULA = '=HYPERLINK("http://x")';

let api: ApiProduct;
let viktor: Visitor;
let dmitry: Visitor;
let kate: Visitor;
let anna: Visitor;

beforeAll(async () => {
  api = await startApi();
  [viktor, dmitry, kate, anna] = (await Promise.all(
    ['Viktor', 'Dmitry', 'Kate', 'Anna'].map((name) => api.as(name)),
  )) as [Visitor, Visitor, Visitor, Visitor];
  await publish(viktor, aProcess('pool-work', START).start().userTask('pick', { extensions: POOL }).end());
  await publish(
    viktor,
    aProcess('own-work', START).start().userTask('write', { extensions: INITIATOR }).end(),
  );
  for (const [key, businessKey] of [
    ['pool-work', FORMULA],
    ['pool-work', 'second'],
    ['pool-work', 'third'],
    ['own-work', 'of the administrator'],
  ] as const)
    await start(key, businessKey);
  // Dmitry watches one process; his role lets customers leave, twenty rows a day.
  await api.pool.query(`delete from crm.role_process_right where process_right = 'watch' and role_id = $1`, [
    await roleOf(dmitry),
  ]);
  await api.pool.query(
    `insert into crm.role_process_right (role_id, process_key, process_right) values ($1, 'pool-work', 'watch')`,
    [await roleOf(dmitry)],
  );
  await api.pool.query(
    `insert into crm.role_permission (role_id, entity, action, level) values ($1, 'account', 'export', 'own')
     on conflict (role_id, entity, action) do update set level = 'own'`,
    [await roleOf(dmitry)],
  );
}, 120_000);
afterAll(() => api.stop());

async function start(key: string, businessKey: string): Promise<void> {
  const started = await viktor.send<{ instanceId: string }>('POST', `/api/processes/${key}/start`, {
    variables: {},
  });
  expect(started.status, JSON.stringify(started.body)).toBe(200);
  // As a message from outside may name it.
  await api.pool.query('update engine.process_instance set business_key = $2 where id = $1', [
    ...[started.body.instanceId, businessKey],
  ]);
}

async function roleOf({ id }: Visitor): Promise<string> {
  const { rows: found } = await api.pool.query<{ id: string }>(
    'select role_id as id from crm.user_role where user_id = $1 order by 1 limit 1',
    [id],
  );
  return found[0]!.id;
}

type List = 'user_task' | 'process_instance';

async function file(who: Visitor, list: List, query = ''): Promise<readonly string[]> {
  const answer = await who.get<ArrayBuffer>(`/api/exports/${list}?format=csv${query}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return Buffer.from(answer.body)
    .toString()
    .replace(/^\uFEFF/, '')
    .trim()
    .split('\r\n');
}

describe('a list as a file', () => {
  it('has the rows, columns and names that the list shows, for whoever sees them all', async () => {
    const columns = 'name,process,step,state,assignee';
    const [header, ...lines] = await file(viktor, 'user_task', `&columns=${columns}&sort=createdAt:asc`);
    expect(header).toBe('Task,Process,Step,State,Executor');
    const shown = await rows(viktor, 'user_task', '&sort=createdAt:asc');
    expect(lines).toHaveLength(shown.length);
    expect(lines.map((line) => line.split(',')[0])).toEqual(shown.map((row) => row.title));
    expect(lines[0]).toContain('To do');
    const filtered = await file(viktor, 'user_task', `&filter=${json(where('process', 'in', ['own-work']))}`);
    expect(filtered).toHaveLength(2);
  });

  it('defuses formulas', async () => {
    const lines = await file(viktor, 'process_instance', '&columns=name,status');
    const ours = lines.find((line) => line.includes('HYPERLINK'))!;
    expect(ours).toMatch(/^"'=/);
  });

  it('is only of processes that one watches, and of what one sees', async () => {
    const seen = await rows(dmitry, 'user_task');
    const watched = seen.filter((row) => row.fields['process'] === 'pool-work');
    expect(watched).toHaveLength(3);
    expect(await file(dmitry, 'user_task')).toHaveLength(1 + watched.length);
    // Taking part shows a task of the pool; it takes no list out.
    expect((await rows(kate, 'user_task')).length).toBeGreaterThan(0);
    const refused = await kate.get('/api/exports/user_task?format=csv');
    expect(refused).toMatchObject({ status: 403, body: { code: 'CRM_FORBIDDEN' } });
    for (const [who, may] of [
      [viktor, true],
      [dmitry, true],
      [kate, false],
    ] as const) {
      const meta = await who.get<{ rights: { export: boolean } }>('/api/work-lists/user_task/meta');
      expect(meta.body.rights.export).toBe(may);
    }
  });

  it('counts towards what a role may take out in a day, and stands in the log', async () => {
    await api.pool.query('delete from crm.export_run');
    await api.pool.query('insert into crm.export_limit (role_id, rows_per_day) values ($1, 4)', [
      await roleOf(dmitry),
    ]);
    expect(await file(dmitry, 'process_instance')).toHaveLength(4);
    const refused = await dmitry.get('/api/exports/process_instance?format=xlsx');
    expect(refused).toMatchObject({ status: 403, body: { code: 'CRM_EXPORT_LIMIT' } });
    const check = await dmitry.get('/api/exports/user_task/check');
    expect(check.body).toEqual({ isAllowed: false, limit: 4, left: 1 });
    const { body } = await viktor.get<{ items: { entity: string; rows: number }[] }>('/api/admin/exports');
    expect(body.items).toMatchObject([{ entity: 'process_instance', rows: 3 }]);
  });

  it('refuses a column that it does not know', async () => {
    const refused = await viktor.get('/api/exports/user_task?format=csv&columns=secret');
    expect(refused).toMatchObject({ status: 400, body: { code: 'CRM_FILTER_INVALID' } });
  });
});

describe('a comment on many', () => {
  const say = (who: Visitor, list: List, query: unknown, key: string) =>
    who.send<{ count: number; refusedCount: number }>(
      'POST',
      `/api/work-lists/${list}/comments`,
      { query, body: 'The customer is away until Monday.' },
      key,
    );
  const comments = async (): Promise<number> => {
    const { rows: found } = await api.pool.query<{ count: number }>(
      `select count(*)::int as count from crm.comment where body like 'The customer is away%'`,
    );
    return found[0]!.count;
  };

  it('is kept on the step of each task, once for a repeated request', async () => {
    const query = { filter: where('process', 'in', ['pool-work']) };
    const said = await say(viktor, 'user_task', query, 'say-to-all');
    expect(said.body).toEqual({ count: 3, refusedCount: 0 });
    expect((await say(viktor, 'user_task', query, 'say-to-all')).body).toEqual({ count: 3, refusedCount: 0 });
    expect(await comments()).toBe(3);
    const [task] = await rows(viktor, 'user_task', `&filter=${json(query.filter)}`);
    const { instanceId } = (await viktor.get<{ instanceId: string }>(`/api/tasks/${task!.id}`)).body;
    const talk = await viktor.get<{ items: { elementId: string }[] }>(
      `/api/instances/${instanceId}/comments`,
    );
    expect(talk.body.items).toMatchObject([{ elementId: 'pick' }]);
  });

  it('leaves out what one only sees in the pool, and says so', async () => {
    const before = await comments();
    const said = await say(kate, 'user_task', {}, 'say-to-pool');
    expect(said.body).toEqual({ count: 0, refusedCount: 3 });
    expect(await comments()).toBe(before);
    expect(await say(anna, 'process_instance', {}, 'say-nothing')).toMatchObject({ status: 422 });
  });
});

describe('what was done with many is taken back', () => {
  const begin = (who: Visitor, list: List, body: object) =>
    who.send<Begun>('POST', `/api/work-lists/${list}/batch`, { query: {}, ...body });
  const undo = (who: Visitor, id: string) =>
    who.send<{ batchId: string; total: number }>('POST', `/api/batches/${id}/undo`);
  const states = async (list: List, ...keys: string[]): Promise<unknown[]> =>
    (await rows(viktor, list))
      .toSorted((one: Row, other: Row) => one.id.localeCompare(other.id))
      .map((row) => keys.map((key) => row.fields[key]));

  async function doneBy(who: Visitor, list: List, body: object): Promise<string> {
    const begun = await begin(who, list, body);
    expect(begun.status, JSON.stringify(begun.body)).toBe(200);
    await over(who, begun.body.batchId!);
    return begun.body.batchId!;
  }

  it.each([
    ['handing over', 'user_task', { work: { kind: 'assign', userId: '' } }, ['assignee']],
    [
      'due date and urgency',
      'user_task',
      { work: { kind: 'change', dueAt: '2031-05-01T09:00:00.000Z', priority: 80 } },
      ['dueAt', 'priority'],
    ],
    ['suspending', 'process_instance', { work: { kind: 'suspend' }, reason: 'a test' }, ['suspended']],
  ] as const)('%s', async (_name, list, body, keys) => {
    const work = 'userId' in body.work ? { ...body.work, userId: anna.id } : body.work;
    const before = await states(list, ...keys);
    const batchId = await doneBy(viktor, list, { ...body, work });
    expect(await states(list, ...keys)).not.toEqual(before);
    const { body: shown } = await viktor.get<{ mayUndo: boolean }>(`/api/batches/${batchId}`);
    expect(shown.mayUndo).toBe(true);
    const taken = await undo(viktor, batchId);
    expect(taken.status, JSON.stringify(taken.body)).toBe(200);
    await over(viktor, taken.body.batchId);
    expect(await states(list, ...keys)).toEqual(before);
    // Once.
    expect(await undo(viktor, batchId)).toMatchObject({ status: 409 });
  });

  it('resuming: what rested rests again, and what did not is left alone', async () => {
    const [first] = await rows(viktor, 'process_instance');
    const query = { ids: [first!.id] };
    await doneBy(viktor, 'process_instance', { query, work: { kind: 'suspend' }, reason: 'a test' });
    const before = await states('process_instance', 'suspended');
    const work = { kind: 'resume', timers: 'keep' };
    const batchId = await doneBy(viktor, 'process_instance', { work, reason: 'a test' });
    const taken = await undo(viktor, batchId);
    await over(viktor, taken.body.batchId);
    expect(await states('process_instance', 'suspended')).toEqual(before);
    await doneBy(viktor, 'process_instance', { work, reason: 'a test' });
  });

  it('taking from the pool: by whoever took them, and not what somebody changed since', async () => {
    const batchId = await doneBy(kate, 'user_task', { work: { kind: 'claim' } });
    const hers = await rows(kate, 'user_task', `&filter=${json(where('assignee', 'in', ['me']))}`);
    expect(hers).toHaveLength(3);
    const moved = await viktor.send('POST', `/api/tasks/${hers[0]!.id}/assign`, { userId: anna.id });
    expect(moved.status, JSON.stringify(moved.body)).toBe(200);
    // Somebody else's batch is not there.
    expect(await undo(anna, batchId)).toMatchObject({ status: 404 });
    const taken = await undo(kate, batchId);
    // What is Anna's now is no longer hers to change.
    expect(taken.body.total).toBe(2);
    await over(kate, taken.body.batchId);
    const free = await rows(viktor, 'user_task', `&filter=${json(where('assignee', 'empty'))}`);
    expect(free.map((row) => row.id).toSorted()).toEqual(
      hers
        .slice(1)
        .map((row) => row.id)
        .toSorted(),
    );
  });

  it('a change that somebody changed again stays, and is told', async () => {
    const batchId = await doneBy(viktor, 'user_task', { work: { kind: 'change', priority: 10 } });
    const [task] = await rows(viktor, 'user_task');
    await viktor.send('PATCH', `/api/tasks/${task!.id}`, { priority: 33 });
    const taken = await undo(viktor, batchId);
    await over(viktor, taken.body.batchId);
    const { body } = await viktor.get<{ refused: { id: string; code: string }[] }>(
      `/api/batches/${taken.body.batchId}`,
    );
    expect(body.refused).toMatchObject([{ id: task!.id, code: 'ENG_BATCH_TARGET_CHANGED' }]);
    const now = (await rows(viktor, 'user_task')).map((row) => row.fields['priority']);
    expect(now.filter((priority) => priority === 33)).toHaveLength(1);
    expect(now).not.toContain(10);
  });

  it('what ended has no way back', async () => {
    const query = { filter: where('process', 'in', ['own-work']) };
    const batchId = await doneBy(viktor, 'process_instance', {
      query,
      work: { kind: 'stop' },
      reason: 'a test',
    });
    expect(await undo(viktor, batchId)).toMatchObject({ status: 409 });
  });
});
