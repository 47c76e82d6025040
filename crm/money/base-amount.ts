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

/** An amount in the base currency by today's rate, both given and made as SQL; null where no rate is known. */
export function worthSql(amount: string, currency: string): string {
  return `(${amount} * case when ${currency} = (select s.base_currency from crm.money_setting s) then 1 else (
    select c.rate from crm.currency_rate c
    where c.currency = ${currency} and c.valid_from <= public.throughline_now()::date
    order by c.valid_from desc limit 1) end)`;
}

export async function baseCurrency(reader: Queryable): Promise<string> {
  const { rows } = await reader.query<{ currency: string }>(
    'select base_currency as currency from crm.money_setting',
  );
  return rows[0]?.currency ?? 'EUR';
}

/** What a lead expects is counted when it is asked for; a deal's amount when it is written. */
const LEAD_BASE = (alias: string): string => worthSql(`${alias}.expected_amount`, `${alias}.currency`);

/** A record's amount in the base currency, as SQL; null where no rate is known. */
export function baseAmountSql(entity: 'deal' | 'lead', alias: string): string {
  return entity === 'deal' ? `${alias}.amount_base` : LEAD_BASE(alias);
}

/** Whether a record has an amount that no rate is known for. */
export function unratedSql(entity: 'deal' | 'lead', alias: string): string {
  const amount = entity === 'deal' ? 'amount' : 'expected_amount';
  return `(${alias}.${amount} is not null and ${baseAmountSql(entity, alias)} is null)`;
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
