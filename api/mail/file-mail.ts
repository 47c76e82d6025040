/**
 * Where a message belongs: to what it answers (a Message-ID of ours), to the record whose number stands in its subject
 * when the sender has to do with it, to the customer who has the address, else to a new ticket or lead. Each Message-ID
 * is filed once, in one transaction with everything that it makes.
 */
import { Readable } from 'node:stream';
import { CrmRejection, type Caller, type CrmTransaction, type MailSubject } from '#crm';
import type { FileStorage, StoredFile } from '../adapters/file-storage.ts';
import { inCrmTransaction } from '../commands/in-crm-transaction.ts';
import type { ApiContext } from '../context.ts';
import { inboundCaller } from './inbound-caller.ts';
import {
  countRecentlyCreated,
  findOriginals,
  insertReceived,
  isKnownMessage,
  markOriginalBounced,
  type Original,
  setOutcome,
  type Outcome,
} from './mail-rows.ts';
import { ruleFor } from './mail-rules.ts';
import { readMailSettings } from './mail-settings.ts';
import { queueNotice } from './queue-notice.ts';
import type { TaskReplies, TaskReply } from './task-replies.ts';
import { replyText, type IncomingMail, type MailAttachment } from './parse-mail.ts';

export interface MailPlace {
  readonly box: string;
  readonly uid: number;
}

type FilingContext = Pick<ApiContext, 'pool' | 'crm' | 'clock' | 'ids' | 'announce'> & {
  readonly files: Pick<FileStorage, 'put'>;
};
export interface MailFiling {
  /** False: it was here already. */
  file(mail: IncomingMail, place: MailPlace): Promise<boolean>;
}

/** More new records from one address within ten minutes are a loop or a flood. */
const CREATED_MAX = 20;
const BODY_LENGTH_MAX = 20_000;
const COMMENT_LENGTH_MAX = 9_500;
const TOKEN = /\[([A-Z]{1,4}-\d{1,12})\]/g;
const REOPENED_FROM: ReadonlySet<unknown> = new Set(['waiting', 'solved', 'closed']);

interface Kept {
  readonly file: MailAttachment;
  readonly content: StoredFile;
}
interface Work {
  readonly mail: IncomingMail;
  readonly files: readonly Kept[];
  readonly caller: Caller;
  readonly transaction: CrmTransaction;
  /** What it did with a task, when it answers the mail of one. */
  readonly taskReply: TaskReply | null;
}

interface FilingOptions {
  readonly ownAddress: string;
  readonly sender: string;
  readonly replies: TaskReplies;
}

export function createMailFiling(context: FilingContext, options: FilingOptions): MailFiling {
  return {
    async file(mail, place) {
      if (await isKnownMessage(context.pool, mail.messageId)) return false;
      const files: Kept[] = [];
      for (const file of mail.nature === 'message' ? mail.attachments : [])
        files.push({ file, content: await context.files.put(Readable.from([file.content])) });
      // Before the transaction: the engine's step has one of its own.
      const taskReply = mail.from.address === options.ownAddress ? null : await options.replies.act(mail);
      return inCrmTransaction(context as ApiContext, async (transaction) => {
        const row = { id: context.ids.next(), ...place, receivedAt: context.clock.now() };
        if (!(await insertReceived(transaction.client, mail, row))) return false;
        const work: Work = { mail, files, caller: inboundCaller(transaction), transaction, taskReply };
        const outcome = await decide(context, work, options);
        await setOutcome(transaction.client, row.id, {
          ...outcome,
          leftOut: [...mail.leftOut, ...(outcome.leftOut ?? [])],
        });
        return true;
      });
    },
  };
}

async function decide(
  context: FilingContext,
  work: Work,
  { ownAddress, sender }: FilingOptions,
): Promise<Outcome> {
  const { mail, transaction, caller, taskReply } = work;
  const { crm } = context;
  if (mail.from.address === ownAddress) return { outcome: 'ignored', reason: 'own' };
  if (mail.nature === 'bounce') return bounced(context, work);
  if (taskReply) return answerTaskReply(context, work, { reply: taskReply, sender });
  const originals = await findOriginals(transaction.client, mail.answers);
  const thread = originals.find((one) => one.record || one.instanceId) ?? null;
  const record = thread?.record ?? (await recordByToken(context, work));
  if (mail.nature === 'auto_reply') return { outcome: 'ignored', reason: 'auto_reply', record };
  const colleague = await crm.organisation.findUserByEmail(mail.from.address);
  if (thread?.instanceId)
    await commentOnInstance(context, work, { thread, colleagueId: colleague?.id ?? null });
  if (colleague && thread?.instanceId) return { outcome: 'commented', record, instanceId: thread.instanceId };
  if (colleague && record) {
    await crm.comments.add(caller, { subject: record, body: spoken(mail) });
    return { outcome: 'commented', record, instanceId: null };
  }
  if (record) return fileOn(context, work, { record, instanceId: thread?.instanceId ?? null });
  if (thread?.instanceId) return { outcome: 'commented', instanceId: thread.instanceId };
  return withoutThread(context, work);
}

