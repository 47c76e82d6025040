/** Mail as pages show it. */
import type { Pool } from 'pg';
import type { ActivityMail, ReceivedMail } from '#contract';
import type { Crm, RequestUser } from '#crm';

interface ReceivedRow {
  readonly id: string;
  readonly sender: string;
  readonly sender_name: string;
  readonly subject: string;
  readonly body: string;
  readonly nature: ReceivedMail['nature'];
  readonly outcome: ReceivedMail['outcome'];
  readonly reason: string | null;
  readonly record_entity: string | null;
  readonly record_id: string | null;
  readonly instance_id: string | null;
  readonly left_out: string[];
  readonly received_at: Date;
}

const BODY_SHOWN = 5_000;
const PAGE = `
  select id, sender, sender_name, subject, left(body, ${BODY_SHOWN}) as body, nature, outcome, reason, record_entity,
    record_id, instance_id, left_out, received_at
  from app.mail_received
  where $1::uuid is null or id < $1
  order by id desc limit $2`;

/** Newest first. */
export async function readReceived(
  { pool, crm }: { readonly pool: Pool; readonly crm: Crm },
  user: RequestUser,
  page: { readonly before: string | null; readonly limit: number },
): Promise<{ items: ReceivedMail[]; nextCursor: string | null }> {
  const { rows } = await pool.query<ReceivedRow>(PAGE, [page.before, page.limit + 1]);
  const shown = rows.slice(0, page.limit);
  const links = await crm.records.links(
    { user },
    shown.flatMap((row) =>
      row.record_entity && row.record_id ? [{ entity: row.record_entity, id: row.record_id }] : [],
    ),
  );
  const items = shown.map((row) => ({
    id: row.id,
    from: row.sender,
    fromName: row.sender_name,
    subject: row.subject,
    body: row.body,
    nature: row.nature,
    outcome: row.outcome,
    reason: row.reason,
    record: links.find((link) => link.entity === row.record_entity && link.id === row.record_id) ?? null,
    instanceId: row.instance_id,
    leftOut: row.left_out,
    receivedAt: row.received_at.toISOString(),
  }));
  return { items, nextCursor: rows.length > page.limit ? (items.at(-1)?.id ?? null) : null };
}

const OF_ACTIVITY = `
  select 'in' as direction, concat_ws(' ', nullif(sender_name, ''), '<' || sender || '>') as "from", recipients as "to",
    '' as cc, subject, body as text, html, '[]'::jsonb as attachments, 'received' as state, null as error
  from app.mail_received where activity_id = $1
  union all
  select 'out', sender, recipients, cc, subject, body, null, attachments,
    case when bounced_at is not null then 'bounced' else state end, coalesce(bounce, error)
  from app.mail_message where activity_id = $1
  limit 1`;

/** Null for an e-mail that somebody only noted. Who may read the activity is the caller's to check. */
export async function readActivityMail(pool: Pool, activityId: string): Promise<ActivityMail | null> {
  const { rows } = await pool.query<Omit<ActivityMail, 'attachments'> & { attachments: { name: string }[] }>(
    OF_ACTIVITY,
    [activityId],
  );
  const [row] = rows;
  return row ? { ...row, attachments: row.attachments.map((one) => one.name) } : null;
}
