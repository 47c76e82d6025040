/** The words of the test engine (architecture.md §8), as far as this version executes BPMN. */
import type { Pool } from 'pg';
import type { MigrationCheck } from '../engine.ts';
import type { EnginePorts, RecordPlace, RecordRef, TaskHandler, Variables } from '../ports.ts';

export type ElementId = string;
export type GatewayId = string;
export type FlowId = string;
export type InstanceId = string;

/** What a service task, script or other activity does here instead of what the diagram says. */
export type Stub =
  | { readonly kind: 'noop' }
  | { readonly kind: 'set'; readonly variables: Variables }
  | { readonly kind: 'run'; run(variables: Variables): Variables | void }
  | { readonly kind: 'bpmnError'; readonly code: string }
  | { readonly kind: 'fail'; readonly times: number }
  | { readonly kind: 'wait' };

export interface DeployOptions {
  readonly stubs?: Readonly<Record<ElementId, Stub>>;
  /** Forced flows where a foreign model has no conditions. */
  readonly chooseFlow?: Readonly<Record<GatewayId, readonly FlowId[]>>;
  /** Makes these activities wait for `completeJob`. */
  readonly waitAt?: readonly ElementId[];
}

export interface Deployment {
  readonly definitions: readonly {
    readonly id: string;
    readonly processKey: string;
    readonly version: number;
  }[];
}

export interface Snapshot {
  readonly ended: boolean;
  /** Reached, as a multiset. */
  readonly endEvents: readonly ElementId[];
  readonly tasks: readonly {
    readonly element: ElementId;
    readonly name: string;
    readonly assignee?: string;
    readonly candidateGroups: readonly string[];
  }[];
  /** Tokens at events, receive tasks, jobs. */
  readonly waiting: readonly ElementId[];
  /** Tokens held at joins, one entry each. */
  readonly parked: readonly ElementId[];
  readonly timers: readonly { readonly element: ElementId; readonly dueAt: string }[];
  readonly subscriptions: {
    readonly message: number;
    readonly signal: number;
    readonly conditional: number;
    readonly compensation: number;
  };
  readonly incidents: readonly { readonly element: ElementId; readonly code: string }[];
  readonly variables: Variables;
  readonly children: readonly Snapshot[];
  /** Times entered, from history. */
  readonly visited: Readonly<Record<ElementId, number>>;
}

export interface TestEngineOptions {
  readonly store?: 'memory' | 'postgres';
  /** A migrated database; for `postgres`. */
  readonly databaseUrl?: string;
  /** Connections to it that are the caller's to end; its own when absent. */
  readonly pool?: Pool;
  /** For `postgres`: a connection is lost when so many milliseconds nothing comes; never when absent. */
  readonly silentMs?: number;
  /** ISO 8601; 2026-01-05T09:00:00Z, a Monday morning, when absent. Memory only: PostgreSQL has the clock of its database. */
  readonly now?: string;
  readonly seed?: number;
  /** Handlers, records, people and calendars of the host, where a test needs them. */
  readonly handlers?: Readonly<Record<string, TaskHandler>>;
  readonly records?: EnginePorts['records'];
  readonly directory?: EnginePorts['directory'];
  readonly calendars?: EnginePorts['calendars'];
  readonly limits?: {
    readonly stepsMax?: number;
    readonly callDepthMax?: number;
    readonly itemsPerStep?: number;
    readonly eventsMax?: number;
    readonly incidentBytesMax?: number;
    readonly variableBytesMax?: number;
  };
}

/**
 * An engine with a clock that the test holds. Instances default to the one started last, tasks to the only open
 * one of that name. After every verb the invariants hold, or it rejects with the story so far.
 */
