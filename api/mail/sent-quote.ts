/** A quote that goes out with a message: it is sent from then on, and the very file that was sent stays with it. */
import type { Locale } from '#contract';
import type { Caller, RecordView } from '#crm';
import type { ApiContext } from '../context.ts';
import { notAQuote, readQuoteSheet } from '../documents/quote-sheet.ts';
import { pdfOfSheet } from '../documents/sheet-pdf.ts';

/** A file of a message, by where its content lies. */
export interface Attachment {
  readonly name: string;
  readonly mime: string;
  readonly storageKey: string;
}

/** What is to go out; whether it may is the quote's own rule. */
const NOT_OUT: readonly unknown[] = ['draft', 'in_approval', 'approved'];
const MIME = 'application/pdf';

/**
 * In the caller's transaction.
 * @throws ApiProblem API_FIELDS_INVALID for a record that is no quote
 * @throws CrmRejection CRM_DOCUMENT_FIXED, CRM_FORBIDDEN, CRM_QUOTE_NEEDS_APPROVAL
 */
export async function sentQuote(
  {
    crm,
    clock,
    files,
  }: Pick<ApiContext, 'crm' | 'clock'> & { readonly files: Pick<ApiContext['files'], 'put'> },
  caller: Caller,
  quote: RecordView,
  language: Locale,
): Promise<Attachment> {
  const { entity, id } = quote;
  if (entity !== 'quote') throw notAQuote('attachQuote');
  if (NOT_OUT.includes(quote.fields.status))
    await crm.records.update(caller, { entity, id, fields: { status: 'sent' } });
  const sheet = await readQuoteSheet({ crm, clock }, caller, { id, language });
  const name = sheet.fileName;
  await crm.files.assertMayAdd(caller, { entity, id, name });
  const content = await files.put(bytes(await pdfOfSheet(sheet)));
  await crm.files.add(caller, { entity, id, name, mime: MIME, content });
  return { name, mime: MIME, storageKey: content.storageKey };
}

async function* bytes(content: Buffer): AsyncGenerator<Buffer> {
  yield content;
}
