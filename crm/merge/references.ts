/**
 * Everything that refers to a record, given to another, and given back. What refers is read from the catalogue of the
 * database: foreign keys, and tables that name a record by kind and id; so a table that comes later is not forgotten.
 * Custom reference fields lie in JSON and are known from the metadata. Each row is noted by its primary key.
 */
import type { Queryable } from '../database/transaction.ts';
import { entities } from '../entities/entity-table.ts';

export interface Replaced {
  readonly mergeId: string;
  readonly entity: string;
  readonly survivorId: string;
  readonly loserId: string;
}

interface Reference {
  readonly table: string;
  readonly column: string;
  /** Column with the kind of record, where the id alone does not tell. */
  readonly kind_column: string | null;
  readonly keys: readonly { readonly name: string; readonly type: string }[];
  readonly uniques: readonly { readonly columns: readonly string[]; readonly predicate: string | null }[];
}

/**
 * History stays where it happened (the timeline reads both), the search keeps its own rows, points and merges have
 * rules of their own.
 */
const STAY = [
  ...['event', 'lifecycle_history', 'stage_history', 'notification', 'import_row', 'record_visit'],
  ...[
    'search_doc',
    'search_part',
    'comm_point',
    'duplicate_pair',
    'merge_log',
    'merge_moved',
    'record_redirect',
  ],
];

const CATALOGUE = `
  with referring as (
    select c.oid, c.relname as "table", a.attname as "column", null::text as kind_column
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid
    join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
    where k.contype = 'f' and k.confrelid = format('crm.%I', $1::text)::regclass and cardinality(k.conkey) = 1
    union all
    select c.oid, c.relname, i.attname, n.attname
    from pg_class c
    join pg_attribute n on n.attrelid = c.oid
    join pg_attribute i on i.attrelid = c.oid and i.atttypid = 'uuid'::regtype
    where (n.attname, i.attname) in (('entity', 'record_id'), ('party_type', 'party_id'))
  )
  select r."table", r."column", r.kind_column,
    coalesce((select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)))
              from pg_index x join pg_attribute a on a.attrelid = r.oid and a.attnum = any(x.indkey::int2[])
              where x.indrelid = r.oid and x.indisprimary), '[]') as keys,
    coalesce((select json_agg(json_build_object('predicate', pg_get_expr(x.indpred, x.indrelid), 'columns',
                (select json_agg(a.attname) from pg_attribute a where a.attrelid = r.oid and a.attnum = any(x.indkey::int2[]))))
              from pg_index x
              where x.indrelid = r.oid and x.indisunique and x.indexprs is null
                and exists (select from pg_attribute a where a.attrelid = r.oid and a.attname = r."column"
                            and a.attnum = any(x.indkey::int2[]))), '[]') as uniques
  from referring r
  join pg_class c on c.oid = r.oid
  where c.relnamespace = 'crm'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and c.relname <> all($2::text[])
  order by r."table", r."column"`;

export async function giveReferences(client: Queryable, replaced: Replaced): Promise<number> {
  const { rows } = await client.query<Reference>(CATALOGUE, [replaced.entity, STAY]);
  let given = 0;
  for (const reference of rows) given += await giveOne(client, reference, replaced);
  return given + (await giveCustom(client, replaced));
}

async function giveOne(client: Queryable, reference: Reference, replaced: Replaced): Promise<number> {
  const { table, column, kind_column: kind, keys, uniques } = reference;
  const { mergeId, entity, survivorId, loserId } = replaced;
  const values = [loserId, survivorId, mergeId, table, column, ...(kind === null ? [] : [entity])];
  const ofKind = (alias: string): string => (kind === null ? '' : `and ${alias}.${kind} = $6`);
  for (const { columns, predicate } of uniques) {
    // What the survivor has already is taken from the loser, and comes back with an undo.
    const rows = predicate === null ? `crm.${table}` : `(select * from crm.${table} where ${predicate})`;
    const sameRest = columns
      .filter((one) => one !== column && one !== kind)
      .map((one) => `and o.${one} is not distinct from t.${one}`);
    const isMeant = keys.map((key) => `and p.${key.name} = t.${key.name}`);
    await client.query(
      `with gone as (
         delete from crm.${table} t
         where t.${column} = $1 ${ofKind('t')}
           and exists (select from ${rows} p where true ${isMeant.join(' ')})
           and exists (select from ${rows} o where o.${column} = $2 ${ofKind('o')} ${sameRest.join(' ')})
         returning to_jsonb(t) as was)
       insert into crm.merge_moved (merge_id, table_name, column_name, kind, key, row)
       select $3::uuid, $4::text, $5::text, 'removed', '{}', was from gone`,
      values,
    );
  }
  const key = keys.map(({ name }) => `'${name}', t.${name}`).join(', ');
  const notItself = table === entity ? 'and t.id <> $2' : '';
  const { rowCount } = await client.query(
    `with given as (
       update crm.${table} t set ${column} = $2 where t.${column} = $1 ${ofKind('t')} ${notItself}
       returning jsonb_build_object(${key}) as key)
     insert into crm.merge_moved (merge_id, table_name, column_name, kind, key)
     select $3::uuid, $4::text, $5::text, 'moved', key from given`,
    values,
  );
  return rowCount ?? 0;
}

