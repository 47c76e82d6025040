/** Operations on definitions and over many instances, as the door of the engine shows them. */
import type { Actor, Json, Variables } from '../ports.ts';

/** What takes no new work. */
export type SuspensionTarget =
  | { readonly kind: 'process'; readonly processKey: string }
  | { readonly kind: 'element'; readonly processKey: string; readonly elementId: string }
  | { readonly kind: 'jobType'; readonly jobType: string };

export interface SuspensionView {
  readonly id: string;
  readonly target: SuspensionTarget;
  readonly since: string;
  readonly by: string | null;
  readonly reason: string | null;
}

/** What one step of a batch does to each target. */
export type BatchWork =
  | { readonly kind: 'cancelInstances' }
  | { readonly kind: 'suspendInstances' }
  | { readonly kind: 'resumeInstances'; readonly timers: 'keep' | 'shift' }
  | { readonly kind: 'migrateInstances'; readonly toDefinitionId: string }
  | { readonly kind: 'setVariables'; readonly values: Variables }
  | { readonly kind: 'retryIncidents' }
  /** What failed counts as done, with the same values everywhere. */
  | { readonly kind: 'skipIncidents'; readonly values: Variables }
  | { readonly kind: 'assignTasks'; readonly userId: string }
  | { readonly kind: 'claimTasks'; readonly userId: string }
  | {
      readonly kind: 'changeTasks';
      readonly dueAt?: string | null;
      readonly followUpAt?: string | null;
      readonly priority?: number;
    }
  | { readonly kind: 'completeTasks'; readonly outcome: string | null };

/** A batch that takes another one back. */
export interface BatchUndo {
  readonly kind: 'undoBatch';
  readonly of: BatchWork;
}

/** Which instances, tasks or incidents: by their ids, or all that the filter meets when the batch is made. */
export type BatchTargets =
  | { readonly ids: readonly string[] }
  | {
      readonly processKey: string;
      readonly definitionId?: string;
      /** Only what failed at this element; for work on incidents. */
      readonly elementId?: string;
      readonly withIncidents?: boolean;
      readonly suspended?: boolean;
    };

export interface BatchView {
  readonly id: string;
  readonly work: BatchWork | BatchUndo;
  readonly actor: Actor;
  readonly reason: string | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly state: 'running' | 'done' | 'cancelled';
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  /** It is over, did something that has a way back, and was not taken back yet. */
  readonly mayUndo: boolean;
}

export interface BatchItemView {
  readonly targetId: string;
  readonly outcome: 'done' | 'failed' | null;
  /** Of the refusal, with its values; null where nothing was refused, and for refusals of former versions. */
  readonly code: string | null;
  readonly facts: Readonly<Record<string, unknown>> | null;
  readonly message: string | null;
}

/** Where steps of running instances of a process have failed. */
export interface FailedSteps {
  readonly elementId: string;
  /** The newest version in which one has failed there. */
  readonly definitionId: string;
  readonly incidents: number;
}

/** `activity`: what happened, without values. `none`: nothing once the instance has ended. */
export type HistoryLevel = 'full' | 'activity' | 'none';

export interface ProcessSetting {
  readonly processKey: string;
  readonly historyLevel: HistoryLevel;
  /** Days that the history of an ended instance is kept; null for ever. */
  readonly historyDays: number | null;
}

/** One intervention from outside a diagram, newest first. */
export interface OperationView {
  readonly id: string;
  readonly at: string;
  readonly actor: Actor;
  readonly kind: string;
  readonly processKey: string | null;
  readonly instanceId: string | null;
  readonly elementId: string | null;
  readonly reason: string | null;
  readonly facts: Json;
}

/** A start that still waits for a part of what it collects. */
export interface IncompleteStart {
  readonly id: string;
  readonly processKey: string;
  readonly elementId: string;
  readonly correlationKey: string | null;
  readonly since: string;
  /** `kind` as in the model: message, signal, timer, conditional, recordEvent; `name` of messages and signals. */
  readonly occurred: readonly { readonly kind: string; readonly name: string | null }[];
}

/** A start that a timer will make. */
export interface NextStart {
  readonly id: string;
  readonly elementId: string;
  readonly dueAt: string;
  /** When the one after it is due, of a timer that repeats. */
  readonly thenAt: string | null;
  /** How many come after it; null when that is not limited, or nothing repeats. */
  readonly remaining: number | null;
}

