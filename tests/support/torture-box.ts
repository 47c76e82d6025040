/** A torture workload in a small box, as `npm test` runs it: TORTURE_SEED repeats a run. */
import { expect, test } from 'vitest';
import type { Workload } from '../torture/workload.ts';
import { testDatabase } from './database.ts';

const REST_MS = 110_000;

export function boxed(name: string, workload: Workload, boxMs: number): void {
  test(name, { timeout: boxMs + REST_MS }, async () => {
    const seed = Number(process.env.TORTURE_SEED ?? Date.now() % 1_000_000);
    const report = await workload.run({
      seed,
      boxMs,
      count: null,
      isQuick: false,
      only: null,
      newDatabase: testDatabase,
      report: () => undefined,
    });
    expect(report.differences, `seed ${seed}`).toEqual([]);
    expect(report.count).toBeGreaterThan(0);
  });
}
