/**
 * What an administrator says of the company as a whole: where it is, which money it counts in and what other money is
 * worth. Amounts are counted by the rate of the day on which they are written; those that had no rate are counted as
 * soon as there is one. The base currency stays once something is counted in it: rates say what a currency is worth
 * in the base, so that older amounts could not be told in another one.
 */
import { getCountries } from 'libphonenumber-js';
import { assertSettingVersion } from '../audit/assert-setting-version.ts';
import { type SettingPorts, tellOfSetting } from '../audit/tell-of-setting.ts';
import type { Caller } from '../caller.ts';
import { raiseMetadata } from '../custom-fields/raise-metadata.ts';
import type { Queryable, Transactions } from '../database/transaction.ts';
import type { OptionCatalogue } from '../entities/select-options.ts';
import { CrmRejection, fieldsInvalid } from '../errors.ts';
import type { CompanyContent } from './company-content.ts';
import { companyProblems } from './company-problems.ts';
import { letterheadSql } from './letterhead.ts';

export interface CompanyView extends CompanyContent {
  /** What can be chosen as home country. */
  readonly countries: readonly string[];
  /** How many amounts are counted in the base currency: above none it stays. */
  readonly amounts: number;
  /** Amounts that no rate is known for; sums leave them out. */
  readonly unrated: readonly { readonly currency: string; readonly count: number }[];
  readonly version: number;
}

export interface CompanyService {
  get(): Promise<CompanyView>;
  /**
   * For administrators; the host checks that. Amounts that had no rate are counted by `countUnrated`, once it committed.
   * @throws CrmRejection CRM_BASE_CURRENCY_FIXED, CRM_FIELDS_INVALID, CRM_SETTING_CHANGED
   */
  save(caller: Caller, content: CompanyContent & { version?: number | undefined }): Promise<CompanyView>;
  /** Counts amounts that had no rate when they were written; how many. In steps, safe on many nodes at once. */
  countUnrated(): Promise<number>;
}

const CURRENCIES = 'money.currency';
const STEP = 5_000;

const SELECT_CONTENT = `
  select c.home_country as "homeCountry", m.base_currency as "baseCurrency", c.version,
    json_build_object('rule', c.quote_approval, 'limit', c.quote_approval_limit::float8) as "quoteApproval",
    ${letterheadSql('c')} as letterhead,
    array(select o.code from crm.select_option o where o.list = '${CURRENCIES}' and o.active
          order by o.sort_order, o.code) as currencies,
    coalesce((select json_agg(json_build_object('currency', r.currency, 'validFrom', r.valid_from::text, 'rate', r.rate::float8)
                              order by r.currency, r.valid_from desc) from crm.currency_rate r), '[]') as rates
  from crm.company_setting c, crm.money_setting m`;
const SELECT_COUNTED = 'select count(*)::int as count from crm.deal where amount_base is not null';
const SELECT_UNRATED = `
  select currency, count(*)::int as count from crm.deal
  where amount is not null and amount_base is null and deleted_at is null
  group by currency order by currency`;
/** Also the lock: two who save come one after the other. */
const UPDATE_COMPANY = `update crm.company_setting set home_country = $1, quote_approval = $2, quote_approval_limit = $3,
     name = $4, details = $5, quote_terms_en = $6, quote_terms_ru = $7, version = version + 1, updated_at = clock_timestamp()`;
const UPDATE_BASE = 'update crm.money_setting set base_currency = $1';
const CLOSE_CURRENCIES = `update crm.select_option set active = false where list = '${CURRENCIES}'`;
const UPSERT_CURRENCIES = `
  insert into crm.select_option (list, code, label_en, label_ru, sort_order)
  select '${CURRENCIES}', c.code, c.code, c.code, c.place from unnest($1::text[]) with ordinality as c (code, place)
  on conflict (list, code) do update set sort_order = excluded.sort_order, active = true`;
const CLEAR_RATES = 'delete from crm.currency_rate';
const INSERT_RATES = `
  insert into crm.currency_rate (currency, valid_from, rate)
  select * from unnest($1::text[], $2::date[], $3::numeric[])`;
