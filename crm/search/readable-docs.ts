/**
 * Which rows of crm.search_doc a person may find: the one predicate of rights, per kind of record, over the row's own
 * copies of the columns that decide. From whom a searched field is hidden, he finds by the other fields only: what his
 * words would match without it is worked out anew, for his candidates alone.
 */
import type { SqlParameters } from '../database/sql-parameters.ts';
import { entities } from '../entities/entity-table.ts';
import type { EntityDefinition } from '../entities/entity-types.ts';
import type { RowContext } from '../entities/record-rows.ts';
import { definitionFor } from '../rights/field-levels.ts';
import { scopeFor } from '../rights/scope-for.ts';
import { type ReaderMarkers, readerMarkers } from './reader-markers.ts';
import { searchedFields } from './searched-fields.ts';

export interface DocsRequest {
  readonly alias: string;
  readonly parameters: SqlParameters;
  /** Gives the placeholder of the words that are looked for, a tsquery; null when nothing is found by words. */
  readonly query: (() => string) | null;
}

/** `false` for who may read nothing. */
export function readableDocsSql(context: RowContext, request: DocsRequest): string {
  const { alias, parameters } = request;
  const whole: string[] = [];
  const arms: string[] = [];
  for (const shipped of entities) {
    if (shipped.isDirectory || shipped.isRetired) continue;
    const scope = scopeFor({ ...context, entity: shipped.entity, action: 'read', alias, parameters });
    if (scope === 'false') continue;
    const hidden = hiddenFieldsSql(shipped, context, request);
    if (scope === 'true' && hidden === null) whole.push(shipped.entity);
    else arms.push(`(${alias}.entity = '${shipped.entity}' and ${hidden ?? 'true'} and ${scope})`);
  }
  if (whole.length > 0) arms.unshift(`${alias}.entity = any(${parameters.add(whole, 'text[]')})`);
  return arms.length === 0
    ? 'false'
    : `(${withinMarkersSql(readerMarkers(context), request)} and (${arms.join(' or ')}))`;
}

/** As the index of the search has it. */
export function readersSql(alias: string): string {
  return `crm.search_readers(${alias}.entity, ${alias}.owner_id, ${alias}.team_id, ${alias}.territory_id)`;
}

/** The same wide net for every statement over rows of the search, in the words of their index. */
export function withinMarkersSql(
  net: ReaderMarkers | null,
  { alias, parameters }: Pick<DocsRequest, 'alias' | 'parameters'>,
): string {
  if (net === null) return 'true';
  const { markers, ids } = net;
  const marked = `${readersSql(alias)} && ${parameters.add(markers, 'text[]')}`;
  return ids.length === 0 ? marked : `(${marked} or ${alias}.id = any(${parameters.add(ids, 'uuid[]')}))`;
}

/** Whether phones or addresses of the kind of record are open to the person. */
export function knowsPoints(
  definition: EntityDefinition,
  kind: 'phone' | 'email',
  context: RowContext,
): boolean {
  return definitionFor(definition, context).fields.some((field) => field.key === kind);
}

function hiddenFieldsSql(
  shipped: EntityDefinition,
  context: RowContext,
  { alias, query }: DocsRequest,
): string | null {
  const definition = definitionFor(shipped, context);
  if (query === null || definition === shipped) return null;
  const known = searchedFields(definition);
  if (known.length === searchedFields(shipped).length) return null;
  const values = (type: 'phone' | 'email' | null): string[] =>
    known
      .filter((field) => (type === null ? field.type !== 'phone' : field.type === type))
      .map((field) =>
        field.storage === 'text[]' ? `array_to_string(${field.sql('k')}, ' ')` : field.sql('k'),
      );
  const array = (sqls: readonly string[]): string => `array[${sqls.join(', ')}]::text[]`;
  const lexemes = `crm.search_lexemes(concat_ws(' ', ${["''", ...values(null)].join(', ')}), crm.search_keys(${array(values('phone'))}, ${array(values('email'))}))`;
  return `exists (select from ${definition.table} k where k.id = ${alias}.id and ${lexemes} @@ ${query()})`;
}