export interface Operations {
  /** Nothing new begins or goes on there; what is running is not stopped. Suspending again changes nothing. */
  suspend(target: SuspensionTarget, by: By): Promise<void>;
  resume(target: SuspensionTarget, by: By): Promise<void>;
  suspensions(): Promise<readonly SuspensionView[]>;

  /**
   * Begins work over many targets; it goes on in jobs of 50 targets each, also after a restart.
   * @throws EngineRejection ENG_REQUEST_INVALID when there is no target, or a value is missing.
   */
  startBatch(
    request: { readonly work: BatchWork; readonly targets: BatchTargets },
    by: By,
  ): Promise<{ readonly batchId: string; readonly total: number }>;
  /** What has not been done yet is left. @throws EngineRejection ENG_BATCH_NOT_FOUND. */
  cancelBatch(batchId: string, by: By): Promise<void>;
  /** What it treated, as ids, so that a host asks its rights again before they are taken back. */
  doneTargets(batchId: string): Promise<readonly string[]>;
  /**
   * Begins to take a batch back, as far as the host still allows: each of these targets gets what it had before; one that
   * was changed since refuses with ENG_BATCH_TARGET_CHANGED.
   * @throws EngineRejection ENG_BATCH_NOT_UNDOABLE.
   */
  undoBatch(
    request: { readonly batchId: string; readonly ids: readonly string[] },
    by: By,
  ): Promise<{ readonly batchId: string; readonly total: number }>;
  batches(limit: number): Promise<readonly BatchView[]>;
  batch(
    batchId: string,
  ): Promise<{ readonly batch: BatchView; readonly failed: readonly BatchItemView[] } | null>;

  /** What a batch on the incidents of a process would find, by element. */
  failedSteps(request: { readonly processKey: string }): Promise<readonly FailedSteps[]>;

  /** @throws EngineRejection ENG_REQUEST_INVALID when the days are no positive whole number. */
  changeSetting(setting: ProcessSetting, by: By): Promise<void>;
  settings(): Promise<readonly ProcessSetting[]>;
  /** Thins out and removes the history of ended instances by their process's setting; returns the roots treated. */
  cleanHistory(): Promise<number>;

  /** What parallel multiple start events have collected so far, the oldest first. */
  incompleteStarts(): Promise<readonly IncompleteStart[]>;
  /** What has occurred for it is forgotten. @throws EngineRejection ENG_JOB_NOT_FOUND when it is gone. */
  discardIncompleteStart(id: string, by: By): Promise<void>;

  /** What timers will start, the soonest first. */
  nextStarts(request: { readonly processKey: string }): Promise<readonly NextStart[]>;
  /**
   * Makes the start at another time, or not at all where no time is given; a timer that repeats keeps its rhythm.
   * @throws EngineRejection ENG_JOB_NOT_FOUND when it has begun or is gone, ENG_DATE_INVALID.
   */
  changeNextStart(
    request: { readonly processKey: string; readonly jobId: string; readonly dueAt?: string },
    by: By,
  ): Promise<void>;

  /**
   * Calls out a signal by hand: in the log with its reason, delivered soon after.
   * @throws EngineRejection ENG_IDEMPOTENCY_KEY_REUSED, ENG_VARIABLE_INVALID.
   */
  sendSignal(
    request: { readonly name: string; readonly variables?: Variables },
    by: By & { readonly idempotencyKey?: string },
  ): Promise<void>;
  /**
   * Notes a message that is sent by hand: as being sent before, as sent after. The row goes when nobody took it, and
   * stays as it is when `deliver` failed otherwise. @throws what that threw.
   */
  sendMessage<T>(
    facts: { readonly name: string; readonly correlationKey: string | null },
    by: By,
    deliver: () => Promise<T>,
  ): Promise<T>;

  /** Who changed what, when and why: definitions, settings, batches and interventions in instances. */
  log(request: {
    readonly processKey?: string;
    readonly before?: string;
    readonly limit: number;
  }): Promise<readonly OperationView[]>;
}

export interface By {
  readonly actor: Actor;
  readonly reason?: string | null;
}
