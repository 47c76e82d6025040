/** The events of an instance in their order, as they were written; by primary key of the root. */
import type { EngineViews } from '../engine.ts';
import { eventFromRow } from '../history/history-row.ts';
import type { HistoryRow } from '../history/history-row.ts';
import type { Database } from '../store/postgres/connection.ts';
import { isUuid } from '../store/postgres/encode.ts';

export const HISTORY_COLUMNS = `h.root_instance_id as "rootId", h.seq, h.occurred_at as at,
  h.instance_id as "instanceId", h.definition_id as "definitionId", h.command_id as "commandId",
  h.actor_kind as "actorKind", h.actor_id as "actorId", h.kind, h.data`;

const EVENTS_MAX = 50_000;

export function historyView({ pool }: Database): EngineViews['history'] {
  return async ({ instanceId, afterSeq = 0, limit }) => {
    if (!isUuid(instanceId)) return [];
    // A root shows its whole tree, a called instance its own events.
    const { rows } = await pool.query<HistoryRow>(
      `select ${HISTORY_COLUMNS} from engine.process_instance i
         join engine.history_event h on h.root_instance_id = i.root_instance_id
       where i.id = $1 and h.seq > $2 and (i.id = i.root_instance_id or h.instance_id = i.id)
       order by h.seq limit $3`,
      [instanceId, afterSeq, Math.min(limit, EVENTS_MAX)],
    );
    return rows.map(eventFromRow);
  };
}
