/**
 * The store port in the memory of one process, for tests, dry runs and simulation. It hands out exactly the slice
 * that was asked for, deeply copied, and never more than the PostgreSQL store does, so that a decision which looks
 * at what it did not ask for fails here, too. Nothing survives the process.
 */
import { collect, mayTake, type StartCollection } from '../../execution/start-collection.ts';
import { eventsOf } from '../../history/command-events.ts';
import type { Clock } from '../../ports.ts';
import type {
  DecisionRow,
  DefinitionBinding,
  DefinitionRow,
  DeploymentWrite,
  IdempotencyRow,
  ReadAnswer,
  ReadRequest,
  Store,
  StoreTransaction,
  Write,
  WriteOutcome,
} from '../store-port.ts';
import { createMemoryTables, rowsOfRoot, type MemoryTables, type StoredRows } from './memory-tables.ts';
import { readSlice } from './read-slice.ts';
import { createJobQueue } from './job-queue.ts';
import { messageKeeper, wakeKeptMessages } from './kept-messages.ts';

export interface MemoryStore extends Store {
  /** Everything of a root, for invariants and snapshots; a copy. */
  rowsOf(rootId: string): StoredRows;
  readonly tables: MemoryTables;
}

export function createMemoryStore(clock: Clock): MemoryStore {
  const tables = createMemoryTables();
  const queue = createJobQueue(tables, clock);
  // Transactions run one after the other; each sees the whole of the ones before.
  let line: Promise<unknown> = Promise.resolve();

  const access = {
    read: async (requests: readonly ReadRequest[]): Promise<readonly ReadAnswer[]> =>
      requests.map((request) => structuredClone(readSlice(tables, request))),
    write: async (writes: readonly Write[]): Promise<readonly WriteOutcome[]> =>
      writes.map((write) => writeStep(tables, queue, clock, structuredClone(write))),
    readIdempotency: async (keys: readonly string[]): Promise<readonly (IdempotencyRow | null)[]> =>
      keys.map((key) => tables.idempotency.get(key) ?? null),
  };

  return {
    ...access,
    ...queue.port,
    tables,
    rowsOf: (rootId) => structuredClone(rowsOfRoot(tables, rootId)),

    transaction<T>(work: (transaction: StoreTransaction) => Promise<T>): Promise<T> {
      const transaction: StoreTransaction = { ...access, client: null, savepoint: (inner) => inner() };
      const result = line.then(() => work(transaction));
      line = result.catch(() => undefined);
      return result;
    },

    async deploy(write, processKeys, decisionKeys = []) {
      const latest = new Map(processKeys.map((key) => [key, tables.latest.get(key)?.version ?? 0]));
      const decisions = new Map(
        decisionKeys.map((key) => [key, versionsOf(tables, key).at(-1)?.version ?? 0]),
      );
      const deployment = structuredClone(write(latest, decisions));
      replaceDefinitions(tables, queue, deployment);
      tables.decisions.push(...(deployment.decisions ?? []));
      wakeKeptMessages(tables, clock, deployment.subscriptions);
      return deployment.definitions;
    },
    async decision(decisionKey, binding) {
      const fits = (row: DecisionRow): boolean => {
        if (binding.kind === 'version') return row.version === binding.version;
        if (binding.kind === 'versionTag') return row.versionTag === binding.versionTag;
        return binding.kind === 'latest' || row.deploymentId === binding.deploymentId;
      };
      return versionsOf(tables, decisionKey).filter(fits).at(-1) ?? null;
    },
    definition: async (id) => tables.definitions.get(id) ?? null,
    latestDefinition: async (processKey) => tables.latest.get(processKey) ?? null,
    async boundDefinition(processKey, binding) {
      const fitting = [...tables.definitions.values()].filter(
        (row) => row.processKey === processKey && isBound(row, binding),
      );
      return fitting.sort((a, b) => b.version - a.version)[0] ?? null;
    },

    async findSubscriptions({ kind, name, correlationKey }) {
      const found = [...tables.subscriptions.values()].filter(
        (row) =>
          row.kind === kind &&
          row.name === name &&
          (row.rootId === null ||
            row.correlationKey === correlationKey ||
            (kind === 'record' && row.correlationKey === null) ||
            (kind === 'message' && correlationKey === null && row.payload.isConversation === true)),
      );
      return structuredClone(found);
    },
    async findReceivers({ name, correlationKey, idempotencyKey }) {
      const replayed = idempotencyKey === null ? null : (tables.idempotency.get(idempotencyKey) ?? null);
      const found = await this.findSubscriptions({ kind: 'message', name, correlationKey });
      return { replayed, found, first: null };
    },
    async signalSubscriptions({ name, before, after, limit }) {
      const found = [...tables.subscriptions.values()]
        .filter(
          (row) => row.kind === 'signal' && row.name === name && row.id < before && row.id > (after ?? ''),
        )
        .sort((a, b) => (a.id < b.id ? -1 : 1));
      return structuredClone(found.slice(0, limit));
    },
    async countSignalSubscriptions({ name, before }) {
      const rows = [...tables.subscriptions.values()];
      return rows.filter((row) => row.kind === 'signal' && row.name === name && row.id < before).length;
    },
    async startSubscriptions(kind) {
      const found = [...tables.subscriptions.values()].filter(
        (row) => row.kind === kind && row.rootId === null,
      );
      return structuredClone(found);
    },
    async instancesToReview({ entity, recordId }) {
      const waiting = new Set<string | null>();
      for (const row of tables.subscriptions.values())
        if (row.kind === 'conditional') waiting.add(row.instanceId);
      const bound = [...tables.recordLinks.values()].filter(
        (link) => link.entity === entity && link.recordId === recordId && waiting.has(link.instanceId),
      );
      return [...new Set(bound.map((link) => link.instanceId))];
    },
    async lockHolders({ entity, recordId, among, limit }) {
      const holding = [...tables.recordLinks.values()].filter(
        (link) =>
          link.entity === entity &&
          link.recordId === recordId &&
          tables.instances.get(link.instanceId)?.status === 'active' &&
          (among === null || among.includes(link.rootId)),
      );
      return [...new Set(holding.map((link) => link.rootId))].sort().slice(0, limit);
    },
    within: () => ({ ...access, client: null, savepoint: (inner) => inner() }),
    async enqueueGuarded(jobs, guard) {
      if (tables.idempotency.has(guard.key)) return false;
      tables.idempotency.set(guard.key, guard);
      queue.add(jobs);
      return true;
    },
    async enqueueOnce(jobs) {
      queue.add(jobs.filter((job) => !tables.jobs.has(job.id)));
    },

    ...messageKeeper(tables, queue, clock),
    async collectStart({ occurrence, newId, jobFor, idempotency }) {
      const known = idempotency && tables.idempotency.get(idempotency.key);
      if (known) return known;
      if (idempotency) tables.idempotency.set(idempotency.key, idempotency);
      const { processKey, elementId, correlationKey } = occurrence;
      const open = [...tables.startCollections.values()].filter(
        (one) => one.processKey === processKey && one.elementId === elementId,
      );
      const isOwn = (one: StartCollection): number => Number(one.correlationKey === correlationKey);
      const candidates = open
        .filter((one) => mayTake(one, occurrence))
        .sort((a, b) => isOwn(b) - isOwn(a) || (a.id < b.id ? -1 : 1));
      const { kept, complete } = collect(candidates, open.length > 0, occurrence, newId);
      for (const one of kept) tables.startCollections.set(one.id, structuredClone(one));
      for (const one of complete) tables.startCollections.delete(one.id);
      queue.add(complete.map(jobFor));
      return null;
    },
  };
}

