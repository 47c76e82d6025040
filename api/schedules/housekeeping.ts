/** What the api keeps for a time only, room in the timeline ahead of need, and a look at whether all is well. */
import type { Pool } from 'pg';
import type { Crm } from '#crm';
import type { Engine } from '#engine';
import type { Sessions } from '../auth/sessions.ts';
import { goneInstances } from '../adapters/engine-ports/engine-reads.ts';
import type { Schedule } from './schedules.ts';

/** Longer than any client repeats a request. */
const IDEMPOTENCY_DAYS = 7;
/** Rows go in batches, so that no statement holds many locks for long. */
const BATCH = 5_000;

const EXPIRE = `
  delete from app.idempotency
  where ctid in (
    select ctid from app.idempotency
    where created_at < clock_timestamp() - make_interval(days => $1)
    limit $2)`;

export function housekeeping(deps: {
  readonly pool: Pool;
  readonly crm: Crm;
  readonly engine: Pick<Engine, 'operations'>;
  readonly batches: { sweep(): Promise<void> };
  readonly fullExports: { sweep(): Promise<void> };
  readonly sessions: Sessions;
  readonly clock: { now(): Date };
  /** How long deleted records can be taken out again. */
  readonly binDays: number;
  /** Looks for what an interrupted node left behind, and says what it found. */
  readonly watch: () => Promise<void>;
  /** What other systems are owed, and its log. */
  readonly webhooks: { wake(): void; sweep(): Promise<void> };
  /** Contents of files that no record has any more. */
  readonly deleteContents: () => Promise<void>;
  readonly mail: {
    /** What people sent and no server took yet. */
    deliver(): Promise<unknown>;
    /** Null where no mailbox is set. */
    readonly fetch: (() => Promise<unknown>) | null;
  };
}): readonly Schedule[] {
  return [
    { name: 'partitions', at: '10 3 * * *', atStart: true, run: () => deps.crm.ensureEventPartitions() },
    { name: 'idempotency', at: '17 * * * *', atStart: false, run: () => expireKeys(deps.pool) },
    { name: 'sessions', at: '*/10 * * * *', atStart: true, run: () => deps.sessions.sweep() },
    { name: 'sla', at: '* * * * *', atStart: true, run: async () => void (await deps.crm.sla.sweep()) },
    {
      name: 'reminders',
      at: '* * * * *',
      atStart: true,
      run: async () => void (await deps.crm.reminders.sweep()),
    },
    {
      name: 'distribution',
      at: '* * * * *',
      atStart: true,
      run: async () => void (await deps.crm.distribution.sweep()),
    },
    { name: 'batches', at: '* * * * *', atStart: true, run: () => deps.batches.sweep() },
    { name: 'full-exports', at: '* * * * *', atStart: true, run: () => deps.fullExports.sweep() },
    // Imports whose node died, and those that found the database away.
    { name: 'imports', at: '* * * * *', atStart: false, run: () => deps.crm.imports.work() },
    { name: 'old-imports', at: '30 4 * * *', atStart: false, run: () => forgetImports(deps) },
    {
      name: 'amounts',
      at: '40 3 * * *',
      atStart: false,
      run: async () => void (await deps.crm.company.countUnrated()),
    },
    { name: 'indexes', at: '* * * * *', atStart: true, run: () => deps.crm.customFields.buildIndexes() },
    { name: 'search', at: '* * * * *', atStart: true, run: () => deps.crm.search.rebuild() },
    { name: 'search-words', at: '30 3 * * 0', atStart: false, run: () => deps.crm.search.forgetWords() },
    { name: 'dropped-fields', at: '40 3 * * *', atStart: false, run: () => deps.crm.customFields.purge() },
    {
      name: 'lifecycle',
      at: '20 2 * * *',
      atStart: false,
      run: async () => void (await deps.crm.lifecycle.sweep()),
    },
    {
      name: 'duplicates',
      // Each run goes on where the one before was cut off; a pass that is done is done until the next night.
      at: '*/10 1-5 * * *',
      atStart: false,
      run: async () => void (await deps.crm.duplicates.scan()),
    },
    {
      // What somebody asked for by day, on whichever node.
      name: 'asked-duplicates',
      at: '* * * * *',
      atStart: false,
      run: async () => void (await deps.crm.duplicates.scan({ onlyAsked: true })),
    },
    {
      name: 'merges',
      at: '* * * * *',
      atStart: false,
      run: async () => void (await deps.crm.merges.followLate()),
    },
    { name: 'seals', at: '*/5 * * * *', atStart: false, run: () => sealLately(deps) },
    { name: 'old-seals', at: '50 3 * * *', atStart: false, run: () => sealAll(deps) },
    { name: 'bin', at: '20 4 * * *', atStart: false, run: () => emptyBin(deps) },
    {
      name: 'history',
      at: '50 2 * * *',
      atStart: false,
      run: async () => void (await deps.engine.operations.cleanHistory()),
    },
    {
      name: 'mail-out',
      at: '* * * * *',
      atStart: false,
      run: async () => void (await deps.mail.deliver()),
    },
    {
      name: 'mail-in',
      at: '* * * * *',
      atStart: false,
      run: async () => void (await deps.mail.fetch?.()),
    },
    { name: 'webhooks', at: '* * * * *', atStart: true, run: async () => deps.webhooks.wake() },
    { name: 'webhook-log', at: '25 4 * * *', atStart: false, run: () => deps.webhooks.sweep() },
    { name: 'watchdog', at: '* * * * *', atStart: false, run: deps.watch },
  ];
}

const DAY_MS = 86_400_000;

interface Lately {
  readonly crm: Crm;
  readonly clock: { now(): Date };
  readonly binDays: number;
}

/** Events of this month and the ones beside it: what a delayed projection or a moved clock still brings. */
async function sealLately({ crm, clock }: Lately): Promise<void> {
  const now = clock.now().getTime();
  await crm.audit.seal({ from: new Date(now - 62 * DAY_MS), to: new Date(now + 62 * DAY_MS) });
}

async function sealAll({ crm }: Lately): Promise<void> {
  await crm.audit.seal({ from: new Date('1970-01-01'), to: new Date('2900-01-01') });
}

/** As long as an import can be taken back. */
const IMPORT_DAYS = 30;

async function forgetImports({ crm, clock }: Lately): Promise<void> {
  await crm.imports.purge(new Date(clock.now().getTime() - IMPORT_DAYS * DAY_MS));
}

async function emptyBin({
  pool,
  crm,
  clock,
  binDays,
  deleteContents,
}: Lately & { readonly pool: Pool; readonly deleteContents: () => Promise<void> }): Promise<void> {
  const before = new Date(clock.now().getTime() - binDays * DAY_MS);
  await crm.bin.purge(before);
  await crm.workFiles.purge((ids) => goneInstances(pool, ids));
  await crm.files.purge(before);
  await deleteContents();
}

async function expireKeys(pool: Pool): Promise<void> {
  for (let gone = BATCH; gone === BATCH;)
    gone = (await pool.query(EXPIRE, [IDEMPOTENCY_DAYS, BATCH])).rowCount ?? 0;
}
