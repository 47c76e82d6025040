/**
 * One thing done with all rows of a list, or with those picked by hand. Who may do it with which row is asked in the
 * statement that finds the rows; what is left over is told at once. The engine's batch then treats each row as a command
 * of its own, and what it refuses later (somebody was faster, the instance has ended) is the batch's to tell.
 */
import type { InstanceListWork, RecordQuery, Refusal, TaskBatchWork, WorkList } from '#contract';
import type { BatchWork, Variables } from '#engine';
import type { RequestUser, TableQuery } from '#crm';
import { assertActivePerson } from '../commands/assert-active-person.ts';
import { engineOptions } from '../commands/engine-options.ts';
import { batchWork, startTaskBatch } from '../commands/start-task-batch.ts';
import type { ApiContext } from '../context.ts';
import { fieldRefused } from '../errors/field-codes.ts';
import { ApiProblem } from '../errors/problems.ts';
import { groupsOf } from '../rights/task-access.ts';
import { failedStepsOf, type FailedStepsOf } from './failed-steps-of.ts';
import { INSTANCE_LIST } from './instance-list.ts';
import { readWorkList } from './read-work-list.ts';
import { tableListOf } from './table-list-of.ts';
import { processSql, TASK_LIST, taskRightSql } from './task-list.ts';

interface Answer {
  readonly batchId: string | null;
  readonly total: number;
  readonly refusedCount: number;
  readonly refused: Refusal[];
}

/** Beyond this a narrower filter is meant. */
const ROWS_MAX = 20_000;
const PIECE = 5_000;
/** Tasks are completed one by one: each must offer the result without a form. */
const COMPLETED_MAX = 500;
const REFUSED_SHOWN = 100;

const RIGHT = { claim: 'claim', assign: 'reassign', change: 'change' } as const;

export async function startTaskListBatch(
  context: ApiContext,
  user: RequestUser,
  request: {
    readonly query: RecordQuery;
    readonly work: TaskBatchWork;
    readonly reason?: string | undefined;
  },
): Promise<Answer> {
  const { query, work, reason } = request;
  if (work.kind === 'assign') await assertActivePerson(context, work.userId);
  if (work.kind === 'complete') {
    const taskIds = await allIds(context, user, TASK_LIST, query);
    if (taskIds.length > COMPLETED_MAX)
      throw refusedQuery(`At most ${COMPLETED_MAX} tasks are completed at once: narrow the filter.`);
    const done = await startTaskBatch(context, { user, taskIds, work, reason });
    return { ...done, refusedCount: done.refused.length };
  }
  const within = taskRightSql(user, groupsOf(context, user), RIGHT[work.kind]);
  return begin(context, user, { list: TASK_LIST, query, within, work: batchWork(user, work), reason });
}

export async function startInstanceListBatch(
  context: ApiContext,
  user: RequestUser,
  request: { readonly query: RecordQuery; readonly work: InstanceListWork; readonly reason: string },
): Promise<Answer> {
  const { query, work, reason } = request;
  const may = processSql(user, work.kind === 'migrate' ? 'migrate' : 'intervene');
  const isOnFailed = work.kind === 'retry' || work.kind === 'skip';
  const target = work.kind === 'migrate' ? await context.definitions.find(work.toDefinitionId) : null;
  if (work.kind === 'migrate' && target === null)
    throw new ApiProblem('API_FIELDS_INVALID', {
      fields: [
        {
          path: 'work.toDefinitionId',
          code: 'notChoice',
          message: 'There is no such version: choose another.',
        },
      ],
    });
  return begin(context, user, {
    list: INSTANCE_LIST,
    query,
    within: (alias, parameters) =>
      [
        `${alias}.status = 'active'`,
        may(alias, parameters),
        target ? `${alias}.process_key = ${parameters.add(target.processKey, 'text')}` : 'true',
        isOnFailed ? `exists (select from engine.incident x where x.root_instance_id = ${alias}.id)` : 'true',
      ].join(' and '),
    work: instanceWork(work),
    ...(isOnFailed && { targetsOf: (ids) => failedStepsOf(context.pool, user, ids) }),
    reason,
  });
}

