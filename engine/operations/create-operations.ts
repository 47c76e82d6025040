/** The operations of a store on PostgreSQL; a store in memory has none, its instances live as long as a test. */
import type { EnginePorts } from '../ports.ts';
import type { Database } from '../store/postgres/connection.ts';
import type { Store } from '../store/store-port.ts';
import { Batches } from './batches.ts';
import { failedSteps } from './failed-steps.ts';
import { changeSetting, cleanHistory, settings } from './history-retention.ts';
import { discardIncompleteStart, incompleteStarts } from './incomplete-starts.ts';
import { changeNextStart, nextStarts } from './next-starts.ts';
import { operationLog } from './operation-log.ts';
import type { Operations } from './operation-types.ts';
import { sendMessage, sendSignal } from './sent-events.ts';
import { Suspensions } from './suspensions.ts';

export interface OperationsParts {
  readonly operations: Operations;
  readonly batches: Batches;
  readonly suspensions: Suspensions;
}

export function createOperations(
  database: Database,
  ports: EnginePorts,
  store: Store,
  wake: () => void,
): OperationsParts {
  const suspensions = new Suspensions(database, ports);
  const batches = new Batches(database, ports, store);
  return {
    suspensions,
    batches,
    operations: {
      suspend: (target, by) => suspensions.suspend(target, by),
      async resume(target, by) {
        await suspensions.resume(target, by);
        wake();
      },
      suspensions: () => suspensions.list(),
      async startBatch(request, by) {
        const made = await batches.start(request, by);
        wake();
        return made;
      },
      doneTargets: (batchId) => batches.doneTargets(batchId),
      async undoBatch(request, by) {
        const made = await batches.undo(request, by);
        wake();
        return made;
      },
      cancelBatch: (batchId, by) => batches.cancel(batchId, by),
      batches: (limit) => batches.list(limit),
      batch: (batchId) => batches.one(batchId),
      failedSteps: ({ processKey }) => failedSteps(database, processKey),
      changeSetting: (setting, by) => changeSetting(database, ports, setting, by),
      settings: () => settings(database),
      cleanHistory: () => cleanHistory(database),
      incompleteStarts: () => incompleteStarts(database),
      discardIncompleteStart: (id, by) => discardIncompleteStart(database, ports, id, by),
      nextStarts: ({ processKey }) => nextStarts(database, processKey),
      async changeNextStart(request, by) {
        await changeNextStart(database, ports, request, by);
        wake();
      },
      async sendSignal(request, by) {
        await sendSignal({ database, ports, store }, request, by);
        wake();
      },
      sendMessage: (facts, by, deliver) => sendMessage(database, ports, facts, by, deliver),
      log: (request) => operationLog(database, request),
    },
  };
}
