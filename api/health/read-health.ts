/** How the product is, for somebody who is no engineer: a handful of cheap statements, none of which waits for a lock. */
import type { Pool } from 'pg';
import type { HealthReport } from '#contract';
import type { ApiContext } from '../context.ts';
import { stuckSql } from '../work-lists/instance-list.ts';
import { SILENT_SECONDS } from './node-beats.ts';

const SLOW_SECONDS = 5;
const TABLES = 6;
const SLOW_ROWS = 10;
const STATEMENT_CHARACTERS = 300;
const STUCK_DAYS = 14;
const STUCK_COUNTED = 200;

/** Takes what the routes work with; gives the report of this moment. */
export async function readHealth({ engine, pool, clock }: ApiContext): Promise<HealthReport> {
  const at = clock.now();
  const [work, mail, webhooks, mailboxes, nodes, database, stuck] = await Promise.all([
    engine.views.workload(at),
    outgoing(pool, MAIL),
    outgoing(pool, WEBHOOKS),
    mailboxesOf(pool),
    nodesOf(pool),
    databaseOf(pool),
    countStuck(pool, at),
  ]);
  return { at: at.toISOString(), work, mail, webhooks, mailboxes, nodes, database, stuck };
}

const MAIL = `select count(*) filter (where state = 'queued')::int as waiting,
    min(created_at) filter (where state = 'queued') as "oldestAt",
    count(*) filter (where state = 'failed' and created_at > clock_timestamp() - interval '7 days')::int as failed
  from app.mail_message where state <> 'sent'`;
const WEBHOOKS = `select count(*) filter (where state = 'due')::int as waiting,
    min(at) filter (where state = 'due') as "oldestAt",
    count(*) filter (where state = 'failed' and created_at > clock_timestamp() - interval '7 days')::int as failed
  from app.webhook_delivery where state in ('due', 'failed')`;

async function outgoing(pool: Pool, text: string): Promise<HealthReport['mail']> {
  const { rows } = await pool.query<{ waiting: number; oldestAt: Date | null; failed: number }>(text);
  const { oldestAt, ...counts } = rows[0]!;
  return { ...counts, oldestAt: oldestAt?.toISOString() ?? null };
}

async function mailboxesOf(pool: Pool): Promise<HealthReport['mailboxes']> {
  const { rows } = await pool.query<{ name: string; fetchedAt: Date; error: string | null }>(
    'select name, fetched_at as "fetchedAt", error from app.mail_box order by name',
  );
  return rows.map((row) => ({ ...row, fetchedAt: row.fetchedAt.toISOString() }));
}

async function nodesOf(pool: Pool): Promise<HealthReport['nodes']> {
  const { rows } = await pool.query<{ startedAt: Date; seenAt: Date } & HealthReport['nodes'][number]>(
    `select id, host, version, started_at as "startedAt", seen_at as "seenAt", sockets, memory_mb as "memoryMb",
       delay_ms::float8 as "delayMs", seen_at < clock_timestamp() - make_interval(secs => ${SILENT_SECONDS}) as "isSilent"
     from app.node order by started_at, id`,
  );
  return rows.map((row) => ({
    ...row,
    startedAt: row.startedAt.toISOString(),
    seenAt: row.seenAt.toISOString(),
  }));
}

async function databaseOf(pool: Pool): Promise<HealthReport['database']> {
  const [facts, tables, slow] = await Promise.all([
    pool.query<{ version: string; bytes: number; connections: number; connectionsMax: number }>(
      `select current_setting('server_version') as version,
         pg_database_size(current_database())::float8 as bytes,
         (select count(*)::int from pg_stat_activity where datname = current_database()) as connections,
         current_setting('max_connections')::int as "connectionsMax"`,
    ),
    // Parts of one table count as that table.
    pool.query<{ name: string; bytes: number }>(
      `select coalesce(parent.oid::regclass, c.oid::regclass)::text as name,
         sum(pg_total_relation_size(c.oid))::float8 as bytes
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       left join pg_inherits i on i.inhrelid = c.oid left join pg_class parent on parent.oid = i.inhparent
       where c.relkind = 'r' and n.nspname in ('engine', 'crm', 'app')
       group by 1 order by 2 desc, 1 limit ${TABLES}`,
    ),
    pool.query<{ seconds: number; state: string; statement: string }>(
      `select extract(epoch from clock_timestamp() - coalesce(
           case when state = 'active' then query_start end, xact_start))::float8 as seconds,
         state, left(regexp_replace(query, '\\s+', ' ', 'g'), ${STATEMENT_CHARACTERS}) as statement
       from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
         and state in ('active', 'idle in transaction', 'idle in transaction (aborted)')
         and coalesce(case when state = 'active' then query_start end, xact_start)
           < clock_timestamp() - make_interval(secs => ${SLOW_SECONDS})
       order by 1 desc limit ${SLOW_ROWS}`,
    ),
  ]);
  return { ...facts.rows[0]!, tables: tables.rows, slow: slow.rows, slowSeconds: SLOW_SECONDS };
}

async function countStuck(pool: Pool, at: Date): Promise<HealthReport['stuck']> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int as count from (select from engine.process_instance i
       where i.id = i.root_instance_id and i.status = 'active' and not i.suspended
         and i.started_at < $1 and ${stuckSql('i', '$1', '$2')} limit ${STUCK_COUNTED}) x`,
    [new Date(at.getTime() - STUCK_DAYS * 86_400_000), at],
  );
  return { count: rows[0]!.count, countedTo: STUCK_COUNTED, days: STUCK_DAYS };
}
