/** What is sold; the CRM's rights decide everything. */
import type { routes } from '#contract';
import { Readable } from 'node:stream';
import { recordWrite } from '../commands/record-write.ts';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { readQuoteSheet } from '../documents/quote-sheet.ts';
import { pdfOfSheet } from '../documents/sheet-pdf.ts';
import { plain } from '../presenters/plain.ts';
import { sendContent } from './send-content.ts';

export function orderHandlers(context: ApiContext): RouteHandlers<typeof routes.orders> {
  const { crm } = context;
  return {
    lineItems: async ({ user, params }) => plain(await crm.lineItems.list({ user }, params)),
    saveLineItems: (request) =>
      recordWrite(context, request, async (caller) =>
        plain(await crm.lineItems.save(caller, { ...request.params, lines: request.body.lines })),
      ),
    priceRules: async ({ user, params }) => ({
      items: await crm.priceRules.list({ user }, { priceListId: params.id }),
    }),
    savePriceRules: (request) =>
      recordWrite(context, request, async (caller) => ({
        items: await crm.priceRules.save(caller, { priceListId: request.params.id, ...request.body }),
      })),
    acceptQuote: (request) =>
      recordWrite(context, request, (caller) => crm.quotes.accept(caller, request.params)),
    quoteSheet: ({ user, params, query }) =>
      readQuoteSheet(context, { user }, { ...params, language: query.language ?? null }),
    async quotePdf({ user, params, query, http: { response } }) {
      const sheet = await readQuoteSheet(context, { user }, { ...params, language: query.language ?? null });
      const content = await pdfOfSheet(sheet);
      const file = { name: sheet.fileName, safeMime: 'application/pdf', size: content.length };
      await sendContent(response, file, Readable.from([content]));
      return { ok: true };
    },
    payments: async ({ user, params }) => ({
      items: await crm.payments.list({ user }, { orderId: params.id }),
    }),
    addPayment: (request) =>
      recordWrite(context, request, async (caller) => ({
        items: await crm.payments.add(caller, { orderId: request.params.id, ...request.body }),
      })),
  };
}
