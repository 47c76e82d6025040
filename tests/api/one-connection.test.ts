/**
 * Nothing asks the pool for a connection while it holds one: as many callers as there are connections would wait for each
 * other until their time is up. Here there is one, and each reference operation of T03 is done once.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { startCutProduct, type CutProduct } from '../torture/statements/cut-product.ts';
import type { Stage } from '../torture/statements/operation.ts';
import { PRODUCT } from '../torture/statements/operations/product.ts';

/** Messages are filed one at a time by one schedule. */
const ALONE = ['file a mail'];

let database: TestDatabase;
let product: CutProduct;

beforeAll(async () => {
  database = await testDatabase();
  product = await startCutProduct(database.url, database.url, { connections: 1 });
}, 60_000);
afterAll(async () => {
  await product.stop();
  await database.drop();
});

const operations = PRODUCT.filter(({ name }) => !ALONE.includes(name));

it.each(operations.map((operation, rank) => ({ ...operation, rank })))('$name', async ({ prepare, rank }) => {
  const prepared = await prepare({ product } as Stage, `u${rank}`);
  await expect(prepared.run(null as never, `one-connection-${rank}`)).resolves.not.toThrow();
});
