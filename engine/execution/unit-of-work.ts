/**
 * Collects what one decision does: every event is given its head, applied to the rows and kept; at the end events
 * and changed rows become one conditional write. A failed step is taken back to the mark before it.
 */
import type { EventBody, HistoryEvent } from '../history/events.ts';
import type { Actor } from '../ports.ts';
import type { OutboxMessage, Slice, Write } from '../store/store-port.ts';
import type { JobRow, UserTaskRow } from './state.ts';
import { apply } from './apply.ts';
import { changesOf, revert, stateFrom, type State } from './tables.ts';

export interface UnitOfWork {
  readonly state: State;
  readonly events: readonly HistoryEvent[];
  /** The number that the next event gets; rises without gaps within the root. */
  nextSeq(): number;
  emit(instanceId: string, body: EventBody): void;
  /** A job without a root, such as a broadcast: it commits with the step and belongs to no instance. */
  enqueue(job: JobRow): void;
  mark(): Mark;
  rollback(mark: Mark): void;
  /** Null when nothing happened. */
  toWrite(): Write | null;
}

export interface Mark {
  readonly events: number;
  readonly changes: number;
  readonly enqueued: number;
}

export function createUnitOfWork(
  slice: Slice | null,
  head: { readonly at: string; readonly commandId: string; readonly actor: Actor },
): UnitOfWork {
  const state = stateFrom(slice);
  const events: HistoryEvent[] = [];
  const enqueued: JobRow[] = [];
  const firstSeq = slice?.nextSeq ?? 1;
  let rootId = slice?.rootId ?? '';

  return {
    state,
    events,
    nextSeq: () => firstSeq + events.length,
    emit(instanceId, body) {
      const started = body.kind === 'InstanceStarted' ? body.instance : null;
      rootId ||= started?.rootId ?? '';
      const { definitionId } = started ?? state.instances.get(instanceId)!;
      const event = { rootId, seq: firstSeq + events.length, instanceId, definitionId, ...head, ...body };
      apply(state, event);
      events.push(event);
    },
    enqueue: (job) => void enqueued.push(job),
    mark: () => ({ events: events.length, changes: state.journal.length, enqueued: enqueued.length }),
    rollback(mark) {
      events.length = mark.events;
      enqueued.length = mark.enqueued;
      revert(state, mark.changes);
    },
    toWrite() {
      if (events.length === 0) return null;
      const version = slice?.version ?? null;
      const { inserted, updated, deleted } = changesOf(state);
      return {
        rootId,
        expectedVersion: version,
        events,
        inserted: enqueued.length > 0 ? { ...inserted, jobs: [...inserted.jobs, ...enqueued] } : inserted,
        updated,
        deleted,
        outbox: [outboxMessage(state, events, (version ?? 0) + 1)],
        idempotency: null,
        fence: null,
      };
    },
  };
}

/** Thin on purpose: who must look again, and where; the receiver refetches under its own rights. */
function outboxMessage(state: State, events: readonly HistoryEvent[], revision: number): OutboxMessage {
  const instanceIds = new Set<string>();
  const processKeys = new Set<string>();
  const kinds = new Set<string>();
  const userTaskIds = new Set<string>();
  const audiences = new Set<string>();
  for (const event of events) {
    instanceIds.add(event.instanceId);
    kinds.add(event.kind);
    processKeys.add(state.instances.get(event.instanceId)!.processKey);
  }
  for (const { table, id, before } of state.journal) {
    if (table !== 'userTasks') continue;
    userTaskIds.add(id);
    // Both the task as it was and as it is: who loses it must look again, too.
    for (const audience of audiencesOf(before as UserTaskRow | undefined)) audiences.add(audience);
    for (const audience of audiencesOf(state.userTasks.get(id))) audiences.add(audience);
  }
  return {
    rootId: events[0]!.rootId,
    revision,
    instanceIds: [...instanceIds],
    processKeys: [...processKeys],
    userTaskIds: [...userTaskIds],
    audiences: [...audiences],
    kinds: [...kinds],
  };
}

function audiencesOf(task: UserTaskRow | undefined): readonly string[] {
  if (!task) return [];
  const users = task.assignee ? [task.assignee, ...task.candidateUsers] : task.candidateUsers;
  return [...users.map((user) => `user:${user}`), ...task.candidateGroups];
}
