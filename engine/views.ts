/**
 * What the engine shows: read models for cards, lists, maps and forms. All of them are read from the same rows and
 * the same history as the commands write, so that a reader sees his own writes.
 */
import type { IncidentRow, InstanceRow, InstanceStatus, UserTaskRow } from './execution/state.ts';
import type { HistoryEvent } from './history/events.ts';
import type { Actor, Assignment, Json, ProcessAccess, Variables } from './ports.ts';

export interface DefinitionSummary {
  readonly id: string;
  readonly processKey: string;
  readonly version: number;
  readonly name: string;
  readonly deployedAt: string;
  readonly deployedBy: string | null;
  readonly reason: string | null;
}

/** A definition as a reader of the diagram sees it; flat, for cards, maps and forms. */
export interface DefinitionView extends DefinitionSummary {
  readonly xml: string;
  /** The name by language, where the diagram carries translations. */
  readonly translations: Readonly<Record<string, string>>;
  readonly description: string | null;
  readonly descriptions: Readonly<Record<string, string>>;
  readonly access: ProcessAccess;
  /** Name of the process variable that holds the subject record, and its entity. */
  readonly subject: { readonly variable: string; readonly entity: string } | null;
  readonly elements: readonly ElementView[];
  readonly flows: readonly {
    readonly id: string;
    readonly sourceId: string;
    readonly targetId: string;
    readonly name: string | null;
  }[];
  /** Whether a person may start it by hand, and with which form. */
  readonly manualStart: ManualStart | null;
}

export interface ManualStart {
  /** Null where everything begins, and where one of the choices must be named. */
  readonly elementId: string | null;
  readonly form: Json;
  /** The plain start events, where there are several. */
  readonly choices: readonly {
    readonly elementId: string;
    readonly name: string | null;
    readonly translations: Readonly<Record<string, string>>;
    readonly form: Json;
  }[];
}

export interface ElementView {
  readonly id: string;
  readonly type: string;
  readonly name: string | null;
  readonly parentId: string | null;
  readonly laneName: string | null;
  readonly assignment: Assignment | null;
  /** form-js schema of a user task; null when it has none. */
  readonly form: Json;
  readonly instruction: string | null;
  readonly instructions: Readonly<Record<string, string>>;
  readonly outcomes: readonly OutcomeView[];
  /** Names by language, where the diagram carries translations. */
  readonly translations: Readonly<Record<string, string>>;
}

export interface OutcomeView {
  readonly code: string;
  readonly label: string;
  readonly labels: Readonly<Record<string, string>>;
  /** What the outcome does beside the flow: nothing, repeat by rule, or ask for a date. */
  readonly effect: 'proceed' | 'repeat' | 'reschedule';
}

export interface InstanceView extends InstanceRow {
  readonly definitionVersion: number;
  readonly processName: string;
  readonly revision: number;
  readonly variables: Variables;
  readonly userTasks: readonly UserTaskRow[];
  readonly incidents: readonly IncidentRow[];
  readonly timers: readonly {
    readonly jobId: string;
    readonly elementId: string;
    readonly dueAt: string;
    readonly instanceId: string;
  }[];
  readonly waiting: readonly {
    readonly tokenId: string;
    readonly instanceId: string;
    readonly elementId: string;
    readonly since: string;
    readonly state: 'waiting' | 'parked';
    /** Key of the suspended process whose call waits here. */
    readonly heldBy: string | null;
  }[];
  /** Activities that run for each item or in a loop right now; `total` null: nobody knows beforehand. */
  readonly repetitions: readonly {
    readonly elementId: string;
    readonly since: string;
    readonly completed: number;
    readonly total: number | null;
  }[];
  /** Limits of the engine that this instance has used up by four fifths, while it runs. */
  readonly limitsNear: readonly {
    readonly limit: string;
    readonly max: number;
    readonly elementId: string | null;
    /** Of the variable that is so large. */
    readonly name: string | null;
  }[];
  readonly children: readonly {
    readonly id: string;
    readonly processKey: string;
    readonly status: InstanceStatus;
    readonly parentElementId: string | null;
  }[];
  readonly records: readonly {
    readonly variable: string;
    readonly entity: string;
    readonly recordId: string;
  }[];
}

