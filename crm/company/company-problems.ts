/** What must be true of the company's settings: every problem names the input and the remedy. */
import { isSupportedCountry } from 'libphonenumber-js';
import type { FieldRefusal } from '../errors.ts';
import type { CompanyContent } from './company-content.ts';

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
/** As many as the column holds before the point. */
const RATE_MAX = 1e9;

export function companyProblems(content: CompanyContent): FieldRefusal[] {
  const { homeCountry, baseCurrency, currencies, rates } = content;
  const problems: FieldRefusal[] = [];
  if (!isSupportedCountry(homeCountry))
    problems.push({
      path: 'homeCountry',
      code: 'notCountry',
      message: `There is no country '${homeCountry}': give its two letters, such as DE.`,
    });
  for (const code of currencies.filter((one) => !CURRENCIES.has(one)))
    problems.push({
      path: 'currencies',
      code: 'notCurrency',
      message: `There is no currency '${code}': give its three letters, such as EUR.`,
    });
  if (!currencies.includes(baseCurrency))
    problems.push({
      path: 'baseCurrency',
      code: 'notChoice',
      message: 'The base currency is one of the currencies in use: choose one of them.',
    });
  const { rule, limit } = content.quoteApproval;
  const needsLimit = rule === 'discount' || rule === 'amount';
  const isLimit = limit !== null && limit >= 0 && (rule === 'amount' || limit <= 100);
  if (needsLimit ? !isLimit : limit !== null)
    problems.push({
      path: 'quoteApproval',
      code: 'approvalLimit',
      message: 'A rule by discount or sum says above what, per cent up to 100; other rules say nothing.',
    });
  const seen = new Set<string>();
  for (const [index, rate] of rates.entries()) {
    const key = `${rate.currency} ${rate.validFrom}`;
    const problem = rateProblem(rate, { baseCurrency, isTwice: seen.has(key) });
    if (problem) problems.push({ path: `rates.${index}`, ...problem });
    seen.add(key);
  }
  return problems;
}

function rateProblem(
  { currency, rate }: CompanyContent['rates'][number],
  { baseCurrency, isTwice }: { readonly baseCurrency: string; readonly isTwice: boolean },
): Omit<FieldRefusal, 'path'> | null {
  if (!CURRENCIES.has(currency))
    return {
      code: 'notCurrency',
      message: `There is no currency '${currency}': give its three letters, such as EUR.`,
    };
  if (currency === baseCurrency)
    return { code: 'rateOfBase', message: 'The base currency is worth one: it needs no rate.' };
  if (isTwice)
    return { code: 'rateTwice', message: 'This currency has a rate from this day already: change that one.' };
  if (!(rate > 0 && rate < RATE_MAX))
    return {
      code: 'badRate',
      message: 'A rate is more than zero: what one unit is worth in the base currency.',
    };
  return null;
}
