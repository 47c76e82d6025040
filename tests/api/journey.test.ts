import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type ApiProduct } from './api-product.ts';

let api: ApiProduct;

beforeAll(async () => {
  api = await startApi();
  await publish('satisfaction-note');
  await publish('follow-up-call');
}, 60_000);
afterAll(() => api.stop());

interface Task {
  id: string;
  elementId: string;
  instanceId: string;
  state: string;
  name: string;
  progress?: { done: number; total: number; next: string | null };
}

async function publish(key: string): Promise<void> {
  const owner = await api.as('Olga');
  const xml = await readFile(`processes/${key}/${key}.bpmn`, 'utf8');
  const draft = await owner.send<{ revision: number; findings: unknown[] }>('POST', '/api/processes', {
    name: key,
    xml,
  });
  expect(draft.status, JSON.stringify(draft.body)).toBe(200);
  const { revision } = draft.body;
  const published = await owner.send<{ version: number }>('POST', `/api/processes/${key}/publish`, {
    revision,
  });
  expect(published, JSON.stringify(published.body)).toMatchObject({ status: 200, body: { version: 1 } });
}

async function until<T>(look: () => Promise<T | null | undefined | false>): Promise<T> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('Expected it to happen within ten seconds.');
}

/** A ticket of a customer of Anna's, closed by support: its follow-up call. */
async function closedTicket(): Promise<{ ticketId: string; task: Task }> {
  const agent = await api.as('Kate');
  const anna = await api.as('Anna');
  const { rows } = await api.pool.query<{ contact: string; account: string }>(
    `select l.contact_id as contact, l.account_id as account from crm.account_contact l
     join crm.account a on a.id = l.account_id
     join crm.comm_point p on p.party_id = l.contact_id and p.kind = 'phone' and p.e164 is not null
     where a.owner_id = $1 order by l.contact_id limit 1`,
    [anna.id],
  );
  const created = await agent.send<{ id: string; version: number }>('POST', '/api/records/ticket', {
    fields: {
      subject: 'Printer',
      contact: rows[0]!.contact,
      account: rows[0]!.account,
      status: 'in_progress',
    },
  });
  expect(created.status, JSON.stringify(created.body)).toBe(200);
  const { id, version } = created.body;
  const closed = await agent.send('PATCH', `/api/records/ticket/${id}`, {
    version,
    fields: { status: 'closed' },
  });
  expect(closed.status, JSON.stringify(closed.body)).toBe(200);
  const task = await until(async () => {
    const page = await anna.get<{ items: Task[] }>('/api/tasks?tab=upcoming');
    const strip = await anna.get<{ items: { instanceId: string }[] }>(`/api/records/ticket/${id}/processes`);
    return page.body.items.find((item) => item.instanceId === strip.body.items[0]?.instanceId);
  });
  return { ticketId: id, task };
}

async function advance(duration: string): Promise<void> {
  const admin = await api.as('Viktor');
  expect((await admin.send('POST', '/api/demo/clock', { duration })).status).toBe(200);
}

