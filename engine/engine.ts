/**
 * The shape of the engine as its host sees it: commands, views, events. `create-engine.ts` builds it.
 * Commands return when their effect is durable. All of them take an actor and an optional idempotency key;
 * the same key with the same request gives the first answer again, with another request it is refused.
 */
import type { Problem } from './definition/problem.ts';
import type { Actor, EngineTransaction, HandlerResult, RecordPlace, RecordRef, Variables } from './ports.ts';
import type { Operations } from './operations/operation-types.ts';
import type { OutboxMessage } from './store/store-port.ts';
import type { DefinitionSummary, EngineViews, MigrationCheck, RecordEvent } from './views.ts';

export interface CommandOptions {
  readonly actor: Actor;
  readonly idempotencyKey?: string;
  readonly reason?: string;
}

export interface MessageReceivers {
  /** Instances that waited. */
  readonly instanceIds: readonly string[];
  /** Instances that it started. */
  readonly started: readonly string[];
  /** Processes whose parallel multiple start event has taken it; they start when the rest has occurred, by a job. */
  readonly collected?: readonly string[];
  /** Suspended processes that it starts when they are resumed. */
  readonly held?: readonly string[];
  /** Set when nobody waits yet: until when it is kept. */
  readonly keptUntil?: string;
}

export interface DeployFile {
  readonly name: string;
  readonly content: string;
}

/** Work that an external worker has locked. */
export interface ExternalJob {
  readonly jobId: string;
  /** The lock's number; every answer shows it. */
  readonly leaseNo: number;
  readonly topic: string;
  readonly instanceId: string;
  readonly processKey: string;
  readonly elementId: string;
  readonly variables: Variables;
  readonly retriesLeft: number;
  readonly attempt: number;
  /** The same on every retry. */
  readonly effectKey: string;
  readonly priority: number;
}

export interface Engine {
  /** Begins to execute jobs and to dispatch the outbox. */
  start(): Promise<void>;
  /** The node is about to stop: whoever waits for work (`fetchExternalJobs`) is answered at once, with none. */
  drain(): void;
  /** Takes no new work, waits for what is running (at most `graceMs`). */
  stop(options?: { readonly graceMs?: number }): Promise<void>;
  /** Executes all due jobs now, until none is due; for tests and for the demonstration clock. */
  runDueJobs(): Promise<number>;

  /** All problems of a diagram; errors refuse deployment, warnings do not. */
  check(files: readonly DeployFile[]): Promise<readonly Problem[]>;
  /** @throws EngineRejection ENG_DEPLOYMENT_REFUSED with every located problem. */
  deploy(
    request: { readonly files: readonly DeployFile[] },
    options: CommandOptions,
  ): Promise<readonly DefinitionSummary[]>;

