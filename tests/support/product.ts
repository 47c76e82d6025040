/**
 * The real product for a test: with an empty database, or with the demonstration company. A
 * demonstration is made once per run and cloned from then on; it takes a while to make.
 */
import pg from 'pg';
import { inject } from 'vitest';
import { createDatabase, testDatabase, type TestDatabase } from './database.ts';
import { launchProduct, type ProductOptions, type ProductProcess } from './product-process.ts';

export type { ProductOptions, ProductProcess } from './product-process.ts';

/** Held by the worker that makes the demonstration template, so that others wait for it. */
const TEMPLATE_LOCK = 0x64656d6f;

export async function startProduct(options: ProductOptions = {}): Promise<ProductProcess> {
  if (options.databaseUrl !== undefined || options.dataDir !== undefined) return launchProduct(options);
  const database = options.demo === true ? await demonstrationDatabase() : await testDatabase();
  const product = await launchProduct({ ...options, databaseUrl: database.url });
  return {
    ...product,
    stop: async () => {
      await product.stop();
      await database.drop();
    },
  };
}

/** A fresh clone of the demonstration company; the first call of a run makes it by starting the product once. */
export async function demonstrationDatabase(): Promise<TestDatabase> {
  const name = `${inject('postgresTemplate')}_demo`;
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const made = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (made.rowCount === 0) await makeDemonstration(client, name);
  } finally {
    await client.end();
  }
  return createDatabase(name);
}

async function makeDemonstration(client: pg.Client, name: string): Promise<void> {
  const database = await testDatabase();
  const product = await launchProduct({ demo: true, databaseUrl: database.url });
  await product.stop();
  await client.query(`alter database ${new URL(database.url).pathname.slice(1)} rename to ${name}`);
}
