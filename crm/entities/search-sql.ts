/** What a typed text finds in the rows of one kind of record, as a predicate. */
import { likeText, type SqlParameters } from '../database/sql-parameters.ts';
import type { EntityDefinition } from './entity-types.ts';
import { withinMarkersSql } from '../search/readable-docs.ts';
import { readerMarkers } from '../search/reader-markers.ts';
import { searchedFields } from '../search/searched-fields.ts';
import { entityOf } from './entity-table.ts';
import { ROW_ALIAS, type RowContext } from './record-rows.ts';

/** A search for fewer digits would match half of all phone numbers. */
const PHONE_DIGITS_MIN = 4;

/** A row must have words that begin so, in either alphabet; four digits or more also search phones from the end, an `@` also searches addresses. */
export function searchSql(
  definition: EntityDefinition,
  q: string,
  { parameters, context }: { readonly parameters: SqlParameters; readonly context: RowContext },
): string {
  const text = typedText(q);
  const alias = ROW_ALIAS;
  const alternatives = knowsAllWords(definition)
    ? [
        `${alias}.id in (select d.id from crm.search_doc d
          where ${docsWithWordsSql(definition, `crm.search_prefixes(${parameters.add(text, 'text')})`, { parameters, context })})`,
      ]
    : alternativesInRow(definition, text, parameters);
  if (definition.partyType !== null) {
    const points = (predicate: string) =>
      `exists (select from crm.comm_point cp where cp.party_type = '${definition.partyType}' and cp.party_id = ${alias}.id and ${predicate})`;
    const digits = text.replace(/\D/g, '');
    if (looksLikePhone(text)) {
      // 8 916 … and +7 916 … end alike: compare from the end, without the prefix of long-distance calls.
      const tail = digits.length === 11 && /^[78]/.test(digits) ? digits.slice(1) : digits;
      const reversed = [...tail].reverse().join('');
      alternatives.push(points(`reverse(cp.digits) like ${parameters.add(`${reversed}%`, 'text')}`));
    }
    if (text.includes('@'))
      alternatives.push(points(`cp.email_norm like ${parameters.add(`${likeText(text)}%`, 'text')}`));
  }
  return `(${alternatives.join(' or ')})`;
}

/** Whether only the words of records are asked, all of them by the rows of the search. */
export function asksWordsOnly(definition: EntityDefinition, q: string): boolean {
  const text = typedText(q);
  if (text === '' || !knowsAllWords(definition)) return false;
  return definition.partyType === null || !(looksLikePhone(text) || text.includes('@'));
}

/** Rows `d` of the search that have the words and may be the person's; rights are asked of the records themselves. */
export function docsWithWordsSql(
  definition: EntityDefinition,
  query: string,
  { parameters, context }: { readonly parameters: SqlParameters; readonly context: RowContext },
): string {
  const { entity } = definition;
  const net = withinMarkersSql(readerMarkers(context, [definition]), { alias: 'd', parameters });
  return `d.entity = '${entity}' and d.words @@ ${query} and ${net}`;
}

export function typedText(q: string): string {
  return q.trim().toLowerCase().replaceAll('\u0000', '').slice(0, 200);
}

function looksLikePhone(text: string): boolean {
  return /^[\d\s()+.-]+$/.test(text) && text.replace(/\D/g, '').length >= PHONE_DIGITS_MIN;
}

/** Rows of the search are for everybody: from whom a field is hidden, he is answered from the row itself. */
function knowsAllWords(definition: EntityDefinition): boolean {
  if (definition.searchTextSql) return false;
  return searchedFields(definition).length === searchedFields(entityOf(definition.entity)).length;
}

function alternativesInRow(definition: EntityDefinition, text: string, parameters: SqlParameters): string[] {
  const alias = ROW_ALIAS;
  const searched = definition.searchTextSql?.(alias) ?? `${alias}.search_text`;
  const words = text
    .split(/\s+/)
    .map((word) => `${searched} like ${parameters.add(`%${likeText(word)}%`, 'text')}`);
  const fields = definition.fields.filter((field) => field.custom?.isSearched && field.storage === 'text');
  return [
    `(${words.join(' and ')})`,
    ...fields.map(
      (field) => `lower(${field.sql(alias)}) like ${parameters.add(`%${likeText(text)}%`, 'text')}`,
    ),
  ];
}
