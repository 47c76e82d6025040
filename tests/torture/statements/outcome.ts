/** Does an operation once, faults included, and says what came of it in words that are the same every time. */
import type pg from 'pg';
import { EngineRejection } from '#engine';
import { storyOf } from '#engine/testing';
import type { Bench } from './bench.ts';
import { ServerBug } from './cut-product.ts';
import { NotYet, type Operation, type Prepared } from './operation.ts';
import type { StatementKind } from './statement-proxy.ts';

/** Once, and at most three times more; without a fault of its own each further attempt meets a healthy connection. */
const ATTEMPTS_MAX = 4;

export interface Attempt {
  readonly outcome: string;
  readonly seen: readonly StatementKind[];
  readonly isMet: boolean;
  /** One line per history event. */
  readonly story: readonly string[];
}

let uniques = 0;

export async function attempt(bench: Bench, operation: Operation, arm: () => void): Promise<Attempt> {
  const unique = `u${(uniques += 1)}`;
  // What others left for the executor is none of this operation's.
  await bench.node.engine.runDueJobs();
  const prepared = await operation.prepare(bench, unique);
  const { pool } = bench.node;
  const before = await countRows(pool);
  bench.effectKeys.clear();
  arm();
  const answer = await ask(bench, prepared, `operation-${unique}`);
  const { seen, isMet } = bench.proxy.disarm();
  const rootId = prepared.rootId ?? rootIn(answer);
  const { engine } = bench.node;
  const history = rootId && (await engine.views.history({ instanceId: rootId, limit: 1_000 }));
  const outcome = {
    answer,
    effectKeys: bench.effectKeys.size,
    history,
    told: rootId && (await isTold(bench, rootId)),
    left: await prepared.left?.(),
    rows: differenceOf(before, await countRows(pool), operation.uncounted),
  };
  const words = withoutIdentity(JSON.stringify(outcome, sortedKeys), unique);
  return { outcome: words, seen, isMet, story: storyOf(history || []) };
}

async function ask({ cut }: Bench, prepared: Prepared, key: string): Promise<unknown> {
  for (let tries = 1; ; tries++) {
    try {
      return (await prepared.run(cut.engine, key)) ?? null;
    } catch (error) {
      if (error instanceof ServerBug) return { bug: error.message };
      if (error instanceof EngineRejection) return { rejected: error.code };
      if (tries < ATTEMPTS_MAX) continue;
      if (error instanceof NotYet) return { stillDue: true };
      return { failed: error instanceof Error ? error.message : String(error) };
    }
  }
}

function rootIn(answer: unknown): string | null {
  const { instanceId, started } = (answer ?? {}) as { instanceId?: string; started?: readonly string[] };
  return instanceId ?? started?.[0] ?? null;
}

/** How many there are of notes of what was seen or tried, and of words that are known, tells nothing of the effect. */
const TABLES = `
  select format('%I.%I', n.nspname, c.relname) as name, n.nspname || '.' || c.relname as label
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('engine', 'crm', 'app') and c.relkind in ('r', 'p') and not c.relispartition
    and c.relname not in ('session', 'sign_in_attempt', 'rate_window', 'outbox', 'idempotency', 'search_word', 'node')
  order by 1`;
const statements = new WeakMap<pg.Pool, string>();

export type Rows = Readonly<Record<string, number>>;

/** Of every table whose rows are an effect. */
export async function countRows(pool: pg.Pool): Promise<Rows> {
  let sql = statements.get(pool);
  if (sql === undefined) {
    const { rows } = await pool.query<{ name: string; label: string }>(TABLES);
    const counts = rows.map(({ name, label }) => `(select count(*)::int from ${name}) as "${label}"`);
    sql = `select ${counts.join(', ')}`;
    statements.set(pool, sql);
  }
  return (await pool.query<Rows>(sql)).rows[0]!;
}

export function differenceOf(before: Rows, after: Rows, uncounted: readonly string[] = []): Rows {
  const changed = Object.keys(after).filter(
    (name) => after[name] !== before[name] && !uncounted.includes(name),
  );
  return Object.fromEntries(changed.map((name) => [name, after[name]! - before[name]!]));
}

/** Every command of the history has its message in the outbox, once, and in the order of the commands. */
async function isTold({ node }: Bench, rootId: string): Promise<boolean> {
  const { rows } = await node.pool.query<{ told: boolean }>(
    `select coalesce(
         (select array_agg((m.value ->> 'revision')::int order by o.xid, o.id, m.ordinality)
          from engine.outbox o, json_array_elements(o.message) with ordinality m
          where m.value ->> 'rootId' = $1::text)
         = (select array_agg(n::int order by n)
            from generate_series(1, (select count(*) from engine.history_command
                                     where root_instance_id = $1::uuid)) n), false) as told`,
    [rootId],
  );
  return rows[0]!.told;
}

/** A stored answer comes back with its keys in another order. */
function sortedKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Ids by the order in which they are named, numbers of records likewise, and neither instants nor how long something rested. */
function withoutIdentity(text: string, unique: string): string {
  const ids = new Map<string, string>();
  const named = (prefix: string) => (id: string) => {
    if (!ids.has(id)) ids.set(id, `${prefix}${ids.size + 1}`);
    return ids.get(id)!;
  };
  return text
    .replaceAll(new RegExp(`(?<![a-z0-9])${unique}(?![a-z0-9])`, 'g'), '<unique>')
    .replaceAll(/\d{4}-\d\d-\d\d[T ][\d:.]+(Z|[+-]\d\d(:?\d\d)?)?/g, '<instant>')
    .replaceAll(/(?<="byMs":)\d+/g, '"<span>"')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, named('id'))
    .replaceAll(/\b[A-Z]{1,4}-\d+\b/g, named('number'));
}
