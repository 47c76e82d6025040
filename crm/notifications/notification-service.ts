/** What a person is told of, newest first; titles only of what he may read, and nothing of the rest. */
import { actorOf, type Caller, rowContext } from '../caller.ts';
import type { Transactions } from '../database/transaction.ts';
import type { RecordLink } from '../entities/entity-types.ts';
import { readLinkGroups } from '../entities/record-rows.ts';
import { findEntity } from '../entities/registry.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';
import { notify, type NotificationKind } from './notify.ts';

export interface NotificationView {
  readonly id: string;
  readonly kind: NotificationKind;
  readonly record: RecordLink;
  readonly actor: { readonly id: string; readonly name: string } | null;
  readonly text: string | null;
  readonly createdAt: string;
  readonly readAt: string | null;
}

export interface NotificationService {
  list(
    caller: Caller,
    request: { unreadOnly: boolean; limit: number },
  ): Promise<{ items: NotificationView[]; unread: number }>;
  /** Says something about a record to people; whoever may not read it is told nothing. */
  tell(
    caller: Caller,
    request: {
      readonly people: readonly string[];
      readonly record: { readonly entity: string; readonly id: string };
      readonly text: string;
    },
  ): Promise<void>;
  /** Those named, or all. */
  markRead(caller: Caller, request: { ids: readonly string[] | null }): Promise<{ unread: number }>;
}

interface Row {
  readonly id: string;
  readonly kind: NotificationKind;
  readonly entity: string | null;
  readonly record_id: string | null;
  readonly actor_id: string | null;
  readonly actor_name: string | null;
  readonly data: { readonly text?: string };
  readonly created_at: Date;
  readonly read_at: Date | null;
}

const SELECT = `
  select n.id, n.kind, n.entity, n.record_id, n.actor_id, u.name as actor_name, n.data, n.created_at, n.read_at
  from crm.notification n
  left join crm."user" u on u.id = n.actor_id
  where n.user_id = $1 and n.entity is not null and ($2 or n.read_at is null)
  order by n.created_at desc, n.id desc limit $3`;
const COUNT_UNREAD =
  'select count(*)::int as unread from crm.notification where user_id = $1 and read_at is null and entity is not null';
const MARK = `
  update crm.notification set read_at = $2
  where user_id = $1 and read_at is null and ($3::uuid[] is null or id = any($3::uuid[]))`;

export function createNotificationService(ports: {
  readonly transactions: Transactions;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly participants: ParticipantSource | null;
}): NotificationService {
  const { transactions, clock, ids, participants } = ports;
  const unreadOf = async (caller: Caller): Promise<number> => {
    const reader = transactions.reader(caller.transaction);
    return (await reader.query<{ unread: number }>(COUNT_UNREAD, [caller.user.id])).rows[0]?.unread ?? 0;
  };
  return {
    async list(caller, { unreadOnly, limit }) {
      const reader = transactions.reader(caller.transaction);
      const { rows } = await reader.query<Row>(SELECT, [caller.user.id, !unreadOnly, limit]);
      const known = rows.filter((row) => row.entity !== null && findEntity(row.entity) !== null);
      const groups = [...new Set(known.map((row) => String(row.entity)))].map((entity) => ({
        entity,
        ids: known.filter((row) => row.entity === entity).map((row) => String(row.record_id)),
      }));
      const links = await readLinkGroups(reader, groups, rowContext(caller, participants));
      const items = known.flatMap((row): NotificationView[] => {
        const record = links.find((link) => link.entity === row.entity && link.id === row.record_id);
        return record ? [viewOf(row, record)] : [];
      });
      return { items, unread: await unreadOf(caller) };
    },
    tell: (caller, { people, record, text }) =>
      transactions.run(caller.transaction, (unit) => {
        const { entity, id: recordId } = record;
        const notice = { entity, recordId, actor: actorOf(caller), at: clock.now(), text };
        return notify(unit, ids, people, { ...notice, kind: 'told' });
      }),
    async markRead(caller, { ids }) {
      await transactions.run(caller.transaction, ({ client }) =>
        client.query(MARK, [caller.user.id, clock.now(), ids]),
      );
      return { unread: await unreadOf(caller) };
    },
  };
}

function viewOf(row: Row, record: RecordLink): NotificationView {
  return {
    id: row.id,
    kind: row.kind,
    record,
    actor: row.actor_id && row.actor_name ? { id: row.actor_id, name: row.actor_name } : null,
    text: row.data.text ?? null,
    createdAt: row.created_at.toISOString(),
    readAt: row.read_at?.toISOString() ?? null,
  };
}