async function answerTaskReply(
  { crm, ids, clock }: FilingContext,
  { mail, transaction }: Work,
  { reply, sender }: { readonly reply: TaskReply; readonly sender: string },
): Promise<Outcome> {
  const { user, instanceId, elementId, comment, answer, isCompleted } = reply;
  if (comment !== null)
    await crm.comments.add(
      { user, transaction },
      {
        subject: { entity: 'process_instance', id: instanceId },
        body: comment.slice(0, COMMENT_LENGTH_MAX),
        elementId,
      },
    );
  if (answer !== null)
    await queueNotice(transaction.client, {
      ...{ id: ids.next(), to: user.email, ...answer, at: clock.now(), sender },
      inReplyTo: mail.messageId,
    });
  if (isCompleted) return { outcome: 'completed', instanceId };
  return comment === null
    ? { outcome: 'ignored', reason: 'task', instanceId }
    : { outcome: 'commented', instanceId };
}

async function withoutThread(context: FilingContext, work: Work): Promise<Outcome> {
  const { mail, transaction } = work;
  const settings = await readMailSettings(transaction.client);
  const sender = await context.crm.mail.findSender(mail.from.address, transaction);
  const rule = ruleFor(settings.rules, mail);
  if (!rule && sender && settings.knownSender === 'record') {
    const record = sender.contactId
      ? { entity: 'contact', id: sender.contactId }
      : sender.accountId && { entity: 'account', id: sender.accountId };
    if (record) return fileOn(context, work, { record, instanceId: null });
  }
  if (!rule && !sender && settings.unknownSender === 'ignore')
    return { outcome: 'ignored', reason: 'unknown_sender' };
  if ((await countRecentlyCreated(transaction.client, mail.from.address)) >= CREATED_MAX)
    return { outcome: 'ignored', reason: 'flood' };
  const owner = {
    ...(settings.ownerId ? { owner: settings.ownerId } : {}),
    ...(settings.teamId ? { team: settings.teamId } : {}),
  };
  if (!rule && !sender && settings.unknownSender === 'lead') return leadFrom(context, work, owner);
  return ticketFrom(context, work, {
    ...owner,
    ...(rule ? { type: rule.type, ...(rule.priority ? { priority: rule.priority } : {}) } : {}),
    contact: sender?.contactId ?? null,
    account: sender?.accountId ?? null,
  });
}

/** Someone may type any number into a subject: it counts only from those who have to do with the record. */
async function recordByToken(
  { crm }: FilingContext,
  { mail, transaction }: Work,
): Promise<MailSubject | null> {
  for (const [, number = ''] of mail.subject.matchAll(TOKEN)) {
    const record = await crm.mail.findByNumber(number, transaction);
    if (record && (await crm.mail.belongsTo({ record, email: mail.from.address }, transaction)))
      return record;
  }
  return null;
}

async function ticketFrom(
  context: FilingContext,
  work: Work,
  fields: Readonly<Record<string, unknown>>,
): Promise<Outcome> {
  const { mail, caller } = work;
  const ticket = await context.crm.records.create(caller, {
    entity: 'ticket',
    fields: {
      subject: subjectOf(mail),
      description: mail.text.slice(0, BODY_LENGTH_MAX) || null,
      channel: 'email',
      ...fields,
    },
  });
  const filed = await fileOn(context, work, {
    record: { entity: 'ticket', id: ticket.id },
    instanceId: null,
  });
  return { ...filed, outcome: 'created' };
}

async function leadFrom(
  context: FilingContext,
  work: Work,
  fields: Readonly<Record<string, unknown>>,
): Promise<Outcome> {
  const { mail, caller } = work;
  const [givenName = '', ...rest] = mail.from.name.split(/\s+/);
  const lead = await context.crm.leads.capture(caller, {
    fields: {
      title: subjectOf(mail).slice(0, 300),
      givenName: givenName || null,
      familyName: rest.join(' ') || null,
      email: mail.from.address,
      message: mail.text.slice(0, BODY_LENGTH_MAX) || null,
      ...fields,
    },
    payload: {
      mail: {
        messageId: mail.messageId,
        from: mail.from,
        subject: mail.subject,
        text: mail.text.slice(0, BODY_LENGTH_MAX),
      },
    },
  });
  const filed = await fileOn(context, work, { record: { entity: 'lead', id: lead.id }, instanceId: null });
  return { ...filed, outcome: 'created' };
}

