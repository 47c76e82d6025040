/**
 * The runtime state of a call tree, as plain rows. Every row carries the root instance it belongs to and is
 * changed only by applying history events (history/events.ts), so that folding the history gives these rows.
 *
 * A process instance is itself the outermost scope: its ScopeRow has the same id. Tokens exist as rows only
 * while they wait; a token in motion lives in the agenda of one decision and never between two commands.
 */
import type { Json, Variables } from '../ports.ts';

export type InstanceStatus = 'active' | 'completed' | 'terminated' | 'cancelled';

export interface InstanceRow {
  readonly id: string;
  readonly rootId: string;
  readonly parentInstanceId: string | null;
  /** The token of the call activity that waits for this instance. */
  readonly parentTokenId: string | null;
  readonly definitionId: string;
  readonly processKey: string;
  readonly businessKey: string | null;
  readonly status: InstanceStatus;
  readonly initiator: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** Element of the end event reached last, or null. */
  readonly endElementId: string | null;
  /** Nothing of it moves until it is resumed; what reaches it meanwhile waits. */
  readonly suspended: boolean;
}

/**
 * `body`: around all iterations of a multi-instance or loop activity; `iteration`: one of them, with its own
 * variables; `compensation`: the scope in which a compensation handler runs, with the variables of what it undoes.
 */
export type ScopeKind = 'process' | 'subProcess' | 'body' | 'iteration' | 'compensation';

export interface ScopeRow {
  readonly id: string;
  readonly rootId: string;
  readonly instanceId: string;
  readonly kind: ScopeKind;
  /** Null for the outermost scope of an instance. */
  readonly parentId: string | null;
  /** The container element; null for the process itself. */
  readonly elementId: string | null;
  /**
   * The token that waits for this scope to end; null for the process itself and for an iteration, whose end is told to
   * the body around it.
   */
  readonly tokenId: string | null;
  readonly variables: Variables;
  /** Live tokens plus live child scopes and called instances; the scope ends at 0. */
  readonly live: number;
  /** Live tokens by element id (waiting and parked), so that joins stay constant-time. */
  readonly counts: Readonly<Record<string, number>>;
  /** What elements remember while the scope lives, by element id: counters of a loop, the state of a gateway. */
  readonly memo: Variables;
}

/**
 * A page of the collection of a multi-instance activity, written once when its body opens and read when iterations
 * begin, so that an iteration reads the same however long the collection is.
 */
export interface LoopRow {
  /** Follows from scope and page (execution/iterations.ts). */
  readonly id: string;
  readonly rootId: string;
  /** The body scope's id. */
  readonly scopeId: string;
  /** From 0. */
  readonly page: number;
  readonly items: readonly Json[];
}

/** What one iteration gave; a row of its own, so that collecting costs the same however many there are. */
export interface LoopResultRow {
  readonly id: string;
  readonly rootId: string;
  /** The body scope's id. */
  readonly scopeId: string;
  /** Position of the iteration, from 0. */
  readonly index: number;
  readonly value: Json;
}

export interface TokenRow {
  readonly id: string;
  readonly rootId: string;
  readonly instanceId: string;
  readonly scopeId: string;
  readonly elementId: string;
  /** `waiting`: an activity or event with exactly one waker. `parked`: arrived at a join over `flowId`. */
  readonly state: 'waiting' | 'parked';
  readonly flowId: string | null;
  readonly enteredAt: string;
  /** The root's event number at which it began to wait: tells apart several entries of one element, in order. */
  readonly generation: number;
}

export type UserTaskState = 'planned' | 'ready' | 'completed' | 'cancelled';

