/** Whether somebody still belongs to an organisation: what ends on a later day is current until then. */

/** Over the alias of `crm.account_contact`; days are those of the product's clock. */
export function currentLinkSql(alias: string): string {
  return `(${alias}.ended_on is null or ${alias}.ended_on > public.throughline_now()::date)`;
}
