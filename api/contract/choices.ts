/** Choices of shipped fields: ticket types, sources, reasons, roles … */
import { z } from 'zod';
import { localizedText, none } from './common.ts';
import { tone } from './record-kinds.ts';
import { defineRoute } from './route.ts';
import { expectedVersion } from './setting-rules.ts';

const listParams = z
  .object({ list: z.string().regex(/^[a-z_]+\.[a-zA-Z0-9_]+$/, 'A list is named as record.field.') })
  .strict();

const choiceBody = z
  .object({
    value: z.string().regex(/^[a-z][a-z0-9_]{0,59}$/, 'A code is made of a to z, digits and _.'),
    label: z.object({ en: z.string().trim().max(100), ru: z.string().trim().max(100) }).strict(),
    tone,
    /** What it means to the product; null where choices of the list mean nothing to it. */
    baseState: z.string().max(20).nullable().default(null),
    /** Off: old records keep it, new ones are not offered it. */
    active: z.boolean(),
    /** Of a status: whoever moves a record to it by hand gives a reason. Left out, it stays as it is. */
    asksReason: z.boolean().optional(),
  })
  .strict();

const choiceList = z.object({
  list: z.string(),
  /** Where it is chosen from; the field is null where it belongs to something beside the record. */
  uses: z.array(z.object({ entity: z.string(), field: z.string().nullable(), label: localizedText })),
  /** Why it is not edited here. */
  lock: z.enum(['computed', 'pipelines', 'serviceLevels', 'company']).nullable(),
  takesMore: z.boolean(),
  /** What a choice of one's own may mean. */
  states: z.array(z.string()),
  /** Whether its choices may ask for a reason. */
  mayAsk: z.boolean(),
  version: z.number().int(),
  choices: z.array(
    choiceBody.extend({
      value: z.string(),
      label: localizedText,
      baseState: z.string().nullable(),
      asksReason: z.boolean(),
      /** The product needs it: renamed and moved, never switched off. */
      isKept: z.boolean(),
    }),
  ),
});
export type ChoiceList = z.infer<typeof choiceList>;

export const choiceRoutes = {
  choiceLists: defineRoute({
    method: 'GET',
    path: '/api/admin/choices',
    access: 'admin',
    summary: 'Choices of shipped fields, switched off ones included',
    params: none,
    query: none,
    body: none,
    response: z.object({ items: z.array(choiceList) }),
    idempotent: false,
  }),
  saveChoices: defineRoute({
    method: 'PUT',
    path: '/api/admin/choices/:list',
    access: 'admin',
    summary:
      'Add, rename, reorder and switch off choices; every known one is named. 409 names what uses one that is switched off',
    params: listParams,
    query: none,
    body: z.object({ choices: z.array(choiceBody).max(500), version: expectedVersion }).strict(),
    response: choiceList,
    idempotent: true,
  }),
  choicesOf: defineRoute({
    method: 'GET',
    path: '/api/choices/:list',
    access: 'signedIn',
    summary: 'Choices of what is no field of a record: roles of contacts, ways of paying',
    params: listParams,
    query: none,
    body: none,
    response: z.object({
      items: z.array(z.object({ value: z.string(), label: localizedText, tone, active: z.boolean() })),
    }),
    idempotent: false,
  }),
};
