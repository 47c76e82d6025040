/**
 * Checks the directions between the parts, and that the check saw the sources at all: with a compiler that it cannot
 * drive, the tool finds no modules and therefore no violation.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MODULES_MIN = 50;
const root = fileURLToPath(new URL('../..', import.meta.url));
const tool = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
const folders = ['engine', 'modeler', 'crm', 'api', 'web/src', 'tests'].filter((folder) =>
  existsSync(join(root, folder)),
);

const run = spawnSync(
  process.execPath,
  [tool, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders],
  {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 500_000_000,
  },
);
if (!run.stdout.startsWith('{')) {
  console.error(run.stderr || run.stdout);
  process.exit(1);
}
const { modules, summary } = JSON.parse(run.stdout);
const own = modules.filter((module) => folders.some((folder) => module.source.startsWith(`${folder}/`)));
for (const { rule, from, to } of summary.violations)
  console.error(`${rule.severity} ${rule.name}: ${from} → ${to}`);
if (own.length <= MODULES_MIN)
  console.error(`Expected to see more than ${MODULES_MIN} modules, but saw ${own.length}.`);
const bad = summary.violations.some(({ rule }) => rule.severity === 'error') || own.length <= MODULES_MIN;
console.log(`${own.length} modules, ${summary.violations.length} violations`);
process.exit(bad ? 1 : 0);
