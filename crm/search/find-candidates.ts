/**
 * Finds what may be shown for a query, by the rights of the asking person, which stand in every statement before its
 * limit. One statement over the words of records; when that fills its cap (a common word), or stands in a large part of
 * all records (`common-words.ts`), the places where the best would be are asked one by one: the exact number, beginnings of titles, own records, lately opened ones, whole
 * words. For who sees little, the index leaves so little that all of it is put in order at once. Beside it phones and addresses of parties by their own indexes, and comments and files through their records.
 */
import { likeText, SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable } from '../database/transaction.ts';
import { entities } from '../entities/entity-table.ts';
import type { RowContext } from '../entities/record-rows.ts';
import { mayBeCommon, SAMPLED_MAX, SAMPLED_MIN, SEARCH_DOC_SAMPLE } from './common-words.ts';
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
  if (terms.prefixes === null) return placesOneByOne(reader, terms, context);
  if (readerMarkers(context) !== null) {
    const own = await select(reader, terms, context, {
      limit: CANDIDATES_MAX,
      inOrderOf: IN_ORDER_MAX,
      where: ({ query }) => `d.words @@ ${query()}`,
    });
    if ((own[0]?.matches ?? 0) <= IN_ORDER_MAX) return own;
    return [...(await placesOneByOne(reader, terms, context)), ...own];
  }
  const sampled = await bestOfCommon(reader, terms, context);
  if (sampled !== null) return sampled;
  const common = await select(reader, terms, context, {
    limit: CANDIDATES_MAX,
    from: ({ query }) => fromIndexSql(`d.words @@ ${query()}`),
  });
  if (common.length < CANDIDATES_MAX) return common;
  return [...(await placesAtOnce(reader, terms, context)), ...common];
}

/** Of words that very many records have: the best places, and some of the others. Null where they are rarer. */
async function bestOfCommon(
  reader: Queryable,
  terms: SearchTerms,
  context: RowContext,
): Promise<Candidate[] | null> {
  if (!mayBeCommon(terms)) return null;
  const some = await select(reader, terms, context, {
    limit: SAMPLED_MAX,
    from: () => SEARCH_DOC_SAMPLE,
    where: ({ query }) => `d.words @@ ${query()}`,
  });
  if (some.length < SAMPLED_MIN) return null;
  return [...(await placesAtOnce(reader, terms, context)), ...some];
}

type Place = (sql: Placeholders) => string;

/**
 * Rows for a query that an index answers, as `d`: all of them are looked up in the index, and read one by one as far as
 * somebody asks. With a limit in the same statement the planner walks the table itself, as so many rows seem to be near:
 * a first name's are not where the companies stand.
 */
function fromIndexSql(where: string): string {
  return `(with looked_up as materialized (select * from crm.search_doc d where ${where}) select * from looked_up) d`;
}

/** Where the best would be: the exact number, beginnings of titles, own records, lately opened ones, whole words. */
function placesOf({ prefixes, titles, numbers }: SearchTerms, { user }: RowContext): readonly Place[] {
  const places: Place[] = [];
  // Each number of a record has digits.
  if (numbers.some((number) => /\d/.test(number)))
    places.push(({ parameters }) => `d.number_key = any(${parameters.add(numbers, 'text[]')})`);
  if (titles.length > 0)
    places.push(
      ({ parameters }) =>
        `(${titles.map((title) => `d.title_key like ${parameters.add(`${likeText(title)}%`, 'text')}`).join(' or ')})`,
    );
  if (prefixes === null) return places;
  return [
    ...places,
    ({ query, parameters }) =>
      `${readersSql('d')} && ${parameters.add([user.id], 'text[]')}
       and d.owner_id = ${parameters.add(user.id, 'uuid')} and d.words @@ ${query()}`,
    ({ query, parameters }) =>
      `d.id = any(array(select v.record_id from crm.record_visit v where v.user_id = ${parameters.add(user.id, 'uuid')})) and d.words @@ ${query()}`,
    ({ wholes }) => `d.words @@ ${wholes()}`,
  ];
}

