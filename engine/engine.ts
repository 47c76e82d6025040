/**
 * The shape of the engine as its host sees it: commands, views, events. `create-engine.ts` builds it.
 * Commands return when their effect is durable. All of them take an actor and an optional idempotency key;
 * the same key with the same request gives the first answer again, with another request it is refused.
 */
import type { Problem } from './definition/problem.ts';
import type { Actor, EngineTransaction, Variables } from './ports.ts';
import type { OutboxMessage } from './store/store-port.ts';
import type { DefinitionSummary, EngineViews, MigrationCheck, RecordEvent } from './views.ts';

export interface CommandOptions {
  readonly actor: Actor;
  readonly idempotencyKey?: string;
  readonly reason?: string;
}

export interface DeployFile {
  readonly name: string;
  readonly content: string;
}

export interface Engine {
  /** Begins to execute jobs and to dispatch the outbox. */
  start(): Promise<void>;
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
  completeUserTask(
    request: {
      readonly taskId: string;
      readonly outcome?: string;
      readonly variables?: Variables;
      readonly rescheduleTo?: string;
    },
    options: CommandOptions,
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
  setVariables(
    request: { readonly instanceId: string; readonly values: Variables },
    options: CommandOptions,
  ): Promise<void>;
  correlateMessage(
    request: { readonly name: string; readonly correlationKey?: string; readonly variables?: Variables },
    options: CommandOptions,
  ): Promise<{ readonly instanceIds: readonly string[]; readonly started: readonly string[] }>;
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
  /** Wakes the job executor after a commit that enqueued something. */
  wake(): void;

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
  FailedStart,
  InstanceFilter,
  InstanceListItem,
  InstanceView,
  LiveMapView,
  MigrationCheck,
  OutcomeView,
  Page,
  RecordEvent,
  TaskFilter,
} from './views.ts';
