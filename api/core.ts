/**
 * CRM and engine as one: over one pool, with the handlers and ports between them. The product composes it once for
 * serving; the demonstration composes another with a clock in the past.
 */
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { createCrm, type Crm, type CrmChange } from '#crm';
import { createEngine, createPostgresStore, type Engine, type EngineOptions, type Ids } from '#engine';
import { crmTransaction } from './adapters/engine-ports/crm-transaction.ts';
import { directory } from './adapters/engine-ports/directory.ts';
import { followMerges } from './adapters/engine-ports/follow-merges.ts';
import { readProcessesAtWork } from './adapters/engine-ports/processes-at-work.ts';
import { completedTasks, recordsOfActiveTasks } from './adapters/engine-ports/engine-reads.ts';
import { workingCalendars } from './adapters/engine-ports/working-calendars.ts';
import { taskHandlers } from './adapters/handlers/index.ts';
import { keepsPromise } from './adapters/handlers/keeps-promise.ts';
import { mailAddressOf, mayWriteTo } from './adapters/handlers/mail-address.ts';
import { createProcessCallers } from './adapters/handlers/process-caller.ts';
import type { MailTransport } from './adapters/mail/mail-transport.ts';
import { createDefinitions, type Definitions } from './presenters/definitions.ts';
import { instanceList } from './work-lists/instance-list.ts';
import { taskList } from './work-lists/task-list.ts';
import { createProcessTimeline, type ProcessTimeline } from './timeline/process-timeline.ts';

export interface CoreOptions {
  readonly pool: Pool;
  /** For the engine's connection that listens to other nodes; left out where there are none. */
  readonly listenUrl?: string;
  readonly clock: { now(): Date };
  readonly ids: Ids;
  readonly logger: Logger;
  readonly mail: { readonly transport: MailTransport; readonly sender: string };
  readonly httpAllow: readonly string[];
  /** Where imports find the content of a file; left out where there are none. */
  readonly filePath?: (storageKey: string) => Promise<string | null>;
  /** Left out: the engine's own. */
  readonly limits?: EngineOptions['limits'];
  /** Changes of the CRM's own transactions, and of the timeline. */
  readonly onCommitted: (changes: readonly CrmChange[]) => void;
  /** This node has learnt of other fields or kinds of records. */
  readonly onMetadataChanged?: () => void;
  /** Changes of a step's transaction, before it is committed. */
  readonly onStepChange: (rootId: string, change: CrmChange) => void;
}

export interface Core {
  readonly crm: Crm;
  readonly engine: Engine;
  readonly definitions: Definitions;
  readonly timeline: ProcessTimeline;
}

export function createCore(options: CoreOptions): Core {
  const { pool, clock, ids, logger } = options;
  const crm: Crm = createCrm({
    pool,
    clock,
    ids,
    logger,
    participants: recordsOfActiveTasks,
    tableLists: [taskList((user) => crm.organisation.groupsOf(user)), instanceList],
    taskLog: completedTasks,
    ...(options.filePath ? { filePath: options.filePath } : {}),
    // The CRM's transaction is open: event and change commit together, and no instance is locked.
    onMetadataChanged: () => options.onMetadataChanged?.(),
    processes: { ...followMerges(() => engine), atWork: readProcessesAtWork(() => definitions) },
    onRecordEvent: (event, client) => engine.enqueueRecordEvent(event, { client }),
    onCommitted: (changes) => {
      engine.wake();
      options.onCommitted(changes);
    },
  });
  const callers = createProcessCallers({
    crm,
    processName: async (definitionId) => (await definitions.find(definitionId))?.name ?? null,
    onStepChange: options.onStepChange,
  });
  const mail = {
    ...options.mail,
    pool,
    ids,
    addressOf: mailAddressOf(crm, callers),
    assertMayWriteTo: mayWriteTo(crm),
    onSent: keepsPromise(crm),
  };
  const engine: Engine = createEngine({
    store: createPostgresStore({ pool, ...(options.listenUrl ? { listenUrl: options.listenUrl } : {}) }),
    ports: {
      clock,
      ids,
      logger,
      handlers: taskHandlers({ crm, callers, mail, egress: { allowedHosts: options.httpAllow } }),
      records: { read: (refs, transaction) => crm.readForExpression(refs, crmTransaction(transaction)) },
      directory: directory(crm),
      calendars: workingCalendars(crm),
    },
    ...(options.limits ? { options: { limits: options.limits } } : {}),
  });
  const definitions = createDefinitions(engine);
  const timeline = createProcessTimeline({
    pool,
    engine,
    crm,
    definitions,
    logger,
    announce: options.onCommitted,
  });
  return { crm, engine, definitions, timeline };
}
