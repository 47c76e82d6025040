/** Deals of one person, all found by one mark in their names. */
import type { Visitor } from './stage.ts';

export interface DealRow {
  readonly id: string;
  readonly title: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Deals {
  readonly mark: string;
  /** The list of them, with what else its address shall say. */
  path(more?: string): string;
  title(number: number): string;
  rows(): Promise<readonly DealRow[]>;
}

const AT_ONCE = 10;
const LIMIT = 200;

/** Makes `count` deals named `<mark> no01` …; the amount of each is its number times a hundred. */
export async function newDeals(
  seller: Visitor,
  count: number,
  fieldsOf: (number: number) => Readonly<Record<string, unknown>> = () => ({}),
): Promise<Deals> {
  const mark = `Batch ${Date.now()}`;
  const title = (number: number): string => `${mark} no${String(number).padStart(2, '0')}`;
  const filter = JSON.stringify({ op: 'and', items: [{ field: 'name', operator: 'contains', value: mark }] });
  const query = `filter=${encodeURIComponent(filter)}`;
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  for (let from = 0; from < count; from += AT_ONCE) {
    await Promise.all(
      numbers.slice(from, from + AT_ONCE).map(async (number) => {
        const fields = { name: title(number), amount: number * 100, currency: 'RUB', ...fieldsOf(number) };
        const made = await seller.send('POST', '/api/records/deal', { fields });
        if (made.status !== 200) throw new Error(`Expected a deal, but got ${JSON.stringify(made.body)}.`);
      }),
    );
  }
  return {
    mark,
    title,
    path: (more = '') => `/records/deal?view=plain&sort=name:asc&${query}${more}`,
    rows: async () => {
      const { body } = await seller.get<{ items: readonly DealRow[] }>(
        `/api/records/deal?limit=${LIMIT}&sort=name:asc&${query}`,
      );
      return body.items;
    },
  };
}
