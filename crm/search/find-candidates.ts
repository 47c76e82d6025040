/**
 * Finds what may be shown for a query, by the rights of the asking person, which stand in every statement before its
 * limit. One statement over the words of records; when that fills its cap (a very common word), the places where the
 * best would be are asked one by one: the exact number, beginnings of titles, own records, lately opened ones, whole
 * words. For who sees little, the index leaves so little that all of it is put in order at once. Beside it phones and addresses of parties by their own indexes, and comments and files through their records.
 */
import { likeText, SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable } from '../database/transaction.ts';
import { entities } from '../entities/entity-table.ts';
import type { RowContext } from '../entities/record-rows.ts';
import type { Candidate } from './rank-hits.ts';
import { knowsPoints, readableDocsSql, readersSql } from './readable-docs.ts';
import { readerMarkers } from './reader-markers.ts';
import type { SearchTerms } from './search-terms.ts';

/** More are not ranked by looking at each. */
const CANDIDATES_MAX = 400;
/** As many of who sees little are put in order by the database. */
const IN_ORDER_MAX = 4_000;
const PLACE_MAX = 60;
const PARTS_MAX = 60;

export async function findCandidates(
  reader: Queryable,
  terms: SearchTerms,
  context: RowContext,
): Promise<Candidate[]> {
  const [records, parties, parts] = await Promise.all([
    byWords(reader, terms, context),
    byPoints(reader, terms, context),
    byParts(reader, terms, context),
  ]);
  return [...records, ...parties, ...parts];
}

async function byWords(reader: Queryable, terms: SearchTerms, context: RowContext): Promise<Candidate[]> {
  if (terms.prefixes === null) return bestPlaces(reader, terms, context);
  if (readerMarkers(context) !== null) {
    const own = await select(reader, terms, context, {
      limit: CANDIDATES_MAX,
      inOrderOf: IN_ORDER_MAX,
      where: ({ query }) => `d.words @@ ${query()}`,
    });
    if ((own[0]?.matches ?? 0) <= IN_ORDER_MAX) return own;
    return [...(await bestPlaces(reader, terms, context)), ...own];
  }
  const common = await select(reader, terms, context, {
    limit: CANDIDATES_MAX,
    where: ({ query }) => `d.words @@ ${query()}`,
  });
  if (common.length < CANDIDATES_MAX) return common;
  return [...(await bestPlaces(reader, terms, context)), ...common];
}

async function bestPlaces(reader: Queryable, terms: SearchTerms, context: RowContext): Promise<Candidate[]> {
  const { prefixes, titles, numbers } = terms;
  const places: ((sql: Placeholders) => string)[] = [
    ({ parameters }) => `d.number_key = any(${parameters.add(numbers, 'text[]')})`,
    ...titles.map(
      (title) =>
        ({ parameters }: Placeholders) =>
          `d.title_key like ${parameters.add(`${likeText(title)}%`, 'text')}`,
    ),
  ];
  if (prefixes !== null) {
    places.push(
      ({ query, parameters }) =>
        `${readersSql('d')} && ${parameters.add([context.user.id], 'text[]')}
         and d.owner_id = ${parameters.add(context.user.id, 'uuid')} and d.words @@ ${query()}`,
      ({ query, parameters }) =>
        `d.id = any(array(select v.record_id from crm.record_visit v where v.user_id = ${parameters.add(context.user.id, 'uuid')})) and d.words @@ ${query()}`,
      ({ wholes }) => `d.words @@ ${wholes()}`,
    );
  }
  const found: Candidate[] = [];
  for (const where of places)
    found.push(...(await select(reader, terms, context, { limit: PLACE_MAX, where })));
  return found;
}

