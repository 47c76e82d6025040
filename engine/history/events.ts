/**
 * The history of an instance: the only way its state changes. `apply` (execution/apply.ts) folds these events
 * into the rows of execution/state.ts; history, live map, replay and audit read the same events.
 *
 * Detail that no fold needs stays out of the event: names and flows are looked up in the definition version
 * that the event carries.
 */
import type { DecisionTrace } from '../decisions/decision-model.ts';
import type { Actor, Json, Variables } from '../ports.ts';
import type {
  IncidentRow,
  InstanceRow,
  InstanceStatus,
  JobRow,
  LoopResultRow,
  LoopRow,
  ScopeKind,
  SubscriptionRow,
  TokenRow,
  UserTaskRow,
} from '../execution/state.ts';

/** What stands in front of every event. `seq` rises without gaps within a root instance. */
export interface EventHead {
  readonly rootId: string;
  readonly seq: number;
  readonly instanceId: string;
  readonly definitionId: string;
  readonly at: string;
  /** One command's events share it. */
  readonly commandId: string;
  readonly actor: Actor;
}

export type EventBody =
  | {
      readonly kind: 'InstanceStarted';
      readonly instance: Omit<InstanceRow, 'status' | 'endedAt' | 'endElementId' | 'suspended'>;
      readonly variables: Variables;
    }
  | {
      readonly kind: 'InstanceEnded';
      readonly status: Exclude<InstanceStatus, 'active'>;
      readonly reason: string | null;
    }
  | { readonly kind: 'InstanceSuspended'; readonly reason: string | null }
  | { readonly kind: 'InstanceResumed'; readonly reason: string | null }
  /** An element was passed without waiting: events, gateways, activities that complete at once. */
  | {
      readonly kind: 'ElementPassed';
      readonly scopeId: string;
      readonly elementId: string;
      readonly flows: readonly string[];
    }
  /** A token begins to wait in an activity or event. Older events repeat their head in the token. */
  | { readonly kind: 'ElementActivated'; readonly token: Pick<TokenRow, 'id' | 'scopeId' | 'elementId'> }
  /** The waiting token left its element normally, over `flows`. */
  | {
      readonly kind: 'ElementCompleted';
      readonly tokenId: string;
      readonly elementId: string;
      readonly scopeId: string;
      readonly flows: readonly string[];
    }
  /** The waiting or parked token was taken away (interrupted, terminated, cancelled). */
  | {
      readonly kind: 'ElementTerminated';
      readonly tokenId: string;
      readonly elementId: string;
      readonly scopeId: string;
    }
  /** A token arrived at a join and waits there for the others. */
  | {
      readonly kind: 'TokenParked';
      readonly token: Pick<TokenRow, 'id' | 'scopeId' | 'elementId' | 'flowId'>;
    }
  /** A join took its parked tokens and went on over `flows`. */
  | {
      readonly kind: 'JoinFired';
      readonly scopeId: string;
      readonly elementId: string;
      readonly tokenIds: readonly string[];
      readonly flows: readonly string[];
      /** The tokens were taken up by the one that arrived last, which goes on in the element. */
      readonly goesOn?: true;
    }
  | {
      readonly kind: 'ScopeOpened';
      readonly scopeId: string;
      readonly parentScopeId: string;
      readonly elementId: string;
      readonly tokenId: string | null;
      readonly variables: Variables;
      /** Left out: `subProcess`. */
      readonly scopeKind?: Exclude<ScopeKind, 'process'>;
    }
  | {
      readonly kind: 'ScopeClosed';
      readonly scopeId: string;
      readonly elementId: string;
      readonly status: 'completed' | 'terminated';
    }
  /** What an element remembers in its scope; null forgets it. */
  | {
      readonly kind: 'ElementMemoSet';
      readonly scopeId: string;
      readonly elementId: string;
      readonly value: Json;
    }
  | { readonly kind: 'LoopStarted'; readonly loop: LoopRow }
  | { readonly kind: 'LoopResultAdded'; readonly result: LoopResultRow }
  | {
      readonly kind: 'VariablesSet';
      readonly scopeId: string;
      readonly elementId: string | null;
      readonly values: Variables;
      /** In the words of the person who changed it; left out where none was given. */
      readonly reason?: string;
    }
  | { readonly kind: 'UserTaskCreated'; readonly task: UserTaskRow }
  | { readonly kind: 'UserTaskActivated'; readonly taskId: string }
  | {
      readonly kind: 'UserTaskAssigned';
      readonly taskId: string;
      readonly assignee: string | null;
      readonly substituteFor: string | null;
      readonly candidateUsers: readonly string[];
      readonly candidateGroups: readonly string[];
      readonly reason?: string;
    }
  /** Due, follow-up, urgency, or who lent it to whom. */
  | {
      readonly kind: 'UserTaskChanged';
      readonly taskId: string;
      readonly change: Partial<
        Pick<UserTaskRow, 'dueAt' | 'followUpAt' | 'priority' | 'owner' | 'delegation'>
      >;
      readonly reason?: string;
    }
  /** The task starts over at another time (no answer, call me later). */
  | {
      readonly kind: 'UserTaskRescheduled';
      readonly taskId: string;
      readonly availableAt: string;
      readonly dueAt: string | null;
      readonly attempt: number;
      readonly data: Variables;
      readonly outcome: string | null;
    }
  | {
      readonly kind: 'UserTaskCompleted';
      readonly taskId: string;
      readonly outcome: string | null;
      readonly by: string | null;
    }
  | { readonly kind: 'UserTaskCancelled'; readonly taskId: string }
  | { readonly kind: 'JobCreated'; readonly job: JobRow }
  | { readonly kind: 'JobFinished'; readonly jobId: string }
  | {
      readonly kind: 'JobFailed';
      readonly jobId: string;
      readonly retriesLeft: number;
      readonly dueAt: string;
      readonly message: string;
    }
  | { readonly kind: 'JobCancelled'; readonly jobId: string }
  /** Kept back or let go again, or due at another time. */
  | {
      readonly kind: 'JobChanged';
      readonly jobId: string;
      readonly state: JobRow['state'];
      readonly dueAt: string;
      readonly retriesLeft: number;
      readonly reason?: string;
    }
  | { readonly kind: 'SubscriptionOpened'; readonly subscription: SubscriptionRow }
  | { readonly kind: 'SubscriptionClosed'; readonly subscriptionId: string }
  | {
      readonly kind: 'IncidentRaised';
      readonly incident: IncidentRow;
      /** What went into the step, where it was no job: a job has it as its payload. Folds to nothing. */
      readonly values?: Variables;
      /** What was too large for that: about how many bytes. */
      readonly left?: Readonly<Record<string, number>>;
    }
  /** `how` is left out when what failed was taken away by something else. */
  | {
      readonly kind: 'IncidentResolved';
      readonly incidentId: string;
      readonly elementId?: string;
      readonly how?: 'retried' | 'skipped' | 'caught';
      readonly reason?: string | null;
    }
  /** The instance goes on with another definition version, same element ids. */
  | {
      readonly kind: 'InstanceMigrated';
      readonly fromDefinitionId: string;
      readonly toDefinitionId: string;
      readonly reason: string | null;
    }
  /** A business rule task made a decision: which rules hit, with their inputs and outputs; folds to nothing. */
  | {
      readonly kind: 'DecisionEvaluated';
      readonly elementId: string;
      readonly decisionId: string;
      readonly decisionKey: string;
      readonly decisionName: string;
      readonly version: number;
      /** The required decisions first. */
      readonly trace: readonly DecisionTrace[];
    }
  /** A limit is used up by four fifths: once for each limit and instance. */
  | {
      readonly kind: 'LimitNear';
      /** Of `Limits` (decide/decision.ts). */
      readonly limit: string;
      readonly max: number;
      readonly elementId: string | null;
      /** Of the variable that is so large. */
      readonly name: string | null;
    }
  /** Detail for the card; folds to nothing. */
  | {
      readonly kind: 'Noted';
      readonly elementId: string | null;
      readonly text: string;
      readonly facts: Json;
    };

export type HistoryEvent = EventHead & EventBody;
export type EventKind = EventBody['kind'];
