import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { migrate } from '../../api/adapters/database/migrate.ts';
import { emptyDatabase, type TestDatabase } from '../support/database.ts';

describe('migrations', () => {
  let database: TestDatabase | undefined;
  afterEach(() => database?.drop());

  it('run twice are a no-op the second time', async () => {
    database = await emptyDatabase();
    const first = await migrate(database.url);
    expect(first.length).toBeGreaterThan(0);
    expect(await migrate(database.url)).toEqual([]);
  });

  it('started twenty times at once apply each file once', async () => {
    const { url } = (database = await emptyDatabase());
    const runs = await Promise.all(Array.from({ length: 20 }, () => migrate(url)));
    const applied = runs.flat();
    expect(new Set(applied).size).toBe(applied.length);
    expect(runs.filter((run) => run.length > 0)).toHaveLength(1);
  });

  it('run in the order engine, crm, app', async () => {
    database = await emptyDatabase();
    const parts = (await migrate(database.url)).map((name) => name.split('/')[0] ?? '');
    const order = ['engine', 'crm', 'app'];
    expect(parts).toEqual([...parts].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
  });

  it('refuse a file that was changed after it was applied', async () => {
    database = await emptyDatabase();
    await migrate(database.url);
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(`update public.schema_migration set checksum = 'another'`);
    await client.end();
    await expect(migrate(database.url)).rejects.toThrow(/was changed after this database applied it/);
  });
});
