/** The whole product in this process, on a fresh database with the demonstration's people and customers but no history. */
import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { createCrm, demonstrationPeople } from '#crm';
import { compose } from '../../api/compose.ts';
import { Credentials } from '../../api/auth/credentials.ts';
import { readConfig } from '../../api/config.ts';
import { runProduct, type RunningProduct } from '../../api/run.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

export interface Answer<T = unknown> {
  readonly status: number;
  readonly body: T;
}

export interface Visitor {
  readonly id: string;
  /** Empty for a stranger. */
  readonly cookie: string;
  get<T>(path: string): Promise<Answer<T>>;
  send<T>(method: string, path: string, body?: unknown, key?: string): Promise<Answer<T>>;
}

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

const PASSWORD = 'demonstration';
const NULL_LOGGER = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export async function startApi(
  environment: Readonly<Record<string, string>> = {},
  made?: TestDatabase,
): Promise<ApiProduct> {
  const database = made ?? (await testDatabase());
  const pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on('error', () => undefined);
  if (!made) await seed(pool);
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
    fingerprint: () => fingerprint(pool),
    async stop() {
      await running.stop();
      await pool.end();
      await database.drop();
    },
  };
}

async function seed(pool: pg.Pool): Promise<void> {
  const crm = createCrm({
    pool,
    clock: { now: () => new Date() },
    ids: { next: () => uuid() },
    logger: NULL_LOGGER,
  });
  await crm.seedDemonstration(new Date());
  const credentials = new Credentials(pool);
  await Promise.all(demonstrationPeople.map((person) => credentials.set(person.id, PASSWORD)));
  // Tests say themselves who is away.
  await pool.query('delete from crm.substitution');
}

async function signIn(running: RunningProduct, firstName: string): Promise<Visitor> {
  const person = demonstrationPeople.find((candidate) => candidate.name.startsWith(`${firstName} `));
  if (!person) throw new Error(`Expected '${firstName}' among the people of the demonstration.`);
  const answer = await fetch(`${running.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-requested-with': 'throughline' },
    body: JSON.stringify({ email: person.email, password: PASSWORD }),
  });
  if (answer.status !== 200) throw new Error(`Expected to sign in, but got ${answer.status}.`);
  const cookie = (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
  return visitor(running.url, { id: person.id, cookie });
}

function visitor(url: string, who: { readonly id: string; readonly cookie: string | null }): Visitor {
  const call = async <T>(method: string, path: string, body?: unknown, key?: string): Promise<Answer<T>> => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        'x-requested-with': 'throughline',
        ...(who.cookie ? { cookie: who.cookie } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key ? { 'idempotency-key': key } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await contentOf(answer)) as T };
  };
  return { id: who.id, cookie: who.cookie ?? '', get: (path) => call('GET', path), send: call };
}

/** Sessions note when they were last seen; everything else must stay as it was. */
const TABLES = `
  select format('%I.%I', n.nspname, c.relname) as name
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('engine', 'crm', 'app') and c.relkind in ('r', 'p') and not c.relispartition
    and c.relname not in ('session', 'sign_in_attempt', 'timeline_cursor', 'event_seal')
  order by 1`;

async function fingerprint(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ name: string }>(TABLES);
  const parts = rows.map(
    ({ name }) =>
      `select '${name}' as name, count(*) as rows, coalesce(sum(hashtext(t::text)::bigint), 0) as hash from ${name} t`,
  );
  // PostgreSQL may read the tables side by side: the order of the answer is not that of the text.
  const answer = await pool.query(`${parts.join(' union all ')} order by name`);
  return JSON.stringify(answer.rows);
}

/** Files come as their bytes. */
function contentOf(answer: Response): Promise<unknown> {
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
  return isJson ? answer.json() : answer.arrayBuffer();
}
