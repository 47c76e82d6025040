/**
 * The one port behind which the memory store and the PostgreSQL store stand. Everything is array-shaped from the
 * start: reads and writes of many commands share a statement, and one command is the array of length one.
 *
 * A store hands out only the slice that was asked for (copied); when deciding needs more, the interpreter
 * returns a Need and the runner asks again. A write is conditional on the version of its root.
 */
import type { Limits } from '../decide/limits.ts';
import type { ExternalClaim } from './external-claim.ts';
import type { WriteOutcome } from './write-outcome.ts';
export type { WriteOutcome } from './write-outcome.ts';
import type { JobLease, Sole } from './write-assumptions.ts';
import type {
  IncidentRow,
  InstanceRow,
  JobRow,
  LoopResultRow,
  LoopRow,
  RecordLinkRow,
  ScopeRow,
  SubscriptionKind,
  SubscriptionRow,
  TokenRow,
  UserTaskRow,
} from '../execution/state.ts';
import type { StartCollection, StartOccurrence } from '../execution/start-collection.ts';
import type { CommandEvents } from '../history/command-events.ts';
import type { Definition } from '../definition/model.ts';
import type { EngineViews } from '../views.ts';
import type { Database } from './postgres/connection.ts';
import type { EngineTransaction, Logger } from '../ports.ts';
import type {
  DecisionBinding,
  DecisionRow,
  DefinitionBinding,
  DefinitionRow,
  DeploymentWrite,
  IdempotencyRow,
} from './deployment-rows.ts';

export type {
  DecisionBinding,
  DecisionRow,
  DefinitionBinding,
  DefinitionRow,
  DeploymentWrite,
  IdempotencyRow,
} from './deployment-rows.ts';

/** What a command touches first. The slice then holds the root row and the scope chain of the target. */
export type Target =
  | { readonly kind: 'instance'; readonly id: string }
  | { readonly kind: 'userTask'; readonly id: string }
  | { readonly kind: 'job'; readonly id: string }
  | { readonly kind: 'subscription'; readonly id: string }
  | { readonly kind: 'incident'; readonly id: string };

/** A further part of the tree that deciding turned out to need. */
export type SliceNeed =
  /** Waiting and parked tokens of one element in one scope, with their wakers. */
  | { readonly kind: 'tokensAt'; readonly scopeId: string; readonly elementId: string }
  /** Everything alive below a scope (child scopes, called instances, tokens, wakers). */
  | { readonly kind: 'subtree'; readonly scopeId: string }
  /** One token with its wakers and attached boundary wakers. */
  | { readonly kind: 'token'; readonly tokenId: string }
  /** A scope and its ancestors up to the root instance. */
  | { readonly kind: 'scopeChain'; readonly scopeId: string }
  /** Jobs and subscriptions that belong to the scope itself (event subprocesses, what can be compensated). */
  | { readonly kind: 'scopeWakers'; readonly scopeId: string }
  /** All subscriptions of one kind in the tree, without their tokens. */
  | { readonly kind: 'subscriptionsOfKind'; readonly subscriptionKind: SubscriptionKind }
  /** All user tasks of these elements in one instance, closed ones too. */
  | { readonly kind: 'userTasksAt'; readonly instanceId: string; readonly elementIds: readonly string[] }
  /** A page of the collection of a multi-instance body; `scopeId` is the page's id. */
  | { readonly kind: 'loop'; readonly scopeId: string }
  /** What its iterations gave so far. */
  | { readonly kind: 'loopResults'; readonly scopeId: string };

export interface ReadRequest {
  readonly target: Target;
  readonly needs: readonly SliceNeed[];
  readonly idempotency: { readonly key: string } | null;
}

export interface Slice {
  readonly rootId: string;
  /** Version of the root: the write is conditional on it. */
  readonly version: number;
  /** The next history sequence number of the root. */
  readonly nextSeq: number;
  readonly instances: readonly InstanceRow[];
  readonly scopes: readonly ScopeRow[];
  readonly tokens: readonly TokenRow[];
  readonly userTasks: readonly UserTaskRow[];
  readonly jobs: readonly JobRow[];
  readonly subscriptions: readonly SubscriptionRow[];
  readonly incidents: readonly IncidentRow[];
  readonly loops: readonly LoopRow[];
  readonly loopResults: readonly LoopResultRow[];
}

