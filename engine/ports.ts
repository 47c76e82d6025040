/**
 * What the host supplies. The engine reaches the outside world only through these ports, so that one seed
 * replays a run and the same interpreter serves production, the test run and the migration dry run.
 */
import type { PoolClient } from 'pg';

/** A JSON value; what a variable may hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Variables = Record<string, Json>;

/** A reference to a CRM record held in a variable: the record itself is read when an expression needs it. */
export interface RecordRef {
  readonly $record: string;
  readonly id: string;
}

export function isRecordRef(value: unknown): value is RecordRef {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as RecordRef).$record === 'string' &&
    typeof (value as RecordRef).id === 'string'
  );
}

/** Where a running instance holds a record: a variable, and the way to it inside the variable's value. */
export interface RecordPlace {
  readonly rootId: string;
  readonly instanceId: string;
  readonly scopeId: string;
  readonly variable: string;
  /** Keys and positions; empty when the variable is the record. */
  readonly path: readonly string[];
}

/** Who does something: a person, the engine itself, a running instance, an API key … */
export interface Actor {
  readonly kind: 'user' | 'process' | 'system' | 'api_key' | 'import';
  readonly id: string | null;
}

export interface Clock {
  /** The instant that decisions and due times are compared with (the demonstration clock included). */
  now(): Date;
}

export interface Ids {
  /** A new UUIDv7. */
  next(): string;
}

export interface Logger {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** What an element's handler is told. `effectKey` is the same on every retry of the same effect. */
export interface HandlerContext {
  readonly effectKey: string;
  readonly instanceId: string;
  readonly rootId: string;
  readonly definitionId: string;
  readonly processKey: string;
  readonly elementId: string;
  readonly elementName: string | null;
  readonly businessKey: string | null;
  readonly initiator: string | null;
  /** The user in whose name the process acts: its publisher (decisions.md 5). */
  readonly publisher: string | null;
  /** What the definition declares that it touches; the handler refuses the rest. */
  readonly access: ProcessAccess;
  readonly now: Date;
  readonly attempt: number;
}

/** What a definition declares that it may touch (the publisher's rights are narrowed by it). */
export interface ProcessAccess {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly outbound: readonly string[];
}

export type HandlerResult =
  | { readonly kind: 'ok'; readonly output: Variables }
  | { readonly kind: 'bpmnError'; readonly code: string; readonly message?: string };

/** Runs inside the step's transaction, behind a savepoint; what it writes commits with the step. */
export interface TransactionHandler {
  readonly mode: 'transaction';
  run(input: Variables, context: HandlerContext, transaction: EngineTransaction): Promise<HandlerResult>;
}

/** Runs as a job, outside any transaction, at least once, with the same effect key on every retry. */
export interface JobHandler {
  readonly mode: 'job';
  run(input: Variables, context: HandlerContext, signal: AbortSignal): Promise<HandlerResult>;
}

export type TaskHandler = TransactionHandler | JobHandler;

/** The open transaction of a step. `client` is null on the memory store. */
export interface EngineTransaction {
  readonly client: PoolClient | null;
}

/** Reads CRM records for expressions; inside a step it reads in the step's transaction. */
export interface RecordReader {
  read(
    refs: readonly RecordRef[],
    transaction: EngineTransaction | null,
  ): Promise<readonly (Variables | null)[]>;
}

/** How an executor is named in the diagram (lane or task). */
export interface Assignment {
  readonly kind: 'user' | 'position' | 'department' | 'group' | 'recordOwner' | 'initiator' | 'expression';
  /** user id, position id, department id, the name of a group in a foreign diagram (position or department), name of the variable that holds the record, or the FEEL result. */
  readonly value: string | null;
}

export interface Executors {
  /** The one person who gets the task, after substitution; null for a pool. */
  readonly assignee: string | null;
  /** The person whom `assignee` stands in for, when a substitution applied. */
  readonly substituteFor: string | null;
  readonly candidateUsers: readonly string[];
  /** `position:<id>`, `department:<id>`. */
  readonly candidateGroups: readonly string[];
}

/** The company's people, roles and substitutes. */
export interface Directory {
  resolve(
    request: {
      readonly assignment: Assignment;
      readonly record: RecordRef | null;
      readonly initiator: string | null;
      readonly at: Date;
    },
    transaction: EngineTransaction | null,
  ): Promise<Executors>;
}

/** Adds working time; the engine keeps no calendars of its own. */
export interface WorkingCalendars {
  /**
   * The first instant that is `offset` (ISO 8601 duration) after `from`, moved into working time of `calendar`
   * (null: the default calendar) and into the window of the day, in the given IANA time zone.
   */
  plan(request: {
    readonly from: Date;
    readonly offset: string;
    readonly calendar: string | null;
    readonly windowFrom: string | null;
    readonly windowTo: string | null;
    readonly timeZone: string | null;
  }): Promise<Date>;
}

export interface EnginePorts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly handlers: ReadonlyMap<string, TaskHandler>;
  readonly records: RecordReader;
  readonly directory: Directory;
  readonly calendars: WorkingCalendars;
}
