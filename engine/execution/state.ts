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
}

export interface ScopeRow {
  readonly id: string;
  readonly rootId: string;
  readonly instanceId: string;
  /** Null for the outermost scope of an instance. */
  readonly parentId: string | null;
  /** The container element; null for the process itself. */
  readonly elementId: string | null;
  /** The token in the parent scope that waits for this scope to end; null for the process itself. */
  readonly tokenId: string | null;
  readonly variables: Variables;
  /** Live tokens plus live child scopes and called instances; the scope ends at 0. */
  readonly live: number;
  /** Live tokens by element id (waiting and parked), so that joins stay constant-time. */
  readonly counts: Readonly<Record<string, number>>;
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
}

export type JobKind =
  | 'timer' // a catching or boundary timer
  | 'task-activation' // a planned user task becomes workable
  | 'service' // an effect outside the database
  | 'continue' // goes on after a step limit or a chunk
  | 'timer-start' // starts a process; has no root
  | 'record-event'; // a CRM change to be matched; has no root

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
  /** `failed`: out of retries, an incident is open. */
  readonly state: 'ready' | 'failed';
  readonly payload: Variables;
  readonly effectKey: string | null;
}

export interface SubscriptionRow {
  readonly id: string;
  readonly rootId: string | null;
  readonly instanceId: string | null;
  readonly scopeId: string | null;
  readonly tokenId: string | null;
  readonly definitionId: string;
  /** The catching element: receive task, catch, boundary or start event. */
  readonly elementId: string;
  readonly kind: 'message' | 'record';
  /** Message name, or `<entity>.<created|changed|stageEntered|silent>`. */
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
