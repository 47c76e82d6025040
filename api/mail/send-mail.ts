/**
 * Mail that a person sends from a record. Message, activity and everything that follows from it commit together; the
 * server gets it afterwards, again and again with growing pauses until it takes it. A node that dies in between leaves
 * the message due, and another node sends it; the same Message-ID lets a server recognise what it has already.
 */
import { buffer } from 'node:stream/consumers';
import type { Logger } from 'pino';
import {
  type Caller,
  CrmRejection,
  type CrmTransaction,
  type MailSubject,
  type RecordView,
  type RequestUser,
} from '#crm';
import type { FileStorage } from '../adapters/file-storage.ts';
import type { Locale } from '#contract';
import { messageIdOf } from '../adapters/mail/mail-outbox.ts';
import type { MailTransport } from '../adapters/mail/mail-transport.ts';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import { type Attachment, sentQuote } from './sent-quote.ts';

export interface PersonMail {
  readonly record: MailSubject;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject: string;
  readonly body: string;
  readonly fileIds: readonly string[];
  /** The activity of the message that it answers. */
  readonly answers: string | null;
  /** The record is a quote and goes along as PDF in this language. */
  readonly attachQuote: Locale | null;
}

export interface MailSending {
  /** Notes it as due. @throws CrmRejection by the rights on the record */
  write(
    user: RequestUser,
    mail: PersonMail,
    transaction: CrmTransaction,
  ): Promise<{ mailId: string; activityId: string }>;
  /** Hands over what is due, or one message; how many the server took. */
  deliver(only?: string): Promise<number>;
}

const ATTACHED_BYTES_MAX = 20 * 1_048_576;
const ATTEMPTS_MAX = 10;
/** One at a time: a message is sent within the minute for which it is claimed. */
const PER_ROUND = 50;
const BODY_LENGTH_MAX = 20_000;
const REFERENCES_MAX = 20;

const INSERT = `
  insert into app.mail_message
    (id, effect_key, message_id, sender, recipients, cc, subject, body, state, record_entity, record_id, created_at,
     sent_by, activity_id, in_reply_to, refs, attachments, next_attempt_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, 'queued', $9, $10, $11, $12, $13, $14, $15, $16, clock_timestamp())`;
/** The pause doubles: 1 minute, 2, 4 … a day at most. Whoever dies while sending leaves it due. */
const CLAIM = `
  update app.mail_message m
  set attempts = attempts + 1,
      next_attempt_at = clock_timestamp() + least(interval '1 day', interval '1 minute' * 2 ^ attempts)
  where m.id in (
    select d.id from app.mail_message d
    where d.next_attempt_at is not null and ($1::uuid is null and d.next_attempt_at <= clock_timestamp() or d.id = $1)
    order by d.next_attempt_at limit 1 for update skip locked)
  returning m.id, m.effect_key, m.message_id, m.sender, m.recipients, m.cc, m.subject, m.body, m.in_reply_to, m.refs,
    m.attachments, m.attempts`;
const SENT = `
  update app.mail_message set state = 'sent', error = null, sent_at = public.throughline_now(), next_attempt_at = null
  where id = $1`;
const FAILED = `
  update app.mail_message
  set state = 'failed', error = $2, next_attempt_at = case when attempts >= ${ATTEMPTS_MAX} then null else next_attempt_at end
  where id = $1`;
const ANSWERED = `
  select message_id, '{}'::text[] as refs from app.mail_received where activity_id = $1
  union all
  select message_id, refs from app.mail_message where activity_id = $1`;

interface Due {
  readonly id: string;
  readonly message_id: string;
  readonly sender: string;
  readonly recipients: string;
  readonly cc: string;
  readonly subject: string;
  readonly body: string;
  readonly in_reply_to: string | null;
  readonly refs: readonly string[];
  readonly attachments: readonly Attachment[];
  readonly effect_key: string;
}

type SendingContext = Pick<ApiContext, 'pool' | 'crm' | 'clock' | 'ids'> & {
  readonly files: Pick<FileStorage, 'open' | 'put'>;
  readonly logger: Pick<Logger, 'warn'>;
};