export interface TestEngine {
  /** Rejects with every located problem. */
  deploy(
    files: readonly { readonly name: string; readonly content: string }[],
    options?: DeployOptions,
  ): Promise<Deployment>;
  start(
    processId: string,
    options?: {
      readonly variables?: Variables;
      readonly businessKey?: string;
      readonly message?: string;
      /** Which of several start events without a trigger. */
      readonly at?: ElementId;
    },
  ): Promise<InstanceId>;
  complete(
    task: string,
    options?: {
      readonly variables?: Variables;
      readonly nth?: number;
      readonly instance?: InstanceId;
      readonly outcome?: string;
      readonly rescheduleTo?: string;
      /** Who does it, where four eyes matter; the tester when left out. */
      readonly by?: string;
    },
  ): Promise<void>;
  completeJob(
    element: ElementId,
    options?: { readonly variables?: Variables; readonly nth?: number },
  ): Promise<void>;
  failJob(
    element: ElementId,
    options?: { readonly message?: string; readonly bpmnErrorCode?: string; readonly retries?: number },
  ): Promise<void>;
  /** Fires one waiting catch, boundary or start event, whatever its definition. */
  trigger(element: ElementId, options?: { readonly nth?: number }): Promise<void>;
  /** Somebody sets when the timer that waits at the element is due, in ISO 8601. */
  moveTimer(element: ElementId, dueAt: string): Promise<void>;
  message(
    name: string,
    options?: {
      readonly businessKey?: string;
      readonly correlation?: string;
      /** ISO 8601 duration for which it is kept when nobody waits. */
      readonly timeToLive?: string;
      readonly variables?: Variables;
      readonly instance?: InstanceId;
    },
  ): Promise<void>;
  /** Thrown from outside, and delivered. */
  signal(name: string, options?: { readonly variables?: Variables }): Promise<void>;
  /** Starts what begins with a condition that is true now. */
  evaluateConditions(
    variables: Variables,
    options?: { readonly businessKey?: string },
  ): Promise<readonly InstanceId[]>;
  /** Every running holder of `from` holds `to`; given places, only those, as an undo does. */
  replaceRecord(
    from: RecordRef,
    to: RecordRef,
    places?: readonly RecordPlace[],
  ): Promise<readonly RecordPlace[]>;
  recordEvent(
    type: string,
    record: { readonly id: string },
    change: {
      readonly kind: 'created' | 'changed';
      readonly fields?: Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;
    },
  ): Promise<void>;
  /** `scope`: local to the living scope of that element. */
  setVariables(
    variables: Variables,
    options?: { readonly scope?: ElementId; readonly instance?: InstanceId },
  ): Promise<void>;
  /** Moves the clock and runs what falls due, in order. */
  advance(duration: string): Promise<void>;
  /** What the clock says, ISO 8601. */
  now(): string;
  /** Moves the clock while no node runs; what falls due waits for `runDueJobs`. */
  sleep(duration: string): Promise<void>;
  runDueJobs(): Promise<number>;
  resolveIncident(element: ElementId): Promise<void>;
  /** Leaves out what failed. */
  skipIncident(element: ElementId, options?: { readonly variables?: Variables }): Promise<void>;
  /** The whole tree comes to rest, and goes on; timers keep their due time. */
  suspend(instance?: string): Promise<void>;
  resume(instance?: string): Promise<void>;
  /** Begins an activity of an open ad-hoc subprocess. */
  activate(element: ElementId, options?: { readonly instance?: InstanceId }): Promise<void>;
  cancel(instance?: InstanceId): Promise<void>;
  migrate(to: Deployment, options?: { readonly instance?: InstanceId }): Promise<MigrationCheck>;
  snapshot(instance?: InstanceId): Promise<Snapshot>;
  /** Of all that nobody called, at one look, oldest first; `from`: none older than this one. */
  snapshots(options: { readonly from: InstanceId }): Promise<ReadonlyMap<InstanceId, Snapshot>>;
  /** One line per history event. */
  story(instance?: InstanceId): Promise<string[]>;
  /** Instances that were started by an event since the last call, oldest first. */
  started(): Promise<readonly InstanceId[]>;
  close(): Promise<void>;
}