/** What the live map draws. Everything that is not listed is future. */
export interface LiveMapView {
  readonly instanceId: string;
  readonly definitionId: string;
  readonly revision: number;
  readonly elements: readonly {
    readonly elementId: string;
    readonly state: 'done' | 'running' | 'waiting' | 'failed' | 'cancelled';
    readonly timesEntered: number;
    readonly since: string | null;
    readonly until: string | null;
    readonly assignee: string | null;
    readonly candidateGroups: readonly string[];
    readonly dueAt: string | null;
    readonly childInstanceIds: readonly string[];
  }[];
  /** Sequence flows taken, with how often; in the order in which they were first taken. */
  readonly flows: readonly { readonly flowId: string; readonly times: number }[];
}

export interface InstanceFilter {
  /** Process keys the reader may watch; `all` only for those who may watch everything. */
  readonly visibleKeys: readonly string[] | 'all';
  /** Also instances where this user is initiator or executor of a task. */
  readonly involving: string | null;
  readonly processKey?: string;
  readonly status?: InstanceStatus;
  /** `formerIds`: records that have become this one; what worked on them worked on it. */
  readonly record?: {
    readonly entity: string;
    readonly recordId: string;
    readonly formerIds?: readonly string[];
  };
  readonly withIncident?: boolean;
  readonly suspended?: boolean;
  readonly search?: string;
  readonly cursor?: string;
  readonly limit: number;
}

export interface InstanceListItem {
  readonly id: string;
  readonly processKey: string;
  readonly processName: string;
  readonly definitionId: string;
  readonly version: number;
  readonly businessKey: string | null;
  readonly status: InstanceStatus;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly initiator: string | null;
  readonly incidentCount: number;
  readonly suspended: boolean;
  readonly current: readonly {
    readonly elementId: string;
    readonly name: string | null;
    readonly assignee: string | null;
    readonly dueAt: string | null;
  }[];
  readonly records: readonly {
    readonly variable: string;
    readonly entity: string;
    readonly recordId: string;
  }[];
}

