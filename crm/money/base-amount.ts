/** What an amount is worth in the company's own currency, by the rate of the day; null when no rate is known. */
import type { Queryable } from '../database/transaction.ts';

const SELECT_BASE_AMOUNT = `
  select case when s.base_currency = $2 then round($1::numeric, 2)
              else round($1::numeric * (
                select r.rate from crm.currency_rate r
                where r.currency = $2 and r.valid_from <= $3::date order by r.valid_from desc limit 1), 2) end::float8 as amount
  from crm.money_setting s`;

export async function baseAmount(
  reader: Queryable,
  money: { readonly amount: number; readonly currency: string; readonly on: Date },
): Promise<number | null> {
  const { rows } = await reader.query<{ amount: number | null }>(SELECT_BASE_AMOUNT, [
    money.amount,
    money.currency,
    money.on,
  ]);
  return rows[0]?.amount ?? null;
}

const SELECT_CURRENCY = `
  select coalesce((select a.currency from crm.account a
                   join crm.select_option o on o.list = 'money.currency' and o.code = a.currency and o.active
                   where a.id = $1), s.base_currency) as currency
  from crm.money_setting s`;

/** The currency that a customer deals in, else the company's own. */
export async function currencyOfAccount(reader: Queryable, accountId: unknown): Promise<string> {
  const id = typeof accountId === 'string' ? accountId : null;
  const { rows } = await reader.query<{ currency: string }>(SELECT_CURRENCY, [id]);
  return rows[0]?.currency ?? 'EUR';
}
