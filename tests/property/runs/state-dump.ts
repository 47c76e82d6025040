/** All that the engine's tables hold, to see that a restart by itself changes none of it. */
import pg from 'pg';

const TABLES = `
  select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'engine' and c.relkind in ('r', 'p') and not c.relispartition order by 1`;

/** Who works on a job, until when, and how many were at it before. */
const LEASE = `array['lease_owner', 'lease_until', 'lease_no']`;

type Dump = Readonly<Record<string, readonly string[]>>;

export async function stateDump(pool: pg.Pool): Promise<Dump> {
  const { rows: tables } = await pool.query<{ name: string }>(TABLES);
  const parts = tables.map(
    ({ name }) =>
      `select '${name}' as name, (to_jsonb(t) - ${LEASE})::text as row from engine.${pg.escapeIdentifier(name)} t`,
  );
  const { rows } = await pool.query<{ name: string; rows: string[] }>(
    `select name, array_agg(row order by row) as rows from (${parts.join(' union all ')}) s group by name`,
  );
  return Object.fromEntries(rows.map(({ name, rows }) => [name, rows]));
}

/** Null: the same. */
export function dumpDifference(before: Dump, after: Dump): string | null {
  const lines = [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((table) => {
    const [left, right] = [before[table] ?? [], after[table] ?? []];
    const gone = left.filter((row) => !right.includes(row)).map((row) => `  - ${table} ${row}`);
    const come = right.filter((row) => !left.includes(row)).map((row) => `  + ${table} ${row}`);
    return [...gone, ...come];
  });
  return lines.length === 0 ? null : ['a restart changed:', ...lines].join('\n');
}
