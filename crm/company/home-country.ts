import type { Queryable } from '../database/transaction.ts';

/** ISO 3166 code by which phones without a country are read. Where choices are loaded anyway, they bring it along. */
export async function homeCountryOf(reader: Queryable): Promise<string> {
  const { rows } = await reader.query<{ code: string }>(
    'select home_country as code from crm.company_setting',
  );
  return rows[0]?.code ?? HOME_COUNTRY_DEFAULT;
}

export const HOME_COUNTRY_DEFAULT = 'RU';
