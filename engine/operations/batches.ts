/**
 * One operation over many instances, tasks or incidents. The targets are fixed when the batch is made; its job treats
 * them in chunks, each target as a command of its own under a key of its own, so that a chunk which is repeated after a
 * crash does nothing twice. A target that refuses is noted with its reason and does not stop the others.
 */
import type { PoolClient } from 'pg';
import { EngineRejection } from '../errors.ts';
import type { JobRow } from '../execution/state.ts';
import type { Actor, EnginePorts } from '../ports.ts';
import { withConnection, type Database } from '../store/postgres/connection.ts';
import { isUuid } from '../store/postgres/encode.ts';
import type { LeasedJob, Store } from '../store/store-port.ts';
import { noteOperation } from './operation-log.ts';
import type { BatchCommands, CommandOfBatch } from './batch-commands.ts';
import { type Before, isUndoable, readBefore, takeBack } from './batch-undo.ts';
import type { BatchItemView, BatchTargets, BatchUndo, BatchView, BatchWork, By } from './operation-types.ts';

const CHUNK = 50;
const TARGETS_MAX = 1_000_000;
const FAILED_SHOWN = 500;

type Treatment<K extends BatchWork['kind']> = (
  commands: BatchCommands,
  id: string,
  work: Extract<BatchWork, { kind: K }>,
  options: CommandOfBatch,
) => Promise<unknown>;

const TREATMENTS: { readonly [K in BatchWork['kind']]: Treatment<K> } = {
  cancelInstances: (commands, instanceId, _work, options) => commands.cancelInstance({ instanceId }, options),
  suspendInstances: (commands, instanceId, _work, options) =>
    commands.suspendInstance({ instanceId }, options),
  resumeInstances: (commands, instanceId, { timers }, options) =>
    commands.resumeInstance({ instanceId, timers }, options),
  migrateInstances: (commands, instanceId, { toDefinitionId }, options) =>
    commands.migrateInstance({ instanceId, toDefinitionId }, options),
  setVariables: (commands, instanceId, { values }, options) =>
    commands.setVariables({ instanceId, values }, options),
  retryIncidents: (commands, incidentId, _work, options) => commands.retryIncident({ incidentId }, options),
  skipIncidents: (commands, incidentId, { values: variables }, options) =>
    commands.skipIncident({ incidentId, variables }, options),
  assignTasks: (commands, taskId, { userId }, options) =>
    commands.assignUserTask({ taskId, userId }, options),
  claimTasks: (commands, taskId, { userId }, options) => commands.claimUserTask({ taskId, userId }, options),
  changeTasks: (commands, taskId, { kind: _kind, ...change }, options) =>
    commands.changeUserTask({ taskId, change }, options),
  completeTasks: (commands, taskId, { outcome }, options) =>
    commands.completeUserTask({ taskId, outcome: outcome ?? undefined }, options),
};

interface BatchItem {
  readonly n: number;
  readonly id: string;
  readonly before: Before | null;
}

interface BatchRow {
  readonly id: string;
  readonly request: BatchWork | BatchUndo;
  readonly actor_kind: Actor['kind'];
  readonly actor_id: string | null;
  readonly reason: string | null;
  readonly created_at: Date;
  readonly finished_at: Date | null;
  readonly state: BatchView['state'];
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly is_undone: boolean;
}

const SELECT_BATCHES = `
  select b.*, exists (select from engine.batch u where u.undoes = b.id and u.state <> 'cancelled') as is_undone
  from engine.batch b`;

export class Batches {
  private readonly database: Database;
  private readonly ports: EnginePorts;
  private readonly store: Store;

  constructor(database: Database, ports: EnginePorts, store: Store) {
    this.database = database;
    this.ports = ports;
    this.store = store;
  }

  async start(
    { work, targets }: { readonly work: BatchWork; readonly targets: BatchTargets },
    by: By,
  ): Promise<{ readonly batchId: string; readonly total: number }> {
    const processKey = 'processKey' in targets ? targets.processKey : null;
    return await withConnection(this.database, (client) =>
      this.begin(client, { work, processKey, undoes: null }, by, async (batchId) => {
        const total = await this.fixTargets(client, batchId, work, targets);
        if (total === 0) throw invalid('targets', 'Expected at least one target, but nothing fits.');
        return total;
      }),
    );
  }

  async doneTargets(batchId: string): Promise<readonly string[]> {
    const { rows } = await this.database.pool.query<{ id: string }>(
      `select target_id as id from engine.batch_item where batch_id = $1 and outcome = 'done' order by n`,
      [isUuid(batchId) ? batchId : null],
    );
    return rows.map((row) => row.id);
  }

