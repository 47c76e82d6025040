/**
 * Collects what one decision does: every event is given its head, applied to the rows and kept; at the end events
 * and changed rows become one conditional write. A failed step is taken back to the mark before it.
 */
import type { CommandEvents, StoredBody } from '../history/command-events.ts';
import type { EventBody } from '../history/events.ts';
import type { Actor } from '../ports.ts';
import type { OutboxMessage, Slice, Write } from '../store/store-port.ts';
import type { JobRow, UserTaskRow } from './state.ts';
import { applyBody } from './apply.ts';
import { changesOf, revert, stateFrom, type State } from './tables.ts';

export interface UnitOfWork {
  readonly state: State;
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
  const bodies: StoredBody[] = [];
  const enqueued: JobRow[] = [];
  const firstSeq = slice?.nextSeq ?? 1;
  let rootId = slice?.rootId ?? '';
  let firstDefinitionId = '';

  return {
    state,
    nextSeq: () => firstSeq + bodies.length,
    emit(instanceId, body) {
      const started = body.kind === 'InstanceStarted' ? body.instance : null;
      rootId ||= started?.rootId ?? '';
      const { definitionId } = started ?? state.instances.get(instanceId)!;
      if (bodies.length === 0) firstDefinitionId = definitionId;
      applyBody(state, { rootId, seq: firstSeq + bodies.length, instanceId, at: head.at }, body);
      bodies.push(
        instanceId === rootId && definitionId === firstDefinitionId
          ? body
          : withHead(body, rootId, instanceId, firstDefinitionId, definitionId),
      );
    },
    enqueue: (job) => void enqueued.push(job),
    mark: () => ({ events: bodies.length, changes: state.journal.length, enqueued: enqueued.length }),
    rollback(mark) {
      bodies.length = mark.events;
      enqueued.length = mark.enqueued;
      revert(state, mark.changes);
    },
    toWrite() {
      if (bodies.length === 0) return null;
      const version = slice?.version ?? null;
      const { inserted, updated, deleted } = changesOf(state);
      const events: CommandEvents = {
        rootId,
        seq: firstSeq,
        definitionId: firstDefinitionId,
        ...head,
        bodies,
      };
      return {
        rootId,
        expectedVersion: version,
        history: [events],
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

function withHead(
  body: EventBody,
  rootId: string,
  instanceId: string,
  firstDefinitionId: string,
  definitionId: string,
): StoredBody {
  return {
    ...body,
    ...(instanceId === rootId ? {} : { instanceId }),
    ...(definitionId === firstDefinitionId ? {} : { definitionId }),
  };
}

/** Thin on purpose: who must look again, and where; the receiver refetches under its own rights. */
function outboxMessage(state: State, { rootId, bodies }: CommandEvents, revision: number): OutboxMessage {
  const instanceIds = new Set<string>();
  const processKeys = new Set<string>();
  const kinds = new Set<string>();
  const userTaskIds = new Set<string>();
  const audiences = new Set<string>();
  for (const { kind, instanceId = rootId } of bodies) {
    instanceIds.add(instanceId);
    kinds.add(kind);
  }
  for (const id of instanceIds) processKeys.add(state.instances.get(id)!.processKey);
  for (const { table, id, before } of state.journal) {
    if (table !== 'userTasks') continue;
    userTaskIds.add(id);
    // Both the task as it was and as it is: who loses it must look again, too.
    for (const audience of audiencesOf(before as UserTaskRow | undefined)) audiences.add(audience);
    for (const audience of audiencesOf(state.userTasks.get(id))) audiences.add(audience);
  }
  return {
    rootId,
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
