/** What is true of the company as a whole: where it is, which money it counts in, what other money is worth. */
import { z } from 'zod';
import { none } from './common.ts';
import { defineRoute } from './route.ts';
import { expectedVersion } from './setting-rules.ts';

const companyBody = z
  .object({
    /** ISO 3166: how phones without a country are read. */
    homeCountry: z.string().max(2),
    /** ISO 4217; one of the currencies. */
    baseCurrency: z.string().max(3),
    currencies: z.array(z.string().max(3)).min(1).max(200),
    rates: z
      .array(
        z
          .object({
            currency: z.string().max(3),
            /** The first day on which it counts. */
            validFrom: z.iso.date(),
            /** What one unit is worth in the base currency. */
            rate: z.number(),
          })
          .strict(),
      )
      .max(5_000),
    /** Which quotes have to be approved before they go out. */
    quoteApproval: z
      .object({
        rule: z.enum(['never', 'discount', 'amount', 'always']),
        /** Above which discount in per cent, or which sum without tax in the base currency. */
        limit: z.number().min(0).max(9e13).nullable(),
      })
      .strict(),
    /** What stands on every quote that goes out. */
    letterhead: z
      .object({
        /** The company's own name. */
        name: z.string().trim().max(200),
        /** Address, registration and bank, line by line. */
        details: z.string().trim().max(1_000),
        terms: z.object({ en: z.string().trim().max(4_000), ru: z.string().trim().max(4_000) }).strict(),
      })
      .strict(),
  })
  .strict();

const company = companyBody.extend({
  /** What can be chosen as home country. */
  countries: z.array(z.string()),
  /** How many amounts are counted in the base currency: above none it stays. */
  amounts: z.number().int(),
  /** Amounts that no rate is known for; sums leave them out. */
  unrated: z.array(z.object({ currency: z.string(), count: z.number().int() })),
  version: z.number().int(),
});
export type Company = z.infer<typeof company>;

export const companyRoutes = {
  company: defineRoute({
    method: 'GET',
    path: '/api/admin/company',
    access: 'admin',
    summary: 'Home country, base currency, currencies in use and rates, rules and letterhead of quotes',
    params: none,
    query: none,
    body: none,
    response: company,
    idempotent: false,
  }),
  saveCompany: defineRoute({
    method: 'PUT',
    path: '/api/admin/company',
    access: 'admin',
    summary:
      'Change them; amounts that had no rate are counted. 409 once amounts are counted in the base currency',
    params: none,
    query: none,
    body: companyBody.extend({ version: expectedVersion }).strict(),
    response: company,
    idempotent: true,
  }),
};