export type ReadAnswer =
  | { readonly kind: 'slice'; readonly slice: Slice }
  | { readonly kind: 'replayed'; readonly idempotency: IdempotencyRow }
  | { readonly kind: 'missing' };

export interface Rows {
  readonly instances: readonly InstanceRow[];
  readonly scopes: readonly ScopeRow[];
  readonly tokens: readonly TokenRow[];
  readonly userTasks: readonly UserTaskRow[];
  readonly jobs: readonly JobRow[];
  readonly subscriptions: readonly SubscriptionRow[];
  readonly incidents: readonly IncidentRow[];
  readonly recordLinks: readonly RecordLinkRow[];
  /** Never changed; loops and their results go with their body scope. */
  readonly loops: readonly LoopRow[];
  readonly loopResults: readonly LoopResultRow[];
}

/** Thin: kind, ids and revision; the receiver refetches under its own rights. */
export interface OutboxMessage {
  readonly rootId: string;
  readonly revision: number;
  readonly instanceIds: readonly string[];
  readonly processKeys: readonly string[];
  readonly userTaskIds: readonly string[];
  /** Users and groups whose task lists change. */
  readonly audiences: readonly string[];
  readonly kinds: readonly string[];
}

/** Everything that one decided command writes. */
export interface Write {
  readonly rootId: string;
  /** Null for a new root. */
  readonly expectedVersion: number | null;
  /** One entry per command, in the order of their numbers. */
  readonly history: readonly CommandEvents[];
  readonly inserted: Rows;
  /** Whole rows as they shall be. */
  readonly updated: Rows;
  /** Ids by table; user tasks are never deleted, ended instances stay, all else goes. */
  readonly deleted: {
    readonly scopes: readonly string[];
    readonly tokens: readonly string[];
    readonly jobs: readonly string[];
    readonly subscriptions: readonly string[];
    readonly incidents: readonly string[];
    /** Of bodies that were known; the others go with their scope. */
    readonly loops: readonly string[];
    readonly loopResults: readonly string[];
  };
  readonly outbox: readonly OutboxMessage[];
  readonly idempotency: IdempotencyRow | null;
  /** The write happens only if the job is still leased under this number. */
  readonly fence: Fence | null;
  /** Versions that were taken for the latest of their process; the write happens only if they still are. */
  readonly assumesLatest?: readonly string[];
  /** Set when further commands for the same root were folded into this write: what guards each of them. */
  readonly folded?: readonly { readonly idempotency: IdempotencyRow | null; readonly fence: Fence | null }[];
  /** New jobs that the writing node goes on with: each is leased to it, under the number 1. */
  readonly leases?: readonly JobLease[];
  /** Subscriptions that were taken for all that wait for a message; the write happens only if they are. */
  readonly soles?: readonly Sole[];
}

export interface Fence {
  readonly jobId: string;
  readonly leaseNo: number;
}

export interface LeasedJob {
  readonly job: JobRow;
  readonly leaseNo: number;
  /** What deciding on the job needs, as it was when it was leased, where that came along. */
  readonly slice?: Slice;
}

export type WaitingElement = Pick<SubscriptionRow, 'definitionId' | 'elementId'>;

export interface ReceiverRequest {
  readonly name: string;
  readonly correlationKey: string | null;
  readonly idempotencyKey: string | null;
}

export interface Receivers {
  /** Set when the key was written before: the message has been delivered. */
  readonly replayed: IdempotencyRow | null;
  readonly found: readonly SubscriptionRow[];
  readonly first: { readonly subscriptionId: string; readonly slice: Slice } | null;
}

/** Reading and writing of runtime state; the transaction variant also locks the root row when it reads. */
export interface StateAccess {
  read(requests: readonly ReadRequest[]): Promise<readonly ReadAnswer[]>;
  write(writes: readonly Write[]): Promise<readonly WriteOutcome[]>;
  readIdempotency(keys: readonly string[]): Promise<readonly (IdempotencyRow | null)[]>;
}

