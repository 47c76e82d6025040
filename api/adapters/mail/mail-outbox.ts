/**
 * Every message that a process sends has a row here before it goes out. The row is found by the effect key, so a
 * retry continues the same message: once `sent` it is never handed to the server again, and a repetition that the
 * server saw before we did carries the same Message-ID.
 */
import { createHash } from 'node:crypto';
import type { Pool } from 'pg';

export interface OutgoingMail {
  readonly id: string;
  readonly effectKey: string;
  readonly sender: string;
  readonly recipients: string;
  readonly subject: string;
  readonly body: string;
  readonly instanceId: string | null;
  readonly elementId: string | null;
  readonly record: { readonly entity: string; readonly id: string } | null;
  readonly createdAt: Date;
}

export interface MailRow {
  readonly id: string;
  readonly recipients: string;
  readonly subject: string;
  readonly body: string;
  readonly state: 'queued' | 'sent' | 'failed';
  readonly sentAt: string | null;
  readonly instanceId: string | null;
  readonly elementId: string | null;
  readonly error: string | null;
}

export function messageIdOf(effectKey: string): string {
  return `<${createHash('sha256').update(effectKey).digest('hex').slice(0, 32)}@throughline>`;
}

const INSERT = `
  insert into app.mail_message
    (id, effect_key, message_id, sender, recipients, subject, body, state, instance_id, element_id,
     record_entity, record_id, created_at)
  values ($1, $2, $3, $4, $5, $6, $7, 'queued', $8, $9, $10, $11, $12)
  on conflict (effect_key) do nothing`;

/** Notes a message before it is sent; answers whether an earlier attempt already sent it. */
export async function noteMail(pool: Pool, mail: OutgoingMail): Promise<{ readonly alreadySent: boolean }> {
  await pool.query(INSERT, [
    mail.id,
    mail.effectKey,
    messageIdOf(mail.effectKey),
    mail.sender,
    mail.recipients,
    mail.subject,
    mail.body,
    mail.instanceId,
    mail.elementId,
    mail.record?.entity ?? null,
    mail.record?.id ?? null,
    mail.createdAt,
  ]);
  const { rows } = await pool.query<{ state: string }>(
    'select state from app.mail_message where effect_key = $1',
    [mail.effectKey],
  );
  return { alreadySent: rows[0]?.state === 'sent' };
}

export async function markSent(pool: Pool, effectKey: string): Promise<void> {
  await pool.query(
    `update app.mail_message set state = 'sent', error = null, sent_at = public.throughline_now()
     where effect_key = $1 and state <> 'sent'`,
    [effectKey],
  );
}

export async function markFailed(pool: Pool, effectKey: string, error: string): Promise<void> {
  await pool.query(
    `update app.mail_message set state = 'failed', error = $2 where effect_key = $1 and state <> 'sent'`,
    [effectKey, error],
  );
}

const PAGE = `
  select id, recipients, subject, body, state, sent_at as "sentAt", instance_id as "instanceId",
    element_id as "elementId", error
  from app.mail_message
  where $1::uuid is null or id < $1
  order by id desc
  limit $2`;

/** Newest first; one row more than asked for tells that there is a next page. */
export async function readMail(
  pool: Pool,
  page: { readonly before: string | null; readonly limit: number },
): Promise<readonly MailRow[]> {
  const { rows } = await pool.query<Omit<MailRow, 'sentAt'> & { sentAt: Date | null }>(PAGE, [
    page.before,
    page.limit + 1,
  ]);
  return rows.map((row) => ({ ...row, sentAt: row.sentAt?.toISOString() ?? null }));
}