const COUNT_STEP = `
  with counted as (
    select d.id, round(d.amount * case when d.currency = s.base_currency then 1 else (
        select r.rate from crm.currency_rate r
        where r.currency = d.currency and r.valid_from <= $1::date order by r.valid_from desc limit 1) end, 2) as amount
    from crm.deal d cross join crm.money_setting s
    where d.amount is not null and d.amount_base is null
    and (d.currency = s.base_currency or exists (
      select from crm.currency_rate r where r.currency = d.currency and r.valid_from <= $1::date))
    limit ${STEP} for update of d skip locked)
  update crm.deal d set amount_base = c.amount from counted c where c.id = d.id`;

export function createCompanyService(
  ports: SettingPorts & { readonly transactions: Transactions; readonly options: OptionCatalogue },
): CompanyService {
  const { transactions, options, clock } = ports;
  const get = async (reader: Queryable): Promise<CompanyView> => {
    const content = await readContent(reader);
    const counted = await reader.query<{ count: number }>(SELECT_COUNTED);
    const unrated = await reader.query<{ currency: string; count: number }>(SELECT_UNRATED);
    return {
      ...content,
      countries: getCountries(),
      amounts: counted.rows[0]?.count ?? 0,
      unrated: unrated.rows,
    };
  };
  const countUnrated = async (): Promise<number> => {
    let all = 0;
    for (;;) {
      const count = await transactions.run(undefined, async ({ client }) => {
        return (await client.query(COUNT_STEP, [clock.now()])).rowCount ?? 0;
      });
      all += count;
      if (count < STEP) return all;
    }
  };
  return {
    get: () => get(transactions.reader(null)),
    countUnrated,
    async save(caller, { version, ...content }) {
      const problems = companyProblems(content);
      if (problems.length > 0) throw fieldsInvalid(problems);
      await transactions.run(caller.transaction, async ({ client }) => {
        await raiseMetadata(client);
        const before = await readContent(client);
        const name = caller.user.locale === 'ru' ? 'Компания' : 'Company';
        assertSettingVersion(name, before, version);
        if (before.baseCurrency !== content.baseCurrency) await assertNothingCounted(client, before);
        await client.query(UPDATE_COMPANY, [
          content.homeCountry,
          content.quoteApproval.rule,
          content.quoteApproval.limit,
          ...[content.letterhead.name, content.letterhead.details],
          ...[content.letterhead.terms.en, content.letterhead.terms.ru],
        ]);
        await client.query(UPDATE_BASE, [content.baseCurrency]);
        await client.query(CLOSE_CURRENCIES);
        await client.query(UPSERT_CURRENCIES, [content.currencies]);
        await client.query(CLEAR_RATES);
        await client.query(INSERT_RATES, [
          content.rates.map((one) => one.currency),
          content.rates.map((one) => one.validFrom),
          content.rates.map((one) => one.rate),
        ]);
        const after = await readContent(client);
        await tellOfSetting(client, caller, { ...ports, entity: 'company', name, before, after });
      });
      options.forget();
      return get(transactions.reader(caller.transaction));
    },
  };
}

async function readContent(reader: Queryable): Promise<CompanyContent & { readonly version: number }> {
  const { rows } = await reader.query<CompanyContent & { readonly version: number }>(SELECT_CONTENT);
  const [content] = rows;
  if (!content) throw new Error('Expected the one row of the company to be there.');
  return content;
}

/** @throws CrmRejection CRM_BASE_CURRENCY_FIXED */
async function assertNothingCounted(
  client: Queryable,
  { baseCurrency }: Pick<CompanyContent, 'baseCurrency'>,
): Promise<void> {
  // Nobody writes an amount between the question and the commit.
  await client.query('lock table crm.deal in share row exclusive mode');
  const { rows } = await client.query<{ count: number }>(SELECT_COUNTED);
  const amounts = rows[0]?.count ?? 0;
  if (amounts === 0) return;
  throw new CrmRejection(
    'CRM_BASE_CURRENCY_FIXED',
    `Expected no amount to be counted in ${baseCurrency} yet, but ${amounts} are: the base currency stays.`,
    { amounts, baseCurrency },
  );
}