  async undo(
    { batchId: undoes, ids }: { readonly batchId: string; readonly ids: readonly string[] },
    by: By,
  ): Promise<{ readonly batchId: string; readonly total: number }> {
    const refused = (): EngineRejection =>
      new EngineRejection(
        'ENG_BATCH_NOT_UNDOABLE',
        `Batch '${undoes}' cannot be taken back, or was already.`,
      );
    if (!isUuid(undoes)) throw refused();
    return await withConnection(this.database, async (client) => {
      await client.query('begin');
      // Two who take it back at once see each other.
      await client.query('select from engine.batch where id = $1 for update', [undoes]);
      const { rows } = await client.query<BatchRow>(`${SELECT_BATCHES} where b.id = $1`, [undoes]);
      const [row] = rows;
      if (!row || !viewOf(row).mayUndo) throw refused();
      const work = { kind: 'undoBatch', of: row.request as BatchWork } as const;
      return await this.begin(client, { work, processKey: null, undoes }, by, async (batchId) => {
        const { rowCount } = await client.query(
          `insert into engine.batch_item (batch_id, n, target_id, before)
           select $1, row_number() over (order by n desc), target_id, before from engine.batch_item
           where batch_id = $2 and outcome = 'done' and before is not null and target_id = any($3::uuid[])`,
          [batchId, undoes, ids],
        );
        if (!rowCount) throw refused();
        return rowCount;
      });
    });
  }

  /** Writes the batch, its targets, the log and its job, and commits. */
  private async begin(
    client: PoolClient,
    batch: {
      readonly work: BatchWork | BatchUndo;
      readonly processKey: string | null;
      readonly undoes: string | null;
    },
    by: By,
    fix: (batchId: string) => Promise<number>,
  ): Promise<{ readonly batchId: string; readonly total: number }> {
    const { work, processKey, undoes } = batch;
    const batchId = this.ports.ids.next();
    const { actor, reason = null } = by;
    if (undoes === null) await client.query('begin');
    await client.query(
      `insert into engine.batch (id, kind, request, actor_kind, actor_id, reason, created_at, state, total, undoes)
       values ($1, $2, $3, $4, $5, $6, $7, 'running', 0, $8)`,
      [
        batchId,
        work.kind,
        JSON.stringify(work),
        actor.kind,
        actor.id,
        reason,
        this.ports.clock.now(),
        undoes,
      ],
    );
    const total = await fix(batchId);
    await client.query('update engine.batch set total = $2 where id = $1', [batchId, total]);
    const facts = { batchId, work, total };
    await noteOperation(client, this.ports, { kind: 'batch.started', processKey, facts }, by);
    await this.store.enqueueJobs([this.jobOf(batchId)], { client });
    await client.query('commit');
    return { batchId, total };
  }

  async cancel(batchId: string, by: By): Promise<void> {
    await withConnection(this.database, async (client) => {
      await client.query('begin');
      const { rowCount } = await client.query(
        `update engine.batch set state = 'cancelled', finished_at = throughline_now()
         where id = $1 and state = 'running'`,
        [isUuid(batchId) ? batchId : null],
      );
      if (!rowCount) {
        throw new EngineRejection('ENG_BATCH_NOT_FOUND', `There is no batch '${batchId}' that is running.`);
      }
      const operation = { kind: 'batch.cancelled', processKey: null, facts: { batchId } };
      await noteOperation(client, this.ports, operation, by);
      await client.query('commit');
    });
  }

  async list(limit: number): Promise<readonly BatchView[]> {
    const { rows } = await this.database.pool.query<BatchRow>(
      `${SELECT_BATCHES} order by b.created_at desc, b.id desc limit $1`,
      [Math.min(Math.max(1, limit), 200)],
    );
    return rows.map(viewOf);
  }

  async one(
    batchId: string,
  ): Promise<{ readonly batch: BatchView; readonly failed: readonly BatchItemView[] } | null> {
    if (!isUuid(batchId)) return null;
    const { pool } = this.database;
    const { rows } = await pool.query<BatchRow>(`${SELECT_BATCHES} where b.id = $1`, [batchId]);
    if (!rows[0]) return null;
    const failed = await pool.query<BatchItemView>(
      `select target_id as "targetId", outcome, code, facts, message from engine.batch_item
       where batch_id = $1 and outcome = 'failed' order by n limit $2`,
      [batchId, FAILED_SHOWN],
    );
    return { batch: viewOf(rows[0]), failed: failed.rows };
  }

  /** The next chunk; the job comes again until nothing is left. */
  async execute({ job, leaseNo }: LeasedJob, commands: BatchCommands): Promise<void> {
    const batchId = job.payload.batchId as string;
    const found = await this.one(batchId);
    const items = found?.batch.state === 'running' ? await this.openItems(batchId) : [];
    if (found) for (const item of items) await this.treat(found.batch, item, commands);
    const isOver = items.length < CHUNK;
    if (isOver) {
      await this.database.pool.query(
        `update engine.batch set state = 'done', finished_at = throughline_now()
         where id = $1 and state = 'running'`,
        [batchId],
      );
    }
    const next = isOver ? null : { ...job, dueAt: this.ports.clock.now().toISOString(), attempt: 0 };
    await this.store.finishRootlessJob({ jobId: job.id, leaseNo, next });
  }

  private async openItems(batchId: string): Promise<readonly BatchItem[]> {
    const { rows } = await this.database.pool.query<BatchItem>(
      `select n, target_id as id, before from engine.batch_item where batch_id = $1 and outcome is null
       order by n limit ${CHUNK}`,
      [batchId],
    );
    return rows;
  }

