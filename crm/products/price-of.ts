/**
 * What a product costs in a document: by the rule of the price list with the largest quantity that is reached, else by
 * the product's own price, converted by the rate of the day. Null as price when no rate is known.
 */
import type { Queryable } from '../database/transaction.ts';

export interface ProductPrice {
  readonly name: string;
  readonly unit: string;
  readonly price: number | null;
  readonly discountPct: number;
  readonly taxRate: number;
}

/** Of the currency `$n` in the base currency, on the day `$4`. */
const rateSql = (currency: string) => `
  case when ${currency} = s.base_currency then 1 else (
    select r.rate from crm.currency_rate r
    where r.currency = ${currency} and r.valid_from <= $4::date order by r.valid_from desc limit 1) end`;

const SELECT_PRICE = `
  select p.name, p.unit, p.tax_rate::float8 as "taxRate", coalesce(rule.discount_pct, 0)::float8 as "discountPct",
    coalesce(rule.price,
      case when p.currency = $2 then p.price
           else round(p.price * (${rateSql('p.currency')}) / (${rateSql('$2')}), 2) end)::float8 as price
  from crm.product p
  cross join crm.money_setting s
  left join lateral (
    select r.price, r.discount_pct from crm.price_rule r
    join crm.price_list l on l.id = r.price_list_id and l.active and l.deleted_at is null
      and (r.price is null or l.currency = $2)
      and (l.valid_from is null or l.valid_from <= $4::date) and (l.valid_to is null or l.valid_to >= $4::date)
    where r.product_id = p.id and r.price_list_id = $3::uuid and r.qty_min <= $5::numeric
    order by r.qty_min desc limit 1) rule on true
  where p.id = $1 and p.deleted_at is null`;

export async function priceOf(
  reader: Queryable,
  request: {
    readonly productId: string;
    readonly currency: string;
    readonly priceListId: string | null;
    readonly qty: number;
    readonly on: Date;
  },
): Promise<ProductPrice | null> {
  const { productId, currency, priceListId, on, qty } = request;
  const { rows } = await reader.query<ProductPrice>(SELECT_PRICE, [
    productId,
    currency,
    priceListId,
    on,
    Number.isFinite(qty) ? qty : 0,
  ]);
  return rows[0] ?? null;
}
