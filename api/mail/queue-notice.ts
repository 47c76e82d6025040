/** Mail that the product itself writes to a person: noted in the transaction of what it tells, sent by the schedule. */
import type { PoolClient } from 'pg';
import { messageIdOf } from '../adapters/mail/mail-outbox.ts';

export interface Notice {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly at: Date;
  readonly sender: string;
  /** The message that it answers. */
  readonly inReplyTo?: string;
}

const INSERT = `
  insert into app.mail_message
    (id, effect_key, message_id, sender, recipients, subject, body, state, created_at, in_reply_to,
     next_attempt_at)
  values ($1, $2, $3, $4, $5, $6, $7, 'queued', $8, $9, clock_timestamp())`;

export async function queueNotice(client: Pick<PoolClient, 'query'>, notice: Notice): Promise<void> {
  const { id, to, subject, text, at, sender, inReplyTo = null } = notice;
  const effectKey = `notice:${id}`;
  await client.query(INSERT, [
    ...[id, effectKey, messageIdOf(effectKey), sender, to, subject, text, at, inReplyTo],
  ]);
}