  private async treat(
    { id: batchId, work, actor, reason }: BatchView,
    { n, id, before }: BatchItem,
    commands: BatchCommands,
  ): Promise<void> {
    const { pool } = this.database;
    // What is repeated after a crash keeps what was noted first.
    if (before === null) await this.noteBefore({ batchId, n, id, work });
    const options = { actor, reason: reason ?? undefined, idempotencyKey: `batch ${batchId} ${n}` };
    let refusal: EngineRejection | null = null;
    try {
      if (work.kind !== 'undoBatch')
        await (TREATMENTS[work.kind] as Treatment<BatchWork['kind']>)(commands, id, work as never, options);
      else if (before !== null) await takeBack(pool, commands, { id, before, of: work.of }, options);
    } catch (error) {
      if (!(error instanceof EngineRejection)) throw error;
      refusal = error;
    }
    const outcome = refusal === null ? 'done' : 'failed';
    await pool.query(
      `with item as (
         update engine.batch_item set outcome = $3, message = $4, code = $5, facts = $6
         where batch_id = $1 and n = $2 and outcome is null returning 1)
       update engine.batch set done = done + (select count(*) from item where $3 = 'done'),
         failed = failed + (select count(*) from item where $3 = 'failed')
       where id = $1`,
      [
        ...[batchId, n, outcome, refusal?.message ?? null, refusal?.code ?? null],
        refusal && JSON.stringify(refusal.details),
      ],
    );
  }

  private async noteBefore(item: {
    readonly batchId: string;
    readonly n: number;
    readonly id: string;
    readonly work: BatchWork | BatchUndo;
  }): Promise<void> {
    const { pool } = this.database;
    const before = await readBefore(pool, item.work, item.id);
    if (before === null) return;
    await pool.query('update engine.batch_item set before = $3 where batch_id = $1 and n = $2', [
      ...[item.batchId, item.n],
      JSON.stringify(before),
    ]);
  }

  private async fixTargets(
    client: PoolClient,
    batchId: string,
    work: BatchWork,
    targets: BatchTargets,
  ): Promise<number> {
    if ('ids' in targets) {
      const wrong = targets.ids.find((id) => !isUuid(id));
      if (wrong !== undefined) throw invalid('ids', `Expected ids, but '${wrong}' is none.`);
      const { rowCount } = await client.query(
        `insert into engine.batch_item (batch_id, n, target_id)
         select $1, t.n, t.id from unnest($2::uuid[]) with ordinality t(id, n)`,
        [batchId, targets.ids],
      );
      return rowCount ?? 0;
    }
    if (work.kind.endsWith('Tasks')) throw invalid('targets', 'Expected the ids of the tasks.');
    const isIncidents = work.kind.endsWith('Incidents');
    if (targets.elementId !== undefined && !isIncidents)
      throw invalid('elementId', 'Expected no element: only failed steps are chosen by theirs.');
    const { rowCount } = await client.query(
      `insert into engine.batch_item (batch_id, n, target_id)
       select $1, row_number() over (order by t.id), t.id from (
         select ${isIncidents ? 'x.id' : 'i.id'} as id from engine.process_instance i
         ${isIncidents ? 'join engine.incident x on x.instance_id = i.id' : ''}
         where i.status = 'active' and i.process_key = $2 and ($3::uuid is null or i.definition_id = $3)
           ${isIncidents ? 'and ($6::text is null or x.element_id = $6)' : 'and i.parent_instance_id is null'}
           and ($4::boolean is not true or exists (
             select 1 from engine.incident w where w.root_instance_id = i.root_instance_id))
           and ($5::boolean is null or i.suspended = $5)
         limit ${TARGETS_MAX}) t`,
      [
        batchId,
        targets.processKey,
        targets.definitionId ?? null,
        targets.withIncidents ?? null,
        targets.suspended ?? null,
        ...(isIncidents ? [targets.elementId ?? null] : []),
      ],
    );
    return rowCount ?? 0;
  }

  private jobOf(batchId: string): JobRow {
    return {
      id: this.ports.ids.next(),
      rootId: null,
      instanceId: null,
      scopeId: null,
      tokenId: null,
      definitionId: null,
      elementId: null,
      kind: 'batch',
      handler: null,
      dueAt: this.ports.clock.now().toISOString(),
      // People's and processes' own work goes first.
      priority: -10,
      retriesLeft: 3,
      attempt: 0,
      state: 'ready',
      payload: { batchId },
      effectKey: null,
    };
  }
}

function invalid(field: string, message: string): EngineRejection {
  return new EngineRejection('ENG_REQUEST_INVALID', message, { field });
}

function viewOf(row: BatchRow): BatchView {
  return {
    id: row.id,
    work: row.request,
    actor: { kind: row.actor_kind, id: row.actor_id },
    reason: row.reason,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    state: row.state,
    total: row.total,
    done: row.done,
    failed: row.failed,
    mayUndo: row.state !== 'running' && row.done > 0 && !row.is_undone && isUndoable(row.request),
  };
}
