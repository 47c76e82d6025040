/**
 * Kills the product with SIGKILL at random moments under load, in some of the cases its embedded PostgreSQL with it,
 * and starts it again on the same folder. In the end the audit compares the database with the ledger: nothing
 * acknowledged is lost or doubled, and folding every history gives the rows. (reliability.md T04, T05)
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startEmbeddedPostgres } from '../../../api/adapters/embedded-postgres/index.ts';
import { launchProduct, type ProductProcess } from '../../support/product-process.ts';
import { createLedger, type Ledger } from '../ledger.ts';
import { createRandom, type Random } from '../random.ts';
import { audit, type AuditReport } from './audit.ts';
import { Caller } from './caller.ts';
import { Load } from './load.ts';

export interface KillOptions {
  readonly kills: number;
  /** In how many of the cases PostgreSQL dies too. */
  readonly databaseKills: number;
  readonly seed: number;
  readonly callers?: number;
  report(line: string): void;
}

export interface KillReport extends AuditReport {
  readonly seed: number;
  readonly kills: number;
  readonly databaseKills: number;
  readonly restartMs: { readonly median: number; readonly max: number };
}

const ADMIN = { name: 'First Admin', email: 'admin@example.org', password: 'correct horse battery' };
const LOAD_MS_MAX = 1_200;
const SETTLE_MS = 1_500;
const MODEL = join(import.meta.dirname, 'kills.bpmn');

export async function runKills(options: KillOptions): Promise<KillReport> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-kills-'));
  try {
    return await runIn(folder, options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runIn(folder: string, options: KillOptions): Promise<KillReport> {
  const random = createRandom(options.seed);
  const ledger = createLedger(join(folder, 'ledger.jsonl'));
  const dataDir = join(folder, 'data');
  // An empty installation, as in production, so that the only instances are the test's own.
  const start = (): Promise<ProductProcess> => launchProduct({ dataDir, demo: false });
  let product = await start();
  const caller = await prepare(product);
  const load = new Load({ caller, ledger, random, prefix: randomUUID().slice(0, 8) });
  const withDatabase = chooseCases(options, random);
  const restarts: number[] = [];
  for (let kill = 0; kill < options.kills; kill++) {
    const stop = new AbortController();
    const running = load.run(options.callers ?? 8, stop.signal);
    await pause(random.between(20, LOAD_MS_MAX));
    if (withDatabase.has(kill)) killDatabase(dataDir);
    await product.kill();
    stop.abort();
    await running;
    const before = Date.now();
    product = await start();
    restarts.push(Date.now() - before);
    caller.moveTo(product.url);
    options.report(
      `kill ${kill + 1}/${options.kills}${withDatabase.has(kill) ? ' with PostgreSQL' : ''}: back after ${restarts.at(-1)} ms`,
    );
  }
  await settle(load);
  await product.stop();
  const result = await auditFolder(dataDir, ledger);
  restarts.sort((a, b) => a - b);
  return {
    ...result,
    seed: options.seed,
    kills: options.kills,
    databaseKills: withDatabase.size,
    restartMs: { median: restarts[restarts.length >> 1] ?? 0, max: restarts.at(-1) ?? 0 },
  };
}

/** Signs in as the first admin and publishes the model. */
async function prepare(product: ProductProcess): Promise<Caller> {
  const caller = new Caller(product.url);
  await succeed(caller.call('POST', '/api/setup', { body: { ...ADMIN, locale: 'en' } }));
  await caller.signIn(ADMIN.email, ADMIN.password);
  const draft = (await succeed(
    caller.call('POST', '/api/processes', {
      body: { name: 'Torture: kills', xml: readFileSync(MODEL, 'utf8') },
    }),
  )) as { processKey: string; revision: number };
  await succeed(
    caller.call('POST', `/api/processes/${draft.processKey}/publish`, { body: { revision: draft.revision } }),
  );
  return caller;
}

async function succeed(answer: ReturnType<Caller['call']>): Promise<unknown> {
  const result = await answer;
  if (result.kind !== 'ok') throw new Error(`Expected success, but got ${JSON.stringify(result)}.`);
  return result.body;
}

function chooseCases(options: KillOptions, random: Random): ReadonlySet<number> {
  const chosen = new Set<number>();
  while (chosen.size < Math.min(options.databaseKills, options.kills))
    chosen.add(random.between(0, options.kills - 1));
  return chosen;
}

/** The postmaster alone: its children notice within moments and go, as after a crash. */
function killDatabase(dataDir: string): void {
  const pid = Number(
    readFileSync(join(dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0],
  );
  process.kill(pid, 'SIGKILL');
}

/** What is still unknown is sent again, and jobs that fell due get their time. */
async function settle(load: Load): Promise<void> {
  await load.run(4, AbortSignal.timeout(200));
  await pause(SETTLE_MS);
}

async function auditFolder(dataDir: string, ledger: Ledger): Promise<AuditReport> {
  const silent = { info: () => {}, warn: () => {}, error: () => {} };
  const postgres = await startEmbeddedPostgres({ dataDir, logger: silent });
  try {
    return await audit(postgres.url, ledger.read());
  } finally {
    await postgres.stop();
  }
}
