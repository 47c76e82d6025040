/** People of organisations and organisations of people: links with a role and a time of their own. */
import { z } from 'zod';
import { id, localizedText, none, recordLink } from './common.ts';
import { defineRoute } from './route.ts';

export const accountContact = z.object({
  id,
  account: recordLink,
  contact: recordLink,
  role: z.string(),
  roleLabel: localizedText,
  positionText: z.string().nullable(),
  /** The organisation's main contact. */
  isPrimary: z.boolean(),
  /** The person's main organisation. */
  isPrimaryAccount: z.boolean(),
  startedOn: z.string().nullable(),
  endedOn: z.string().nullable(),
  /** Not ended yet: what ends on a later day is current until then. */
  isCurrent: z.boolean(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
});
export type AccountContact = z.infer<typeof accountContact>;

export const accountContactRoutes = {
  accountContacts: defineRoute({
    method: 'GET',
    path: '/api/account-contacts',
    access: 'signedIn',
    summary: 'Links of an account or a contact, with role',
    params: none,
    query: z.object({ accountId: id.optional(), contactId: id.optional() }).strict(),
    body: none,
    response: z.object({
      items: z.array(accountContact),
      /** The roles in which a contact may be linked. */
      roles: z.array(z.object({ value: z.string(), label: localizedText })),
    }),
    idempotent: false,
  }),
  linkContact: defineRoute({
    method: 'POST',
    path: '/api/account-contacts',
    access: 'signedIn',
    summary: 'Link a contact to an account with a role',
    params: none,
    query: none,
    body: z
      .object({
        accountId: id,
        contactId: id,
        role: z.string().min(1).max(60),
        positionText: z.string().max(200).nullish(),
        isPrimary: z.boolean().default(false),
        startedOn: z.iso.date().nullish(),
      })
      .strict(),
    response: accountContact,
    idempotent: true,
  }),
  changeLink: defineRoute({
    method: 'PATCH',
    path: '/api/account-contacts/:id',
    access: 'signedIn',
    summary: 'Change role, position, dates and what is main, or end a link',
    params: z.object({ id }).strict(),
    query: none,
    body: z
      .object({
        role: z.string().min(1).max(60).optional(),
        positionText: z.string().max(200).nullish(),
        isPrimary: z.boolean().optional(),
        isPrimaryAccount: z.boolean().optional(),
        startedOn: z.iso.date().nullish(),
        /** Null brings an ended link back. */
        endedOn: z.iso.date().nullish(),
      })
      .strict(),
    response: accountContact,
    idempotent: true,
  }),
};
