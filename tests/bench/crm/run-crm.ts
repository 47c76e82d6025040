/**
 * `npm run bench -- crm [--parties N] [--n N] [--seed N] [--json FILE]`: lists, searches and record pages for one caller
 * over a company with a million customers, by three people with different rights, on a PostgreSQL of its own. A figure
 * above a limit makes the command end non-zero. Every question loads the person who asks, as a request does.
 */
import { writeFileSync } from 'node:fs';
import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { createCrm, type Crm } from '#crm';
import { createRandom } from '../../torture/random.ts';
import { type CpuPerOperation, CpuMeter } from '../load.ts';
import { startBenchServer } from '../server.ts';
import { populate } from './populate.ts';
import { type Question, questions } from './questions.ts';

export interface CrmBenchOptions {
  readonly parties: number;
  /** Times that each question is asked. */
  readonly n: number;
  readonly seed: number;
  readonly json: string | undefined;
}

interface Line {
  readonly workload: 'crm';
  readonly kind: string;
  readonly question: string;
  readonly person: string;
  readonly parties: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly found: number;
  readonly cpuMs: CpuPerOperation;
}

const P95_LIMIT_MS = 100;
const MEMORY_LIMIT_MB = 1_536;
const WARM_UP = 5;

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (facts: object, message: string) => console.error(message, facts),
};

/** Whether everything is within its limit. */
export async function runCrm(options: CrmBenchOptions): Promise<boolean> {
  const server = await startBenchServer();
  const pool = new pg.Pool({ connectionString: server.url, max: 8 });
  pool.on('error', () => undefined);
  try {
    const company = await populate(pool, { ...options, report: (line) => console.log(line) });
    const crm = createCrm({
      pool,
      clock: { now: () => new Date('2026-06-01T09:00:00Z') },
      ids: { next: () => uuid() },
      logger: silent,
    });
    const lines: Line[] = [];
    for (const [person, id] of Object.entries(company)) {
      const asked = await questions(crm, pool, createRandom(options.seed));
      for (const question of asked)
        lines.push(await measure(crm, { question, person, id, options, dataFolder: server.dataFolder }));
    }
    const worst = (kind: string): number =>
      Math.max(...lines.filter((line) => line.kind === kind).map((line) => line.p95Ms));
    console.table(
      lines.map(({ kind, question, person, p50Ms, p95Ms, found, cpuMs }) => ({
        kind,
        question,
        person,
        p50Ms,
        p95Ms,
        'CPU Node': cpuMs.nodeMs,
        'CPU PostgreSQL': cpuMs.postgresMs,
        found,
      })),
    );
    const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024);
    if (options.json !== undefined)
      writeFileSync(
        options.json,
        [...lines, { workload: 'crm', kind: 'memory', peakMb: memoryMb }]
          .map((line) => `${JSON.stringify(line)}\n`)
          .join(''),
      );
    const gates = [
      ...['list', 'search', 'record page'].map((kind) => ({
        what: `${kind}, 95th percentile in ms`,
        value: worst(kind),
        limit: P95_LIMIT_MS,
      })),
      { what: 'peak memory in MB', value: memoryMb, limit: MEMORY_LIMIT_MB },
    ];
    for (const { what, value, limit } of gates)
      console.log(`crm / ${what}: ${value}, at most ${limit}: ${value <= limit ? 'holds' : 'MISSED'}`);
    return gates.every(({ value, limit }) => value <= limit);
  } finally {
    await pool.end();
    await server.end();
  }
}

async function measure(
  crm: Crm,
  asked: {
    readonly question: Question;
    readonly person: string;
    readonly id: string;
    readonly options: CrmBenchOptions;
    readonly dataFolder: string | null;
  },
): Promise<Line> {
  const { question, person, id, options, dataFolder } = asked;
  const times: number[] = [];
  let found = 0;
  let meter = new CpuMeter(dataFolder);
  for (let index = -WARM_UP; index < options.n; index += 1) {
    if (index === 0) meter = new CpuMeter(dataFolder);
    const begun = performance.now();
    const user = await crm.organisation.loadUser(id);
    if (!user) throw new Error('Expected the person who asks.');
    const answer = await question.ask(user);
    if (index < 0) continue;
    times.push(performance.now() - begun);
    found += answer.found;
  }
  times.sort((left, right) => left - right);
  const at = (share: number): number => round(times[Math.ceil(times.length * share) - 1] ?? 0);
  return {
    workload: 'crm',
    kind: question.kind,
    question: question.name,
    person,
    parties: options.parties,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    found: round(found / options.n),
    cpuMs: cpuOf(meter.per(options.n)),
  };
}

function cpuOf({ nodeMs, postgresMs }: CpuPerOperation): CpuPerOperation {
  return { nodeMs: round(nodeMs), postgresMs: postgresMs === null ? null : round(postgresMs) };
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
