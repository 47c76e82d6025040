/**
 * Words that a large part of all records have: three letters, a first name. To meet every one of them in the index only to
 * show some is what such a search would cost most. A small part of the table, looked through row by row, tells for the
 * price of a few thousand matches whether the words are so common, and holds some of the records at once. The planner's
 * estimate is no help: it knows whole words and not their beginnings.
 */
import type { SearchTerms } from './search-terms.ts';

/** Longer beginnings are those of few records; and they are what is asked again, by its stem and by similar words. */
const LETTERS_MAX = 7;

/** One word, not long, of letters alone: two are seldom common together, and numbers name single records. */
export function mayBeCommon({ words: [word, ...others] }: SearchTerms): boolean {
  return word !== undefined && others.length === 0 && word.length <= LETTERS_MAX && !/\d/.test(word);
}

/** As many as candidates need beside the best places. */
export const SAMPLED_MAX = 200;
/** Nobody is shown more at once; with fewer the words are rare enough for the index. */
export const SAMPLED_MIN = 50;
const ROWS_LOOKED_THROUGH = 6_000;

/**
 * The same part each time, so that the same words find the same. Of a table that was never counted there is none: it is
 * small, or will be counted soon.
 */
export const SEARCH_DOC_SAMPLE = `crm.search_doc d tablesample system ((
  select case when c.reltuples > 0 then least(100, ${100 * ROWS_LOOKED_THROUGH} / c.reltuples) else 0 end
  from pg_class c where c.oid = 'crm.search_doc'::regclass)) repeatable (0)`;
