/** The tables of the memory store. */
import type {
  IncidentRow,
  InstanceRow,
  JobRow,
  LoopResultRow,
  LoopRow,
  RecordLinkRow,
  ScopeRow,
  SubscriptionRow,
  TokenRow,
  UserTaskRow,
} from '../../execution/state.ts';
import type { StartCollection } from '../../execution/start-collection.ts';
import type { HistoryEvent } from '../../history/events.ts';
import type { DecisionRow, DefinitionRow, IdempotencyRow, Rows } from '../store-port.ts';

export interface MemoryTables {
  readonly instances: Map<string, InstanceRow>;
  readonly scopes: Map<string, ScopeRow>;
  readonly tokens: Map<string, TokenRow>;
  readonly userTasks: Map<string, UserTaskRow>;
  readonly jobs: Map<string, JobRow>;
  readonly subscriptions: Map<string, SubscriptionRow>;
  readonly incidents: Map<string, IncidentRow>;
  readonly recordLinks: Map<string, RecordLinkRow>;
  readonly loops: Map<string, LoopRow>;
  readonly loopResults: Map<string, LoopResultRow>;
  readonly startCollections: Map<string, StartCollection>;
  /** By root. */
  readonly versions: Map<string, number>;
  readonly history: HistoryEvent[];
  readonly idempotency: Map<string, IdempotencyRow>;
  readonly definitions: Map<string, DefinitionRow>;
  /** By process key. */
  readonly latest: Map<string, DefinitionRow>;
  /** In the order of their deployment. */
  readonly decisions: DecisionRow[];
}

export type StoredRows = Rows & { readonly events: readonly HistoryEvent[] };

export function createMemoryTables(): MemoryTables {
  return {
    instances: new Map(),
    scopes: new Map(),
    tokens: new Map(),
    userTasks: new Map(),
    jobs: new Map(),
    subscriptions: new Map(),
    incidents: new Map(),
    recordLinks: new Map(),
    loops: new Map(),
    loopResults: new Map(),
    startCollections: new Map(),
    versions: new Map(),
    history: [],
    idempotency: new Map(),
    definitions: new Map(),
    latest: new Map(),
    decisions: [],
  };
}

export function rowsOfRoot(tables: MemoryTables, rootId: string): StoredRows {
  const of = <Row extends { readonly rootId: string | null }>(rows: Map<string, Row>): Row[] =>
    [...rows.values()].filter((row) => row.rootId === rootId);
  return {
    instances: of(tables.instances),
    scopes: of(tables.scopes),
    tokens: of(tables.tokens),
    userTasks: of(tables.userTasks),
    jobs: of(tables.jobs),
    subscriptions: of(tables.subscriptions),
    incidents: of(tables.incidents),
    recordLinks: of(tables.recordLinks),
    loops: of(tables.loops),
    loopResults: of(tables.loopResults),
    events: tables.history.filter((event) => event.rootId === rootId),
  };
}
