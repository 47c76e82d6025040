/** Pages of the bin: deleted records of all kinds together, the latest first, by the rights to read and to delete. */
import { likeText, SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable } from '../database/transaction.ts';
import { entities, entityOf } from '../entities/entity-table.ts';
import type { EntityDefinition } from '../entities/entity-types.ts';
import { invalid, isUuid } from '../entities/filter-sql.ts';
import type { WriteContext } from '../entities/tell-of-write.ts';
import { scopeFor } from '../rights/scope-for.ts';

export interface BinItem {
  readonly entity: string;
  readonly id: string;
  readonly title: string;
  readonly deletedAt: string;
  readonly deletedBy: { readonly id: string; readonly name: string } | null;
}

export interface BinPage {
  readonly items: BinItem[];
  readonly nextCursor: string | null;
}

export interface BinQuery {
  readonly entity?: string;
  /** A part of the title. */
  readonly q?: string;
  /** Who deleted it. */
  readonly deletedBy?: string;
  readonly cursor?: string;
  readonly limit: number;
}

interface BinRow {
  readonly entity: string;
  readonly id: string;
  readonly title: string;
  readonly deleted_at: Date;
  /** With microseconds, for the cursor. */
  readonly deleted_at_text: string;
  readonly deleted_by_id: string | null;
  readonly deleted_by_name: string | null;
}

/** What was merged into another is no rubbish: its address leads on, and the merge may be taken back. */
export const IS_NO_TOMBSTONE = 'not exists (select from crm.record_redirect gone where gone.loser_id = r.id)';

const LIMIT_MAX = 200;

/** @throws CrmRejection CRM_ENTITY_UNKNOWN, CRM_FILTER_INVALID */
export async function readBin(reader: Queryable, query: BinQuery, context: WriteContext): Promise<BinPage> {
  const limit = Math.min(Math.max(1, query.limit), LIMIT_MAX);
  const parameters = new SqlParameters();
  const asked = query.entity === undefined ? entities : [entityOf(query.entity)];
  const selects = asked
    .filter((definition) => definition.model !== null)
    .flatMap((definition) => ofKind(definition, { query, context, parameters, limit }) ?? []);
  if (selects.length === 0) return { items: [], nextCursor: null };
  const { rows } = await reader.query<BinRow>(
    `select b.*, u.id as deleted_by_id, u.name as deleted_by_name
     from (${selects.join(' union all ')}) b
     left join crm."user" u on u.id = b.updated_by and b.updated_by_kind = 'user'
     order by b.deleted_at desc, b.id desc
     limit ${parameters.add(limit + 1, 'int')}`,
    parameters.values,
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(itemOf),
    nextCursor: rows.length > limit && last ? encodeCursor(last) : null,
  };
}

interface Asked {
  readonly query: BinQuery;
  readonly context: WriteContext;
  readonly parameters: SqlParameters;
  readonly limit: number;
}

/** Null where the person may delete nothing of the kind. Uses the index of what is in the bin. */
function ofKind(definition: EntityDefinition, { query, context, parameters, limit }: Asked): string | null {
  const scope = (action: 'read' | 'delete', into: SqlParameters) =>
    scopeFor({ ...context, entity: definition.entity, action, alias: 'r', parameters: into });
  // Asked first: a scope that is refused leaves no parameters behind, which the statement would not use.
  if (scope('delete', new SqlParameters()) === 'false') return null;
  const title = definition.titleSql('r');
  const { q, deletedBy, cursor } = query;
  const where = [
    'r.deleted_at is not null',
    IS_NO_TOMBSTONE,
    scope('read', parameters),
    scope('delete', parameters),
    ...(q?.trim() ? [`${title} ilike ${parameters.add(`%${likeText(q.trim())}%`, 'text')}`] : []),
    ...(deletedBy
      ? [`r.updated_by = ${parameters.add(deletedBy, 'uuid')} and r.updated_by_kind = 'user'`]
      : []),
    ...(cursor ? [afterCursor(cursor, parameters)] : []),
  ].join(' and ');
  return `(select '${definition.entity}' as entity, r.id, ${title} as title, r.deleted_at,
      r.deleted_at::text as deleted_at_text, r.updated_by, r.updated_by_kind
    from ${definition.table} r where ${where}
    order by r.deleted_at desc, r.id desc limit ${limit + 1})`;
}

function itemOf(row: BinRow): BinItem {
  const { entity, id, title, deleted_by_id: person } = row;
  return {
    ...{ entity, id, title },
    deletedAt: row.deleted_at.toISOString(),
    deletedBy: person === null ? null : { id: person, name: row.deleted_by_name ?? '' },
  };
}

function encodeCursor({ deleted_at_text: at, id }: BinRow): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url');
}

function afterCursor(cursor: string, parameters: SqlParameters): string {
  const [at, id] = parsed(cursor);
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at)) || !isUuid(id))
    throw invalid('Expected a cursor as the page before gave it.');
  return `(r.deleted_at, r.id) < (${parameters.add(at, 'timestamptz')}, ${parameters.add(id, 'uuid')})`;
}

function parsed(cursor: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}
