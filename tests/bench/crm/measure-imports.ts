/**
 * A hundred thousand rows by the product's own way: the file is read, its columns guessed, every row checked and
 * compared with the company, a preview and a trial looked at, written, and taken back. Each part has its rate; memory is
 * sampled while it works.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { Crm, ImportJob } from '#crm';
import { type CpuPerOperation, CpuMeter } from '../load.ts';

export interface ImportLine {
  readonly workload: 'crm';
  readonly kind: 'import';
  readonly file: string;
  readonly part: 'read' | 'check' | 'preview' | 'apply' | 'undo';
  readonly rows: number;
  readonly seconds: number;
  readonly rowsPerSecond: number;
  readonly peakMb: number;
  readonly cpuMs: CpuPerOperation;
}

const FILES = [
  { file: 'contacts.csv', entity: 'contact' },
  { file: 'accounts.xlsx', entity: 'account' },
] as const;
const SAMPLE_MS = 20;

export async function measureImports(request: {
  readonly url: string;
  readonly adminId: string;
  readonly rows: number;
  readonly seed: number;
  readonly dataFolder: string | null;
  readonly crmOver: (pool: pg.Pool, filePath: (key: string) => Promise<string>) => Crm;
}): Promise<ImportLine[]> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-import-'));
  const pool = new pg.Pool({ connectionString: request.url, max: 8 });
  pool.on('error', () => undefined);
  try {
    const maker = fileURLToPath(new URL('./import-files.ts', import.meta.url));
    const wanted = [maker, request.url, folder, String(request.rows), String(request.seed)];
    execFileSync(process.execPath, [...process.execArgv, ...wanted], { stdio: 'inherit' });
    const crm = request.crmOver(pool, (key) => Promise.resolve(join(folder, key)));
    const lines: ImportLine[] = [];
    for (const { file, entity } of FILES)
      lines.push(...(await importOne(crm, { ...request, file, entity, path: join(folder, file) })));
    return lines;
  } finally {
    await pool.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function importOne(
  crm: Crm,
  asked: {
    readonly file: string;
    readonly entity: string;
    readonly path: string;
    readonly adminId: string;
    readonly rows: number;
    readonly dataFolder: string | null;
  },
): Promise<ImportLine[]> {
  const { file, entity, path, rows, dataFolder } = asked;
  const { imports } = crm;
  const user = await crm.organisation.loadUser(asked.adminId);
  if (!user) throw new Error('Expected the person who imports.');
  const caller = { user };
  const lines: ImportLine[] = [];
  const timed = async (part: ImportLine['part'], countOf: (job: ImportJob) => number, id: string) => {
    const meter = new CpuMeter(dataFolder);
    const memory = watchMemory();
    const begun = performance.now();
    if (part === 'preview') await lookThrough(crm, caller, id);
    else await imports.work();
    const seconds = (performance.now() - begun) / 1000;
    const job = await imports.get(caller, id);
    const count = countOf(job);
    const cpu = meter.per(Math.max(1, count));
    lines.push({
      workload: 'crm',
      kind: 'import',
      file,
      part,
      rows: count,
      seconds: Math.round(seconds * 10) / 10,
      rowsPerSecond: Math.round(count / seconds),
      peakMb: memory.end(),
      cpuMs: {
        nodeMs: Math.round(cpu.nodeMs * 1000) / 1000,
        postgresMs: cpu.postgresMs === null ? null : Math.round(cpu.postgresMs * 1000) / 1000,
      },
    });
    console.log(`${file}, ${part}: ${count} rows in ${seconds.toFixed(1)} s, state ${job.state}`);
    return job;
  };
  const { size } = statSync(path);
  const { id } = await imports.begin(caller, { entity, fileName: file, fileSize: size, storageKey: file });
  const read = await timed('read', (job) => job.total, id);
  expectState(read, 'mapping');
  await imports.check(caller, { id, mapping: read.mapping, options: read.options });
  const checked = await timed('check', () => rows, id);
  expectState(checked, 'ready');
  console.log(`${file}: ${JSON.stringify(checked.summary.verdicts)}`);
  await timed('preview', () => rows, id);
  await imports.start(caller, id);
  const applied = await timed('apply', (job) => writtenIn(job), id);
  expectState(applied, 'done');
  console.log(`${file}: ${JSON.stringify(applied.summary.outcomes)}`);
  await imports.undo(caller, id);
  const undone = await timed('undo', (job) => job.summary.undone ?? 0, id);
  expectState(undone, 'undone');
  if ((undone.summary.undone ?? 0) !== writtenIn(applied) || undone.summary.left)
    throw new Error(`Expected all of ${file} to be taken back: ${JSON.stringify(undone.summary)}.`);
  return lines;
}

function writtenIn({ summary: { outcomes } }: ImportJob): number {
  return (outcomes?.created ?? 0) + (outcomes?.updated ?? 0) + (outcomes?.merged ?? 0);
}

/** What a person does before he says yes: pages of each verdict, and the trial that writes nothing. */
async function lookThrough(
  crm: Crm,
  caller: Parameters<Crm['imports']['get']>[0],
  id: string,
): Promise<void> {
  for (const verdict of ['create', 'update', 'merge', 'review', 'error'] as const)
    await crm.imports.rows(caller, { id, verdict, limit: 50 });
  await crm.imports.rows(caller, { id, doubtful: true, limit: 50 });
  await crm.imports.test(caller, id);
}

function expectState(job: ImportJob, state: ImportJob['state']): void {
  if (job.state !== state)
    throw new Error(
      `Expected ${job.fileName} to be ${state}, but it is ${job.state}: ${job.problem?.detail}`,
    );
}

/** The peak of this process from now on, in MB; what earlier parts left behind is given back first. */
function watchMemory(): { end(): number } {
  globalThis.gc?.();
  let peak = process.memoryUsage.rss();
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), SAMPLE_MS);
  return {
    end() {
      clearInterval(timer);
      return Math.round(Math.max(peak, process.memoryUsage.rss()) / 1024 / 1024);
    },
  };
}
