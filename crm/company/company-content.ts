/** What an administrator says of the company as a whole. */
import type { QuoteApproval } from '../quotes/quote-approval.ts';
import type { Letterhead } from './letterhead.ts';

export interface CurrencyRate {
  readonly currency: string;
  /** The first day on which it counts. */
  readonly validFrom: string;
  /** What one unit is worth in the base currency. */
  readonly rate: number;
}

export interface CompanyContent {
  /** ISO 3166. */
  readonly homeCountry: string;
  readonly baseCurrency: string;
  /** ISO 4217 codes that can be chosen, in their order. */
  readonly currencies: readonly string[];
  readonly rates: readonly CurrencyRate[];
  /** Which quotes have to be approved before they go out. */
  readonly quoteApproval: QuoteApproval;
  readonly letterhead: Letterhead;
}