export interface StoreTransaction extends StateAccess, EngineTransaction {
  /** Answers to the requests that the transaction was opened with, where the store reads them while opening. */
  readonly opening?: readonly ReadAnswer[];
  /** Runs `work` behind a savepoint; a throw undoes only what `work` wrote, and is passed on. */
  savepoint<T>(work: () => Promise<T>): Promise<T>;
  /**
   * The last write together with the commit, where the store can do both in one round trip. Any outcome but
   * `written` has rolled the transaction back.
   */
  writeAndCommit?(writes: readonly Write[]): Promise<readonly WriteOutcome[]>;
}

/** Sends and receives the one word "there is something in the outbox" between nodes. */
export interface NodeSignal {
  start(onSignal: () => void): void;
  send(): void;
  stop(): Promise<void>;
}

/** Work that keeps the store small and ready; runs now and then, never in a step. */
export interface Housekeeping {
  start(): void;
  stop(): void;
}

/** Compiled definitions by id, for read models that show the diagram's names. */
export interface DefinitionLookup {
  get(id: string): Promise<{ readonly row: DefinitionRow; readonly definition: Definition } | null>;
  latest(
    processKey: string,
  ): Promise<{ readonly row: DefinitionRow; readonly definition: Definition } | null>;
}

export interface OutboxReader {
  /** From here on; what was committed before is not handed out. */
  begin(): Promise<void>;
  /** What was committed since the last call, each message once, those of one root in order. */
  next(): Promise<readonly OutboxMessage[]>;
}

export interface Store extends StateAccess {
  /** True when the error lies in the infrastructure (connection, disk, locks), so that waiting may help. */
  isFault?(error: unknown): boolean;
  /** Set where operations over definitions and many instances are possible: a store on PostgreSQL. */
  readonly database?: Database;
  /** True when a read costs a round trip, so that remembering what was written saves one. */
  readonly isRemote?: boolean;
  /** True when `Write.folded` is honoured; without it the runner writes one command at a time. */
  readonly foldsWrites?: boolean;

  /**
   * `first` is read with the roots locked, and a savepoint is set, in the same round trip that opens the transaction;
   * `tx.opening` answers it.
   */
  transaction<T>(
    work: (transaction: StoreTransaction) => Promise<T>,
    first?: readonly ReadRequest[],
  ): Promise<T>;

  /** Assigns the next version number per process key, under a lock. */
  deploy(
    write: (
      latest: ReadonlyMap<string, number>,
      latestDecisions: ReadonlyMap<string, number>,
    ) => DeploymentWrite,
    processKeys: readonly string[],
    decisionKeys?: readonly string[],
  ): Promise<readonly DefinitionRow[]>;
  decision(decisionKey: string, binding: DecisionBinding): Promise<DecisionRow | null>;
  definition(id: string): Promise<DefinitionRow | null>;
  latestDefinition(processKey: string): Promise<DefinitionRow | null>;
  /** The newest version that the binding fits. */
  boundDefinition(processKey: string, binding: DefinitionBinding): Promise<DefinitionRow | null>;

  /** Claims up to `limit` due jobs with SKIP LOCKED; the lease number rises with each claim. */
  acquireJobs(request: {
    readonly owner: string;
    readonly limit: number;
    readonly leaseMs: number;
  }): Promise<readonly LeasedJob[]>;
  acquireExternalJobs(claim: ExternalClaim): Promise<readonly LeasedJob[]>;
  /** Those of the locks that still hold, with their jobs. */
  heldJobs(locks: readonly Fence[]): Promise<readonly LeasedJob[]>;
  /** False when the lease has ended or is another's. */
  renewLease(request: {
    readonly jobId: string;
    readonly leaseNo: number;
    readonly leaseMs: number;
  }): Promise<boolean>;
  extendLeases(jobIds: readonly string[], owner: string, leaseMs: number): Promise<void>;
  /** Ends jobs that have no root (record-event, timer-start), or sets when they are due next. */
  finishRootlessJob(request: {
    readonly jobId: string;
    readonly leaseNo: number;
    readonly next: JobRow | null;
    /** Not claimed again before this time has passed. */
    readonly pauseMs?: number;
  }): Promise<boolean>;
  /** Makes a failed job without a root ready again; false when there is none. */
  retryRootlessJob(jobId: string, retriesLeft: number): Promise<boolean>;
  /** Gives a lease back after a fault; the job is not claimed again before `pauseMs` have passed. */
  releaseJob?(request: {
    readonly jobId: string;
    readonly leaseNo: number;
    readonly pauseMs: number;
  }): Promise<void>;
  /** Adds jobs outside any step, in the caller's transaction when there is one. */
  enqueueJobs(jobs: readonly JobRow[], transaction: EngineTransaction | null): Promise<void>;
  nextDueAt(): Promise<Date | null>;

