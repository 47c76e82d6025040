/** Messages that wait for somebody, as jobs: what migration 0014 does on PostgreSQL. */
import type { JobRow, SubscriptionRow } from '../../execution/state.ts';
import type { Clock } from '../../ports.ts';
import type { Store } from '../store-port.ts';
import type { JobQueue } from './job-queue.ts';
import type { MemoryTables } from './memory-tables.ts';

type Keeper = Pick<Store, 'waitingByProperties' | 'keepMessage' | 'matchKeptMessages'>;

export function messageKeeper(tables: MemoryTables, queue: JobQueue, clock: Clock): Keeper {
  return {
    async waitingByProperties(messageName) {
      const fitting = [...tables.subscriptions.values()].filter(
        (row) => row.name === messageName && row.payload.byProperties === true,
      );
      return fitting.map(({ definitionId, elementId }) => ({ definitionId, elementId }));
    },
    async keepMessage({ job, leaseNo, idempotency }) {
      if ([...tables.subscriptions.values()].some((row) => answers(row, job))) return false;
      if (leaseNo !== null) {
        await queue.port.finishRootlessJob({ jobId: job.id, leaseNo, next: job });
        return true;
      }
      if (idempotency) {
        if (tables.idempotency.has(idempotency.key)) return true;
        tables.idempotency.set(idempotency.key, idempotency);
      }
      queue.add([job]);
      return true;
    },
    matchKeptMessages: async () => wakeKeptMessages(tables, clock, [...tables.subscriptions.values()]),
  };
}

/** Makes due what one of the subscriptions waits for; says how many. */
export function wakeKeptMessages(
  tables: MemoryTables,
  clock: Clock,
  opened: readonly SubscriptionRow[],
): number {
  const now = clock.now().toISOString();
  const woken = [...tables.jobs.values()].filter(
    (job) =>
      job.kind === 'message' &&
      job.state === 'ready' &&
      job.dueAt > now &&
      opened.some((row) => answers(row, job)),
  );
  for (const job of woken) tables.jobs.set(job.id, { ...job, dueAt: now });
  return woken.length;
}

function answers(row: SubscriptionRow, { handler, effectKey }: JobRow): boolean {
  if (row.kind !== 'message' || row.name !== handler) return false;
  if (row.rootId === null || row.correlationKey === effectKey) return true;
  return effectKey === null && row.payload.isConversation === true;
}
