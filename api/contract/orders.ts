/** What is sold: lines of deals, quotes and orders, prices, acceptance and payments. */
import { z } from 'zod';
import { id, idParams, none, ok } from './common.ts';
import { record } from './records.ts';
import { defineRoute } from './route.ts';
import { locale } from './session.ts';

const lineParams = z.object({ entity: z.enum(['deal', 'quote', 'order']), id }).strict();
const amount = z.number().min(0).max(9e13);
const percent = z.number().min(0).max(100);

const lineItem = z.object({
  id,
  productId: id.nullable(),
  name: z.string(),
  unit: z.string(),
  qty: z.number(),
  price: z.number(),
  discountPct: z.number(),
  taxRate: z.number(),
  net: z.number(),
  tax: z.number(),
  total: z.number(),
});
export type LineItem = z.infer<typeof lineItem>;

const lineItems = z.object({
  items: z.array(lineItem),
  currency: z.string(),
  net: z.number(),
  tax: z.number(),
  total: z.number(),
  /** Whether the caller may change them now. */
  canEdit: z.boolean(),
});
export type LineItems = z.infer<typeof lineItems>;

const lineDraft = z
  .object({
    productId: id.nullish(),
    name: z.string().max(300).nullish(),
    unit: z.string().max(30).nullish(),
    qty: z.number().positive().max(1e9),
    price: amount.nullish(),
    discountPct: percent.optional(),
    taxRate: percent.nullish(),
  })
  .strict();

const priceRule = z.object({
  productId: id,
  productName: z.string(),
  qtyMin: z.number(),
  price: z.number().nullable(),
  discountPct: z.number().nullable(),
});
export type PriceRule = z.infer<typeof priceRule>;
const priceRules = z.object({ items: z.array(priceRule) });

const payment = z.object({
  id,
  amount: z.number(),
  paidOn: z.string(),
  method: z.string(),
  reference: z.string().nullable(),
});
export type Payment = z.infer<typeof payment>;
const payments = z.object({ items: z.array(payment) });

const named = z.object({ label: z.string(), value: z.string() });
/** A quote as the customer gets it: everything in one language, numbers and dates written out. */
const quoteSheet = z.object({
  language: locale,
  /** Of the PDF. */
  fileName: z.string(),
  title: z.string(),
  subtitle: z.string(),
  /** Says that it has not gone out yet. */
  mark: z.string().nullable(),
  seller: z.object({ name: z.string(), lines: z.array(z.string()) }),
  customer: z.object({ label: z.string(), name: z.string(), lines: z.array(z.string()) }),
  facts: z.array(named),
  columns: z.array(z.object({ label: z.string(), align: z.enum(['start', 'end']) })),
  rows: z.array(z.array(z.string())),
  /** The last one is what is to be paid. */
  totals: z.array(named),
  notes: z.array(z.object({ title: z.string(), text: z.string() })),
});
export type QuoteSheet = z.infer<typeof quoteSheet>;
/** Without a language it is that of the customer's person, else the caller's. */
const inLanguage = z.object({ language: locale.optional() }).strict();

export const orderRoutes = {
  lineItems: defineRoute({
    method: 'GET',
    path: '/api/lines/:entity/:id',
    access: 'signedIn',
    summary: 'Lines of a deal, quote or order with their totals',
    params: lineParams,
    query: none,
    body: none,
    response: lineItems,
    idempotent: false,
  }),
  saveLineItems: defineRoute({
    method: 'PUT',
    path: '/api/lines/:entity/:id',
    access: 'signedIn',
    summary: 'Replace the lines; what a line leaves out comes from product and price list',
    params: lineParams,
    query: none,
    body: z.object({ lines: z.array(lineDraft).max(500) }).strict(),
    response: lineItems,
    idempotent: true,
  }),
  priceRules: defineRoute({
    method: 'GET',
    path: '/api/price-lists/:id/rules',
    access: 'signedIn',
    summary: 'Prices of a price list',
    params: idParams,
    query: none,
    body: none,
    response: priceRules,
    idempotent: false,
  }),
  savePriceRules: defineRoute({
    method: 'PUT',
    path: '/api/price-lists/:id/rules',
    access: 'signedIn',
    summary: 'Replace the prices of a price list',
    params: idParams,
    query: none,
    body: z
      .object({
        rules: z
          .array(
            z
              .object({
                productId: id,
                qtyMin: z.number().min(0).max(1e9).default(0),
                price: amount.nullable().default(null),
                discountPct: percent.nullable().default(null),
              })
              .strict(),
          )
          .max(5000),
      })
      .strict(),
    response: priceRules,
    idempotent: true,
  }),
  acceptQuote: defineRoute({
    method: 'POST',
    path: '/api/quotes/:id/acceptance',
    access: 'signedIn',
    summary: 'The customer accepts: the quote becomes an order',
    params: idParams,
    query: none,
    body: none,
    response: record,
    idempotent: true,
  }),
  quoteSheet: defineRoute({
    method: 'GET',
    path: '/api/quotes/:id/sheet',
    access: 'signedIn',
    summary: 'A quote as it is printed: everything written out in one language',
    params: idParams,
    query: inLanguage,
    body: none,
    response: quoteSheet,
    idempotent: false,
  }),
  quotePdf: defineRoute({
    method: 'GET',
    path: '/api/quotes/:id/pdf',
    access: 'signedIn',
    summary: 'A quote as PDF, for those who may read it',
    params: idParams,
    query: inLanguage,
    body: none,
    response: ok,
    idempotent: false,
    bytes: 'down',
  }),
  payments: defineRoute({
    method: 'GET',
    path: '/api/orders/:id/payments',
    access: 'signedIn',
    summary: 'What was paid for an order',
    params: idParams,
    query: none,
    body: none,
    response: payments,
    idempotent: false,
  }),
  addPayment: defineRoute({
    method: 'POST',
    path: '/api/orders/:id/payments',
    access: 'signedIn',
    summary: 'Record a payment; one below zero takes back what was wrong',
    params: idParams,
    query: none,
    body: z
      .object({
        amount: z.number().min(-9e13).max(9e13),
        paidOn: z.iso.date(),
        method: z.string().min(1).max(60),
        reference: z.string().max(200).nullable().default(null),
      })
      .strict(),
    response: payments,
    idempotent: true,
  }),
};
