/** Where a page of pairs ends, in the order of the list. What was not made here begins at the first page. */
import { isUuid } from '../entities/filter-sql.ts';

export interface PairPlace {
  readonly score: number;
  readonly oneId: string;
  readonly otherId: string;
}

export function cursorOf(
  last: { readonly score: number; readonly one_id: string; readonly other_id: string } | undefined,
): string | null {
  return last ? `${last.score}.${last.one_id}.${last.other_id}` : null;
}

export function cursorFrom(text: string | undefined): PairPlace | null {
  const [score = '', oneId = '', otherId = ''] = (text ?? '').split('.');
  return /^\d{1,3}$/.test(score) && isUuid(oneId) && isUuid(otherId)
    ? { score: Number(score), oneId, otherId }
    : null;
}
