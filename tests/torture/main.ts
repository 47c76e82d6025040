/**
 * `npm run torture -- <name …> [--box 5m] [--seed N] [--count N] [--json FILE]`: prints the count, the seed and zero
 * or the first difference, and ends non-zero on any. Names as in the reliability plan. Without a box the floor of the
 * workload must be reached. `--kills` is the count of T04; `--quick` ends with the first difference, as it was found;
 * `--only TEXT` plants the bugs of T23 whose name holds the text.
 */
import { appendFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { lazyDatabases } from './databases.ts';
import type { TortureReport } from './workload.ts';
import { WORKLOADS } from './workloads.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    box: { type: 'string' },
    seed: { type: 'string' },
    count: { type: 'string' },
    kills: { type: 'string' },
    json: { type: 'string' },
    quick: { type: 'boolean' },
    only: { type: 'string' },
  },
});
const names = positionals.length > 0 ? positionals : ['T04'];
const unknown = names.find((name) => !(name in WORKLOADS));
if (unknown !== undefined) {
  const known = Object.entries(WORKLOADS).map(([key, { what }]) => `${key} (${what})`);
  console.error(`There is no torture '${unknown}'. There is: ${known.join(', ')}`);
  process.exit(2);
}
const count = values.count ?? values.kills;
const boxMs = values.box === undefined ? null : millisecondsOf(values.box);
if (values.json !== undefined) writeFileSync(values.json, '');

let isClean = true;
const databases = lazyDatabases();
try {
  for (const name of names) {
    const seed = Number(values.seed ?? Date.now() % 1_000_000);
    console.log(`${name}: ${WORKLOADS[name]!.what}; seed ${seed}`);
    const report = await WORKLOADS[name]!.run({
      seed,
      boxMs,
      count: count === undefined ? null : Number(count),
      isQuick: values.quick === true,
      only: values.only ?? null,
      newDatabase: databases.create,
      report: (line) => console.log(line),
    });
    tell(name, report);
    const isEnough = boxMs !== null || report.count >= report.floor;
    if (!isEnough)
      console.log(`${name}: expected at least ${report.floor} cases, but there were ${report.count}.`);
    isClean &&= isEnough && report.differences.length === 0;
  }
} finally {
  await databases.end();
}
process.exit(isClean ? 0 : 1);

function tell(name: string, report: TortureReport): void {
  const { differences, ...facts } = report;
  for (const difference of differences.slice(0, 20)) console.log(difference);
  console.log(JSON.stringify(facts));
  console.log(`${name}: ${report.count} cases, seed ${report.seed}, ${differences.length} differences`);
  if (values.json !== undefined) appendFileSync(values.json, `${JSON.stringify({ name, ...report })}\n`);
}

/** `90`, `90s`, `5m`, `1h`. */
function millisecondsOf(text: string): number {
  const found = /^(\d+)(ms|s|m|h)?$/.exec(text);
  if (!found) {
    console.error(`Expected a box like '90s' or '5m', but got '${text}'.`);
    process.exit(2);
  }
  const unit = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }[found[2] ?? 's']!;
  return Number(found[1]) * unit;
}