  startInstance(
    request: {
      readonly processKey: string;
      readonly definitionId?: string;
      readonly startElementId?: string;
      readonly businessKey?: string;
      readonly variables?: Variables;
    },
    options: CommandOptions,
  ): Promise<{ readonly instanceId: string }>;
  /**
   * With a transaction of the host, who has locked the root by `lockHolders`, it is decided over what he wrote there, and
   * stored or lost with it; he commits and calls `wake` afterwards. `claimFor` takes the task in the same step, when nobody
   * has it.
   */
  completeUserTask(
    request: {
      readonly taskId: string;
      readonly claimFor?: string;
      readonly outcome?: string;
      readonly variables?: Variables;
      readonly rescheduleTo?: string;
    },
    options: CommandOptions,
    transaction?: EngineTransaction,
  ): Promise<{ readonly instanceId: string }>;
  claimUserTask(
    request: { readonly taskId: string; readonly userId: string },
    options: CommandOptions,
  ): Promise<void>;
  unclaimUserTask(request: { readonly taskId: string }, options: CommandOptions): Promise<void>;
  assignUserTask(
    request: { readonly taskId: string; readonly userId: string },
    options: CommandOptions,
  ): Promise<void>;
  /** Due, follow-up and urgency; null takes a date away, what is left out stays. */
  changeUserTask(
    request: {
      readonly taskId: string;
      readonly change: {
        readonly dueAt?: string | null;
        readonly followUpAt?: string | null;
        readonly priority?: number;
      };
    },
    options: CommandOptions,
  ): Promise<void>;
  /** The assignee lends his task. @throws EngineRejection ENG_USER_TASK_NOT_ASSIGNED, ENG_FOUR_EYES. */
  delegateUserTask(
    request: { readonly taskId: string; readonly userId: string },
    options: CommandOptions,
  ): Promise<void>;
  /**
   * Gives a lent task back to its owner; with a transaction of the host as for `completeUserTask`.
   * @throws EngineRejection ENG_USER_TASK_NOT_DELEGATED.
   */
  resolveUserTask(
    request: { readonly taskId: string; readonly variables?: Variables },
    options: CommandOptions,
    transaction?: EngineTransaction,
  ): Promise<void>;
  /**
   * The whole tree of the instance comes to rest; what reaches it meanwhile is kept. `takesBack`: timers that the last
   * resumption moved come back to where they were.
   */
  suspendInstance(
    request: { readonly instanceId: string; readonly takesBack?: boolean },
    options: CommandOptions,
  ): Promise<void>;
  /** `shift`: timers are moved by the time of rest; `keep`: they keep their due time. */
  resumeInstance(
    request: { readonly instanceId: string; readonly timers?: 'keep' | 'shift' },
    options: CommandOptions,
  ): Promise<void>;
  /** Moves a timer, or gives a job more tries. @throws EngineRejection ENG_JOB_NOT_FOUND, ENG_DATE_INVALID. */
  changeJob(
    request: { readonly jobId: string; readonly dueAt?: string; readonly retriesLeft?: number },
    options: CommandOptions,
  ): Promise<void>;
  /** What failed counts as done with these values. @throws EngineRejection ENG_INCIDENT_NOT_SKIPPABLE. */
  skipIncident(
    request: { readonly incidentId: string; readonly variables?: Variables },
    options: CommandOptions,
  ): Promise<void>;
  /** What failed counts as this error of the diagram. @throws EngineRejection ENG_ERROR_NOT_CAUGHT. */
  catchIncident(
    request: { readonly incidentId: string; readonly errorCode: string },
    options: CommandOptions,
  ): Promise<void>;

