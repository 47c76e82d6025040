/**
 * Who is told of what, written in the transaction of what happened. Nobody is told of what he did himself; whoever may
 * no longer read a record is told nothing of it when he reads his list.
 */
import type { Unit } from '../database/transaction.ts';
import type { CrmActor, CrmIds } from '../ports.ts';

export type NotificationKind =
  'mention' | 'comment' | 'assigned' | 'changed' | 'sla' | 'export' | 'queue' | 'told' | 'reminder';

export interface Notice {
  readonly kind: NotificationKind;
  readonly entity: string;
  readonly recordId: string;
  readonly actor: CrmActor;
  readonly at: Date;
  /** Shown beside it: the comment, the metric. */
  readonly text?: string | null;
}

const INSERT = `
  insert into crm.notification (id, user_id, kind, entity, record_id, actor_id, data, created_at)
  select n.id, n.user_id, $3, $4, $5, $6, $7, $8
  from unnest($1::uuid[], $2::uuid[]) as n (id, user_id)
  join crm."user" u on u.id = n.user_id and u.status = 'active' and u.deleted_at is null`;

export async function notify(
  unit: Unit,
  ids: CrmIds,
  people: readonly string[],
  notice: Notice,
): Promise<void> {
  const actorId = notice.actor.kind === 'user' ? notice.actor.id : null;
  const told = [...new Set(people)].filter((id) => id !== actorId);
  if (told.length === 0) return;
  await unit.client.query(INSERT, [
    told.map(() => ids.next()),
    told,
    notice.kind,
    notice.entity,
    notice.recordId,
    actorId,
    JSON.stringify(notice.text ? { text: notice.text } : {}),
    notice.at,
  ]);
  unit.changed({
    entity: notice.entity,
    recordId: notice.recordId,
    change: 'changed',
    version: null,
    people: told,
  });
}

const SELECT_FOLLOWERS = 'select user_id from crm.follow where entity = $1 and record_id = $2';

export async function followersOf(unit: Unit, entity: string, recordId: string): Promise<readonly string[]> {
  const { rows } = await unit.client.query<{ user_id: string }>(SELECT_FOLLOWERS, [entity, recordId]);
  return rows.map((row) => row.user_id);
}
