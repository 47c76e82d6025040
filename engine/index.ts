/** The door of the engine: compose it with a store and ports, command it, look at it. */
export { createEngine, type EngineOptions } from './create-engine.ts';
export { createPostgresStore, type PostgresStoreOptions } from './store/postgres/create-postgres-store.ts';
export { loseSilentConnections } from './store/postgres/silent-connections.ts';
export { createPostgresChannel, type PostgresChannel } from './outbox/postgres-channel.ts';
export { createMemoryStore } from './store/memory/memory-store.ts';
export { EngineFailure, EngineFault, EngineRejection, ERROR_CODES, type EngineErrorCode } from './errors.ts';
export type {
  CommandOptions,
  DefinitionSummary,
  DefinitionView,
  DeployFile,
  ElementView,
  Engine,
  EngineViews,
  ExternalJob,
  FailedJob,
  SignalOnItsWay,
  FailedStart,
  InstanceFilter,
  InstanceListItem,
  InstanceView,
  KnownEvent,
  LiveMapView,
  MessageReceivers,
  MigrationCheck,
  OutcomeView,
  Page,
  Problem,
  RecordEvent,
  StartableElement,
  TaskFilter,
} from './engine.ts';
export type { IncidentRow, InstanceStatus, UserTaskRow, UserTaskState } from './execution/state.ts';
export type { EventKind, HistoryEvent } from './history/events.ts';
export { isRecordRef } from './ports.ts';
export type {
  Actor,
  Assignment,
  Clock,
  Directory,
  EnginePorts,
  EngineTransaction,
  Executors,
  HandlerContext,
  HandlerResult,
  Ids,
  JobHandler,
  Json,
  Logger,
  ProcessAccess,
  RecordPlace,
  RecordReader,
  RecordRef,
  TaskHandler,
  TransactionHandler,
  Variables,
  WorkingCalendars,
} from './ports.ts';
export type {
  BatchTargets,
  BatchView,
  BatchItemView,
  BatchUndo,
  BatchWork,
  HistoryLevel,
  OperationView,
  Operations,
  ProcessSetting,
  SuspensionTarget,
  SuspensionView,
} from './operations/operation-types.ts';
export type { OutboxMessage } from './store/store-port.ts';
