/** The pool of a node, on a real PostgreSQL. */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../api/adapters/database/in-transaction.ts';
import { createPool } from '../../api/adapters/database/pool.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { startStatementProxy } from '../torture/statements/statement-proxy.ts';

const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

describe('the pool of a node', () => {
  it.each([4, 20])('of %i lets every transaction read beside itself, however many are open', async (max) => {
    const pool = createPool({ url: database.url, max, logger });
    let open = 0;
    const readBeside = (): Promise<number> =>
      inTransaction(pool, async () => {
        open += 1;
        // All that can be open are, before the first asks for more.
        await pause(200);
        const { rows } = await pool.query<{ found: number }>('select 1 as found');
        return rows[0]?.found ?? 0;
      });
    const found = await Promise.all(Array.from({ length: max * 2 }, readBeside));
    expect(found).toEqual(Array<number>(max * 2).fill(1));
    expect(open).toBe(max * 2);
    await pool.end();
  });

  it('never has more connections than it was given, and leaves none behind', async () => {
    const pool = createPool({ url: database.url, max: 5, logger });
    const watch = new pg.Client({ connectionString: database.url });
    await watch.connect();
    const connections = async (): Promise<number> => {
      const { rows } = await watch.query<{ count: number }>(
        `select count(*)::int as count from pg_stat_activity
         where datname = current_database() and application_name = 'throughline'`,
      );
      return rows[0]?.count ?? 0;
    };
    const busy = Array.from({ length: 30 }, () => pool.query('select pg_sleep(0.05)'));
    const held = Array.from({ length: 10 }, () => inTransaction(pool, () => pause(50)));
    await pause(100);
    expect(await connections()).toBe(5);
    await Promise.all([...busy, ...held]);
    await pool.end();
    await expect.poll(connections).toBe(0);
    await watch.end();
  });

  it('tells whoever waits on a connection that fell silent, and goes on with another', async () => {
    const proxy = await startStatementProxy(database.url);
    const pool = createPool({ url: proxy.url, max: 5, silentMs: 500, logger });
    await pool.query('select 1');
    proxy.arm(1, 'F5');
    await expect(pool.query('select 1')).rejects.toThrow(/Connection terminated/);
    proxy.arm(2, 'F5');
    const inside = inTransaction(pool, (client) => client.query('select 1'));
    await expect(inside).rejects.toThrow(/Connection terminated/);
    expect((await pool.query<{ found: number }>('select 2 as found')).rows).toEqual([{ found: 2 }]);
    expect(pool.totalCount).toBe(1);
    await pool.end();
    await proxy.close();
  });

  it("tells so as well where the connection had long been nobody's", async () => {
    const proxy = await startStatementProxy(database.url);
    const pool = createPool({ url: proxy.url, max: 5, silentMs: 300, logger });
    await pool.query('select 1');
    await pause(700);
    await pool.query('select 1');
    proxy.arm(1, 'F5');
    await expect(pool.query('select 1')).rejects.toThrow(/Connection terminated/);
    await pool.end();
    await proxy.close();
  });

  it('waits for an answer that comes late and byte by byte', async () => {
    const proxy = await startStatementProxy(database.url);
    const pool = createPool({ url: proxy.url, max: 5, silentMs: 5_000, logger });
    proxy.arm(1, 'F6');
    const { rows } = await pool.query<{ found: string }>(`select repeat('x', 500) as found`);
    expect(rows).toEqual([{ found: 'x'.repeat(500) }]);
    expect(proxy.disarm().isMet).toBe(true);
    await pool.end();
    await proxy.close();
  });

  it('asks the server to end what a vanished node had begun', async () => {
    const pool = createPool({ url: database.url, max: 5, logger });
    const { rows } = await pool.query<{ idle: string; alive: string }>(
      `select current_setting('idle_in_transaction_session_timeout') as idle,
              current_setting('tcp_keepalives_idle') as alive`,
    );
    expect(rows).toEqual([{ idle: '2min', alive: '30' }]);
    await pool.end();
  });
});
