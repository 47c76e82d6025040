/** What the reader may change in a row of tasks or instances; the same rights as on the task's own page. */
import type { Pool } from 'pg';
import { type RequestUser, SqlParameters } from '#crm';
import { taskRightSql } from './task-list.ts';

interface Who {
  readonly user: RequestUser;
  readonly groups: readonly string[];
}

interface Allowed {
  readonly id: string;
  readonly mayChange: boolean;
  readonly mayReassign: boolean;
}

interface ChangeableRow {
  readonly changeable: string[];
  readonly openTask?: string;
}

/** @returns by task the keys of its fields */
export async function changeableTasks(
  pool: Pool,
  ids: readonly string[],
  who: Who,
): Promise<ReadonlyMap<string, ChangeableRow>> {
  if (ids.length === 0) return new Map();
  const parameters = new SqlParameters();
  const { rows } = await pool.query<Allowed>(
    `select t.id, ${rightsSql(who, parameters)}
     from engine.user_task t where t.id = any(${parameters.add(ids, 'uuid[]')})`,
    parameters.values,
  );
  return new Map(
    rows.map(({ id, mayChange, mayReassign }) => [
      id,
      {
        changeable: [
          ...(mayChange ? ['dueAt', 'followUpAt', 'priority'] : []),
          ...(mayReassign ? ['assignee'] : []),
        ],
      },
    ]),
  );
}

/**
 * The next due date of an instance and with whom it is are those of its open tasks: of one alone it is clear whose they are.
 * @returns by instance with one open task the keys of its fields, and that task
 */
export async function changeableInstances(
  pool: Pool,
  ids: readonly string[],
  who: Who,
): Promise<ReadonlyMap<string, ChangeableRow>> {
  if (ids.length === 0) return new Map();
  const parameters = new SqlParameters();
  // Two tasks say enough of an instance with thousands.
  const { rows } = await pool.query<Allowed & { instanceId: string }>(
    `with open_task as (
       select o.* from unnest(${parameters.add(ids, 'uuid[]')}) i (id)
       cross join lateral (
         select * from engine.user_task t
         where t.root_instance_id = i.id and t.state in ('planned', 'ready') limit 2) o)
     select t.id, t.root_instance_id as "instanceId", ${rightsSql(who, parameters)}
     from open_task t
     where (select count(*) from open_task o where o.root_instance_id = t.root_instance_id) = 1`,
    parameters.values,
  );
  return new Map(
    rows.map(({ id, instanceId, mayChange, mayReassign }) => [
      instanceId,
      {
        changeable: [...(mayChange ? ['dueAt'] : []), ...(mayReassign ? ['executor'] : [])],
        openTask: id,
      },
    ]),
  );
}

function rightsSql({ user, groups }: Who, parameters: SqlParameters): string {
  const may = (right: 'change' | 'reassign'): string => taskRightSql(user, groups, right)('t', parameters);
  return `${may('change')} as "mayChange", ${may('reassign')} as "mayReassign"`;
}
