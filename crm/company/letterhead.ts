/** What stands on every quote that goes out: whose it is, and on which terms. */
import type { Queryable } from '../database/transaction.ts';

/** Empty texts are left out of a quote. */
export interface Letterhead {
  /** The company's own name. */
  readonly name: string;
  /** Address, registration and bank, line by line. */
  readonly details: string;
  readonly terms: { readonly en: string; readonly ru: string };
}

/** As SQL over the company's one row. */
export const letterheadSql = (alias: string): string =>
  `json_build_object('name', ${alias}.name, 'details', ${alias}.details,
     'terms', json_build_object('en', ${alias}.quote_terms_en, 'ru', ${alias}.quote_terms_ru))`;

/** For everybody: whoever may read a quote may read whose it is. */
export async function readLetterhead(reader: Queryable): Promise<Letterhead> {
  const { rows } = await reader.query<{ letterhead: Letterhead }>(
    `select ${letterheadSql('c')} as letterhead from crm.company_setting c`,
  );
  const [row] = rows;
  if (!row) throw new Error('Expected the one row of the company to be there.');
  return row.letterhead;
}
