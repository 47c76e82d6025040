/**
 * Replaces what a person is known by in every text and JSON column of every table of a schema. The tables are read from
 * the catalogue, so that one that comes later is not forgotten. A row is the person's when it holds one of the ids that
 * belong to the person; there, single words of the name count, too. One pass in the caller's transaction.
 */
import type { Queryable } from '../database/transaction.ts';
import type { Probes, Replacer } from './personal-values.ts';

export interface SweptRow {
  /** Of the partitioned table, where the row lies in a partition. */
  readonly table: string;
  readonly row: Readonly<Record<string, unknown>>;
}

export interface Sweep {
  readonly schema: string;
  /** Tables that hold no words of people, or must not be changed, by name. */
  readonly skip: readonly string[];
  /** Ids by which a row belongs to the person. */
  readonly ids: readonly string[];
  readonly replacer: Replacer;
}

interface Table {
  readonly oid: number;
  readonly quoted: string;
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly quoted: string; readonly type: string }[];
}

const SELECT_TABLES = `
  select c.oid::int as oid, format('%I.%I', n.nspname, c.relname) as quoted, coalesce(p.relname, c.relname) as name,
    json_agg(json_build_object('name', a.attname, 'quoted', quote_ident(a.attname), 'type', t.typname) order by a.attnum) as columns
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  join pg_type t on t.oid = a.atttypid and t.typname in ('text', 'varchar', 'jsonb', 'json', '_text')
  left join pg_inherits i on i.inhrelid = c.oid
  left join pg_class p on p.oid = i.inhparent
  where n.nspname = $1 and c.relkind = 'r' and coalesce(p.relname, c.relname) <> all($2::text[])
  group by c.oid, n.nspname, c.relname, p.relname
  order by c.relname`;

/**
 * The texts of a row, as they are and in small letters as the server's ICU makes them, without regard to its locale. Each
 * is made once for a row (`offset 0` keeps the planner from writing it into every probe), and of the columns that can hold
 * words alone: to make them is what a sweep costs.
 */
const textsSql = ({ columns }: Table): string => `
  cross join lateral (select concat_ws(' ', ${columns.map(({ quoted }) => `t.${quoted}`).join(', ')}) as words offset 0) p
  cross join lateral (select replace(lower(p.words collate "und-x-icu"), 'ё', 'е') as small offset 0) w`;

/** Returns the rows that were changed, as they were. */
export async function sweepTables(client: Queryable, sweep: Sweep): Promise<SweptRow[]> {
  const { rows: tables } = await client.query<Table>(SELECT_TABLES, [sweep.schema, sweep.skip]);
  const swept: SweptRow[] = [];
  for (const table of tables) swept.push(...(await sweepTable(client, table, sweep)));
  return swept;
}

async function sweepTable(client: Queryable, table: Table, sweep: Sweep): Promise<SweptRow[]> {
  const { replacer, ids } = sweep;
  const { sql, values } = probeSql(replacer.probes, ids);
  const { rows } = await client.query<{ at: string; row: Record<string, unknown>; text: string }>(
    `select t.ctid::text as at, to_jsonb(t) as row, t::text as text from only ${table.quoted} t ${textsSql(table)}
     where ${sql} for update of t`,
    values,
  );
  const swept: SweptRow[] = [];
  for (const { at, row, text } of rows) {
    const isNearby = ids.some((id) => text.includes(id));
    const changed = table.columns.flatMap((column) => {
      const before = row[column.name];
      if (before === null || before === undefined) return [];
      const after = replacer.json(before, isNearby);
      return JSON.stringify(after) === JSON.stringify(before) ? [] : [{ ...column, after }];
    });
    if (changed.length === 0) continue;
    const sets = changed.map(({ quoted, type }, index) => `${quoted} = $${index + 2}::${castOf(type)}`);
    await client.query(`update only ${table.quoted} t set ${sets.join(', ')} where t.ctid = $1::tid`, [
      at,
      ...changed.map(({ type, after }) =>
        type === 'jsonb' || type === 'json' ? JSON.stringify(after) : after,
      ),
    ]);
    swept.push({ table: table.name, row });
  }
  return swept;
}

function castOf(type: string): string {
  return type === '_text' ? 'text[]' : type;
}

function probeSql(probes: Probes, ids: readonly string[]): { sql: string; values: unknown[] } {
  const values: unknown[] = [];
  const add = (value: unknown): string => `$${values.push(value)}`;
  const holds = (lists: readonly (readonly string[])[]): string[] =>
    lists.map((words) => `(${words.map((word) => `strpos(w.small, ${add(word)}::text) > 0`).join(' and ')})`);
  const digits = (patterns: readonly string[]): string[] =>
    patterns.map((pattern) => `p.words ~ ${add(pattern)}::text`);
  const anywhere = [...holds(probes.everywhere), ...digits(probes.digits)];
  const nearby = [...holds(probes.nearby), ...digits(probes.nearbyDigits)];
  if (nearby.length > 0)
    anywhere.push(
      `((${nearby.join(' or ')}) and exists (select from unnest(${add(ids)}::text[]) i where strpos(t::text, i) > 0))`,
    );
  return { sql: anywhere.length > 0 ? anywhere.join(' or ') : 'false', values };
}
