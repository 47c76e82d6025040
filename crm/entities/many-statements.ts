/** The statements of `write-many.ts`: rows of one kind with the same columns go together. */
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Unit } from '../database/transaction.ts';
import { scopeFor } from '../rights/scope-for.ts';
import type { EntityDefinition, FieldValues } from './entity-types.ts';
import { type RecordRow, ROW_ALIAS, selectListSql } from './record-rows.ts';
import type { WriteContext } from './tell-of-write.ts';
import { modelOf } from './write-record.ts';

export type Columns = Readonly<Record<string, unknown>>;

export function columnsOf(definition: EntityDefinition, attributes: FieldValues): Columns {
  const known = modelOf(definition).getAttributes();
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([, value]) => value !== undefined)
      .map(([attribute, value]) => [known[attribute]?.field ?? attribute, value]),
  );
}

/** Rows with the same columns go in one statement; a column that is left out keeps its default. */
export function groupsByColumns(rows: readonly Columns[]): Columns[][] {
  const groups = new Map<string, Columns[]>();
  for (const row of rows) {
    const key = Object.keys(row).toSorted().join();
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}

export function baseTable(definition: EntityDefinition): string {
  const name = modelOf(definition).getTableName();
  return typeof name === 'string' ? name : `"${name.schema}"."${name.tableName}"`;
}

export async function insertGroup(
  unit: Unit,
  definition: EntityDefinition,
  rows: readonly Columns[],
): Promise<void> {
  const table = baseTable(definition);
  const columns = Object.keys(rows[0] ?? {}).map((column) => `"${column}"`);
  await unit.client.query(
    `insert into ${table} (${columns.join(', ')})
     select ${columns.join(', ')} from jsonb_populate_recordset(null::${table}, $1)`,
    [JSON.stringify(rows)],
  );
}

export async function updateGroup(
  unit: Unit,
  definition: EntityDefinition,
  rows: readonly Columns[],
): Promise<void> {
  const table = baseTable(definition);
  const columns = Object.keys(rows[0] ?? {}).filter((column) => column !== 'id');
  await unit.client.query(
    `update ${table} t set ${columns.map((column) => `"${column}" = n."${column}"`).join(', ')}
     from jsonb_populate_recordset(null::${table}, $1) n where t.id = n.id`,
    [JSON.stringify(rows)],
  );
}

/** The scope of creating, asked of the rows before they are there. */
export async function inCreateScope(
  unit: Unit,
  definition: EntityDefinition,
  rows: readonly { readonly columns: Columns }[],
  context: WriteContext,
): Promise<ReadonlySet<unknown>> {
  const parameters = new SqlParameters();
  const scope = scopeFor({ ...context, entity: definition.entity, action: 'create', alias: 'r', parameters });
  if (scope === 'true') return new Set(rows.map((row) => row.columns.id));
  if (scope === 'false' || rows.length === 0) return new Set();
  const given = parameters.add(JSON.stringify(rows.map((row) => row.columns)), 'jsonb');
  const found = await unit.client.query<{ id: string }>(
    `select r.id from jsonb_populate_recordset(null::${baseTable(definition)}, ${given}) r where ${scope}`,
    parameters.values,
  );
  return new Set(found.rows.map((row) => row.id));
}

/** Locked in the order of their ids, as every write of many rows does. */
export async function lockMany(
  unit: Unit,
  definition: EntityDefinition,
  rows: readonly { readonly id: string }[],
  context: WriteContext,
): Promise<ReadonlyMap<string, RecordRow>> {
  const parameters = new SqlParameters();
  const select = selectListSql(definition, parameters, context);
  const read = scopeFor({
    ...context,
    entity: definition.entity,
    action: 'read',
    alias: ROW_ALIAS,
    parameters,
  });
  const ids = parameters.add(
    rows.map((row) => row.id),
    'uuid[]',
  );
  const found = await unit.client.query<RecordRow>(
    `select ${select} from ${definition.table} ${ROW_ALIAS}
     where ${ROW_ALIAS}.id = any(${ids}) and ${ROW_ALIAS}.deleted_at is null and ${read}
     order by ${ROW_ALIAS}.id for update of ${ROW_ALIAS}`,
    parameters.values,
  );
  return new Map(found.rows.map((row) => [row.id, row]));
}
