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

interface CommandHead {
  readonly at: string;
  readonly commandId: string;
  readonly actor: Actor;
}

export function createUnitOfWork(slice: Slice | null, head: CommandHead): UnitOfWork {
  return new SliceUnit(slice, head);
}

/** A class, because a decision of few events costs less than a closure for each of these functions. */
class SliceUnit implements UnitOfWork {
  readonly state: State;
  private readonly slice: Slice | null;
  private readonly head: CommandHead;
  private readonly bodies: StoredBody[] = [];
  private readonly enqueued: JobRow[] = [];
  private readonly firstSeq: number;
  private rootId: string;
  private firstDefinitionId = '';

  constructor(slice: Slice | null, head: CommandHead) {
    this.state = stateFrom(slice);
    this.slice = slice;
    this.head = head;
    this.firstSeq = slice?.nextSeq ?? 1;
    this.rootId = slice?.rootId ?? '';
  }

  nextSeq(): number {
    return this.firstSeq + this.bodies.length;
  }

  emit(instanceId: string, body: EventBody): void {
    const { state, bodies } = this;
    const started = body.kind === 'InstanceStarted' ? body.instance : null;
    this.rootId ||= started?.rootId ?? '';
    const { rootId } = this;
    const { definitionId } = started ?? state.instances.get(instanceId)!;
    if (bodies.length === 0) this.firstDefinitionId = definitionId;
    applyBody(state, { rootId, seq: this.nextSeq(), instanceId, at: this.head.at }, body);
    bodies.push(
      instanceId === rootId && definitionId === this.firstDefinitionId
        ? body
        : withHead(body, rootId, instanceId, this.firstDefinitionId, definitionId),
    );
  }

  enqueue(job: JobRow): void {
    this.enqueued.push(job);
  }

  mark(): Mark {
    return {
      events: this.bodies.length,
      changes: this.state.journal.length,
      enqueued: this.enqueued.length,
    };
  }

  rollback(mark: Mark): void {
    this.bodies.length = mark.events;
    this.enqueued.length = mark.enqueued;
    revert(this.state, mark.changes);
  }

  toWrite(): Write | null {
    const { state, bodies, enqueued, rootId, slice, head } = this;
    if (bodies.length === 0) return null;
    const version = slice?.version ?? null;
    const { inserted, updated, deleted } = changesOf(state);
    const events: CommandEvents = {
      rootId,
      seq: this.firstSeq,
      definitionId: this.firstDefinitionId,
      at: head.at,
      commandId: head.commandId,
      actor: head.actor,
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
  }
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
  // Seldom more than one instance and no task: what is usual makes no sets.
  const instanceIds: string[] = [];
  const kinds: string[] = [];
  for (const { kind, instanceId = rootId } of bodies) {
    if (instanceIds.at(-1) !== instanceId) instanceIds.push(instanceId);
    if (!kinds.includes(kind)) kinds.push(kind);
  }
  const userTaskIds: string[] = [];
  const audiences: string[] = [];
  for (const { table, id, before } of state.journal) {
    if (table !== 'userTasks') continue;
    userTaskIds.push(id);
    // Both the task as it was and as it is: who loses it must look again, too.
    audiences.push(
      ...audiencesOf(before as UserTaskRow | undefined),
      ...audiencesOf(state.userTasks.get(id)),
    );
  }
  const instances = distinct(instanceIds);
  return {
    rootId,
    revision,
    instanceIds: instances,
    processKeys: distinct(instances.map((id) => state.instances.get(id)!.processKey)),
    userTaskIds: distinct(userTaskIds),
    audiences: distinct(audiences),
    kinds,
  };
}

function distinct(items: readonly string[]): readonly string[] {
  return items.length < 2 ? items : [...new Set(items)];
}

function audiencesOf(task: UserTaskRow | undefined): readonly string[] {
  if (!task) return [];
  const users = task.assignee ? [task.assignee, ...task.candidateUsers] : task.candidateUsers;
  return [...users.map((user) => `user:${user}`), ...task.candidateGroups];
}
