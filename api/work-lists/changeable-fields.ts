/** What of a task the reader may change in its row of the list; the same rights as on the task's own page. */
import type { Pool } from 'pg';
import { type RequestUser, SqlParameters } from '#crm';
import { taskRightSql } from './task-list.ts';

interface Allowed {
  readonly id: string;
  readonly mayChange: boolean;
  readonly mayReassign: boolean;
}

/** @returns by task the keys of its fields */
export async function changeableFields(
  pool: Pool,
  ids: readonly string[],
  who: { readonly user: RequestUser; readonly groups: readonly string[] },
): Promise<ReadonlyMap<string, string[]>> {
  if (ids.length === 0) return new Map();
  const parameters = new SqlParameters();
  const may = (right: 'change' | 'reassign'): string =>
    taskRightSql(who.user, who.groups, right)('t', parameters);
  const { rows } = await pool.query<Allowed>(
    `select t.id, ${may('change')} as "mayChange", ${may('reassign')} as "mayReassign"
     from engine.user_task t where t.id = any(${parameters.add(ids, 'uuid[]')})`,
    parameters.values,
  );
  return new Map(
    rows.map(({ id, mayChange, mayReassign }) => [
      id,
      [...(mayChange ? ['dueAt', 'followUpAt', 'priority'] : []), ...(mayReassign ? ['assignee'] : [])],
    ]),
  );
}
