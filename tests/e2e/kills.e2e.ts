/**
 * A short box of the kill test: SIGKILL of the product under load, once with its PostgreSQL. The full run of fifty is
 * `npm run torture -- T04`, which the continuous integration calls too.
 */
import { expect, it } from 'vitest';
import { runKills } from '../torture/kills/run-kills.ts';

const KILLS = 5;

it('loses and doubles nothing that was acknowledged when it is killed', { timeout: 240_000 }, async () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
  const report = await runKills({
    kills: KILLS,
    databaseKills: 1,
    seed,
    report: (line) => console.log(line),
  });
  expect(report.differences, `seed ${seed}`).toEqual([]);
  expect(report.acknowledged, `seed ${seed}`).toBeGreaterThan(KILLS);
});