/**
 * The best places of who reads most of what there is. To plan the rights costs more than to look into a place, so all
 * places are looked into by one statement with the rights behind their limits; one that was full, and not all of it the
 * person's, is asked again by itself, with the rights before its limit.
 */
async function placesAtOnce(
  reader: Queryable,
  terms: SearchTerms,
  context: RowContext,
): Promise<Candidate[]> {
  const places = placesOf(terms, context);
  const { rows } = await selectOf(reader, terms, context, (sql) => {
    const looked = places.map(
      (place, at) => `(select ${at} as place, d.id from ${fromIndexSql(place(sql))} limit ${PLACE_MAX})`,
    );
    return `select x.place, f.* from (${looked.join(' union all ')}) x
      left join lateral (select ${sql.columns} from crm.search_doc d where d.id = x.id and ${sql.rights}) f on true`;
  });
  const found: Candidate[] = [];
  for (const [at, where] of places.entries()) {
    const own = rows.filter((row) => row.place === at);
    const readable = own.filter((row) => row.id !== null);
    const isShort = own.length === PLACE_MAX && readable.length < PLACE_MAX;
    const from: Place = (sql) => fromIndexSql(where(sql));
    found.push(...(isShort ? await select(reader, terms, context, { limit: PLACE_MAX, from }) : readable));
  }
  return found;
}

async function placesOneByOne(
  reader: Queryable,
  terms: SearchTerms,
  context: RowContext,
): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (const where of placesOf(terms, context))
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
    from: () => 'crm.search_part p join crm.search_doc d on d.id = p.record_id',
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

interface Selected extends Candidate {
  readonly matches: number;
  readonly place: number;
}

async function select(
  reader: Queryable,
  terms: SearchTerms,
  context: RowContext,
  asked: {
    readonly limit: number;
    readonly where?: Place;
    readonly from?: Place;
    readonly columns?: string;
    /** The best of so many are wanted, not the first. */
    readonly inOrderOf?: number;
  },
): Promise<Selected[]> {
  const { limit, inOrderOf, where = () => 'true', from = () => 'crm.search_doc d' } = asked;
  const { rows } = await selectOf(
    reader,
    terms,
    context,
    (sql) => {
      const { parameters } = sql;
      const some = (most: number): string => `select ${sql.columns} from ${from(sql)}
        where ${where(sql)} and ${sql.rights} limit ${parameters.add(most, 'int')}`;
      if (inOrderOf === undefined) return some(limit);
      return `select f.*, (count(*) over ())::int as matches from (${some(inOrderOf + 1)}) f
        order by coalesce(f.number_key = any(${parameters.add(terms.numbers, 'text[]')}), false) desc,
          f.title_key like any(${parameters.add(
            terms.titles.map((title) => `${likeText(title)}%`),
            'text[]',
          )}) desc,
          f.is_own desc, f.visited_at desc nulls last, f.is_whole desc, f.updated_at desc
        limit ${parameters.add(limit, 'int')}`;
    },
    asked.columns,
  );
  return rows;
}

interface SelectParts extends Placeholders {
  readonly columns: string;
  readonly rights: string;
}

/** A statement over rows `d` of the search; nothing for who may read nothing. */
async function selectOf(
  reader: Queryable,
  terms: SearchTerms,
  context: RowContext,
  statement: (sql: SelectParts) => string,
  columns = 'null::text as part, null::text as excerpt',
): Promise<{ readonly rows: Selected[] }> {
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
  if (rights === 'false') return { rows: [] };
  const me = parameters.add(context.user.id, 'uuid');
  const sql = statement({
    ...{ parameters, query, wholes, rights },
    columns: `d.id, d.entity, d.title_key, d.number_key, d.updated_at,
      coalesce(d.owner_id = ${me}, false) as is_own, d.words @@ ${wholes()} as is_whole,
      (select v.at from crm.record_visit v where v.user_id = ${me} and v.record_id = d.id) as visited_at,
      ${columns}`,
  });
  return reader.query<Selected>(sql, parameters.values);
}
