/** Readers of the history see one row per event, although the events of a command are stored together. */
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

export function eventFromRow(row: HistoryRow): HistoryEvent {
  const { rootId, seq, at, definitionId, commandId, actorKind, actorId, kind, data } = row;
  const head = {
    rootId,
    seq,
    instanceId: row.instanceId ?? rootId,
    definitionId,
    at: new Date(at).toISOString(),
  };
  // The body was emitted as one, so kind and data belong together.
  return { ...head, commandId, actor: { kind: actorKind, id: actorId }, kind, ...data } as HistoryEvent;
}