function versionsOf({ decisions }: MemoryTables, key: string): readonly DecisionRow[] {
  return decisions.filter((row) => row.decisionKey === key);
}

function isBound(row: DefinitionRow, binding: DefinitionBinding): boolean {
  switch (binding.kind) {
    case 'deployment':
      return row.deploymentId === binding.deploymentId;
    case 'version':
      return row.version === binding.version;
    case 'versionTag':
      return row.versionTag === binding.versionTag;
  }
}

type Queue = ReturnType<typeof createJobQueue>;

function writeStep(tables: MemoryTables, queue: Queue, clock: Clock, write: Write): WriteOutcome {
  const guards = [write, ...(write.folded ?? [])];
  for (const { idempotency } of guards) {
    const known = idempotency && tables.idempotency.get(idempotency.key);
    if (known) return { kind: 'replayed', idempotency: known };
  }
  if (guards.some(({ fence }) => fence && !queue.isLeased(fence))) return { kind: 'fenced' };
  const version = tables.versions.get(write.rootId) ?? null;
  if (version !== write.expectedVersion) return { kind: 'conflict' };

  if (write.assumesLatest?.some((id) => !isLatest(tables, id))) return { kind: 'outdated' };

  tables.versions.set(write.rootId, (version ?? 0) + 1);
  for (const { idempotency } of guards) if (idempotency) tables.idempotency.set(idempotency.key, idempotency);
  storeRows(tables, write);
  wakeKeptMessages(tables, clock, write.inserted.subscriptions);
  // A job that was written again is free again; its lease number stays behind and fences off the old holder.
  queue.free(write.updated.jobs.map((job) => job.id));
  for (const event of eventsOf(write.history)) tables.history.push(event);
  return { kind: 'written' };
}

