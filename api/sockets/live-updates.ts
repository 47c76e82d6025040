/**
 * Turns committed steps and committed record changes into thin messages of the live stream. Rooms of one instance or
 * record carry its id; rooms that many share carry none, so that nobody learns of what he may not see.
 */
import type { CrmChange } from '#crm';
import type { OutboxMessage } from '#engine';
import type { LiveSockets } from './live-sockets.ts';

export interface LiveUpdates {
  readonly step: (message: OutboxMessage) => void;
  readonly recordChanges: (changes: readonly CrmChange[]) => void;
  /** The library changed, and what the cards of these instances say of the latest version. */
  readonly processes: (instanceIds: readonly string[]) => void;
  readonly clock: () => void;
  /** Fields or kinds of records are others. */
  readonly metadata: () => void;
  /** What a step of this root wrote on this node; told when the step is, and forgotten when it never is. */
  readonly stepChange: (rootId: string, change: CrmChange) => void;
}

/** Steps that were undone leave their changes behind; more than this is forgotten from the oldest on. */
const PENDING_ROOTS_MAX = 1_000;

export function createLiveUpdates(
  sockets: LiveSockets,
  told: { readonly onStepChanges: (changes: readonly CrmChange[]) => void },
): LiveUpdates {
  const pending = new Map<string, CrmChange[]>();
  const recordChanges = (changes: readonly CrmChange[]): void => {
    for (const change of changes) tellChange(sockets, change);
    for (const entity of new Set(changes.map((change) => change.entity)))
      sockets.publish({ room: { kind: 'list', entity }, kind: 'record', ids: [], revision: null });
  };
  return {
    recordChanges,
    step(message) {
      tellStep(sockets, message);
      const changes = pending.get(message.rootId);
      if (!changes) return;
      pending.delete(message.rootId);
      recordChanges(changes);
      told.onStepChanges(changes);
    },
    stepChange(rootId, change) {
      const changes = pending.get(rootId);
      if (changes) changes.push(change);
      else pending.set(rootId, [change]);
      const oldest = pending.keys().next();
      if (pending.size > PENDING_ROOTS_MAX && !oldest.done) pending.delete(oldest.value);
    },
    processes(instanceIds) {
      const message = { kind: 'process', revision: null };
      sockets.publish({ ...message, room: { kind: 'processes' }, ids: [] });
      sockets.publish({ ...message, room: { kind: 'instances' }, ids: [] });
      for (const id of instanceIds)
        sockets.publish({ ...message, room: { kind: 'instance', id }, ids: [id] });
    },
    metadata: () =>
      sockets.broadcast({ room: { kind: 'instances' }, kind: 'metadata', ids: [], revision: null }),
    clock: () => sockets.broadcast({ room: { kind: 'instances' }, kind: 'clock', ids: [], revision: null }),
  };
}

function tellStep(sockets: LiveSockets, message: OutboxMessage): void {
  const { revision, instanceIds, userTaskIds, audiences } = message;
  for (const id of instanceIds)
    sockets.publish({ room: { kind: 'instance', id }, kind: 'instance', ids: [id], revision });
  sockets.publish({ room: { kind: 'instances' }, kind: 'instance', ids: [], revision: null });
  sockets.publish({ room: { kind: 'processes' }, kind: 'instance', ids: [], revision: null });
  sockets.publishTo(audiences, {
    room: { kind: 'tasks' },
    kind: 'task',
    ids: [...userTaskIds],
    revision: null,
  });
  sockets.publishTo(audiences, {
    room: { kind: 'calendar' },
    kind: 'task',
    ids: [...userTaskIds],
    revision: null,
  });
}

function tellChange(sockets: LiveSockets, { entity, recordId, change, version, people }: CrmChange): void {
  const kind = change === 'commented' ? 'comment' : 'record';
  // Whoever is asked may not see what it is about: his own list is told that it changed, without an id.
  if (people && people.length > 0)
    sockets.publishTo(
      people.map((id) => `user:${id}`),
      { room: { kind: 'tasks' }, kind, ids: [], revision: null },
    );
  // Comments on an instance appear on its card.
  if (entity === 'process_instance')
    return sockets.publish({
      room: { kind: 'instance', id: recordId },
      kind,
      ids: [recordId],
      revision: null,
    });
  sockets.publish({
    room: { kind: 'record', entity, id: recordId },
    kind,
    ids: [recordId],
    revision: version,
  });
}
