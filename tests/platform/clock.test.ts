import pg from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClock } from '../../api/adapters/clock.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

const HOUR_MS = 3_600_000;

describe('the demonstration clock', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  beforeAll(async () => {
    database = await testDatabase();
    pool = new pg.Pool({ connectionString: database.url });
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('moves code and SQL by the same time, on this node and on others', async () => {
    const here = await createClock({ pool, demo: true });
    const there = await createClock({ pool, demo: true });
    let heard = 0;
    there.onAdvance(() => (heard += 1));
    const before = here.now().getTime();
    await here.advance('P7DT2H');

    expect((here.now().getTime() - before) / HOUR_MS).toBeCloseTo(170, 1);
    const sql = await pool.query<{ now: Date }>('select public.throughline_now() as now');
    expect(Math.abs((sql.rows[0]?.now.getTime() ?? 0) - here.now().getTime())).toBeLessThan(1_000);
    const deadline = Date.now() + 5_000;
    while (heard === 0 && Date.now() < deadline) await pause(50);
    expect(Math.abs(there.now().getTime() - here.now().getTime())).toBeLessThan(1_000);
    here.stop();
    there.stop();
  });

  it('refuses to go back by a duration, and to move at all outside a demonstration', async () => {
    const clock = await createClock({ pool, demo: true });
    await expect(clock.advance('-PT1H')).rejects.toThrow(/duration forward/);
    clock.stop();
    const real = await createClock({ pool, demo: false });
    await expect(real.advance('PT1H')).rejects.toThrow(/only in a demonstration/);
    real.stop();
  });

  it('may begin in the past, before the first instance', async () => {
    const clock = await createClock({ pool, demo: true });
    const past = new Date('2026-01-05T08:00:00Z');
    await clock.moveTo(past);
    expect(Math.abs(clock.now().getTime() - past.getTime())).toBeLessThan(1_000);
    clock.stop();
  });

  it('goes on to an instant, and stays where it is when that has passed', async () => {
    const clock = await createClock({ pool, demo: true });
    const ahead = new Date(clock.now().getTime() + HOUR_MS);
    await clock.advanceTo(ahead);
    expect(Math.abs(clock.now().getTime() - ahead.getTime())).toBeLessThan(1_000);
    await clock.advanceTo(new Date(ahead.getTime() - HOUR_MS));
    expect(clock.now().getTime()).toBeGreaterThanOrEqual(ahead.getTime() - 1_000);
    clock.stop();
  });

  it('never goes before the database, however long a question is on its way', async () => {
    const slow = {
      query: async (...question: Parameters<pg.Pool['query']>) => {
        await pause(40);
        return pool.query(...question);
      },
    } as unknown as pg.Pool;
    const clock = await createClock({ pool: slow, demo: false });
    const here = clock.now();
    const { rows } = await pool.query<{ now: Date }>('select public.throughline_now() as now');
    expect(rows[0]?.now.getTime()).toBeGreaterThanOrEqual(here.getTime());
    clock.stop();
  });

  it.each([
    ['is set back by five minutes', -300_000, 0],
    ['is set ahead by five minutes', 300_000, 0],
    ['was asleep for an hour', HOUR_MS, 0],
    ['is set back while it sleeps for an hour', 0, -HOUR_MS],
  ])('follows the database when its machine %s, and is never behind it', async (_what, wallBy, steadyBy) => {
    const machine = { wallBy: 0, steadyBy: 0 };
    const clock = await createClock({
      pool,
      demo: false,
      machine: {
        wall: () => Date.now() + machine.wallBy,
        steady: () => performance.now() + machine.steadyBy,
      },
    });
    const real = Date.now() - clock.now().getTime();
    Object.assign(machine, { wallBy, steadyBy });
    expect(clock.now().getTime() + real).toBeGreaterThan(Date.now() - 1_000);
    // It has seen that something is wrong, and asks.
    await expect
      .poll(() => Math.abs(clock.now().getTime() + real - Date.now()), { timeout: 5_000 })
      .toBeLessThan(1_000);
    clock.stop();
  });
});
