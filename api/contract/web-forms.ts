/** Forms that strangers fill in: each sending becomes a lead or a ticket, with what was sent kept for ever. */
import { z } from 'zod';
import { id, idParams, none, ok, pageQuery, recordLink } from './common.ts';
import { fieldType } from './record-kinds.ts';
import { defineRoute } from './route.ts';

const line = (lengthMax: number) => z.string().trim().max(lengthMax);
const needed = (lengthMax: number) => line(lengthMax).min(1, 'Write something here.');
const httpUrl = z
  .string()
  .max(500)
  .refine(
    (value) => URL.canParse(value) && ['https:', 'http:'].includes(new URL(value).protocol),
    'Write an address such as https://example.com/thanks.',
  );

/** A field of the record that is made, shipped or added; of a ticket's customer, too. */
const fieldKey = z.string().regex(/^[a-z][a-zA-Z0-9]{0,59}$/, 'Choose a field of the list.');
const fixedValue = z.union([
  z.string().max(2_000),
  z.number(),
  z.boolean(),
  z.array(z.string().max(100)).max(50),
]);
const eachOnce = (fields: readonly { readonly key: string }[]): boolean =>
  new Set(fields.map((field) => field.key)).size === fields.length;

export const webFormContent = z
  .object({
    name: needed(100),
    /** Language of the words that the product adds. */
    locale: z.enum(['en', 'ru']),
    heading: needed(200),
    intro: line(2_000),
    submitLabel: needed(60),
    thanks: needed(1_000),
    /** Where the visitor goes afterwards; null: the words of thanks. */
    redirectUrl: httpUrl.nullable(),
    /** What becomes of a sending. */
    makes: z.enum(['lead', 'ticket']).default('lead'),
    fields: z
      .array(z.object({ key: fieldKey, label: needed(100), required: z.boolean() }).strict())
      .min(1, 'A form asks for something: add a field.')
      .max(60)
      .refine(eachOnce, 'Ask for each field once.'),
    /** What the made record gets without being asked: no visitor sees or changes it. */
    fixed: z
      .array(z.object({ key: fieldKey, value: fixedValue }).strict())
      .max(60)
      .refine(eachOnce, 'Give each field one value.')
      .default([]),
    /** Words of the opt-in; null: the form asks for none. */
    consent: z
      .object({ text: needed(2_000), required: z.boolean() })
      .strict()
      .nullable(),
    /** Something that people know and programs do not; null: nothing is asked. */
    question: z
      .object({ text: needed(200), answer: needed(100) })
      .strict()
      .nullable(),
    source: line(100).nullable(),
    campaign: line(200).nullable(),
    ownerId: id.nullable(),
    /** Sites that may show the form within a page of theirs. */
    embedOn: z
      .array(
        z.string().regex(/^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/i, 'Write a site such as https://example.com.'),
      )
      .max(20),
    /** An open lead of the same person gets a note instead of a second lead. */
    attachDuplicates: z.boolean(),
  })
  .strict();
export type WebFormContent = z.infer<typeof webFormContent>;

const webForm = z.object({
  id,
  key: z.string(),
  /** Where it is filled in. */
  url: z.string(),
  active: z.boolean(),
  version: z.number().int(),
  content: webFormContent,
  /** Sendings that became something. */
  taken: z.number().int(),
  spam: z.number().int(),
});
export type WebForm = z.infer<typeof webForm>;
const webForms = z.object({ items: z.array(webForm) });

const submission = z.object({
  id,
  at: z.string(),
  outcome: z.enum(['lead', 'attached', 'ticket', 'spam']),
  reason: z.string().nullable(),
  /** The lead or ticket that it became or was added to. */
  record: recordLink.nullable(),
  payload: z.unknown(),
});

export const webFormRoutes = {
  webForms: defineRoute({
    method: 'GET',
    path: '/api/admin/web-forms',
    access: 'admin',
    summary: 'Forms that strangers fill in, by name',
    params: none,
    query: none,
    body: none,
    response: webForms,
    idempotent: false,
  }),
  saveWebForm: defineRoute({
    method: 'PUT',
    path: '/api/admin/web-forms/:id',
    access: 'admin',
    summary: 'Make or change a form; the version is null for a new one',
    params: idParams,
    query: none,
    body: z
      .object({
        content: webFormContent,
        active: z.boolean(),
        version: z.number().int().min(1).max(2_147_483_647).nullable(),
      })
      .strict(),
    response: webForms,
    idempotent: false,
  }),
  deleteWebForm: defineRoute({
    method: 'DELETE',
    path: '/api/admin/web-forms/:id',
    access: 'admin',
    summary: 'Take a form away; what was sent by it stays',
    params: idParams,
    query: none,
    body: none,
    response: webForms,
    idempotent: false,
  }),
  webFormSubmissions: defineRoute({
    method: 'GET',
    path: '/api/admin/web-forms/:id/submissions',
    access: 'admin',
    summary: 'What was sent by a form, the latest first',
    params: idParams,
    query: z.object(pageQuery).strict(),
    body: none,
    response: z.object({ items: z.array(submission), nextCursor: z.string().nullable() }),
    idempotent: false,
  }),
  webFormToken: defineRoute({
    method: 'GET',
    path: '/api/forms/:key',
    access: 'public',
    summary: 'A token to send a form with, for programs; people use the page /forms/:key',
    params: z.object({ key: z.string().max(40) }).strict(),
    query: none,
    body: none,
    response: z.object({
      token: z.string(),
      fields: z.array(
        z.object({
          key: z.string(),
          label: z.string(),
          required: z.boolean(),
          type: fieldType,
          options: z.array(z.object({ value: z.string(), label: z.string() })),
        }),
      ),
      question: z.string().nullable(),
    }),
    idempotent: false,
  }),
  submitWebForm: defineRoute({
    method: 'POST',
    path: '/api/forms/:key',
    access: 'public',
    summary: 'Send a form',
    params: z.object({ key: z.string().max(40) }).strict(),
    query: none,
    body: z
      .object({
        token: z.string().max(500),
        /** As texts: numbers with a dot, dates as 2026-05-31, yes as 1, several choices with commas between. */
        values: z.record(z.string().max(60), z.string().max(20_000)),
        consent: z.boolean().default(false),
        answer: z.string().max(200).default(''),
      })
      .strict(),
    response: ok,
    idempotent: false,
  }),
};
