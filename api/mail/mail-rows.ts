/** Rows of mail that came in, and of what it answers. */
import type { Pool, PoolClient } from 'pg';
import type { MailSubject } from '#crm';
import type { IncomingMail } from './parse-mail.ts';

export interface Outcome {
  readonly outcome: 'filed' | 'created' | 'commented' | 'completed' | 'bounced' | 'ignored' | 'failed';
  readonly reason?: string;
  readonly record?: MailSubject | null;
  readonly activityId?: string | null;
  readonly instanceId?: string | null;
  readonly leftOut?: readonly string[];
}

export interface Original {
  readonly messageId: string;
  readonly recipients: string;
  readonly cc: string;
  readonly record: MailSubject | null;
  readonly instanceId: string | null;
  readonly elementId: string | null;
}

export async function isKnownMessage(reader: Pool, messageId: string): Promise<boolean> {
  const { rows } = await reader.query('select from app.mail_received where message_id = $1', [messageId]);
  return rows.length > 0;
}

const INSERT = `
  insert into app.mail_received
    (id, message_id, box, uid, sender, sender_name, recipients, subject, body, html, nature, outcome, sent_at, received_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'ignored', $12, $13)
  on conflict (message_id) do nothing`;

/** False when another fetch has it: that one decides. */
export async function insertReceived(
  client: Pool | PoolClient,
  mail: IncomingMail,
  row: { readonly id: string; readonly box: string; readonly uid: number; readonly receivedAt: Date },
): Promise<boolean> {
  const { from, messageId, to, subject, text, html, nature, sentAt } = mail;
  const { rowCount } = await client.query(INSERT, [
    ...[
      row.id,
      messageId,
      row.box,
      row.uid,
      from.address,
      from.name,
      to,
      subject,
      text,
      html,
      nature,
      sentAt,
    ],
    row.receivedAt,
  ]);
  return rowCount === 1;
}

const SET_OUTCOME = `
  update app.mail_received
  set outcome = $2, reason = $3, record_entity = $4, record_id = $5, activity_id = $6, instance_id = $7, left_out = $8
  where id = $1`;

export async function setOutcome(client: Pool | PoolClient, id: string, outcome: Outcome): Promise<void> {
  await client.query(SET_OUTCOME, [
    id,
    outcome.outcome,
    outcome.reason ?? null,
    outcome.record?.entity ?? null,
    outcome.record?.id ?? null,
    outcome.activityId ?? null,
    outcome.instanceId ?? null,
    JSON.stringify(outcome.leftOut ?? []),
  ]);
}

const RECENTLY = `
  select count(*)::int as n from app.mail_received
  where sender = $1 and outcome = 'created' and received_at > public.throughline_now() - interval '10 minutes'`;

export async function countRecentlyCreated(client: PoolClient, sender: string): Promise<number> {
  const { rows } = await client.query<{ n: number }>(RECENTLY, [sender]);
  return rows[0]?.n ?? 0;
}

const SENT = `
  select message_id, recipients, cc, record_entity, record_id, instance_id, element_id from app.mail_message
  where message_id = any($1)`;
const RECEIVED = `
  select message_id, sender, '', record_entity, record_id, null::uuid, null from app.mail_received
  where message_id = any($1) and record_id is not null`;

/** Messages with these ids that we sent or filed, in the order asked for. */
export async function findOriginals(
  client: PoolClient,
  messageIds: readonly string[],
  { sentOnly = false }: { readonly sentOnly?: boolean } = {},
): Promise<readonly Original[]> {
  if (messageIds.length === 0) return [];
  const { rows } = await client.query<{
    message_id: string;
    recipients: string;
    cc: string;
    record_entity: string | null;
    record_id: string | null;
    instance_id: string | null;
    element_id: string | null;
  }>(sentOnly ? SENT : `${SENT} union all ${RECEIVED}`, [messageIds]);
  const found = rows.map((row) => ({
    messageId: row.message_id,
    recipients: row.recipients,
    cc: row.cc,
    record: row.record_entity && row.record_id ? { entity: row.record_entity, id: row.record_id } : null,
    instanceId: row.instance_id,
    elementId: row.element_id,
  }));
  return found.toSorted(
    (one, other) => messageIds.indexOf(one.messageId) - messageIds.indexOf(other.messageId),
  );
}

export async function markOriginalBounced(
  client: PoolClient,
  messageId: string,
  text: string,
): Promise<void> {
  await client.query(
    'update app.mail_message set bounced_at = public.throughline_now(), bounce = $2 where message_id = $1',
    [messageId, text.slice(0, 1_000)],
  );
}