/** As an e-mail that came in: the customer's clocks, last contact and timeline follow from the activity. */
async function fileOn(
  context: FilingContext,
  work: Work,
  target: { readonly record: MailSubject; readonly instanceId: string | null },
): Promise<Outcome> {
  const { mail, caller } = work;
  const { crm } = context;
  const record = await standing(context, work, target.record);
  const at = mail.sentAt && mail.sentAt < context.clock.now() ? mail.sentAt : context.clock.now();
  const activity = await crm.activities.plan(caller, {
    kind: 'email',
    subject: subjectOf(mail),
    body: mail.text.slice(0, BODY_LENGTH_MAX) || null,
    status: 'done',
    direction: 'in',
    plannedStart: at,
    plannedEnd: at,
    links: [record],
  });
  const leftOut = await addFiles(context, work, record);
  await crm.mail.tellOwner(caller, {
    record,
    text: `${mail.from.name || mail.from.address}: ${subjectOf(mail)}`,
  });
  return { outcome: 'filed', record, activityId: activity.id, instanceId: target.instanceId, leftOut };
}

/** A ticket that waited or rested is worked on again; one that rested for too long gets a successor. */
async function standing(
  context: FilingContext,
  { mail, caller }: Work,
  record: MailSubject,
): Promise<MailSubject> {
  if (record.entity !== 'ticket') return record;
  const { crm } = context;
  const ticket = await crm.records.get(caller, record);
  if (!REOPENED_FROM.has(ticket.fields.status)) return record;
  try {
    await crm.records.update(caller, { ...record, fields: { status: 'in_progress' } });
    return record;
  } catch (error) {
    if (!(error instanceof CrmRejection)) throw error;
    if (error.code !== 'CRM_TICKET_CLOSED') return record;
  }
  const { account, contact, owner, team } = ticket.fields;
  const next = await crm.records.create(caller, {
    entity: 'ticket',
    fields: {
      subject: subjectOf(mail),
      description: mail.text.slice(0, BODY_LENGTH_MAX) || null,
      channel: 'email',
      parentTicket: record.id,
      account,
      contact,
      owner,
      ...(team ? { team } : {}),
    },
  });
  return { entity: 'ticket', id: next.id };
}

async function addFiles(
  { crm }: FilingContext,
  { files, caller }: Work,
  record: MailSubject,
): Promise<string[]> {
  const leftOut: string[] = [];
  for (const { file, content } of files) {
    try {
      await crm.files.add(caller, { ...record, name: file.name, mime: file.mime, content });
    } catch (error) {
      // Programs and the like; refused before anything was written.
      if (!(error instanceof CrmRejection)) throw error;
      leftOut.push(`${file.name}: ${error.message}`);
    }
  }
  return leftOut;
}

/** In a colleague's own name only when the message that he answers was sent to him; else the sender is named. */
async function commentOnInstance(
  { crm }: FilingContext,
  { mail, caller, transaction }: Work,
  { thread, colleagueId }: { readonly thread: Original; readonly colleagueId: string | null },
): Promise<void> {
  const wasAsked = thread.recipients
    .toLowerCase()
    .split(/[\s,<>]+/)
    .includes(mail.from.address);
  const author = colleagueId && wasAsked ? await crm.organisation.loadUser(colleagueId) : null;
  await crm.comments.add(author ? { user: author, transaction } : caller, {
    subject: { entity: 'process_instance', id: thread.instanceId ?? '' },
    body: author ? ownWords(mail) : spoken(mail),
    elementId: thread.elementId,
  });
}

/** A report counts for what we sent, and for those we sent it to: a forged one disables nobody's address. */
async function bounced({ crm }: FilingContext, { mail, caller, transaction }: Work): Promise<Outcome> {
  const { failed = [], originals = [], reason = '' } = mail.bounce ?? {};
  const [original] = await findOriginals(transaction.client, originals, { sentOnly: true });
  const recipients = original ? `${original.recipients}, ${original.cc}`.toLowerCase() : '';
  const reached = recipients.split(/[\s,<>]+/);
  const matching = failed.filter((address) => reached.includes(address));
  if (!original || matching.length === 0) return { outcome: 'ignored', reason: 'bounce_unknown' };
  for (const email of matching)
    await crm.mail.markBounced(caller, {
      email,
      record: original.record,
      text: [email, reason].filter(Boolean).join(': '),
    });
  await markOriginalBounced(
    transaction.client,
    original.messageId,
    [matching.join(', '), reason].filter(Boolean).join(': '),
  );
  return { outcome: 'bounced', record: original.record, instanceId: original.instanceId };
}

function subjectOf(mail: IncomingMail): string {
  return mail.subject || '(no subject)';
}

function ownWords(mail: IncomingMail): string {
  return (replyText(mail.text) || subjectOf(mail)).slice(0, COMMENT_LENGTH_MAX);
}

function spoken(mail: IncomingMail): string {
  const name = mail.from.name ? `${mail.from.name} <${mail.from.address}>` : mail.from.address;
  return `✉ ${name}\n\n${ownWords(mail)}`;
}
