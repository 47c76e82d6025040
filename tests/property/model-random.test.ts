/** T01 in a small box: random processes, on the engine and on the reference, with the same result after every step. */
import { expect, test } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { modelRandom } from './runs/model-random.ts';

const BOX_MS = 10_000;

test('random processes end on the engine as in the reference', { timeout: 120_000 }, async () => {
  const seed = Number(process.env.TORTURE_SEED ?? Date.now() % 1_000_000);
  const report = await modelRandom.run({
    seed,
    boxMs: BOX_MS,
    count: null,
    newDatabase: testDatabase,
    report: () => undefined,
  });
  expect(report.differences, `seed ${seed}`).toEqual([]);
  expect(report.count).toBeGreaterThan(0);
});