describe('the journey of the follow-up call', () => {
  it('plans the call a week ahead, and the chosen result drives the flow', async () => {
    const { ticketId, task } = await closedTicket();
    const anna = await api.as('Anna');
    const dmitry = await api.as('Dmitry');
    expect(task).toMatchObject({ state: 'planned', elementId: 'call_customer' });
    const whole = await anna.get<{ progress: { done: number; total: number; next: string } }>(
      `/api/tasks/${task.id}`,
    );
    const { done: passed, total, next } = whole.body.progress;
    expect(passed).toBe(1);
    expect(task.progress).toEqual({ done: passed, total, next });

    const from = new Date(Date.now() + 5 * 86_400_000).toISOString();
    const to = new Date(Date.now() + 12 * 86_400_000).toISOString();
    const calendar = await anna.get<{ items: { userTaskId: string; kind: string; canMove: boolean }[] }>(
      `/api/calendar?from=${from}&to=${to}`,
    );
    expect(calendar.body.items.find((item) => item.userTaskId === task.id)).toMatchObject({
      kind: 'call',
      canMove: false,
    });

    await advance('P10D');
    const detail = await anna.get<{
      state: string;
      call: { phones: unknown[]; script: string };
      outcomes: { code: string }[];
    }>(`/api/tasks/${task.id}`);
    expect(detail.body.state).toBe('ready');
    expect(detail.body.call.phones.length).toBeGreaterThan(0);
    expect(detail.body.call.script).toContain('Printer');
    expect(detail.body.outcomes.map((one) => one.code)).toEqual([
      'good',
      'more',
      'complaint',
      'no_answer',
      'later',
    ]);

    const related = await anna.get<{ items: { fields: { ticket: string } }[] }>(
      `/api/records/ticket/${ticketId}/related/activities`,
    );
    expect(new Set(related.body.items.map((item) => item.fields.ticket))).toEqual(new Set([ticketId]));

    const completion = {
      callMinutes: 12,
      outcome: 'good',
      values: { callNote: 'All fine', satisfaction: '5' },
      note: 'Friendly',
    };
    const done = await anna.send('POST', `/api/tasks/${task.id}/complete`, completion, 'key-complete-1');
    expect(done.status, JSON.stringify(done.body)).toBe(200);
    const again = await anna.send('POST', `/api/tasks/${task.id}/complete`, completion, 'key-complete-1');
    expect(again.status, JSON.stringify(again.body)).toBe(200);

    const card = await dmitry.get<{
      status: string;
      tasks: { outcome: string }[];
      incidents: unknown[];
      children: unknown[];
    }>(`/api/instances/${task.instanceId}`);
    expect(card.body.incidents).toEqual([]);
    expect(card.body).toMatchObject({
      status: 'completed',
      tasks: [{ outcome: 'good' }],
      children: [{ status: 'completed' }],
    });
    const history = await dmitry.get<{ items: { kind: string; facts: object }[] }>(
      `/api/instances/${task.instanceId}/history`,
    );
    expect(history.body.items.find((item) => item.kind === 'UserTaskCompleted')?.facts).toMatchObject({
      outcome: 'good',
      outcomeLabel: 'All good',
    });
    const notes = await api.pool.query(`select from crm.activity where kind = 'note' and body = 'Friendly'`);
    expect(notes.rowCount).toBe(1);
    const ticket = await anna.get<{ fields: { satisfaction: number } }>(`/api/records/ticket/${ticketId}`);
    expect(ticket.body.fields.satisfaction).toBe(5);
    const call = await api.pool.query<{ id: string; status: string; outcome: string; minutes: number }>(
      `select id, status, outcome, extract(epoch from actual_end - actual_start)::int / 60 as minutes
       from crm.activity where user_task_id = $1`,
      [task.id],
    );
    expect(call.rows).toMatchObject([{ status: 'done', outcome: 'good', minutes: 12 }]);
    // Kept by its code, read in words: on its page and in lists.
    const worded = { fields: { outcome: 'good' }, links: { outcome: { title: 'All good' } } };
    const { id } = call.rows[0]!;
    expect((await anna.get(`/api/records/activity/${id}`)).body).toMatchObject(worded);
    const page = await anna.get<{ items: { id: string }[] }>('/api/records/activity?limit=200');
    expect(page.body.items.find((item) => item.id === id)).toMatchObject(worded);

    const timeline = await until(async () => {
      const page = await anna.get<{ items: { verb: string }[] }>(`/api/records/ticket/${ticketId}/timeline`);
      const verbs = page.body.items.map((item) => item.verb);
      return verbs.includes('process_ended') && verbs;
    });
    expect(timeline.filter((verb) => verb === 'task_done')).toHaveLength(1);
    expect(timeline).toContain('process_started');
    const told = await anna.get<{ items: { changes: { field: string; to: unknown }[] }[] }>(
      `/api/records/ticket/${ticketId}/timeline`,
    );
    const results = told.body.items.flatMap(({ changes }) =>
      changes.filter(({ field }) => field === 'outcome'),
    );
    expect(results.map(({ to }) => to)).toEqual(['All good']);
  });

  it('calls again when nobody answers, and later when the customer asks for it', async () => {
    const { task } = await closedTicket();
    const anna = await api.as('Anna');
    await advance('P10D');
    await anna.send('POST', `/api/tasks/${task.id}/complete`, { outcome: 'no_answer' });
    const repeated = await anna.get<Task & { attempt: number }>(`/api/tasks/${task.id}`);
    expect(repeated.body).toMatchObject({ state: 'planned', attempt: 1 });

    await advance('P4D');
    const missing = await anna.send<{ code: string }>('POST', `/api/tasks/${task.id}/complete`, {
      outcome: 'later',
    });
    expect(missing).toMatchObject({ status: 422, body: { code: 'ENG_RESCHEDULE_DATE_MISSING' } });
    const me = await anna.get<{ now: string }>('/api/session');
    const rescheduleTo = new Date(new Date(me.body.now).getTime() + 2 * 86_400_000).toISOString();
    await anna.send('POST', `/api/tasks/${task.id}/complete`, { outcome: 'later', rescheduleTo });
    const later = await anna.get<{ availableAt: string }>(`/api/tasks/${task.id}`);
    expect(later.body.availableAt).toBe(rescheduleTo);
    const entry = await api.pool.query<{ planned_start: Date; status: string }>(
      'select planned_start, status from crm.activity where user_task_id = $1',
      [task.id],
    );
    expect(entry.rows).toHaveLength(1);
    expect(entry.rows[0]).toMatchObject({ planned_start: new Date(rescheduleTo), status: 'planned' });
  });

  it('opens a complaint with high priority', async () => {
    const { ticketId, task } = await closedTicket();
    const anna = await api.as('Anna');
    await advance('P10D');
    await anna.send('POST', `/api/tasks/${task.id}/complete`, {
      outcome: 'complaint',
      values: { callNote: 'Broke again' },
    });
    const { rows } = await api.pool.query(
      'select type, priority, description from crm.ticket where parent_ticket_id = $1',
      [ticketId],
    );
    expect(rows).toEqual([{ type: 'complaint', priority: 'high', description: 'Broke again' }]);
  });

  it('lets a manager change, ask, reassign and stop, and the asked person answer', async () => {
    const { task } = await closedTicket();
    const anna = await api.as('Anna');
    const dmitry = await api.as('Dmitry');
    const julia = await api.as('Julia');
    const instance = `/api/instances/${task.instanceId}`;

    await dmitry.send('PATCH', `${instance}/parameters`, {
      values: { urgency: 'high' },
      reason: 'The customer wrote.',
    });
    const card = await dmitry.get<{ parameters: { name: string; value: unknown; setBy: string }[] }>(
      instance,
    );
    expect(card.body.parameters.find((one) => one.name === 'urgency')).toMatchObject({
      value: 'high',
      setBy: 'Dmitry Sokolov',
    });

    const question = { body: 'Which printer?', isQuestion: true, askedOf: anna.id };
    const asked = await dmitry.send<{ id: string }>(
      'POST',
      `${instance}/comments`,
      question,
      'key-question-1',
    );
    expect(asked.status, JSON.stringify(asked.body)).toBe(200);
    expect(
      (await dmitry.send<{ id: string }>('POST', `${instance}/comments`, question, 'key-question-1')).body.id,
    ).toBe(asked.body.id);
    const mine = await anna.get<{ items: { id: string; instanceTitle: string }[] }>('/api/questions');
    expect(mine.body.items.map((one) => one.id)).toContain(asked.body.id);
    const answered = await anna.send('POST', `/api/comments/${asked.body.id}/answer`, {
      body: 'The big one.',
    });
    expect(answered.status, JSON.stringify(answered.body)).toBe(200);

    const handOver = { userId: julia.id, reason: 'Anna is ill.' };
    const assigned = await dmitry.send('POST', `/api/tasks/${task.id}/assign`, handOver);
    expect(assigned.status).toBe(200);
    expect((await julia.get(`/api/tasks/${task.id}`)).status).toBe(200);
    expect((await anna.get(`/api/tasks/${task.id}`)).status).toBe(404);
    await until(async () => {
      const { rows } = await api.pool.query<{ owner_id: string }>(
        'select owner_id from crm.activity where user_task_id = $1',
        [task.id],
      );
      return rows[0]?.owner_id === julia.id;
    });

    expect((await dmitry.send('POST', `${instance}/stop`, { reason: 'Not needed.' })).status).toBe(200);
    const map = await dmitry.get<{ elements: { elementId: string; state: string }[]; xml: string }>(
      `${instance}/map`,
    );
    expect(map.body.elements.find((one) => one.elementId === 'call_customer')).toMatchObject({
      state: 'cancelled',
    });
    const history = await dmitry.get<{ items: { kind: string; facts: { reason?: string } }[] }>(
      `${instance}/history`,
    );
    const reasons = history.body.items.map(({ kind, facts }) => `${kind}: ${facts.reason}`);
    expect(reasons).toContain('VariablesSet: The customer wrote.');
    expect(reasons).toContain('UserTaskAssigned: Anna is ill.');
    expect(reasons.at(-1)).toBe('InstanceEnded: Not needed.');
  });

  it('moves one running instance to another version, from the card', async () => {
    const { task } = await closedTicket();
    const owner = await api.as('Olga');
    const admin = await api.as('Viktor');
    const draft = await owner.get<{ xml: string; revision: number }>('/api/processes/follow-up-call/draft');
    const xml = draft.body.xml.replace('offset="P7D"', 'offset="P3D"');
    const saved = await owner.send<{ revision: number }>('PUT', '/api/processes/follow-up-call/draft', {
      xml,
      revision: 0,
    });
    const published = await owner.send<{ id: string; version: number }>(
      'POST',
      '/api/processes/follow-up-call/publish',
      {
        revision: saved.body.revision,
      },
    );
    expect(published.body.version).toBe(2);
    const instance = `/api/instances/${task.instanceId}`;
    const toDefinitionId = published.body.id;
    expect((await admin.send(`POST`, `${instance}/migration/check`, { toDefinitionId })).body).toMatchObject({
      possible: true,
      obstacles: [],
    });
    const moved = await admin.send('POST', `${instance}/migration`, { toDefinitionId, reason: 'Sooner' });
    expect(moved.status, JSON.stringify(moved.body)).toBe(200);
    expect((await admin.get(instance)).body).toMatchObject({ version: 2, latestVersion: 2 });
    const history = await admin.get<{ items: { kind: string; facts: object }[] }>(`${instance}/history`);
    expect(history.body.items.find((item) => item.kind === 'InstanceMigrated')?.facts).toMatchObject({
      reason: 'Sooner',
    });
  });
});
