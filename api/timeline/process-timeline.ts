/**
 * Tells the timelines of records what processes did with them, and keeps calendar entries with the people who have
 * the tasks. It follows the history of each root from a cursor that moves in the same transaction, so every event is
 * told exactly once: a listener wakes it, and what a dead node left behind is found by looking for roots whose
 * history is ahead.
 */
import type { Pool } from 'pg';
import type { Crm, CrmActor, CrmChange, CrmTransaction } from '#crm';
import type { DefinitionView, Engine, HistoryEvent, Logger, UserTaskRow } from '#engine';
import { recordsOfInstances, rootsBehind } from '../adapters/engine-ports/engine-reads.ts';
import { inCrmTransaction } from '../commands/in-crm-transaction.ts';
import type { Definitions } from '../presenters/definitions.ts';
import { timelineEvent } from './timeline-events.ts';

export interface ProcessTimeline {
  /** A root went on. */
  note(rootId: string): void;
  /** Follows every root that is behind; resolves when none is. */
  catchUp(): Promise<void>;
  /** Waits until everything that was noted is told. */
  idle(): Promise<void>;
}

export interface ProcessTimelineDeps {
  readonly pool: Pool;
  readonly engine: Engine;
  readonly crm: Crm;
  readonly definitions: Definitions;
  readonly logger: Logger;
  readonly announce: (changes: readonly CrmChange[]) => void;
}

/** Events of one root that are told in one transaction. */
const BATCH = 500;
const ROOTS_MAX = 200;

const CURSOR = `
  insert into app.timeline_cursor (root_instance_id, seq) values ($1, 0)
  on conflict (root_instance_id) do update set seq = app.timeline_cursor.seq
  returning seq`;
const MOVE = 'update app.timeline_cursor set seq = $2 where root_instance_id = $1';

export function createProcessTimeline(deps: ProcessTimelineDeps): ProcessTimeline {
  const waiting = new Set<string>();
  let running: Promise<void> | null = null;

  const drain = async (): Promise<void> => {
    for (const rootId of waiting) {
      waiting.delete(rootId);
      try {
        while ((await follow(deps, rootId)) === BATCH);
      } catch (error) {
        // Nothing is lost: the cursor stayed, and the watchdog finds the root again.
        deps.logger.warn({ err: error, rootId }, 'a timeline could not follow its process');
      }
    }
  };
  const wake = (): Promise<void> => {
    running ??= drain().finally(() => {
      running = null;
      if (waiting.size > 0) void wake();
    });
    return running;
  };
  return {
    note(rootId) {
      waiting.add(rootId);
      void wake();
    },
    async catchUp() {
      for (let before = ''; ;) {
        const roots = await rootsBehind(deps.pool, ROOTS_MAX);
        const [first] = roots;
        // None is behind, or the same ones again: those cannot be told now.
        if (first === undefined || first === before) return;
        before = first;
        for (const rootId of roots) waiting.add(rootId);
        await wake();
      }
    },
    async idle() {
      while (running) await running;
    },
  };
}

/** Tells the next events of one root; answers how many it looked at. */
function follow(deps: ProcessTimelineDeps, rootId: string): Promise<number> {
  return inCrmTransaction(deps, async (transaction) => {
    const { rows } = await transaction.client.query<{ seq: number }>(CURSOR, [rootId]);
    const afterSeq = rows[0]?.seq ?? 0;
    const events = await deps.engine.views.history({ instanceId: rootId, afterSeq, limit: BATCH });
    const last = events.at(-1);
    if (last) {
      await tell(deps, events, transaction);
      await transaction.client.query(MOVE, [rootId, last.seq]);
    }
    return events.length;
  });
}

async function tell(
  deps: ProcessTimelineDeps,
  events: readonly HistoryEvent[],
  transaction: CrmTransaction,
): Promise<void> {
  const instanceIds = [...new Set(events.map((event) => event.instanceId))];
  const [definitions, records, tasks] = await Promise.all([
    deps.definitions.findAll(events.map((event) => event.definitionId)),
    recordsOfInstances(deps.pool, instanceIds),
    tasksOf(deps.engine, instanceIds),
  ]);
  const told = events.flatMap((event) => {
    const one = timelineEvent(event, {
      definition: definitions.get(event.definitionId) ?? null,
      records: records.get(event.instanceId) ?? [],
      task: (id) => tasks.get(id) ?? null,
    });
    return one ? [one] : [];
  });
  await deps.crm.timeline.appendProcessEvents(told, transaction);
  // Only calls stand in a calendar.
  for (const event of events)
    if (event.kind === 'UserTaskAssigned' && tasks.get(event.taskId)?.kind === 'call')
      await moveEntry(deps, { event, definition: definitions.get(event.definitionId) ?? null }, transaction);
}

async function tasksOf(
  engine: Engine,
  instanceIds: readonly string[],
): Promise<ReadonlyMap<string, UserTaskRow>> {
  const states = ['planned', 'ready', 'completed', 'cancelled'] as const;
  const page = await engine.views.userTasks({ instanceIds, states, limit: BATCH });
  return new Map(page.items.map((task) => [task.id, task]));
}

/** A task that went to somebody else takes its calendar entry along; a refusal leaves the entry where it is. */
async function moveEntry(
  { crm, logger }: ProcessTimelineDeps,
  moved: {
    readonly event: Extract<HistoryEvent, { kind: 'UserTaskAssigned' }>;
    readonly definition: DefinitionView | null;
  },
  transaction: CrmTransaction,
): Promise<void> {
  const { event, definition } = moved;
  const publisher = definition?.deployedBy ? await crm.organisation.loadUser(definition.deployedBy) : null;
  if (!publisher) return;
  const actor: CrmActor = { kind: 'process', id: event.instanceId, onBehalfOf: publisher.id };
  const fields = { owner: event.assignee };
  await transaction.client.query('savepoint move_entry');
  try {
    await crm.activities.changeOfTask(
      { user: publisher, actor, transaction },
      { userTaskId: event.taskId, fields },
    );
  } catch (error) {
    await transaction.client.query('rollback to savepoint move_entry');
    logger.warn({ err: error, taskId: event.taskId }, 'a calendar entry stays with its former owner');
  }
}
