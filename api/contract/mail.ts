/** Mail of records: what came, what is sent, templates, and what becomes of mail that answers nothing. */
import { z } from 'zod';
import { id, idParams, none, ok, pageQuery, recordLink } from './common.ts';
import { consentPurpose } from './privacy.ts';
import { entityIdParams } from './records.ts';
import { defineRoute } from './route.ts';
import { locale } from './session.ts';

const address = z
  .string()
  .trim()
  .max(320)
  .regex(
    /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+\.[^\s@<>,;:"()[\]\\]+$/,
    'Write an e-mail address such as anna@example.com.',
  );
const version = z.number().int().min(1).max(2_147_483_647);
const oneLine = (lengthMax: number) =>
  z
    .string()
    .trim()
    .min(1, 'Write something here.')
    .max(lengthMax)
    .regex(/^[^\r\n\0]*$/, 'Use one line.');

export const receivedMail = z.object({
  id,
  from: z.string(),
  fromName: z.string(),
  subject: z.string(),
  body: z.string(),
  nature: z.enum(['message', 'auto_reply', 'bounce']),
  outcome: z.enum(['filed', 'created', 'commented', 'completed', 'bounced', 'ignored', 'failed']),
  reason: z.string().nullable(),
  record: recordLink.nullable(),
  instanceId: id.nullable(),
  leftOut: z.array(z.string()),
  receivedAt: z.string(),
});
export type ReceivedMail = z.infer<typeof receivedMail>;

/** Mail that answers nothing and fits becomes a ticket of this type; without address and words, all of it does. */
const mailRule = z
  .object({
    /** Where it was sent. */
    address: address.nullable(),
    /** One of these stands in the subject or the text. */
    words: z.array(oneLine(60)).max(20),
    type: z.string().min(1).max(60),
    priority: z.string().min(1).max(60).nullable(),
  })
  .strict();
export type MailRule = z.infer<typeof mailRule>;

const mailSettings = z.object({
  /** The first that fits decides, whoever wrote; they come before what is said of known and unknown senders. */
  rules: z.array(mailRule).max(50),
  knownSender: z.enum(['record', 'ticket']),
  unknownSender: z.enum(['ticket', 'lead', 'ignore']),
  ownerId: id.nullable(),
  teamId: id.nullable(),
  version,
});
const mailState = z.object({
  settings: mailSettings,
  /** Whether IMAP_URL is set, and how reading went last. */
  mailbox: z
    .object({ name: z.string(), fetchedAt: z.string().nullable(), error: z.string().nullable() })
    .nullable(),
});
export type MailState = z.infer<typeof mailState>;

const mailTemplate = z.object({
  id,
  name: z.string(),
  entity: z.string().nullable(),
  subject: z.string(),
  body: z.string(),
  /** Advertising goes only to those who agreed to it. */
  purpose: consentPurpose,
  version: z.number().int(),
});
export type MailTemplate = z.infer<typeof mailTemplate>;
const templates = z.object({ items: z.array(mailTemplate) });

const activityMail = z.object({
  direction: z.enum(['in', 'out']),
  from: z.string(),
  to: z.string(),
  cc: z.string(),
  subject: z.string(),
  text: z.string(),
  /** Sanitised by the server; shown in a sandboxed frame. */
  html: z.string().nullable(),
  attachments: z.array(z.string()),
  state: z.enum(['received', 'queued', 'sent', 'failed', 'bounced']),
  error: z.string().nullable(),
});
export type ActivityMail = z.infer<typeof activityMail>;

const read = { method: 'GET', query: none, body: none, idempotent: false } as const;

export const ownTaskMail = z.object({ isWanted: z.boolean(), address: z.string(), canReply: z.boolean() });

export const mailRoutes = {
  receivedMail: defineRoute({
    ...read,
    path: '/api/admin/mail/received',
    access: 'admin',
    summary: 'What came by mail and what became of it, the latest first',
    params: none,
    query: z.object(pageQuery).strict(),
    response: z.object({ items: z.array(receivedMail), nextCursor: z.string().nullable() }),
  }),
  mailState: defineRoute({
    ...read,
    path: '/api/admin/mail/settings',
    access: 'admin',
    summary: 'What becomes of mail that answers nothing, and the state of the mailbox',
    params: none,
    response: mailState,
  }),
  saveMailSettings: defineRoute({
    method: 'PUT',
    path: '/api/admin/mail/settings',
    access: 'admin',
    summary: 'Say what becomes of mail that answers nothing',
    params: none,
    query: none,
    body: mailSettings.strict(),
    response: mailState,
    idempotent: false,
  }),
  fetchMail: defineRoute({
    method: 'POST',
    path: '/api/admin/mail/fetch',
    access: 'admin',
    summary: 'Fetch mail now instead of within the minute',
    params: none,
    query: none,
    body: none,
    response: z.object({ fetched: z.number().int() }),
    idempotent: false,
  }),
  mailTemplates: defineRoute({
    ...read,
    path: '/api/mail-templates',
    access: 'signedIn',
    summary: 'Templates of messages, by name',
    params: none,
    response: templates,
  }),
  saveMailTemplate: defineRoute({
    method: 'PUT',
    path: '/api/admin/mail-templates/:id',
    access: 'admin',
    summary: 'Make or change a template; the version is null for a new one',
    params: idParams,
    query: none,
    body: z
      .object({
        name: oneLine(100),
        entity: z.string().max(63).nullable(),
        subject: oneLine(300),
        body: z.string().min(1, 'Write something here.').max(20_000),
        purpose: consentPurpose.default('service'),
        version: version.nullable(),
      })
      .strict(),
    response: templates,
    idempotent: false,
  }),
  deleteMailTemplate: defineRoute({
    method: 'DELETE',
    path: '/api/admin/mail-templates/:id',
    access: 'admin',
    summary: 'Throw a template away',
    params: idParams,
    query: none,
    body: none,
    response: templates,
    idempotent: false,
  }),
  activityMail: defineRoute({
    ...read,
    path: '/api/activities/:id/mail',
    access: 'signedIn',
    summary: 'The message behind an e-mail of the timeline',
    params: idParams,
    response: activityMail,
  }),
  recordMailDraft: defineRoute({
    ...read,
    path: '/api/records/:entity/:id/mail',
    access: 'signedIn',
    summary: 'A message to begin with: to whom, and a template filled in with what the caller may read',
    params: entityIdParams,
    query: z
      .object({
        templateId: id.optional(),
        answers: id.optional(),
        /** The record is a quote and goes along, in the language of the customer or in this one. */
        quote: z.enum(['customer', ...locale.options]).optional(),
      })
      .strict(),
    response: z.object({
      to: z.array(z.string()),
      subject: z.string(),
      body: z.string(),
      /** What goes along, where it is asked for. */
      quote: z.object({ name: z.string(), language: locale }).optional(),
    }),
  }),
  recordMailSend: defineRoute({
    method: 'POST',
    path: '/api/records/:entity/:id/mail',
    access: 'signedIn',
    summary: 'Send a message from a record; it stands on the timeline, and answers come back to it',
    params: entityIdParams,
    query: none,
    body: z
      .object({
        to: z.array(address).min(1, 'Name somebody to write to.').max(20),
        cc: z.array(address).max(20).default([]),
        subject: oneLine(300),
        body: z.string().min(1, 'Write something here.').max(20_000),
        fileIds: z.array(id).max(20).default([]),
        /** The record is a quote and goes along as PDF in this language; it is sent then, and keeps the file. */
        attachQuote: locale.nullable().default(null),
        answers: id.nullable().default(null),
        /** What it is for; the consent of everybody who gets it must allow that. */
        purpose: consentPurpose.default('service'),
        /** What the text was made from: its purpose counts, too. */
        templateId: id.nullable().default(null),
      })
      .strict(),
    response: ok.extend({ activityId: id }),
    idempotent: true,
  }),
  ownTaskMail: defineRoute({
    method: 'GET',
    path: '/api/task-mail',
    access: 'signedIn',
    summary: 'Whether I get my tasks by mail, where, and whether replies are read',
    params: none,
    query: none,
    body: none,
    response: ownTaskMail,
    idempotent: false,
    personOnly: true,
  }),
  saveOwnTaskMail: defineRoute({
    method: 'PUT',
    path: '/api/task-mail',
    access: 'signedIn',
    summary: 'Get my tasks by mail from now on, or no more',
    params: none,
    query: none,
    body: ownTaskMail.pick({ isWanted: true }).strict(),
    response: ownTaskMail,
    idempotent: false,
    personOnly: true,
  }),
};
