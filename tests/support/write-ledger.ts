/**
 * Tells whether anything of a database was written, without reading all of it each time: a trigger per statement notes
 * in the same transaction which table it touched, so what was rolled back leaves no note. Only tables with a note are
 * read again, and compared by their contents, since a statement may touch a table and change nothing.
 */
import type pg from 'pg';

export interface WriteLedger {
  /** One entry per table with count and content hash: equal when nothing was written. */
  fingerprint(): Promise<string>;
}

/** Each table is locked for an instant only: a product may be at work. */
const WATCH = (tables: string): string => `
  create table if not exists public.write_ledger (name text not null);
  create or replace function public.note_write() returns trigger language plpgsql as $note$
  begin
    insert into public.write_ledger values (tg_argv[0]);
    return null;
  end $note$;
  create or replace procedure public.watch_writes() language plpgsql as $watch$
  declare
    watched record;
  begin
    for watched in
      with root as (${tables})
      select t.relid::regclass::text as part, root.name
      from root, lateral (
        select root.oid as relid where root.relkind = 'r'
        union all
        select relid::oid from pg_partition_tree(root.oid::regclass) where root.relkind = 'p'
      ) t
      where not exists (select from pg_trigger g where g.tgrelid = t.relid and g.tgname = 'note_write')
    loop
      execute format(
        'create trigger note_write after insert or update or delete or truncate on %s
           for each statement execute function public.note_write(%L)', watched.part, watched.name);
      commit;
    end loop;
  end $watch$;`;

/** @param tables a select of `oid, name, relkind` of the tables that count; partitions belong to their table. */
export function writeLedger(pool: pg.Pool, tables: string): WriteLedger {
  const contents = new Map<string, unknown>();
  let isWatching = false;
  const watch = async (): Promise<void> => {
    if (!isWatching) await pool.query(WATCH(tables));
    isWatching = true;
    await pool.query('call public.watch_writes()');
  };
  return {
    async fingerprint() {
      await watch();
      const noted = await pool.query<{ name: string }>('delete from public.write_ledger returning name');
      for (const { name } of noted.rows) contents.delete(name);
      const { rows } = await pool.query<{ name: string }>(`select name from (${tables}) t order by name`);
      const unread = rows.filter(({ name }) => !contents.has(name));
      for (const row of await contentsOf(pool, unread)) contents.set(row.name, row);
      return JSON.stringify(rows.map(({ name }) => contents.get(name)));
    },
  };
}

async function contentsOf(
  pool: pg.Pool,
  tables: readonly { readonly name: string }[],
): Promise<readonly { readonly name: string }[]> {
  if (tables.length === 0) return [];
  const parts = tables.map(
    ({ name }) =>
      `select '${name}' as name, count(*) as rows, coalesce(sum(hashtextextended(t::text, 0)), 0)::text as hash from ${name} t`,
  );
  return (await pool.query<{ name: string }>(parts.join(' union all '))).rows;
}
