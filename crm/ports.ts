/** What the host supplies and what it is told. The CRM knows neither the engine nor HTTP. */
import type { PoolClient } from 'pg';

/** Who wrote: stored with every row and every timeline event. */
export interface CrmActor {
  readonly kind: 'user' | 'process' | 'system' | 'api_key' | 'import';
  /** User id, process instance id, API key id …; null for the system. */
  readonly id: string | null;
  /** The person in whose name it acts: a process's publisher, the absent colleague of a substitute. */
  readonly onBehalfOf?: string | null;
  /** Set by a process: what the timeline shows beside the change. */
  readonly instance?: {
    readonly id: string;
    readonly processName: string;
    readonly elementId?: string | null;
    readonly elementName?: string | null;
  };
}

export interface CrmClock {
  now(): Date;
}

export interface CrmIds {
  /** A new UUIDv7. */
  next(): string;
}

export interface CrmLogger {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/**
 * An open transaction of the host, e.g. that of an engine step. The CRM neither commits nor rolls it back.
 * `onChange` gets what was written; the host publishes it after its own commit, or forgets it after a rollback.
 */
export interface CrmTransaction {
  readonly client: PoolClient;
  readonly onChange?: (change: CrmChange) => void;
}

/** A committed change, thin: the receiver reads again under its own rights. */
export interface CrmChange {
  readonly entity: string;
  readonly recordId: string;
  readonly change: 'created' | 'changed' | 'deleted' | 'commented';
  readonly version: number | null;
  /** Whom it concerns in person, whether or not he may see the record: the one who was asked. */
  readonly people?: readonly string[];
}

/** What a process may start on or wait for; the same shape as the engine's record event. */
export interface CrmRecordEvent {
  readonly id: string;
  readonly entity: string;
  readonly recordId: string;
  readonly change: 'created' | 'changed';
  readonly actor: { readonly kind: CrmActor['kind']; readonly id: string | null };
  readonly fields: Readonly<Record<string, { readonly from: JsonValue; readonly to: JsonValue }>>;
}

export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** A reference to a record, as process variables hold it. */
export interface CrmRecordRef {
  readonly $record: string;
  readonly id: string;
}

/** Where a running process holds a record: the host's own words, kept for the way back. */
export interface CrmProcessPlace {
  readonly rootId: string;
  readonly [word: string]: JsonValue;
}

/** An instance that works on a record, named in both languages. */
export interface CrmProcessAtWork {
  readonly instanceId: string;
  readonly processKey: string;
  readonly processName: { readonly en: string; readonly ru: string };
  /** The step at which it waits; null when it waits at none. */
  readonly step: { readonly en: string; readonly ru: string } | null;
}

/** The connection that the CRM reads by at the moment. */
export interface CrmReader {
  query<Row extends object>(
    sql: string,
    values?: unknown[],
  ): Promise<{ rows: Row[]; rowCount: number | null }>;
}

/** Running processes that hold records. */
export interface CrmProcesses {
  /** Active instances of these processes that hold the record, the oldest first; read where the caller reads. */
  atWork(
    request: { readonly record: CrmRecordRef; readonly processKeys: readonly string[] },
    reader: CrmReader,
  ): Promise<readonly CrmProcessAtWork[]>;
  /**
   * Records that are merged are followed, in the transaction of the merge. Locks the instances that hold the
   * record, before the CRM locks a record; `among`: only of these.
   */
  lock(
    request: { readonly record: CrmRecordRef; readonly among: readonly string[] | null },
    client: PoolClient,
  ): Promise<readonly string[]>;
  /** In these locked instances `to` stands where `from` stood; `places`: only there. Returns what was written. */
  replace(
    request: {
      readonly rootIds: readonly string[];
      readonly from: CrmRecordRef;
      readonly to: CrmRecordRef;
      readonly places: readonly CrmProcessPlace[] | null;
      readonly actor: CrmActor;
      readonly reason: string | null;
    },
    client: PoolClient,
  ): Promise<readonly CrmProcessPlace[]>;
}
