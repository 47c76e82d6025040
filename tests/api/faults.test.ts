/** What the product does when something breaks between two of its steps. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApi, type ApiProduct } from './api-product.ts';

let api: ApiProduct;

beforeAll(async () => {
  api = await startApi();
  const owner = await api.as('Olga');
  const xml = await readFile('processes/ticket-handling/ticket-handling.bpmn', 'utf8');
  await owner.send('POST', '/api/processes', { name: 'ticket-handling', xml });
  await owner.send('POST', '/api/processes/ticket-handling/publish', { revision: 1 });
}, 60_000);
afterAll(() => api.stop());

async function until<T>(look: () => Promise<T | null | undefined | false>): Promise<T> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('Expected it to happen within ten seconds.');
}

const timelineOf = async (ticketId: string): Promise<readonly { id: string; verb: string }[]> => {
  const { rows } = await api.pool.query<{ id: string; verb: string }>(
    `select id, verb from crm.event where record_id = $1 and kind = 'process' order by occurred_at, id`,
    [ticketId],
  );
  return rows;
};

it('writes a record on the second try when the first lost a race, with and without a key', async () => {
  // A sequence is not rolled back, so only the first of two tries is refused.
  await api.pool.query(`
    create sequence crm.tries;
    create function crm.lose_race() returns trigger language plpgsql as $$ begin
      if new.subject like 'Race%' and nextval('crm.tries') % 2 = 1 then
        raise exception 'deadlock detected' using errcode = '40P01';
      end if;
      return new;
    end $$;
    create trigger lose_race before insert on crm.ticket for each row execute function crm.lose_race()`);
  const agent = await api.as('Kate');
  for (const key of [undefined, 'key-race-1']) {
    const body = { fields: { subject: `Race ${key ?? 'without key'}` } };
    const answer = await agent.send('POST', '/api/records/ticket', body, key);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  }
  const { rows } = await api.pool.query<{ tries: number }>('select last_value::int as tries from crm.tries');
  expect(rows[0]?.tries).toBe(4);
  const made = await api.pool.query(`select from crm.ticket where subject like 'Race%'`);
  expect(made.rowCount).toBe(2);
});

it('tells a timeline exactly once, also what a node that died had not told', async () => {
  const agent = await api.as('Kate');
  const created = await agent.send<{ id: string }>('POST', '/api/records/ticket', {
    fields: { subject: 'Scanner' },
  });
  const { id } = created.body;
  const before = await until(async () => {
    const events = await timelineOf(id);
    return events.filter((event) => event.verb === 'task_created').length === 2 && events;
  });
  // As after a crash between the step and its telling: the cursor is behind, some of the telling is there.
  await api.pool.query(
    `delete from crm.event where id = any($1) and set_config('crm.rewrite_history', 'on', true) = 'on'`,
    [before.slice(1).map((event) => event.id)],
  );
  await api.pool.query(
    `update app.timeline_cursor set seq = 0
     where root_instance_id in (select instance_id from engine.record_link where record_id = $1)`,
    [id],
  );
  const again = await startApi({}, { url: api.databaseUrl, drop: () => Promise.resolve() });
  try {
    expect(await timelineOf(id)).toEqual(before);
  } finally {
    await again.stop();
  }
});

it('lets who stands in see and do the work of the absent colleague', async () => {
  const anna = await api.as('Anna');
  const mark = await api.as('Mark');
  const dmitry = await api.as('Dmitry');
  const agent = await api.as('Kate');
  const created = await agent.send<{ id: string }>('POST', '/api/records/ticket', {
    fields: { subject: 'Frame contract' },
  });
  const task = await until(async () => {
    const pool = await agent.get<{ items: { id: string; elementId: string; subject: { id: string } }[] }>(
      '/api/tasks?tab=pool',
    );
    return pool.body.items.find(
      (item) => item.elementId === 'classify' && item.subject.id === created.body.id,
    );
  });
  const path = `/api/tasks/${task.id}`;
  expect((await dmitry.send('POST', `${path}/assign`, { userId: mark.id })).status).toBe(200);
  expect((await anna.get(path)).status).toBe(404);

  await api.pool.query(
    `insert into crm.substitution (id, user_id, by_user_id, from_at, to_at, created_at, created_by_kind)
     values (gen_random_uuid(), $1, $2, now() - interval '1 day', now() + interval '1 day', now(), 'user')`,
    [mark.id, anna.id],
  );
  const today = await anna.get<{ items: { id: string }[] }>('/api/tasks?tab=today');
  expect(today.body.items.map((item) => item.id)).toContain(task.id);
  expect((await anna.get(path)).body).toMatchObject({
    assignee: { name: 'Mark Fischer' },
    rights: { complete: true },
  });
  const values = { ticketType: 'question', priority: 'normal' };
  const done = await anna.send('POST', `${path}/complete`, { values });
  expect(done.status, JSON.stringify(done.body)).toBe(200);
  const { rows } = await api.pool.query('select completed_by from engine.user_task where id = $1', [task.id]);
  expect(rows).toEqual([{ completed_by: anna.id }]);
});
