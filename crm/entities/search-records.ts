/** Search over all kinds of records at once: exact number first, then titles that begin with the text, then the newest. */
import { likeText, SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable } from '../database/transaction.ts';
import { definitionFor } from '../rights/field-levels.ts';
import { scopeFor } from '../rights/scope-for.ts';
import type { EntityDefinition, RecordLink } from './entity-types.ts';
import { searchSql } from './search-sql.ts';
import { ROW_ALIAS, type RowContext } from './record-rows.ts';
import { entities } from './entity-table.ts';

export interface SearchHit extends RecordLink {
  readonly subtitle: string | null;
}

interface HitRow {
  readonly id: string;
  readonly title: string;
  readonly subtitle: string | null;
  readonly rank: number;
  readonly updated_at: Date;
}

export async function searchRecords(
  reader: Queryable,
  request: { readonly q: string; readonly limit: number },
  context: RowContext,
): Promise<SearchHit[]> {
  const hits: { hit: SearchHit; rank: number; updatedAt: number }[] = [];
  for (const shipped of entities) {
    if (shipped.isDirectory) continue;
    const definition = definitionFor(shipped, context);
    for (const row of await searchEntity(reader, { ...request, definition }, context)) {
      const hit = { entity: definition.entity, id: row.id, title: row.title, subtitle: row.subtitle || null };
      hits.push({ hit, rank: row.rank, updatedAt: row.updated_at.getTime() });
    }
  }
  hits.sort((left, right) => left.rank - right.rank || right.updatedAt - left.updatedAt);
  return hits.slice(0, request.limit).map(({ hit }) => hit);
}

async function searchEntity(
  reader: Queryable,
  request: { definition: EntityDefinition; q: string; limit: number },
  context: RowContext,
): Promise<HitRow[]> {
  const { definition, q, limit } = request;
  const alias = ROW_ALIAS;
  const parameters = new SqlParameters();
  const scope = scopeFor({ ...context, entity: definition.entity, action: 'read', alias, parameters });
  if (scope === 'false') return [];
  const title = definition.titleSql(alias);
  const text = q.trim().toLowerCase();
  const isNumber = definition.numberColumn
    ? `lower(${alias}.${definition.numberColumn}) = ${parameters.add(text, 'text')}`
    : 'false';
  const { rows } = await reader.query<HitRow>(
    `select ${alias}.id, ${title} as title, ${definition.subtitleSql(alias)} as subtitle, ${alias}.updated_at,
       case when ${isNumber} then 0
            when lower(${title}) like ${parameters.add(`${likeText(text)}%`, 'text')} then 1
            else 2 end as rank
     from ${definition.table} ${alias}
     where ${alias}.deleted_at is null and ${scope} and ${searchSql(definition, q, parameters)}
     order by rank, ${alias}.updated_at desc
     limit ${parameters.add(limit, 'int')}`,
    parameters.values,
  );
  return rows;
}
