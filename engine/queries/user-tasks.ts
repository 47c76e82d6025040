/**
 * Task lists by keyset: due first, then id. Each filter reaches the rows over one partial index: user_task_of_assignee,
 * user_task_of_users / _of_groups (pool), user_task_completed_by.
 */
import type { EngineViews, TaskFilter } from '../engine.ts';
import type { UserTaskRow } from '../execution/state.ts';
import type { Database } from '../store/postgres/connection.ts';
import { withIsoInstants } from '../store/postgres/row-shape.ts';
import { isUuid } from '../store/postgres/encode.ts';
import { Conditions, cursorFrom, limitFor, pageOf } from './query.ts';

type Views = Pick<EngineViews, 'userTask' | 'userTasks' | 'countUserTasks'>;

/** Tasks without a due time come last; "infinity" sorts them there without a second condition. */
const SORT = `coalesce(t.due_at, 'infinity'), t.id`;

export function userTaskViews({ pool }: Database): Views {
  return {
    async userTask(id) {
      if (!isUuid(id)) return null;
      const { rows } = await pool.query<{ row: UserTaskRow }>(
        'select row_to_json(r) as row from engine.user_task_row r where r.id = $1',
        [id],
      );
      return rows[0] ? withIsoInstants(rows[0].row) : null;
    },
    async userTasks(filter) {
      const conditions = conditionsOf(filter);
      const after = cursorFrom(filter.cursor, 2);
      if (after)
        conditions.add(
          `(coalesce(t.due_at, 'infinity'), t.id) > (?::timestamptz, ?::uuid)`,
          after[0],
          after[1],
        );
      const { rows } = await pool.query<{ row: UserTaskRow }>(
        `select row_to_json(r) as row from (
           select t.id, coalesce(t.due_at, 'infinity') as sort from engine.user_task t ${conditions.where}
           order by ${SORT} limit ${conditions.parameter(limitFor(filter.limit))}) page
         join engine.user_task_row r on r.id = page.id order by page.sort, r.id`,
        conditions.values,
      );
      const tasks = rows.map(({ row }) => withIsoInstants(row));
      return pageOf(tasks, filter.limit, (task) => [task.dueAt ?? 'infinity', task.id]);
    },
    async countUserTasks(filter) {
      const conditions = conditionsOf(filter);
      const { rows } = await pool.query<{ count: number }>(
        `select count(*)::int as count from engine.user_task t ${conditions.where}`,
        conditions.values,
      );
      return rows[0]!.count;
    },
  };
}

function conditionsOf(filter: Omit<TaskFilter, 'cursor' | 'limit'>): Conditions {
  const conditions = new Conditions();
  const { assignees, pool, completedBy } = filter;
  // Literals, not parameters: only then can the planner see that a partial index covers the states.
  const isOpenOnly = filter.states.every((state) => state === 'planned' || state === 'ready');
  if (isOpenOnly) conditions.add(`t.state in ('planned', 'ready')`);
  conditions.add('t.state = any (?::text[])', filter.states);
  if (assignees || pool) conditions.add(executorCondition(conditions, assignees, pool));
  if (completedBy !== undefined) conditions.add('t.completed_by = ?', completedBy);
  if (filter.dueBefore) conditions.add('t.due_at < ?', filter.dueBefore);
  if (filter.availableBefore) conditions.add('t.available_at < ?', filter.availableBefore);
  if (filter.availableAfter) conditions.add('t.available_at >= ?', filter.availableAfter);
  if (filter.followUp) {
    const { is, at } = filter.followUp;
    if (is === 'later') conditions.add('t.follow_up_at > ?', at);
    else conditions.add('(t.follow_up_at is null or t.follow_up_at <= ?)', at);
  }
  if (filter.instanceIds)
    conditions.add('t.instance_id = any (?::uuid[])', filter.instanceIds.filter(isUuid));
  return conditions;
}

/** Both together mean either: one's own tasks and those one may take. */
function executorCondition(
  conditions: Conditions,
  assignees: TaskFilter['assignees'],
  pool: TaskFilter['pool'],
): string {
  const either: string[] = [];
  if (assignees) either.push(`t.assignee = any (${conditions.parameter(assignees)}::text[])`);
  if (pool) {
    const users = conditions.parameter(pool.users);
    const groups = conditions.parameter(pool.groups);
    either.push(
      `(t.assignee is null and t.candidate_users <> '{}' and t.candidate_users && ${users}::text[])`,
    );
    either.push(
      `(t.assignee is null and t.candidate_groups <> '{}' and t.candidate_groups && ${groups}::text[])`,
    );
  }
  return `(${either.join(' or ')})`;
}