  /**
   * Makes jobs without a root together with the key that guards them; false when the key is known, and nothing was made.
   */
  enqueueGuarded(jobs: readonly JobRow[], guard: IdempotencyRow): Promise<boolean>;
  /** Makes those whose ids are not taken yet. */
  enqueueOnce(jobs: readonly JobRow[]): Promise<void>;

  /**
   * A page of those who waited for the signal before the job of that id was made, in the order of their ids; start
   * subscriptions among them.
   */
  signalSubscriptions(request: {
    readonly name: string;
    readonly before: string;
    readonly after: string | null;
    readonly limit: number;
  }): Promise<readonly SubscriptionRow[]>;
  /** How many waited for the signal before the job of that id was made, and wait still. */
  countSignalSubscriptions(request: { readonly name: string; readonly before: string }): Promise<number>;
  /** Start subscriptions of the kind, whatever their names. */
  startSubscriptions(kind: SubscriptionKind): Promise<readonly SubscriptionRow[]>;
  /** Running instances that are bound to the record and wait for a condition. */
  instancesToReview(record: {
    readonly entity: string;
    readonly recordId: string;
  }): Promise<readonly string[]>;

  /** Running roots bound to the record, locked in the order of their ids in the host's transaction. */
  lockHolders(
    request: {
      readonly entity: string;
      readonly recordId: string;
      /** Only of these; null: any. */
      readonly among: readonly string[] | null;
      readonly limit: number;
    },
    transaction: EngineTransaction,
  ): Promise<readonly string[]>;
  /** Reading and writing inside the host's transaction, which he commits; what is written must be locked. */
  within(transaction: EngineTransaction): StoreTransaction;

  /**
   * Waiting instances and start subscriptions for a message or record event. For a record the key is its id, and who
   * waits without a key waits for any record.
   */
  findSubscriptions(request: {
    readonly kind: Exclude<SubscriptionKind, 'compensation'>;
    readonly name: string;
    readonly correlationKey: string | null;
  }): Promise<readonly SubscriptionRow[]>;

  /**
   * Who is meant by a message, as above, and for the one who has waited longest with that very key what deciding needs.
   */
  findReceivers(request: ReceiverRequest): Promise<Receivers>;

  /** Elements at which somebody waits whom only the message's own properties find (BPMN 2.0.2 §8.3.2). */
  waitingByProperties(messageName: string): Promise<readonly WaitingElement[]>;
  /**
   * Keeps a message, as a job of kind `message`, until somebody waits for it: false when somebody does by now. With a
   * lease number the job is given back instead of made. The key is written with it, or was written before.
   */
  keepMessage(request: {
    readonly job: JobRow;
    readonly leaseNo: number | null;
    readonly idempotency: IdempotencyRow | null;
  }): Promise<boolean>;
  /**
   * Adds to the starts of a parallel multiple start event, one at a time per event: what is complete becomes the job, the
   * rest is kept. Answers what is known under the key already, and does nothing then.
   */
  collectStart(request: {
    readonly occurrence: StartOccurrence;
    readonly newId: string;
    readonly jobFor: (complete: StartCollection) => JobRow;
    readonly idempotency: IdempotencyRow | null;
  }): Promise<IdempotencyRow | null>;
  /** Makes kept messages due that somebody waits for; the safety net of what both sides do when they meet. */
  matchKeptMessages(): Promise<number>;

  /** A place in the outbox that neither misses a message nor waits for a long transaction. */
  outboxReader?(): OutboxReader;
  /** Null when other nodes' steps are found by polling only. */
  nodeSignal?(logger: Logger): NodeSignal | null;
  housekeeping?(logger: Logger): Housekeeping;
  /** The read models; a store without them serves tests of commands only. */
  createViews?(definitions: DefinitionLookup, limits?: Pick<Limits, 'incidentBytesMax'>): EngineViews;
}
