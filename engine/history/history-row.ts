/**
 * An event as a row: the head in columns, the body as JSON, nothing twice. An event of the root itself names no
 * instance.
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

export function rowFromEvent(event: HistoryEvent): HistoryRow {
  const { rootId, seq, at, instanceId, definitionId, commandId, actor, kind, ...data } = event;
  return {
    rootId,
    seq,
    at,
    instanceId: instanceId === rootId ? null : instanceId,
    definitionId,
    commandId,
    actorKind: actor.kind,
    actorId: actor.id,
    kind,
    data,
  };
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
  // The body was written by rowFromEvent, so kind and data belong together.
  return { ...head, commandId, actor: { kind: actorKind, id: actorId }, kind, ...data } as HistoryEvent;
}
