/**
 * `npm run bench -- crm [--parties N] [--n N] [--import N] [--seed N] [--keep FOLDER] [--json FILE]`: lists, searches and
 * record pages for one caller over a company with a million customers, by three people with different rights, on a
 * PostgreSQL of its own; then files of 100,000 rows imported into a copy of it and taken back. A figure above a limit
 * makes the command end non-zero. Every question loads the person who asks, as a request does. With `--keep` the company
 * is made once.
 */
import { writeFileSync } from 'node:fs';
import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { createCrm, type Crm } from '#crm';
import { createRandom } from '../../torture/random.ts';
import { type CpuPerOperation, CpuMeter } from '../load.ts';
import { type KeptServer, startKeptServer } from '../server.ts';
import { type ImportLine, measureImports } from './measure-imports.ts';
import { type Company, companyIn } from './populate.ts';
import { type Question, questions } from './questions.ts';

export interface CrmBenchOptions {
  readonly parties: number;
  /** Times that each question is asked. */
  readonly n: number;
  readonly seed: number;
  /** A folder whose database is used again, or made and left there. */
  readonly keep: string | null;
  /** Rows of each imported file; 0 leaves the imports out. */
  readonly importRows: number;
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
  const server = await startKeptServer(options.keep);
  try {
    const { lines, company } = await askEverything(server, options);
    const imports = options.importRows === 0 ? [] : await importIntoCopy(server, company, options);
    const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024);
    printLines(lines, imports);
    if (options.json !== undefined)
      writeFileSync(
        options.json,
        [...lines, ...imports, { workload: 'crm', kind: 'memory', peakMb: memoryMb }]
          .map((line) => `${JSON.stringify(line)}\n`)
          .join(''),
      );
    const kinds = options.n === 0 ? [] : (['list', 'search', 'record page'] as const);
    const gates = [
      ...kinds.map((kind) => ({
        what: `${kind}, 95th percentile in ms`,
        value: Math.max(...lines.filter((line) => line.kind === kind).map((line) => line.p95Ms)),
        limit: P95_LIMIT_MS,
      })),
      { what: 'peak memory in MB', value: memoryMb, limit: MEMORY_LIMIT_MB },
    ];
    for (const { what, value, limit } of gates)
      console.log(`crm / ${what}: ${value}, at most ${limit}: ${value <= limit ? 'holds' : 'MISSED'}`);
    return gates.every(({ value, limit }) => value <= limit);
  } finally {
    await server.end();
  }
}

function crmOver(pool: pg.Pool, filePath?: (key: string) => Promise<string>): Crm {
  return createCrm({
    pool,
    clock: { now: () => new Date('2026-06-01T09:00:00Z') },
    ids: { next: () => uuid() },
    logger: silent,
    ...(filePath ? { filePath } : {}),
  });
}

async function askEverything(
  server: KeptServer,
  options: CrmBenchOptions,
): Promise<{ readonly lines: Line[]; readonly company: Company }> {
  const pool = new pg.Pool({ connectionString: server.url, max: 8 });
  pool.on('error', () => undefined);
  try {
    const company = await companyIn(pool, { ...options, report: (line) => console.log(line) });
    const crm = crmOver(pool);
    const lines: Line[] = [];
    for (const [person, id] of Object.entries(options.n === 0 ? {} : company.people)) {
      const asked = await questions(crm, pool, createRandom(options.seed));
      for (const question of asked)
        lines.push(await measure(crm, { question, person, id, options, company, server }));
    }
    return { lines, company };
  } finally {
    await pool.end();
  }
}

/** Imports change the company, so they are given a copy of it. */
async function importIntoCopy(
  server: KeptServer,
  { people }: Company,
  { importRows, seed }: CrmBenchOptions,
): Promise<ImportLine[]> {
  const { url, drop } = await server.copy();
  try {
    const { dataFolder } = server;
    return await measureImports({ url, adminId: people.admin, rows: importRows, seed, dataFolder, crmOver });
  } finally {
    await drop();
  }
}

function printLines(lines: readonly Line[], imports: readonly ImportLine[]): void {
  const cpuColumns = ({ nodeMs, postgresMs }: CpuPerOperation): object => ({
    'CPU Node': nodeMs,
    'CPU PostgreSQL': postgresMs,
  });
  if (lines.length > 0)
    console.table(
      lines.map(({ kind, question, person, p50Ms, p95Ms, found, cpuMs }) => ({
        kind,
        question,
        person,
        p50Ms,
        p95Ms,
        ...cpuColumns(cpuMs),
        found,
      })),
    );
  if (imports.length > 0)
    console.table(
      imports.map(({ file, part, rows, seconds, rowsPerSecond, peakMb, cpuMs }) => ({
        file,
        part,
        rows,
        seconds,
        'rows per s': rowsPerSecond,
        'peak MB': peakMb,
        ...cpuColumns(cpuMs),
      })),
    );
}

async function measure(
  crm: Crm,
  asked: {
    readonly question: Question;
    readonly person: string;
    readonly id: string;
    readonly options: CrmBenchOptions;
    readonly company: Company;
    readonly server: KeptServer;
  },
): Promise<Line> {
  const { question, person, id, options, company } = asked;
  const { dataFolder } = asked.server;
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
    parties: company.parties,
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