export interface UserTaskRow {
  readonly id: string;
  readonly rootId: string;
  readonly instanceId: string;
  readonly scopeId: string;
  readonly tokenId: string;
  readonly definitionId: string;
  readonly processKey: string;
  readonly elementId: string;
  readonly name: string;
  /** `call` for the Create call activity, `task` for a plain user task. */
  readonly kind: 'task' | 'call';
  /** `planned` until `availableAt`, then `ready`. */
  readonly state: UserTaskState;
  readonly assignee: string | null;
  readonly substituteFor: string | null;
  readonly candidateUsers: readonly string[];
  readonly candidateGroups: readonly string[];
  readonly createdAt: string;
  readonly availableAt: string;
  readonly dueAt: string | null;
  readonly priority: number;
  /** What a handler stored when the task was entered, e.g. the planned activity's id. */
  readonly data: Variables;
  /** How often the task was repeated (no answer). */
  readonly attempt: number;
  readonly outcome: string | null;
  readonly completedAt: string | null;
  readonly completedBy: string | null;
  /** Who lent the task to its assignee and gets it back; null when nobody did. */
  readonly owner: string | null;
  /** `pending`: the assignee works on it for the owner. `resolved`: it is back with the owner. */
  readonly delegation: 'pending' | 'resolved' | null;
  /** When somebody wants to look at it again. */
  readonly followUpAt: string | null;
}

export type JobKind =
  | 'timer' // a catching or boundary timer
  | 'task-activation' // a planned user task becomes workable
  | 'service' // an effect outside the database
  | 'external' // work that an external worker fetches; `handler` is its topic
  | 'continue' // goes on after a step limit or a chunk
  | 'timer-start' // starts a process; has no root
  | 'start' // starts a process, all of whose parallel multiple start has occurred; has no root
  | 'record-event' // a CRM change to be matched; has no root
  | 'signal' // a broadcast on its way to whoever waits; has no root
  | 'message' // a message kept until somebody waits for it; `handler` is its name; has no root
  | 'batch'; // an operation over many instances; has no root

export interface JobRow {
  readonly id: string;
  readonly rootId: string | null;
  readonly instanceId: string | null;
  readonly scopeId: string | null;
  readonly tokenId: string | null;
  readonly definitionId: string | null;
  readonly elementId: string | null;
  readonly kind: JobKind;
  /** Name of the task handler for `service` jobs. */
  readonly handler: string | null;
  readonly dueAt: string;
  readonly priority: number;
  readonly retriesLeft: number;
  readonly attempt: number;
  /** `failed`: out of retries, an incident is open. `suspended`: kept back until its owner is resumed. */
  readonly state: 'ready' | 'failed' | 'suspended';
  readonly payload: Variables;
  readonly effectKey: string | null;
}

/** `compensation`: a completed activity that can be undone; `payload` holds the variables as they were then. */
export type SubscriptionKind = 'message' | 'record' | 'signal' | 'conditional' | 'compensation';

/**
 * A waker belongs to a token (`tokenId`), or to a scope (`tokenId` null): those of event subprocesses and the completed
 * activities that can be compensated. Alternatives of one wait (event gateway, multiple event) carry the id of the
 * waiting element as `payload.group`.
 */
export interface SubscriptionRow {
  readonly id: string;
  readonly rootId: string | null;
  readonly instanceId: string | null;
  readonly scopeId: string | null;
  readonly tokenId: string | null;
  readonly definitionId: string;
  /** The catching element: receive task, catch, boundary or start event. */
  readonly elementId: string;
  readonly kind: SubscriptionKind;
  /** Message or signal name, the element's id for conditions and compensation, or `<entity>.<created|changed|stageEntered|silent>`. */
  readonly name: string;
  readonly correlationKey: string | null;
  readonly payload: Variables;
}

export interface IncidentRow {
  readonly id: string;
  readonly rootId: string;
  readonly instanceId: string;
  readonly tokenId: string | null;
  readonly jobId: string | null;
  readonly elementId: string;
  readonly code: string;
  readonly message: string;
  readonly createdAt: string;
  /** What is needed to try again; opaque outside the element's behaviour. */
  readonly resume: Json;
}

/** A record that an instance works on; derived from record references in process-level variables. */
export interface RecordLinkRow {
  readonly rootId: string;
  readonly instanceId: string;
  readonly variable: string;
  readonly entity: string;
  readonly recordId: string;
}
