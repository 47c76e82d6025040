/** The PostgreSQL store: composes the files beside it, holds nothing of its own but the pool it was given. */
import type { Pool } from 'pg';
import { createPostgresSignal } from '../../outbox/postgres-signal.ts';
import { createViews } from '../../queries/create-views.ts';
import type { Store } from '../store-port.ts';
import { isInfrastructure } from './connection.ts';
import type { Database } from './connection.ts';
import { createDefinitionStore } from './definitions.ts';
import { createHousekeeping } from './housekeeping.ts';
import { createJobStore } from './jobs.ts';
import { createStartCollections } from './start-collections.ts';
import { createStateAccess } from './state-access.ts';
import { createOutboxStore } from './outbox.ts';
import { createReceiverStore } from './receivers.ts';
import { createRecordHolders } from './record-holders.ts';
import { inTransaction } from './step-transaction.ts';
import { createSubscriptionStore } from './subscriptions.ts';

export interface PostgresStoreOptions {
  /** Owned by the caller, who ends it after the engine has stopped. Eight connections serve a node of two cores well. */
  readonly pool: Pool;
  /**
   * A direct URL (not through a transaction pooler) for the one connection that listens for other nodes' steps.
   * Without it other nodes' steps are found by polling.
   */
  readonly listenUrl?: string;
  /** Off behind a pooler that does not keep named prepared statements. */
  readonly namedStatements?: boolean;
}

export interface PostgresStore extends Store {
  readonly kind: 'postgres';
  readonly database: Database;
}

export function createPostgresStore(options: PostgresStoreOptions): PostgresStore {
  const database: Database = { pool: options.pool, namedStatements: options.namedStatements ?? true };
  return {
    kind: 'postgres',
    database,
    foldsWrites: true,
    isRemote: true,
    isFault: isInfrastructure,
    ...createStateAccess(database),
    ...createDefinitionStore(database),
    ...createJobStore(database),
    ...createSubscriptionStore(database),
    ...createReceiverStore(database),
    ...createRecordHolders(database),
    ...createStartCollections(database),
    ...createOutboxStore(database),
    createViews: (definitions, limits) => createViews(database, definitions, limits),
    nodeSignal: (logger) => (options.listenUrl ? createPostgresSignal(options.listenUrl, logger) : null),
    housekeeping: (logger) => createHousekeeping(database, logger),
    transaction: (work, first = []) => inTransaction(database, work, first),
  };
}