function isLatest({ definitions, latest }: MemoryTables, definitionId: string): boolean {
  return latest.get(definitions.get(definitionId)?.processKey ?? '')?.id === definitionId;
}

function storeRows(tables: MemoryTables, { inserted, updated, deleted }: Write): void {
  for (const rows of [inserted, updated]) {
    for (const row of rows.instances) tables.instances.set(row.id, row);
    for (const row of rows.scopes) tables.scopes.set(row.id, row);
    for (const row of rows.tokens) tables.tokens.set(row.id, row);
    for (const row of rows.userTasks) tables.userTasks.set(row.id, row);
    for (const row of rows.jobs) tables.jobs.set(row.id, row);
    for (const row of rows.subscriptions) tables.subscriptions.set(row.id, row);
    for (const row of rows.incidents) tables.incidents.set(row.id, row);
    for (const row of rows.recordLinks) tables.recordLinks.set(`${row.instanceId}:${row.variable}`, row);
    for (const row of rows.loops) tables.loops.set(row.id, row);
    for (const row of rows.loopResults) tables.loopResults.set(row.id, row);
  }
  for (const id of deleted.scopes) deleteScope(tables, id);
  for (const id of deleted.tokens) tables.tokens.delete(id);
  for (const id of deleted.jobs) tables.jobs.delete(id);
  for (const id of deleted.subscriptions) tables.subscriptions.delete(id);
  for (const id of deleted.incidents) tables.incidents.delete(id);
}

/** A multi-instance body takes its collection and results along. */
function deleteScope(tables: MemoryTables, id: string): void {
  const isBody = tables.scopes.get(id)?.kind === 'body';
  tables.scopes.delete(id);
  if (!isBody) return;
  for (const row of [...tables.loops.values()]) if (row.scopeId === id) tables.loops.delete(row.id);
  for (const row of [...tables.loopResults.values()]) {
    if (row.scopeId === id) tables.loopResults.delete(row.id);
  }
}

function replaceDefinitions(tables: MemoryTables, queue: Queue, deployment: DeploymentWrite): void {
  const keys = new Set(deployment.definitions.map((row: DefinitionRow) => row.processKey));
  const isReplaced = (row: { rootId: string | null; definitionId: string | null }): boolean =>
    row.rootId === null && keys.has(tables.definitions.get(row.definitionId ?? '')?.processKey ?? '');
  for (const row of [...tables.subscriptions.values()])
    if (isReplaced(row)) tables.subscriptions.delete(row.id);
  for (const row of [...tables.jobs.values()]) {
    if (row.kind === 'timer-start' && isReplaced(row)) tables.jobs.delete(row.id);
  }
  for (const row of deployment.definitions) {
    tables.definitions.set(row.id, row);
    tables.latest.set(row.processKey, row);
  }
  for (const row of deployment.subscriptions) tables.subscriptions.set(row.id, row);
  queue.add(deployment.jobs);
  if (deployment.idempotency) tables.idempotency.set(deployment.idempotency.key, deployment.idempotency);
}