export interface TaskFilter {
  /** Tasks assigned to one of these users (oneself and those one stands in for). */
  readonly assignees?: readonly string[];
  /** Unassigned tasks for one of these candidates. */
  readonly pool?: { readonly users: readonly string[]; readonly groups: readonly string[] };
  readonly states: readonly UserTaskRow['state'][];
  readonly dueBefore?: Date;
  readonly availableBefore?: Date;
  readonly availableAfter?: Date;
  /** Put off until after that instant, or not. */
  readonly followUp?: { readonly is: 'later' | 'now'; readonly at: Date };
  readonly completedBy?: string;
  readonly instanceIds?: readonly string[];
  readonly cursor?: string;
  readonly limit: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export interface MigrationCheck {
  readonly possible: boolean;
  /** One sentence per obstacle, located. */
  readonly obstacles: readonly {
    readonly elementId: string;
    readonly code: string;
    readonly message: string;
  }[];
  readonly fromVersion: number;
  readonly toVersion: number;
  readonly active: readonly { readonly elementId: string; readonly count: number }[];
}

export interface RecordEvent {
  /** Unique id of the change; makes the start idempotent. */
  readonly id: string;
  readonly entity: string;
  readonly recordId: string;
  readonly change: 'created' | 'changed';
  readonly actor: Actor;
  /** Changed fields with their old and new values. */
  readonly fields: Readonly<Record<string, { readonly from: Json; readonly to: Json }>>;
}

/** A process that should have started and did not. */
export interface FailedStart {
  /** Null when nobody knows any more. */
  readonly processKey: string | null;
  readonly definitionId: string | null;
  readonly elementId: string | null;
  readonly message: string;
}

/**
 * What belongs to no instance and is out of tries: a start by timer, record event, signal or by all that was collected
 * (`start`), a kept message for which nobody came, a batch. `Engine.retryFailedJob` tries it again.
 */
export interface FailedJob {
  readonly id: string;
  readonly kind: 'timer-start' | 'record-event' | 'message' | 'signal' | 'batch' | 'start';
  readonly dueAt: string;
  /** How often it was tried in all. */
  readonly tries: number;
  readonly failures: readonly FailedStart[];
  /** What the record event was about; null for a timer. */
  readonly record: Pick<RecordEvent, 'entity' | 'recordId' | 'change'> | null;
}

/** A signal that is being delivered. */
export interface SignalOnItsWay {
  readonly id: string;
  readonly name: string;
  readonly thrownAt: string | null;
  /** How many it has come to, and of how many; null before it has begun. */
  readonly reached: number;
  readonly total: number | null;
  /** Of the others, how many wait for a suspended process or a retry; then nothing else of it is left. */
  readonly rest: number;
}

/** A message or signal that a process in force waits for. */
export interface KnownEvent {
  readonly kind: 'message' | 'signal';
  /** Or the expression that gives it. */
  readonly name: string;
  /** The name depends on the variables of each instance. */
  readonly isPattern: boolean;
  readonly processKeys: readonly string[];
}

/** Who waits for one message or signal, by process. */
export interface WaitingForEvent {
  readonly processKey: string;
  /** Instances, each as often as it waits. */
  readonly waiting: number;
  /** Start events that it would begin. */
  readonly starts: number;
}

/** What the engine has to do; each count goes up to `countedTo`. */
export interface Workload {
  /** Jobs whose time has come and that no node has taken. */
  readonly due: number;
  readonly oldestDueAt: string | null;
  /** Jobs that a node or an external worker has taken. */
  readonly running: number;
  /** Starts, messages and batches that are out of tries; `failedJobs` lists them. */
  readonly failed: number;
  /** Failed steps of instances. */
  readonly incidents: number;
  /** Timers within a day. */
  readonly timersToday: number;
  readonly nextTimerAt: string | null;
  readonly countedTo: number;
}

/** A deployed decision, for picking one. */
export interface DecisionSummary {
  readonly key: string;
  readonly name: string;
  readonly version: number;
  readonly versionTag: string | null;
  readonly deployedAt: string;
}

/** The latest version of a decision as it was deployed, for whoever looks for what it names. */
export interface DecisionSource extends Pick<DecisionSummary, 'key' | 'name' | 'version'> {
  readonly xml: string;
}

/** What somebody may begin in an open ad-hoc subprocess. */
export interface StartableElement {
  readonly scopeId: string;
  readonly elementId: string;
  readonly name: string | null;
  readonly translations: Readonly<Record<string, string>>;
  readonly adHocId: string;
  readonly adHocName: string | null;
}

/** What went into a step that failed, as it was then. */
export interface IncidentValues {
  readonly instanceId: string;
  readonly elementId: string;
  readonly values: Variables;
  /** Too large to be kept: about how many bytes by name; 0 where it could not be stored. */
  readonly left: Readonly<Record<string, number>>;
}

export interface EngineViews {
  /** For `Engine.activateElement`; empty where nothing can be begun now. */
  startable(instanceId: string): Promise<readonly StartableElement[]>;
  definitions(request: {
    readonly keys: readonly string[] | 'all';
  }): Promise<readonly (DefinitionSummary & { readonly running: number; readonly incidents: number })[]>;
  versions(processKey: string): Promise<readonly (DefinitionSummary & { readonly running: number })[]>;
  definition(id: string): Promise<DefinitionView | null>;
  latestDefinition(processKey: string): Promise<DefinitionView | null>;
  /** The latest version of every decision (DMN), by name. */
  decisions(): Promise<readonly DecisionSummary[]>;
  /** The same with their files. */
  decisionSources(): Promise<readonly DecisionSource[]>;
  instance(id: string): Promise<InstanceView | null>;
  /** Of an open incident; null when there is none of that id. */
  incidentValues(incidentId: string): Promise<IncidentValues | null>;
  instances(filter: InstanceFilter): Promise<Page<InstanceListItem>>;
  liveMap(instanceId: string): Promise<LiveMapView | null>;
  history(request: {
    readonly instanceId: string;
    readonly afterSeq?: number;
    readonly limit: number;
  }): Promise<readonly HistoryEvent[]>;
  userTask(id: string): Promise<UserTaskRow | null>;
  userTasks(filter: TaskFilter): Promise<Page<UserTaskRow>>;
  /** Starts that did not come about, the latest first. */
  failedJobs(): Promise<readonly FailedJob[]>;
  /** Those that are being delivered, the oldest first. */
  signals(): Promise<readonly SignalOnItsWay[]>;
  /** By name. */
  knownEvents(): Promise<readonly KnownEvent[]>;
  /** Of a message: with that key, or without one those who wait without. */
  whoWaits(event: {
    readonly kind: 'message' | 'signal';
    readonly name: string;
    readonly correlationKey?: string;
  }): Promise<readonly WaitingForEvent[]>;
  /** How much waits at `now`. */
  workload(now: Date): Promise<Workload>;
  countUserTasks(filter: Omit<TaskFilter, 'cursor' | 'limit'>): Promise<number>;
}
