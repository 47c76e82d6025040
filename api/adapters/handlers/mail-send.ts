/**
 * `mail.send`: hands an e-mail to an SMTP server as a job. The message is noted before it goes out and carries a
 * Message-ID made from the effect key, so a retry after a lost answer is recognised on both sides.
 */
import type { Pool } from 'pg';
import {
  isRecordRef,
  type HandlerContext,
  type HandlerResult,
  type Ids,
  type JobHandler,
  type Json,
  type Variables,
} from '#engine';
import type { ConsentPurpose } from '#crm';
import { markFailed, markSent, messageIdOf, noteMail } from '../mail/mail-outbox.ts';
import type { MailTransport } from '../mail/mail-transport.ts';
import { recordInput, requiredText } from './input.ts';
import { HandlerRefusal } from './refusal.ts';

export interface MailSettings {
  readonly pool: Pool;
  readonly transport: MailTransport;
  readonly sender: string;
  readonly ids: Ids;
  /** The best address of a contact or account in the name of the process; null when it has none. */
  readonly addressOf: (
    record: { readonly entity: string; readonly id: string },
    context: HandlerContext,
    purpose: ConsentPurpose,
  ) => Promise<string | null>;
  /** @throws HandlerRefusal when one of them does not want to be written to for that */
  readonly assertMayWriteTo: (addresses: readonly string[], purpose: ConsentPurpose) => Promise<void>;
  /** A message about a record went out. */
  readonly onSent: (
    record: { readonly entity: string; readonly id: string },
    context: HandlerContext,
  ) => Promise<void>;
}

const RECIPIENTS_MAX = 50;
const ADDRESS = /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+\.[^\s@<>,;:"()[\]\\]+$/;

export function mailSendHandler(settings: MailSettings): JobHandler {
  return { mode: 'job', run: (input, context) => sendMail(input, context, settings) };
}

async function sendMail(
  input: Variables,
  context: HandlerContext,
  settings: MailSettings,
): Promise<HandlerResult> {
  if (!context.access.outbound.includes('mail'))
    throw new HandlerRefusal("The process does not declare 'mail' among what it may reach outside.");
  const purpose = purposeOf(input.purpose ?? null);
  const to = (await recipientsOf(input.to ?? null, { context, purpose }, settings)).join(', ');
  const subject = requiredText(input, 'subject').replaceAll(/[\r\n]+/g, ' ');
  const body = requiredText(input, 'body');
  const record = recordInput(input, 'record');
  const noted = await noteMail(settings.pool, {
    id: settings.ids.next(),
    effectKey: context.effectKey,
    sender: settings.sender,
    recipients: to,
    subject,
    body,
    instanceId: context.instanceId,
    elementId: context.elementId,
    record: record ? { entity: record.$record, id: record.id } : null,
    createdAt: context.now,
  });
  const messageId = messageIdOf(context.effectKey);
  if (!noted.alreadySent) await deliver({ messageId, to, subject, body }, context.effectKey, settings);
  if (record) await settings.onSent({ entity: record.$record, id: record.id }, context);
  return { kind: 'ok', output: { messageId } };
}

async function deliver(
  mail: { readonly messageId: string; readonly to: string; readonly subject: string; readonly body: string },
  effectKey: string,
  { pool, transport, sender }: MailSettings,
): Promise<void> {
  try {
    await transport.send({
      messageId: mail.messageId,
      from: sender,
      to: mail.to,
      subject: mail.subject,
      text: mail.body,
      headers: { 'Effect-Key': effectKey, 'Auto-Submitted': 'auto-generated' },
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    await markFailed(pool, effectKey, message);
    throw new Error(`The mail server did not take the message: ${message}`, { cause: error });
  }
  await markSent(pool, effectKey);
}

interface Asked {
  readonly context: HandlerContext;
  readonly purpose: ConsentPurpose;
}

async function recipientsOf(to: Json, asked: Asked, settings: MailSettings): Promise<readonly string[]> {
  const given = Array.isArray(to) ? (to as readonly Json[]) : [to];
  if (given.length > RECIPIENTS_MAX)
    throw new HandlerRefusal(`A message has at most ${RECIPIENTS_MAX} recipients.`);
  const addresses: string[] = [];
  for (const recipient of given) addresses.push(...(await addressesOf(recipient, asked, settings)));
  if (addresses.length === 0) throw new HandlerRefusal('The message has no recipient.');
  return addresses;
}

async function addressesOf(
  recipient: Json,
  { context, purpose }: Asked,
  settings: MailSettings,
): Promise<readonly string[]> {
  if (recipient === null || recipient === '') return [];
  if (isRecordRef(recipient)) {
    const address = await settings.addressOf(
      { entity: recipient.$record, id: recipient.id },
      context,
      purpose,
    );
    if (!address) throw new HandlerRefusal(`The ${recipient.$record} has no e-mail address.`);
    return [address];
  }
  if (typeof recipient !== 'string')
    throw new HandlerRefusal("The input 'to' must be an address or a contact.");
  const parts = recipient.split(',').map((part) => part.trim());
  const wrong = parts.find((part) => !ADDRESS.test(part));
  if (wrong !== undefined) throw new HandlerRefusal(`'${wrong}' is not an e-mail address.`);
  await settings.assertMayWriteTo(parts, purpose);
  return parts;
}

const PURPOSES: readonly ConsentPurpose[] = ['service', 'sales', 'marketing'];

/** Without one a process writes about what the customer has with the company. */
function purposeOf(given: Json): ConsentPurpose {
  const purpose = PURPOSES.find((one) => one === (given ?? 'service'));
  if (purpose) return purpose;
  throw new HandlerRefusal(`The input 'purpose' must be one of ${PURPOSES.join(', ')}.`);
}