interface CustomReference {
  readonly table: string;
  readonly key: string;
}

function customReferences(entity: string): readonly CustomReference[] {
  return entities.flatMap((definition) =>
    definition.fields
      .filter((field) => field.custom !== undefined && field.referenceEntity === entity)
      .map(({ key }) => ({
        table: definition.isCustom ? 'record' : definition.table.replace('crm.', ''),
        key,
      })),
  );
}

async function giveCustom(client: Queryable, replaced: Replaced): Promise<number> {
  const { mergeId, entity, survivorId, loserId } = replaced;
  let given = 0;
  const seen = new Set<string>();
  for (const { table, key } of customReferences(entity)) {
    if (seen.has(`${table} ${key}`)) continue;
    seen.add(`${table} ${key}`);
    const { rowCount } = await client.query(
      `with given as (
         update crm.${table} t set custom = jsonb_set(t.custom, array[$5::text], to_jsonb($2::text))
         where t.custom->>$5::text = $1::text and t.id <> $2::uuid and t.id <> $1::uuid
         returning t.id)
       insert into crm.merge_moved (merge_id, table_name, column_name, kind, key)
       select $3::uuid, $4::text, 'custom:' || $5::text, 'moved', jsonb_build_object('id', id) from given`,
      [loserId, survivorId, mergeId, table, key],
    );
    given += rowCount ?? 0;
  }
  return given;
}

const GIVEN = `
  select m.table_name as table, m.column_name as column,
    (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)))
     from pg_index x join pg_attribute a on a.attrelid = x.indrelid and a.attnum = any(x.indkey::int2[])
     where x.indrelid = format('crm.%I', m.table_name)::regclass and x.indisprimary) as keys,
    (select json_agg(a.attname order by a.attnum) from pg_attribute a
     where a.attrelid = format('crm.%I', m.table_name)::regclass and a.attnum > 0 and not a.attisdropped
       and a.attgenerated = '') as columns
  from (select distinct table_name, column_name from crm.merge_moved where merge_id = $1) m`;

interface Given {
  readonly table: string;
  readonly column: string;
  readonly keys: readonly { readonly name: string; readonly type: string }[];
  readonly columns: readonly string[];
}

/** Gives back what still is the survivor's; what somebody gave elsewhere since stays there. */
export async function takeReferencesBack(
  client: Queryable,
  { mergeId, survivorId, loserId }: Replaced,
): Promise<void> {
  const { rows } = await client.query<Given>(GIVEN, [mergeId]);
  for (const { table, column, keys, columns } of rows) {
    const isRow = (except: string | null): string =>
      keys
        .filter(({ name }) => name !== except)
        .map(({ name, type }) => `t.${name} = (m.key->>'${name}')::${type}`)
        .join(' and ');
    const ofMerge = `m.merge_id = $1 and m.table_name = $2 and m.column_name = $3`;
    const named = [mergeId, table, column];
    await client.query(
      `delete from crm.${table} t using crm.merge_moved m where ${ofMerge} and m.kind = 'made' and ${isRow(null)}`,
      named,
    );
    const custom = column.startsWith('custom:') ? column.slice('custom:'.length) : null;
    if (custom !== null)
      await client.query(
        `update crm.${table} t set custom = jsonb_set(t.custom, array[$6::text], to_jsonb($5::text))
         from crm.merge_moved m
         where ${ofMerge} and m.kind = 'moved' and ${isRow(null)} and t.custom->>$6::text = $4::text`,
        [...named, survivorId, loserId, custom],
      );
    else if (column !== '')
      await client.query(
        `update crm.${table} t set ${column} = $5 from crm.merge_moved m
         where ${ofMerge} and m.kind = 'moved' and ${isRow(null)} and t.${column} = $4`,
        [...named, survivorId, loserId],
      );
    await client.query(
      `update crm.${table} t set (${columns.join(', ')}) = (
         select ${columns.join(', ')} from jsonb_populate_record(null::crm.${table}, m.row))
       from crm.merge_moved m where ${ofMerge} and m.kind = 'altered' and ${isRow(null)}`,
      named,
    );
    await client.query(
      `insert into crm.${table} (${columns.join(', ')})
       select ${columns.map((one) => `r.${one}`).join(', ')}
       from crm.merge_moved m, jsonb_populate_record(null::crm.${table}, m.row) r
       where ${ofMerge} and m.kind = 'removed' on conflict do nothing`,
      named,
    );
  }
}
