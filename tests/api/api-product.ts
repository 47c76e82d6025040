/** The whole product in this process, on a fresh database with the demonstration's people and customers but no history. */
import pg from 'pg';
import { compose } from '../../api/compose.ts';
import { readConfig } from '../../api/config.ts';
import { runProduct } from '../../api/run.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { seedPeople, signIn, visitor, type Visitor } from '../support/visitors.ts';
import { writeLedger } from '../support/write-ledger.ts';

export type { Answer, Visitor } from '../support/visitors.ts';

export interface ApiProduct {
  readonly url: string;
  readonly pool: pg.Pool;
  readonly databaseUrl: string;
  /** Signed in as a person of the demonstration, by first name. */
  as(firstName: string): Promise<Visitor>;
  /** Nobody. */
  readonly stranger: Visitor;
  /** One row per table with count and content hash: equal when nothing was written. */
  fingerprint(): Promise<string>;
  stop(): Promise<void>;
}

export async function startApi(
  environment: Readonly<Record<string, string>> = {},
  made?: TestDatabase,
): Promise<ApiProduct> {
  const database = made ?? (await testDatabase());
  const pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on('error', () => undefined);
  if (!made) await seedPeople(pool);
  const config = readConfig({
    PORT: '0',
    LOG_LEVEL: process.env.API_LOG ?? 'silent',
    UNSAFE_DATABASE: '1',
    DEMO: '1',
    DRAIN_SECONDS: '1',
    DATABASE_URL: database.url,
    ...environment,
  });
  const running = await runProduct(config, compose);
  const visitors = new Map<string, Promise<Visitor>>();
  const ledger = writeLedger(pool, TABLES);
  return {
    url: running.url,
    pool,
    databaseUrl: database.url,
    as(firstName) {
      const known = visitors.get(firstName) ?? signIn(running, firstName);
      visitors.set(firstName, known);
      return known;
    },
    stranger: visitor(running.url, { id: '', cookie: null }),
    fingerprint: () => ledger.fingerprint(),
    async stop() {
      await running.stop();
      await pool.end();
      await database.drop();
    },
  };
}

/** Sessions note when they were last seen; everything else must stay as it was. */
const TABLES = `
  select c.oid, format('%I.%I', n.nspname, c.relname) as name, c.relkind
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('engine', 'crm', 'app') and c.relkind in ('r', 'p') and not c.relispartition
    and c.relname not in ('session', 'sign_in_attempt', 'timeline_cursor', 'event_seal', 'node')`;
