/**
 * The events of one command as they are decided and stored: what they share once, their bodies as they were emitted. A
 * decision makes thousands of events in a loop or a fan-out, and copying the head into each cost more than deciding it.
 * An event of the root itself names no instance, one of the command's first definition no definition.
 */
import type { Actor } from '../ports.ts';
import type { EventBody, HistoryEvent } from './events.ts';

export type StoredBody = EventBody & { readonly instanceId?: string; readonly definitionId?: string };

export interface CommandEvents {
  readonly rootId: string;
  /** Number of the first event; the others follow without gaps. */
  readonly seq: number;
  readonly at: string;
  readonly definitionId: string;
  readonly commandId: string;
  readonly actor: Actor;
  readonly bodies: readonly StoredBody[];
}

/** One event after the other, each with its head. */
export function eventsOf(commands: readonly CommandEvents[]): HistoryEvent[] {
  return commands.flatMap(({ rootId, seq, at, definitionId, commandId, actor, bodies }) =>
    bodies.map((body, index) => ({
      ...{ rootId, seq: seq + index, instanceId: rootId, definitionId, at, commandId, actor },
      ...body,
    })),
  );
}

/** The number after the last of them; null when there are none. */
export function seqAfter(commands: readonly CommandEvents[]): number | null {
  const last = commands.at(-1);
  return last ? last.seq + last.bodies.length : null;
}
