import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compose } from '../../api/compose.ts';
import { readConfig } from '../../api/config.ts';
import { runProduct } from '../../api/run.ts';
import { testDatabase } from '../support/database.ts';
import { demonstrationDatabase } from '../support/product.ts';
import { startApi, type ApiProduct } from './api-product.ts';

const DAY_MS = 86_400_000;

interface TaskPage {
  counts: Record<'today' | 'overdue' | 'upcoming' | 'pool' | 'done', number>;
  items: { name: string; kind: string; customer: unknown }[];
}

describe('the demonstration company', () => {
  let api: ApiProduct;
  beforeAll(async () => {
    api = await startApi({}, await demonstrationDatabase());
  }, 180_000);
  afterAll(() => api.stop());

  it('has lived through six months of processes in every state', async () => {
    const { rows } = await api.pool.query<{ status: string; count: number; oldest: Date }>(
      'select status, count(*)::int as count, min(started_at) as oldest from engine.process_instance group by 1',
    );
    const count = (status: string) => rows.find((row) => row.status === status)?.count ?? 0;
    expect(rows.reduce((sum, row) => sum + row.count, 0)).toBeGreaterThanOrEqual(150);
    expect(count('completed')).toBeGreaterThan(100);
    expect(count('active')).toBeGreaterThan(10);
    expect(count('cancelled')).toBe(1);
    const oldest = Math.min(...rows.map((row) => row.oldest.getTime()));
    expect(Date.now() - oldest).toBeGreaterThan(170 * DAY_MS);
    const incidents = await api.pool.query('select from engine.incident');
    expect(incidents.rowCount).toBe(1);
  });

  it('has as many customers, leads, deals and tickets as a small company', async () => {
    const { rows } = await api.pool.query<Record<string, number>>(
      `select (select count(*)::int from crm.account) as accounts, (select count(*)::int from crm.contact) as contacts,
        (select count(*)::int from crm.lead) as leads, (select count(*)::int from crm.deal) as deals,
        (select count(*)::int from crm.ticket) as tickets`,
    );
    const least = { accounts: 40, contacts: 120, leads: 60, deals: 45, tickets: 80 };
    for (const [kind, count] of Object.entries(least))
      expect(rows[0]![kind], kind).toBeGreaterThanOrEqual(count);
  });

  it.each(['Olga', 'Anna', 'Dmitry', 'Viktor'])('leaves %s something to do', async (name) => {
    const person = await api.as(name);
    const { body } = await person.get<TaskPage>('/api/tasks?tab=today');
    expect(body.counts.today).toBeGreaterThan(0);
    expect(body.items.every((item) => item.customer !== null)).toBe(true);
  });

  it('shows the manager something overdue, and the pool of support something to take', async () => {
    const dmitry = await (await api.as('Dmitry')).get<TaskPage>('/api/tasks?tab=overdue');
    expect(dmitry.body.counts.overdue).toBeGreaterThan(0);
    expect(dmitry.body.counts.today).toBeGreaterThan(dmitry.body.counts.overdue);
    const kate = await (await api.as('Kate')).get<TaskPage>('/api/tasks?tab=pool');
    // Whatever the hour at which the company was made.
    expect(kate.body.items.filter(({ name }) => name === 'Find a solution').length).toBeGreaterThan(1);
  });

  it('lets Dmitry approve a quote of Anna, and shows one that he approved and one that he refused', async () => {
    const dmitry = await api.as('Dmitry');
    const { body } = await dmitry.get<TaskPage>('/api/tasks?tab=today');
    expect(body.items.map(({ name }) => name)).toContain('Approve the quote');
    const { rows } = await api.pool.query<{ status: string; remarked: boolean }>(
      `select q.status, q.approval_remark is not null as remarked from crm.quote q
       where exists (select from engine.record_link l where l.entity = 'quote' and l.record_id = q.id::text)
       order by 1`,
    );
    expect(rows).toEqual([
      { status: 'approved', remarked: true },
      { status: 'draft', remarked: true },
      { status: 'in_approval', remarked: false },
      { status: 'sent', remarked: true },
    ]);
  });

  it('has calls ahead, and entries of this week in the calendars of Anna and Dmitry', async () => {
    const anna = await api.as('Anna');
    const upcoming = await anna.get<TaskPage>('/api/tasks?tab=upcoming');
    expect(upcoming.body.items.some((item) => item.kind === 'call')).toBe(true);
    const now = new Date();
    const monday = new Date(now.getTime() - ((now.getUTCDay() + 6) % 7) * DAY_MS).setUTCHours(0, 0, 0, 0);
    const week = `from=${new Date(monday).toISOString()}&to=${new Date(monday + 7 * DAY_MS).toISOString()}`;
    for (const person of [anna, await api.as('Dmitry')]) {
      const { body } = await person.get<{ items: unknown[] }>(`/api/calendar?${week}&userId=${person.id}`);
      expect(body.items.length).toBeGreaterThan(0);
    }
  });
});

it('stops soon when it is told to while the company is being made, and begins again at the next start', async () => {
  const database = await testDatabase();
  const pool = new pg.Pool({ connectionString: database.url, max: 1 });
  pool.on('error', () => undefined);
  const config = readConfig({
    PORT: '0',
    LOG_LEVEL: 'silent',
    UNSAFE_DATABASE: '1',
    DEMO: '1',
    DRAIN_SECONDS: '1',
    DATABASE_URL: database.url,
  });
  const stopping = new AbortController();
  const running = runProduct(config, compose, stopping.signal);
  const ended = running.then(
    () => 'ready',
    () => 'stopped',
  );
  const state = async (): Promise<string | undefined> => {
    const { rows } = await pool.query<{ state: string; tickets: boolean }>(
      'select state, exists (select from crm.ticket) as tickets from app.demonstration',
    );
    return rows[0]?.tickets ? rows[0].state : undefined;
  };
  while ((await state()) !== 'making') await new Promise((resolve) => setTimeout(resolve, 50));
  const begun = performance.now();
  stopping.abort(new Error('Enough.'));
  expect(await ended).toBe('stopped');
  expect(performance.now() - begun).toBeLessThan(5_000);
  expect(await state()).toBe('making');
  await pool.end();
  await database.drop();
}, 60_000);
