/** Reads rows of any entity with all fields, and turns them into what is handed out. */
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable } from '../database/transaction.ts';
import { definitionFor } from '../rights/field-levels.ts';
import type { ReaderLists } from '../rights/grounds.ts';
import type { RequestUser } from '../rights/request-user.ts';
import { scopeFor, type ParticipantSource } from '../rights/scope-for.ts';
import type { EntityDefinition, FieldValues, RecordLink, RecordView } from './entity-types.ts';
import { isUuid } from './filter-sql.ts';
import { entityOf, isWritten } from './entity-table.ts';

/** A row as SQL gives it: fields under `f_<key>`. */
export interface RecordRow {
  readonly id: string;
  readonly version: number;
  readonly number: string | null;
  readonly title: string;
  readonly account_id: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly may_edit: boolean;
  readonly may_delete: boolean;
  readonly may_share: boolean;
  readonly may_comment: boolean;
  readonly [column: string]: unknown;
}

export interface RowContext {
  readonly user: RequestUser;
  readonly participants: ParticipantSource | null;
  /** What the person has by lists, where it was read beforehand. */
  readonly lists?: ReaderLists;
  /** A process reads values; what records are called is for people. */
  readonly byProcess?: boolean;
}

export const ROW_ALIAS = 'r';

/** The select list of an entity for a user: every field, title and what the user may do with the row. */
export function selectListSql(
  definition: EntityDefinition,
  parameters: SqlParameters,
  context: RowContext,
): string {
  const alias = ROW_ALIAS;
  const scope = (action: 'edit' | 'delete' | 'share' | 'comment') =>
    isWritten(definition)
      ? scopeFor({ ...context, entity: definition.entity, action, alias, parameters })
      : 'false';
  return [
    `${alias}.id`,
    `${alias}.version`,
    definition.numberColumn ? `${alias}.${definition.numberColumn} as number` : 'null::text as number',
    `${definition.titleSql(alias)} as title`,
    definition.accountSql ? `${definition.accountSql(alias)} as account_id` : 'null::uuid as account_id',
    // What a write keeps of fields that nobody knows at the moment.
    ...(definition.fields.some((field) => field.custom) ? [`${alias}.custom`] : []),
    `${alias}.created_at`,
    `${alias}.updated_at`,
    `coalesce(${scope('edit')}, false) as may_edit`,
    `coalesce(${scope('delete')}, false) as may_delete`,
    `coalesce(${scope('share')}, false) as may_share`,
    `coalesce(${scope('comment')}, false) as may_comment`,
    // Dates as text: a date is a day, not an instant in the server's time zone.
    ...definition.fields.map(
      (field) => `${field.sql(alias)}${field.storage === 'date' ? '::text' : ''} as "f_${field.key}"`,
    ),
  ].join(',\n    ');
}

/** Reads one row that the user may read; with `lock` it stays as it is until the transaction ends. */
export async function readRow(
  reader: Queryable,
  request: { definition: EntityDefinition; id: string; lock: boolean },
  context: RowContext,
): Promise<RecordRow | null> {
  const { definition, id, lock } = request;
  // Ids come out of variables too; what is no id names no record.
  if (!isUuid(id)) return null;
  const parameters = new SqlParameters();
  const select = selectListSql(definition, parameters, context);
  const scope = scopeFor({
    ...context,
    entity: definition.entity,
    action: 'read',
    alias: ROW_ALIAS,
    parameters,
  });
  const sql = `
    select ${select}
    from ${definition.table} ${ROW_ALIAS}
    where ${ROW_ALIAS}.id = ${parameters.add(id, 'uuid')} and ${ROW_ALIAS}.deleted_at is null and ${scope}
    ${lock ? `for update of ${ROW_ALIAS}` : ''}`;
  const { rows } = await reader.query<RecordRow>(sql, parameters.values);
  return rows[0] ?? null;
}

export function fieldsOfRow(definition: EntityDefinition, row: RecordRow): FieldValues {
  const fields: FieldValues = {};
  for (const field of definition.fields) fields[field.key] = plainValue(row[`f_${field.key}`]);
  return fields;
}

/** As JSON has it: instants as ISO 8601. */
export function plainValue(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  return value === undefined ? null : value;
}

/**
 * Views with the titles of what they refer to; a title that the user may not read is null, and so is each for a
 * process. A field that is hidden from the user is not there.
 */
export async function viewsOfRows(
  reader: Queryable,
  request: { definition: EntityDefinition; rows: readonly RecordRow[] },
  context: RowContext,
): Promise<RecordView[]> {
  const { rows } = request;
  const definition = definitionFor(request.definition, context);
  const wanted = new Map<string, Set<string>>();
  for (const field of definition.fields) {
    if (field.referenceEntity === null) continue;
    const ids = wanted.get(field.referenceEntity) ?? new Set<string>();
    for (const row of rows) {
      const id = row[`f_${field.key}`];
      if (typeof id === 'string') ids.add(id);
    }
    wanted.set(field.referenceEntity, ids);
  }
  const groups = [...wanted].map(([entity, ids]) => ({ entity, ids: [...ids] }));
  const titles = new Map<string, RecordLink>();
  const links = context.byProcess ? [] : await readLinkGroups(reader, groups, context);
  for (const link of links) titles.set(`${link.entity}:${link.id}`, link);
  return rows.map((row) => viewOfRow(definition, row, titles));
}

function viewOfRow(
  definition: EntityDefinition,
  row: RecordRow,
  titles: ReadonlyMap<string, RecordLink>,
): RecordView {
  const fields = fieldsOfRow(definition, row);
  const links: Record<string, RecordLink | null> = {};
  for (const field of definition.fields) {
    if (field.referenceEntity === null) continue;
    links[field.key] = titles.get(`${field.referenceEntity}:${String(fields[field.key])}`) ?? null;
  }
  return {
    entity: definition.entity,
    id: row.id,
    number: row.number,
    title: row.title,
    version: row.version,
    fields,
    links,
    rights: {
      edit: row.may_edit,
      delete: row.may_delete,
      share: row.may_share,
      comment: row.may_comment,
    },
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

/** Titles of records that the user may read, the bin included: history keeps its names. */
export function readLinks(
  reader: Queryable,
  request: { entity: string; ids: readonly string[] },
  context: RowContext,
): Promise<RecordLink[]> {
  return readLinkGroups(reader, [request], context);
}

/** The same for several kinds of records, in one statement. */
export async function readLinkGroups(
  reader: Queryable,
  groups: readonly { entity: string; ids: readonly string[] }[],
  context: RowContext,
): Promise<RecordLink[]> {
  const parameters = new SqlParameters();
  const alias = ROW_ALIAS;
  const selects = groups
    .map(({ entity, ids }) => ({ entity, ids: ids.filter(isUuid) }))
    .filter((group) => group.ids.length > 0)
    .map(({ entity, ids }) => {
      const definition = entityOf(entity);
      const scope = scopeFor({ ...context, entity, action: 'read', alias, parameters });
      return `select '${definition.entity}' as entity, ${alias}.id, ${definition.titleSql(alias)} as title
        from ${definition.table} ${alias}
        where ${alias}.id = any(${parameters.add(ids, 'uuid[]')}) and ${scope}`;
    });
  if (selects.length === 0) return [];
  const { rows } = await reader.query<RecordLink>(selects.join(' union all '), parameters.values);
  return rows.map(({ entity, id, title }) => ({ entity, id, title }));
}