export function createMailSending(
  context: SendingContext,
  mail: { readonly transport: MailTransport; readonly sender: string },
): MailSending {
  const { pool, crm, clock, ids, files, logger } = context;
  return {
    async write(user, message, transaction) {
      const caller = { user, transaction };
      const record = await crm.records.get(caller, message.record);
      const answered = message.answers ? await originalOf(transaction, caller, message.answers) : null;
      const attachments = [
        ...(message.attachQuote ? [await sentQuote(context, caller, record, message.attachQuote)] : []),
        ...(await attached(caller, message.fileIds)),
      ];
      const now = clock.now();
      const subject = withToken(message.subject, record);
      const activity = await crm.activities.plan(caller, {
        kind: 'email',
        subject: subject.slice(0, 500),
        body: message.body.slice(0, BODY_LENGTH_MAX),
        status: 'done',
        direction: 'out',
        plannedStart: now,
        plannedEnd: now,
        links: [message.record],
      });
      const id = ids.next();
      const effectKey = `person:${id}`;
      await transaction.client.query(INSERT, [
        ...[id, effectKey, messageIdOf(effectKey), mail.sender, message.to.join(', '), message.cc.join(', ')],
        ...[subject, message.body, message.record.entity, message.record.id, now, user.id, activity.id],
        ...[answered?.messageId ?? null, answered?.refs ?? [], JSON.stringify(attachments)],
      ]);
      return { mailId: id, activityId: activity.id };
    },

    async deliver(only) {
      let taken = 0;
      for (let round = 0; round < (only ? 1 : PER_ROUND); round += 1) {
        const [due] = (await pool.query<Due>(CLAIM, [only ?? null])).rows;
        if (!due) break;
        const refusal = await sent(due);
        // Outside: when the database takes no note of it, the message was not refused for that.
        await pool.query(refusal === null ? SENT : FAILED, refusal === null ? [due.id] : [due.id, refusal]);
        if (refusal === null) taken += 1;
      }
      return taken;
    },
  };

  /** Null when the server has taken it, else why it has not. */
  async function sent(due: Due): Promise<string | null> {
    try {
      await mail.transport.send({
        messageId: due.message_id,
        from: due.sender,
        to: due.recipients,
        ...(due.cc ? { cc: due.cc } : {}),
        subject: due.subject,
        text: due.body,
        // What nobody wrote by hand is answered by no machine.
        headers: due.effect_key.startsWith('person:') ? {} : { 'Auto-Submitted': 'auto-generated' },
        ...(due.in_reply_to ? { inReplyTo: due.in_reply_to } : {}),
        references: [...due.refs],
        attachments: await contents(due.attachments),
      });
      return null;
    } catch (error) {
      logger.warn({ mail: due.id, err: error }, 'a message was not taken');
      return (error instanceof Error ? error.message : String(error)).slice(0, 1_000);
    }
  }

  async function attached(caller: Caller, fileIds: readonly string[]): Promise<Attachment[]> {
    const opened = [];
    for (const id of fileIds) opened.push(await crm.files.open(caller, { id }));
    const bytes = opened.reduce((sum, file) => sum + file.size, 0);
    if (bytes > ATTACHED_BYTES_MAX)
      throw new ApiProblem('API_FIELDS_INVALID', {
        fields: [
          {
            path: 'fileIds',
            code: 'mailTooLarge',
            message: 'A message carries at most 20 MB: attach fewer or smaller files.',
          },
        ],
      });
    return opened.map(({ name, safeMime, storageKey }) => ({ name, mime: safeMime, storageKey }));
  }

  async function contents(attachments: readonly Attachment[]) {
    const read = [];
    for (const { name, mime, storageKey } of attachments)
      read.push({ filename: name, contentType: mime, content: await buffer(await files.open(storageKey)) });
    return read;
  }

  /** Only what the sender may read can be answered. @throws ApiProblem API_NOT_FOUND */
  async function originalOf(
    { client }: CrmTransaction,
    caller: Caller,
    activityId: string,
  ): Promise<{ readonly messageId: string; readonly refs: readonly string[] }> {
    if (!(await mayRead(caller, activityId))) throw new ApiProblem('API_NOT_FOUND');
    const { rows } = await client.query<{ message_id: string; refs: string[] }>(ANSWERED, [activityId]);
    const [row] = rows;
    if (!row) throw new ApiProblem('API_NOT_FOUND');
    return { messageId: row.message_id, refs: [...row.refs, row.message_id].slice(-REFERENCES_MAX) };
  }

  async function mayRead(caller: Caller, id: string): Promise<boolean> {
    try {
      await crm.records.get(caller, { entity: 'activity', id });
      return true;
    } catch (error) {
      if (error instanceof CrmRejection) return false;
      throw error;
    }
  }
}

/** The number in brackets brings an answer back to the record even where a program loses the Message-ID. */
function withToken(subject: string, record: RecordView): string {
  const line = subject.replaceAll(/[\r\n]+/g, ' ').trim();
  if (!record.number || !/^[A-Z]{1,4}-\d+$/.test(record.number) || line.includes(`[${record.number}]`))
    return line;
  return `${line} [${record.number}]`;
}