/** Every phone and address of a party, by any end of the digits or the beginning of the address. */
async function byPoints(reader: Queryable, terms: SearchTerms, context: RowContext): Promise<Candidate[]> {
  const { reversedDigits, email } = terms;
  const parties = entities.filter((definition) => definition.partyType !== null);
  const found: Candidate[] = [];
  const point = async (kind: 'phone' | 'email', predicate: (parameters: SqlParameters) => string) => {
    const types = parties.filter((one) => knowsPoints(one, kind, context)).map((one) => one.partyType);
    if (types.length === 0) return;
    const where = ({ parameters }: Placeholders) =>
      `d.id in (select cp.party_id from crm.comm_point cp
        where cp.party_type = any(${parameters.add(types, 'text[]')}) and ${predicate(parameters)})`;
    found.push(...(await select(reader, { ...terms, prefixes: null }, context, { limit: PLACE_MAX, where })));
  };
  if (reversedDigits !== null)
    await point(
      'phone',
      (parameters) => `reverse(cp.digits) like ${parameters.add(`${reversedDigits}%`, 'text')}`,
    );
  if (email !== null)
    await point(
      'email',
      (parameters) => `cp.email_norm like ${parameters.add(`${likeText(email)}%`, 'text')}`,
    );
  return found;
}

async function byParts(reader: Queryable, terms: SearchTerms, context: RowContext): Promise<Candidate[]> {
  if (terms.prefixes === null) return [];
  return select(reader, { ...terms, prefixes: null }, context, {
    limit: PARTS_MAX,
    from: 'crm.search_part p join crm.search_doc d on d.id = p.record_id',
    columns: 'p.part, p.excerpt',
    where: ({ parameters }) => `p.words @@ ${parameters.add(terms.prefixes, 'tsquery')}`,
  });
}

/** What a condition may name; a parameter that no condition names must not be there. */
interface Placeholders {
  readonly parameters: SqlParameters;
  query(): string;
  wholes(): string;
}

async function select(
  reader: Queryable,
  terms: SearchTerms,
  context: RowContext,
  asked: {
    readonly limit: number;
    readonly where: (sql: Placeholders) => string;
    readonly from?: string;
    readonly columns?: string;
    /** The best of so many are wanted, not the first. */
    readonly inOrderOf?: number;
  },
): Promise<(Candidate & { readonly matches: number })[]> {
  const parameters = new SqlParameters();
  const once = (text: string): (() => string) => {
    let placeholder: string | null = null;
    return () => (placeholder ??= parameters.add(text, 'tsquery'));
  };
  const query = once(terms.prefixes ?? '');
  const wholes = once(terms.wholes ?? '');
  const rights = readableDocsSql(context, {
    alias: 'd',
    parameters,
    query: terms.prefixes === null ? null : query,
  });
  if (rights === 'false') return [];
  const sql = (limit: number): string => `
    select d.id, d.entity, d.title_key, d.number_key, d.updated_at,
      coalesce(d.owner_id = ${parameters.add(context.user.id, 'uuid')}, false) as is_own, d.words @@ ${wholes()} as is_whole,
      (select v.at from crm.record_visit v where v.user_id = ${parameters.add(context.user.id, 'uuid')} and v.record_id = d.id) as visited_at,
      ${asked.columns ?? 'null::text as part, null::text as excerpt'}
    from ${asked.from ?? 'crm.search_doc d'}
    where ${asked.where({ parameters, query, wholes })} and ${rights}
    limit ${parameters.add(limit, 'int')}`;
  const text =
    asked.inOrderOf === undefined
      ? sql(asked.limit)
      : `select f.*, (count(*) over ())::int as matches from (${sql(asked.inOrderOf + 1)}) f
         order by coalesce(f.number_key = any(${parameters.add(terms.numbers, 'text[]')}), false) desc,
           f.title_key like any(${parameters.add(
             terms.titles.map((title) => `${likeText(title)}%`),
             'text[]',
           )}) desc,
           f.is_own desc, f.visited_at desc nulls last, f.is_whole desc, f.updated_at desc
         limit ${parameters.add(asked.limit, 'int')}`;
  return (await reader.query<Candidate & { matches: number }>(text, parameters.values)).rows;
}
