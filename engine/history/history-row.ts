/**
 * The events of one command as a row: what they share in columns, their bodies as JSON, nothing twice. An event of the
 * root itself names no instance, one of the row's definition no definition. Readers see one row per event again.
 */
import type { Actor } from '../ports.ts';
import type { HistoryEvent } from './events.ts';

export interface HistoryRow {
  readonly rootId: string;
  readonly seq: number;
  readonly at: string;
  readonly instanceId: string | null;
  readonly definitionId: string;
  readonly commandId: string;
  readonly actorKind: Actor['kind'];
  readonly actorId: string | null;
  readonly kind: HistoryEvent['kind'];
  readonly data: object;
}

export interface CommandRow {
  readonly rootId: string;
  /** Number of the first event. */
  readonly seq: number;
  readonly at: string;
  readonly definitionId: string;
  readonly commandId: string;
  readonly actorKind: Actor['kind'];
  readonly actorId: string | null;
  readonly events: object[];
}

/** One row per command; the events of a command stand together. */
export function commandRows(events: readonly HistoryEvent[]): CommandRow[] {
  const rows: CommandRow[] = [];
  let row: CommandRow | undefined;
  for (const event of events) {
    const { rootId, seq, at, instanceId, definitionId, commandId, actor, ...body } = event;
    if (row?.commandId !== commandId) {
      row = {
        ...{ rootId, seq, at, definitionId, commandId },
        ...{ actorKind: actor.kind, actorId: actor.id, events: [] },
      };
      rows.push(row);
    }
    if (instanceId !== rootId) Object.assign(body, { instanceId });
    if (definitionId !== row.definitionId) Object.assign(body, { definitionId });
    row.events.push(body);
  }
  return rows;
}

export function eventFromRow(row: HistoryRow): HistoryEvent {
  const { rootId, seq, at, definitionId, commandId, actorKind, actorId, kind, data } = row;
  const head = {
    rootId,
    seq,
    instanceId: row.instanceId ?? rootId,
    definitionId,
    at: new Date(at).toISOString(),
  };
  // The body was written by commandRows, so kind and data belong together.
  return { ...head, commandId, actor: { kind: actorKind, id: actorId }, kind, ...data } as HistoryEvent;
}
