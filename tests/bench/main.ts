/**
 * npm run bench -- W1 … W8 [--json FILE] [--n N]: the product beside its ceilings in the same run, on an embedded
 * PostgreSQL of its own or on DATABASE_URL; signal, items, hot, nodes and million: big work beside others', one busy instance, two
 * nodes, a million that wait; crm: a company with a million customers, by itself (--parties N, --seed N, --import N, --keep FOLDER). Without a name W1 to W8 run. Ends with 1 when a gate is missed.
 */
import { appendFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { runCrm } from './crm/run-crm.ts';
import { createFloor } from './floor.ts';
import { createWaitingFloor } from './floor-waiting.ts';
import { createOcc2 } from './occ2.ts';
import { createProduct } from './product.ts';
import { runItems, runSignal } from './scale/big-work.ts';
import { runHot } from './scale/hot-instance.ts';
import { runMillion } from './scale/million-waiting.ts';
import { runNodes } from './scale/two-nodes.ts';
import { startBenchServer } from './server.ts';
import { runW1 } from './w1.ts';
import { runW2 } from './w2.ts';
import { runW3 } from './w3.ts';
import { runW4 } from './w4.ts';
import { runW5 } from './w5.ts';
import { runW6 } from './w6.ts';
import { runW7 } from './w7.ts';
import { runW8 } from './w8.ts';
import type { Measured, Report } from './workload.ts';

const WORKLOADS = ['W1', 'W2', 'W3', 'W4', 'W5', 'W6', 'W7', 'W8'] as const;
const SCALE = ['signal', 'items', 'hot', 'nodes', 'million'] as const;
const NAMES: readonly string[] = [...WORKLOADS, ...SCALE, 'crm'];
const POOL_SIZE = 8;
const N_DEFAULT = 3_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    import: { type: 'string' },
    json: { type: 'string' },
    keep: { type: 'string' },
    n: { type: 'string' },
    parties: { type: 'string' },
    seed: { type: 'string' },
  },
});
const wanted = positionals.length > 0 ? positionals : [...WORKLOADS];
const unknown = wanted.filter((name) => !NAMES.includes(name));
if (unknown.length > 0) {
  console.error(`There is no workload '${unknown.join("', '")}'; there are ${NAMES.join(', ')}.`);
  process.exit(2);
}
const n = Number(values.n ?? N_DEFAULT);
if (!Number.isInteger(n) || n < (wanted.includes('crm') ? 0 : 1)) {
  console.error(`Expected --n to be a positive number, but it is '${values.n}'.`);
  process.exit(2);
}

// A company with a million customers is no neighbour of the engine's workloads: it has a run of its own.
if (wanted.includes('crm')) {
  if (wanted.length > 1) {
    console.error('The workload crm runs alone.');
    process.exit(2);
  }
  const holds = await runCrm({
    parties: Number(values.parties ?? 1_000_000),
    n: Number(values.n ?? 100),
    seed: Number(values.seed ?? 1),
    keep: values.keep ?? null,
    importRows: Number(values.import ?? 100_000),
    json: values.json,
  });
  process.exit(holds ? 0 : 1);
}

const server = await startBenchServer();
const pool = new pg.Pool({ connectionString: server.url, max: POOL_SIZE });
// The server goes first at the end; an idle connection's death is no news then.
pool.on('error', () => undefined);
let reports: Report[] = [];
try {
  const parts = {
    n,
    dataFolder: server.dataFolder,
    floor: await createFloor(pool),
    product: await createProduct(pool),
  };
  if (wanted.includes('W1')) reports = [...reports, await runW1(parts)];
  if (wanted.includes('W2')) reports = [...reports, await runW2({ ...parts, occ2: await createOcc2(pool) })];
  if (wanted.includes('W6')) reports = [...reports, await runW6(parts)];
  await parts.product.stop();
  const waiting = { n, dataFolder: server.dataFolder, pool, floor: await createWaitingFloor(pool) };
  if (wanted.includes('W3')) reports = [...reports, await runW3(waiting)];
  if (wanted.includes('W4')) reports = [...reports, await runW4(waiting)];
  if (wanted.includes('W5')) reports = [...reports, await runW5(waiting)];
  if (wanted.includes('W7')) reports = [...reports, await runW7(waiting)];
  if (wanted.includes('W8')) reports = [...reports, await runW8(waiting)];
  const big = { pool, dataFolder: server.dataFolder, url: server.url, n: values.n ? n : null };
  if (wanted.includes('signal')) reports = [...reports, await runSignal(big)];
  if (wanted.includes('items')) reports = [...reports, await runItems(big)];
  if (wanted.includes('hot')) reports = [...reports, await runHot(big)];
  if (wanted.includes('nodes')) reports = [...reports, await runNodes(big)];
  if (wanted.includes('million')) reports = [...reports, await runMillion(big)];
} finally {
  await pool.end();
  await server.end();
}
print(reports);
if (values.json) writeJson(values.json, reports);
process.exitCode = reports.every((report) => report.gates.every((gate) => gate.ratio >= gate.atLeast))
  ? 0
  : 1;

function print(all: readonly Report[]): void {
  for (const { workload, unit, callers, product, ceilings, gates } of all) {
    console.log(`\n${workload} (${unit}, ${callers ?? '8 callers'})`);
    console.table(
      Object.fromEntries([
        ['product', row(product)],
        ...Object.entries(ceilings).map(([name, one]) => [name, row(one)]),
      ]),
    );
    for (const { against, ratio, atLeast } of gates) {
      const verdict = ratio >= atLeast ? 'holds' : 'MISSED';
      console.log(`${workload} / ${against}: ${ratio.toFixed(2)}, at least ${atLeast}: ${verdict}`);
    }
  }
}

function row({ perSecond, p50Ms, p99Ms, cpu }: Measured): Record<string, number | null> {
  return {
    'per s': Math.round(perSecond),
    'p50 ms': round(p50Ms),
    'p99 ms': round(p99Ms),
    'CPU ms Node': round(cpu.nodeMs),
    'CPU ms PostgreSQL': cpu.postgresMs === null ? null : round(cpu.postgresMs),
  };
}

function round(number: number): number {
  return Math.round(number * 1000) / 1000;
}

function writeJson(file: string, all: readonly Report[]): void {
  writeFileSync(file, '');
  for (const { workload, unit, product, ceilings, gates } of all) {
    const line = {
      workload,
      value: Math.round(product.perSecond),
      unit,
      ceiling: Math.round(Object.values(ceilings)[0]!.perSecond),
      ratio: round(gates[0]!.ratio),
      p50Ms: round(product.p50Ms),
      p99Ms: round(product.p99Ms),
      cpuMsPerOperation: { node: round(product.cpu.nodeMs), postgres: product.cpu.postgresMs },
      gates: gates.map((gate) => ({ ...gate, ratio: round(gate.ratio) })),
    };
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  }
}
