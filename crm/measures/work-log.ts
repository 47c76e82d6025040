/**
 * What was worked on which record: activities that were done, by their own length, and tasks of processes, by the task
 * log that the host knows. A task is worked on from when its executor got it until he completed it, in his working time,
 * shared with what else he had in hand.
 */
import { readCalendar } from '../calendars/calendar-service.ts';
import { workingMillisecondsBetween } from '../calendars/working-time.ts';
import type { Queryable } from '../database/transaction.ts';
import { grouped } from './grouped.ts';
import { shareTime } from './share-time.ts';

/**
 * A subquery of completed tasks of a period, given the placeholders of its ends: `task_id text, entity text, record_id
 * uuid, user_id text, taken_at timestamptz, done_at timestamptz`, one row for each record of a task.
 */
export type TaskLogSource = (placeholders: { from: string; to: string }) => string;

export interface Work {
  readonly recordId: string;
  readonly at: Date;
  readonly ms: number;
}

/** Of one period; more is no measure any more but a dump. */
const TASKS_MAX = 200_000;

interface TaskRow {
  readonly taskId: string;
  readonly entity: string;
  readonly recordId: string;
  readonly person: string;
  readonly takenAt: Date;
  readonly doneAt: Date;
}

export async function taskWork(
  reader: Queryable,
  source: TaskLogSource | null,
  { entity, from, to }: { readonly entity: string; readonly from: Date; readonly to: Date },
): Promise<readonly Work[]> {
  if (!source) return [];
  const { rows } = await reader.query<TaskRow>(
    `select t.task_id as "taskId", t.entity, t.record_id as "recordId", t.user_id as person, t.taken_at as "takenAt",
            t.done_at as "doneAt"
     from (${source({ from: '$1', to: '$2' })}) t order by t.done_at limit ${TASKS_MAX}`,
    [from, to],
  );
  const calendar = await readCalendar(reader, null);
  const tasks = new Map(rows.map((row) => [row.taskId, row]));
  const items = [...tasks.values()].map(({ taskId, person, takenAt, doneAt }) => ({
    ...{ key: taskId, person, from: takenAt, to: doneAt },
  }));
  const shares = shareTime(items, (_person, start, end) => workingMillisecondsBetween(calendar, start, end));
  // A task about several records of one kind is work on each of them in equal parts.
  const ofTask = grouped(
    rows.filter((row) => row.entity === entity),
    (row) => row.taskId,
  );
  return [...ofTask].flatMap(([taskId, about]) =>
    about.map(({ recordId, doneAt }) => ({
      ...{ recordId, at: doneAt, ms: (shares.get(taskId) ?? 0) / about.length },
    })),
  );
}

const COLUMN = { deal: 'deal_id', lead: 'lead_id', ticket: 'ticket_id' } as const;

export async function activityWork(
  reader: Queryable,
  { entity, from, to }: { readonly entity: keyof typeof COLUMN; readonly from: Date; readonly to: Date },
): Promise<readonly Work[]> {
  const { rows } = await reader.query<Work>(
    `select a.${COLUMN[entity]} as "recordId", a.planned_start as at,
       greatest(0, extract(epoch from a.planned_end - a.planned_start) * 1000)::float8 as ms
     from crm.activity a
     where a.${COLUMN[entity]} is not null and a.status = 'done' and a.deleted_at is null and not a.all_day
       and a.planned_start >= $1 and a.planned_start < $2`,
    [from, to],
  );
  return rows;
}
