/**
 * `npm run torture -- <name> [--kills 50] [--seed N] [--json FILE]`: prints the count, the seed and zero or
 * the first difference, and ends non-zero on any. Names as in the reliability plan.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import buildProduct from '../support/built.ts';
import { runKills } from './kills/run-kills.ts';

const NAMES = {
  T04: 'SIGKILL of the product, in a fifth of the cases of its PostgreSQL too, under load',
} as const;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { kills: { type: 'string' }, seed: { type: 'string' }, json: { type: 'string' } },
});
const name = positionals[0] ?? 'T04';
if (!(name in NAMES)) {
  console.error(
    `There is no torture '${name}'. There is: ${Object.entries(NAMES)
      .map(([key, what]) => `${key} (${what})`)
      .join(', ')}`,
  );
  process.exit(2);
}
buildProduct();
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const kills = Number(values.kills ?? 50);
console.log(`${name}: ${kills} kills, seed ${seed}`);
const report = await runKills({
  kills,
  databaseKills: Math.ceil(kills / 5),
  seed,
  report: (line) => console.log(line),
});
console.log(JSON.stringify({ ...report, differences: report.differences.slice(0, 20) }, null, 2));
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ name, ...report })}\n`);
process.exit(report.differences.length === 0 ? 0 : 1);
