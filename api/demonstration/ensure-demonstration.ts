/**
 * The demonstration company on first start: its people and customers from the CRM, its processes published by their
 * owner, and six months of work done on them by running the engine with a clock that begins in the past. Nobody is
 * let in before it is whole; a start that finds it half made throws it away and begins again. A database that holds
 * anything else is left alone.
 */
import { createPool } from '../adapters/database/pool.ts';
import type { MailTransport } from '../adapters/mail/mail-transport.ts';
import { createClock } from '../adapters/clock.ts';
import { createCore } from '../core.ts';
import type { Foundation } from '../run.ts';
import { demonstrationPeople } from '#crm';
import { clearDemonstration } from './clear-demonstration.ts';
import { DEMONSTRATION_PASSWORD } from './logins.ts';
import { liveThroughHalfAYear } from './half-a-year.ts';
import { prepareStatements } from './prepared-statements.ts';
import { publishProcesses } from './publish-processes.ts';
import { seededIds } from './random.ts';

/** Any constant: of several nodes that start at once one makes the company, the others wait. */
const LOCK = 0x64656d70;
const SEED = 20_260;
const CONNECTIONS = 4;

type Parts = Pick<Foundation, 'pool' | 'databaseUrl' | 'clock' | 'logger' | 'credentials' | 'config'>;

/** @throws the signal's reason when it is aborted; what was made until then is thrown away by the next start. */
export async function ensureDemonstration(
  parts: Parts,
  mail: MailTransport,
  signal: AbortSignal,
): Promise<void> {
  const client = await parts.pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    const state = await stateOf(parts);
    if (state === 'ready' || state === 'foreign') return;
    const startedAt = performance.now();
    const cpu = process.cpuUsage();
    if (state === 'making') await clearDemonstration(parts.pool);
    await mark(parts, 'making');
    await makeDemonstration(parts, mail, signal);
    await mark(parts, 'ready');
    await parts.clock.refresh();
    parts.logger.info(
      { seconds: seconds(performance.now() - startedAt), cpuSeconds: cpuSeconds(cpu) },
      'the demonstration company is there',
    );
  } finally {
    // Also when the connection broke: the lock ends with the session.
    await client.query('select pg_advisory_unlock($1)', [LOCK]).catch(() => undefined);
    client.release();
  }
}

async function makeDemonstration(parts: Parts, transport: MailTransport, signal: AbortSignal): Promise<void> {
  const { config, databaseUrl, logger, credentials } = parts;
  // What is made here is thrown away when it is not finished, so single steps need not reach the disk.
  const url = new URL(databaseUrl);
  url.searchParams.set('options', '-c synchronous_commit=off');
  const pool = createPool({ url: url.href, max: CONNECTIONS, logger });
  pool.on('connect', prepareStatements);
  const clock = await createClock({ pool, demo: true });
  try {
    const core = createCore({
      pool,
      clock,
      ids: seededIds(SEED),
      logger,
      mail: { transport, sender: config.mailFrom },
      httpAllow: [],
      onCommitted: () => undefined,
      onStepChange: () => undefined,
    });
    const now = new Date();
    await Promise.all(
      demonstrationPeople.map((person) => credentials.set(person.id, DEMONSTRATION_PASSWORD)),
    );
    await liveThroughHalfAYear(core, { pool, clock, now, seed: SEED, publish: publishProcesses, signal });
    await core.timeline.catchUp();
    await core.crm.duplicates.scan({ signal });
  } finally {
    clock.stop();
    await pool.end();
  }
}

/** `foreign`: there are users, but no demonstration was ever begun. */
async function stateOf({ pool }: Parts): Promise<'absent' | 'making' | 'ready' | 'foreign'> {
  const { rows } = await pool.query<{ state: 'making' | 'ready' | null; has_users: boolean }>(
    `select (select state from app.demonstration) as state, exists (select from crm."user") as has_users`,
  );
  const found = rows[0];
  if (found?.state) return found.state;
  return found?.has_users ? 'foreign' : 'absent';
}

async function mark({ pool }: Parts, state: 'making' | 'ready'): Promise<void> {
  await pool.query(
    `insert into app.demonstration (state) values ($1)
     on conflict (id) do update set state = excluded.state, changed_at = clock_timestamp()`,
    [state],
  );
}

/** Of this process; the database's own comes on top. */
function cpuSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return seconds((user + system) / 1_000);
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10;
}