  /**
   * Locks work of these topics for a worker; waits up to `waitMs` for some. Ends early when `signal` aborts. Under the
   * same key it gives what is still locked by the fetch that used the key first, and never locks anything else; a fetch
   * that finds nothing leaves its key unused.
   * @throws EngineRejection ENG_IDEMPOTENCY_KEY_REUSED when worker, topics, `max` or `lockMs` are others than before.
   */
  fetchExternalJobs(
    request: {
      readonly workerId: string;
      readonly topics: readonly string[];
      readonly max: number;
      readonly lockMs: number;
      readonly waitMs?: number;
      readonly idempotencyKey?: string;
    },
    signal?: AbortSignal,
  ): Promise<readonly ExternalJob[]>;
  /**
   * An answer that was taken is taken again under its key, though its lock has ended with it.
   * @throws EngineRejection ENG_LOCK_LOST when the lock has ended; nothing is written then.
   */
  completeExternalJob(
    request: { readonly jobId: string; readonly leaseNo: number; readonly result: HandlerResult },
    options: CommandOptions,
  ): Promise<void>;
  failExternalJob(
    request: {
      readonly jobId: string;
      readonly leaseNo: number;
      readonly message: string;
      readonly retriesLeft?: number;
    },
    options: CommandOptions,
  ): Promise<void>;
  extendExternalJob(request: {
    readonly jobId: string;
    readonly leaseNo: number;
    readonly lockMs: number;
  }): Promise<void>;
  unlockExternalJob(request: { readonly jobId: string; readonly leaseNo: number }): Promise<void>;
  setVariables(
    request: {
      readonly instanceId: string;
      readonly values: Variables;
      /** A scope inside the instance, where they become local; by default each is set where it lives. */
      readonly scopeId?: string;
    },
    options: CommandOptions,
  ): Promise<void>;
  /**
   * Reaches, per process, the instance that waits longest, or starts one. With a `timeToLive` (ISO 8601 duration) a
   * message for which nobody waits is kept that long, and delivered once, as soon as somebody does; it then appears
   * among `views.failedJobs` when nobody came.
   * @throws EngineRejection ENG_MESSAGE_NOT_CORRELATED when nobody waits and it is not kept.
   */
  correlateMessage(
    request: {
      readonly name: string;
      readonly correlationKey?: string;
      readonly variables?: Variables;
      readonly timeToLive?: string;
    },
    options: CommandOptions,
  ): Promise<MessageReceivers>;
  /**
   * Calls out to everybody who waits for the signal now, and starts what starts with it (BPMN 2.0.2 §10.5.5). Returns when
   * the signal is on its way for certain; it is delivered in chunks, to each receiver once.
   */
  signal(
    request: { readonly name: string; readonly variables?: Variables },
    options: CommandOptions,
  ): Promise<void>;
  /** Starts each process whose conditional start event is true over the variables. */
  evaluateConditions(
    request: { readonly variables: Variables; readonly businessKey?: string },
    options: CommandOptions,
  ): Promise<{ readonly started: readonly string[] }>;
  /**
   * Begins an activity of an ad-hoc subprocess (BPMN 2.0.2 §10.3.5.3); without a scope in the one that is open longest.
   * What may be begun is in `views.startable`.
   * @throws EngineRejection ENG_ACTIVATION_NOT_POSSIBLE when it cannot be started now.
   */
  activateElement(
    request: { readonly instanceId: string; readonly elementId: string; readonly scopeId?: string },
    options: CommandOptions,
  ): Promise<void>;
  cancelInstance(request: { readonly instanceId: string }, options: CommandOptions): Promise<void>;
  retryIncident(request: { readonly incidentId: string }, options: CommandOptions): Promise<void>;
  /**
   * Tries a failed timer start or record event again (views.failedJobs); what had started is not started twice.
   * @throws EngineRejection ENG_INCIDENT_NOT_FOUND when there is none of that id.
   */
  retryFailedJob(request: { readonly jobId: string }, options: CommandOptions): Promise<void>;
  checkMigration(request: {
    readonly instanceId: string;
    readonly toDefinitionId: string;
  }): Promise<MigrationCheck>;
  /** @throws EngineRejection ENG_MIGRATION_UNSAFE with the obstacles; nothing is written then. */
  migrateInstance(
    request: { readonly instanceId: string; readonly toDefinitionId: string },
    options: CommandOptions,
  ): Promise<void>;

  /** Enqueues a CRM change in the CRM's own transaction; never locks an instance (decisions.md 6). */
  enqueueRecordEvent(event: RecordEvent, transaction: EngineTransaction): Promise<void>;
  /**
   * Locks the running root instances that hold the record in a variable of a process, a few hundred at the most, and
   * returns them; `among`: only of these. In the host's transaction, before he locks a record.
   */
  lockHolders(
    request: { readonly record: RecordRef; readonly among?: readonly string[] },
    transaction: EngineTransaction,
  ): Promise<readonly string[]>;
  /**
   * In these locked instances `to` stands wherever `from` stood: variables, waits for changes and for silence; their
   * conditions are looked at again. Returns the places that were written, with which the way back is asked for; then
   * what holds something else by now is left alone. Committed by the host, who calls `wake` afterwards.
   * @throws EngineFault when the database fails; the host's transaction is lost then.
   */
  replaceRecord(
    request: {
      readonly rootIds: readonly string[];
      readonly from: RecordRef;
      readonly to: RecordRef;
      readonly places?: readonly RecordPlace[];
    },
    transaction: EngineTransaction,
    options: CommandOptions,
  ): Promise<readonly RecordPlace[]>;
  /** Wakes the job executor after a commit that enqueued something, and whoever listens after one that wrote. */
  wake(): void;

  /** Suspension of definitions, batches, history settings and the log of interventions. */
  readonly operations: Operations;
  readonly views: EngineViews;
  /** Every committed step, once per node, in order per root; the listener must not throw. */
  onStep(listener: (message: OutboxMessage) => void): () => void;
}

export type { Problem };
export type {
  DefinitionSummary,
  DefinitionView,
  ElementView,
  EngineViews,
  FailedJob,
  SignalOnItsWay,
  FailedStart,
  InstanceFilter,
  InstanceListItem,
  InstanceView,
  KnownEvent,
  LiveMapView,
  MigrationCheck,
  OutcomeView,
  Page,
  RecordEvent,
  StartableElement,
  TaskFilter,
} from './views.ts';
