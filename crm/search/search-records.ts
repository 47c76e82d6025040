/**
 * Search over everything that a person may read. Exact and from the beginning of words first; when nothing has them,
 * words without their endings; then words that are spelt alike. What is handed out is read from the records themselves,
 * once more under the caller's rights.
 */
import type { Queryable } from '../database/transaction.ts';
import type { RecordLink } from '../entities/entity-types.ts';
import type { RowContext } from '../entities/record-rows.ts';
import { withReaderLists } from '../rights/reader-lists.ts';
import { findCandidates } from './find-candidates.ts';
import { type Candidate, rankHits } from './rank-hits.ts';
import { readLivingLinks } from './read-living-links.ts';
import { searchTerms, similarQuery, type SearchTerms } from './search-terms.ts';
import { meantWords } from './similar-words.ts';

export interface SearchHit extends RecordLink {
  readonly subtitle: string | null;
  /** The comment or the name of the file in which it was found, when it was not the record itself. */
  readonly found: { readonly in: 'comment' | 'file'; readonly text: string } | null;
}

export async function searchRecords(
  reader: Queryable,
  request: { readonly q: string; readonly limit: number },
  context: RowContext,
): Promise<SearchHit[]> {
  const known = await withReaderLists(reader, context);
  const terms = await searchTerms(reader, request.q);
  const found = await findFirst(reader, terms, known);
  const ranked = rankHits(found, terms).slice(0, request.limit);
  return readHits(reader, ranked, known);
}

async function findFirst(reader: Queryable, terms: SearchTerms, context: RowContext): Promise<Candidate[]> {
  const direct = await findCandidates(reader, terms, context);
  if (direct.length > 0 || terms.words.length === 0) return direct;
  const again = async (prefixes: string | null): Promise<Candidate[]> =>
    prefixes === null || prefixes === terms.prefixes
      ? []
      : findCandidates(reader, { ...terms, prefixes, words: [], reversedDigits: null, email: null }, context);
  const inflected = await again(terms.stems);
  if (inflected.length > 0) return inflected;
  return again(similarQuery(await meantWords(reader, terms.words)));
}

async function readHits(
  reader: Queryable,
  ranked: readonly Candidate[],
  context: RowContext,
): Promise<SearchHit[]> {
  const links = await readLivingLinks(reader, ranked, context);
  const candidates = new Map(ranked.map((candidate) => [candidate.id, candidate]));
  return links.map((link) => {
    const { part = null, excerpt = null } = candidates.get(link.id) ?? {};
    return { ...link, found: part === null ? null : { in: part, text: excerpt ?? '' } };
  });
}
