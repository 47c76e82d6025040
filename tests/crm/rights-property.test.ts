/** A short box of `npm run torture -- rights`. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compareRights } from '../torture/rights/compare-rights.ts';
import { taskRecords } from '../torture/rights/world.ts';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

const SEED = Number(process.env.SEED ?? 20261122);

let harness: CrmHarness;
beforeAll(async () => {
  harness = await crmHarness({ participants: taskRecords });
});
afterAll(() => harness.close());

it(`allows what the rules allow to random people on random records, and nothing else (seed ${SEED})`, async () => {
  const { crm, pool } = harness;
  const report = await compareRights({
    crm,
    pool,
    seed: SEED,
    users: 40,
    records: 120,
    crowd: 3_200,
    boxMs: 20_000,
  });
  expect(report.differences).toEqual([]);
  expect(report.users).toBeGreaterThan(2);
}, 90_000);