function instanceWork(work: InstanceListWork): BatchWork {
  switch (work.kind) {
    case 'suspend':
      return { kind: 'suspendInstances' };
    case 'resume':
      return { kind: 'resumeInstances', timers: work.timers };
    case 'stop':
      return { kind: 'cancelInstances' };
    case 'retry':
      return { kind: 'retryIncidents' };
    case 'skip':
      return { kind: 'skipIncidents', values: work.values as Variables };
    case 'migrate':
      return { kind: 'migrateInstances', toDefinitionId: work.toDefinitionId };
  }
}

async function begin(
  context: ApiContext,
  user: RequestUser,
  request: {
    readonly list: WorkList;
    readonly query: RecordQuery;
    readonly within: NonNullable<TableQuery['within']>;
    readonly work: BatchWork;
    /** What of the rows is worked on, where it is not the rows themselves. */
    readonly targetsOf?: (ids: readonly string[]) => Promise<FailedStepsOf>;
    readonly reason: string | undefined;
  },
): Promise<Answer> {
  const { list, query, within, work, targetsOf, reason } = request;
  const [asked, rows] = await Promise.all([
    allIds(context, user, list, query),
    allIds(context, user, list, query, within),
  ]);
  if (asked.length === 0) throw refusedQuery('Nothing matches: choose at least one row.');
  const allowed = new Set(rows);
  const left = asked.filter((id) => !allowed.has(id));
  const { ids, refused: inside } = targetsOf ? await targetsOf(rows) : { ids: rows, refused: [] };
  const outside = await refusals(context, user, { list, ids: left, isOnFailed: targetsOf !== undefined });
  const refused = [...outside, ...inside].slice(0, REFUSED_SHOWN);
  const refusedCount = left.length + inside.length;
  if (ids.length === 0) return { batchId: null, total: 0, refusedCount, refused };
  const started = await context.engine.operations.startBatch(
    { work, targets: { ids } },
    engineOptions(user, undefined, reason),
  );
  return { ...started, refusedCount, refused };
}

/** @throws ApiProblem API_FIELDS_INVALID when there are too many */
export async function allIds(
  context: ApiContext,
  user: RequestUser,
  list: WorkList,
  query: RecordQuery,
  within?: TableQuery['within'],
): Promise<string[]> {
  const table = tableListOf(context, list);
  const ids: string[] = [];
  for (;;) {
    const after = ids.at(-1);
    const piece = await context.crm.tableLists.ids({ user }, table, {
      ...query,
      ...(within ? { within } : {}),
      ...(after === undefined ? {} : { after }),
      limit: PIECE,
    });
    ids.push(...piece);
    if (ids.length > ROWS_MAX) throw refusedQuery(`More than ${ROWS_MAX} rows match: narrow the filter.`);
    if (piece.length < PIECE) return ids;
  }
}

/** Why: it is over, nothing has failed in it, or the person may not. */
async function refusals(
  context: ApiContext,
  user: RequestUser,
  { list, ids, isOnFailed }: { list: WorkList; ids: readonly string[]; isOnFailed: boolean },
): Promise<Refusal[]> {
  if (ids.length === 0) return [];
  const shown = ids.slice(0, REFUSED_SHOWN);
  const { items } = await readWorkList(context, user, { list, ids: shown, limit: REFUSED_SHOWN });
  const instances = await instancesOf(context, list, shown);
  return items.map(({ id, title, fields }) => {
    const isOver =
      list === TASK_LIST
        ? fields['state'] === 'completed' || fields['state'] === 'cancelled'
        : fields['status'] !== 'active';
    const isWhole = isOnFailed && fields['incidents'] === 0;
    const ended = list === TASK_LIST ? 'ENG_USER_TASK_NOT_OPEN' : 'ENG_INSTANCE_ENDED';
    return {
      ...{ id, name: title, instanceId: instances.get(id) ?? null },
      ...(isOver
        ? { code: ended, message: 'It is over.' }
        : isWhole
          ? { code: 'ENG_INCIDENT_NOT_FOUND', message: 'Nothing has failed in it.' }
          : { code: 'API_FORBIDDEN', message: 'You have no right to do this with it.' }),
    };
  });
}

async function instancesOf(
  { pool }: ApiContext,
  list: WorkList,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (list === INSTANCE_LIST) return new Map(ids.map((id) => [id, id]));
  const { rows } = await pool.query<{ id: string; instanceId: string }>(
    'select id, instance_id as "instanceId" from engine.user_task where id = any($1::uuid[])',
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row.instanceId]));
}

export function refusedQuery(message: string): ApiProblem {
  return fieldRefused({ path: 'query', code: 'listUnclear', message });
}
