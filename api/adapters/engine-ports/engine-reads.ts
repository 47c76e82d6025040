/**
 * Where the engine's tables are read beside the engine, besides the lists of tasks and instances (`api/work-lists`): the
 * CRM's rights predicate needs to know inside its own statement which records a person's active tasks are about; list
 * screens ask which records many instances work on; a retry names only the incident; task lists ask how far their
 * instances are, in one statement; and the timeline asks which histories went on while nobody listened.
 */
import type { Pool } from 'pg';
import type { InstanceRecords } from '../../presenters/names.ts';
import type { LivedPath } from '../../presenters/progress.ts';

/** `entity, record_id` of the records of a user's active process tasks, own or done for an absent colleague. */
export function recordsOfActiveTasks(userIdPlaceholder: string): string {
  return `
    select link.entity, link.record_id::uuid as record_id
    from engine.user_task task
    join engine.record_link link on link.instance_id = task.instance_id
    where task.assignee = ${userIdPlaceholder}::text
    and task.state in ('planned', 'ready')`;
}

/** Completed tasks of a period with their records, from when the executor got them. */
export function completedTasks({ from, to }: { readonly from: string; readonly to: string }): string {
  return `
    select task.id::text as task_id, link.entity, link.record_id::uuid as record_id, task.completed_by as user_id,
      coalesce((
        select max(h.occurred_at) from engine.history_event h
        where h.root_instance_id = task.root_instance_id and h.kind = 'UserTaskAssigned'
          and h.data->>'taskId' = task.id::text and h.occurred_at <= task.completed_at
      ), task.available_at) as taken_at, task.completed_at as done_at
    from engine.user_task task
    join engine.record_link link on link.instance_id = task.instance_id
    where task.state = 'completed' and task.completed_by is not null
      and task.completed_at >= ${from} and task.completed_at < ${to}`;
}

const RECORDS_OF_INSTANCES = `
  select instance_id as "instanceId", variable, entity, record_id as "recordId"
  from engine.record_link
  where instance_id = any($1::uuid[])
  order by variable`;

export async function recordsOfInstances(
  pool: Pool,
  instanceIds: readonly string[],
): Promise<ReadonlyMap<string, InstanceRecords>> {
  const { rows } = await pool.query<InstanceRecords[number] & { instanceId: string }>(RECORDS_OF_INSTANCES, [
    [...new Set(instanceIds)],
  ]);
  const found = new Map<string, InstanceRecords[number][]>();
  for (const { instanceId, ...record } of rows) {
    const records = found.get(instanceId);
    if (records) records.push(record);
    else found.set(instanceId, [record]);
  }
  return found;
}

export interface ExternalJobLock {
  readonly topic: string;
  readonly owner: string | null;
  readonly leaseNo: number;
}

/** Who holds a piece of external work, and its topic; null when there is none of that id. */
export async function externalJobLock(pool: Pool, jobId: string): Promise<ExternalJobLock | null> {
  const { rows } = await pool.query<ExternalJobLock>(
    `select handler as topic, lease_owner as owner, lease_no as "leaseNo"
     from engine.job where id = $1 and kind = 'external'`,
    [jobId],
  );
  return rows[0] ?? null;
}

/** Whether the engine has answered a command under this key. */
export async function isKnownKey(pool: Pool, key: string): Promise<boolean> {
  const { rows } = await pool.query('select 1 from engine.idempotency where key = $1', [key]);
  return rows.length > 0;
}

/** In the transaction of the caller, who has locked the root. */
export async function isTaskOpen(client: Pick<Pool, 'query'>, taskId: string): Promise<boolean> {
  const { rows } = await client.query(
    `select 1 from engine.user_task where id = $1 and state in ('planned', 'ready')`,
    [taskId],
  );
  return rows.length > 0;
}

/** Of which version each instance is now. */
export async function definitionsOfInstances(
  pool: Pool,
  instanceIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (instanceIds.length === 0) return new Map();
  const { rows } = await pool.query<{ id: string; definitionId: string }>(
    'select id, definition_id as "definitionId" from engine.process_instance where id = any($1::uuid[])',
    [[...new Set(instanceIds)]],
  );
  return new Map(rows.map(({ id, definitionId }) => [id, definitionId]));
}

/** Those that are no more, after the retention of their process. */
export async function goneInstances(pool: Pool, instanceIds: readonly string[]): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select g.id from unnest($1::uuid[]) g(id)
     where not exists (select from engine.process_instance i where i.id = g.id)`,
    [instanceIds],
  );
  return rows.map((row) => row.id);
}

/** What last happened to each element of each instance. */
const PATHS_OF_INSTANCES = `
  select distinct on (i.id, step.element_id)
    i.id as "instanceId", i.status <> 'active' as "hasEnded", step.element_id as "elementId", h.kind,
    h.occurred_at as at
  from engine.process_instance i
  join engine.history_event h on h.root_instance_id = i.root_instance_id
  cross join lateral (select coalesce(h.data->>'elementId', h.data->'token'->>'elementId') as element_id) step
  where i.id = any($1::uuid[])
  and coalesce(h.instance_id, h.root_instance_id) = i.id
  and h.kind in ('ElementPassed', 'ElementActivated', 'ElementCompleted', 'ElementTerminated')
  order by i.id, step.element_id, h.seq desc`;

const STATE_AFTER = {
  ElementPassed: 'done',
  ElementActivated: 'running',
  ElementCompleted: 'done',
  ElementTerminated: 'cancelled',
} as const;

export interface InstancePath extends LivedPath {
  readonly hasEnded: boolean;
}

export async function pathsOfInstances(
  pool: Pool,
  instanceIds: readonly string[],
): Promise<ReadonlyMap<string, InstancePath>> {
  if (instanceIds.length === 0) return new Map();
  const { rows } = await pool.query<{
    instanceId: string;
    hasEnded: boolean;
    elementId: string;
    kind: keyof typeof STATE_AFTER;
    at: Date;
  }>(PATHS_OF_INSTANCES, [[...new Set(instanceIds)]]);
  const found = new Map<string, { hasEnded: boolean; elements: LivedPath['elements'][number][] }>();
  for (const { instanceId, hasEnded, elementId, kind, at } of rows) {
    const path = found.get(instanceId) ?? { hasEnded, elements: [] };
    path.elements.push({ elementId, state: STATE_AFTER[kind], since: at.toISOString() });
    found.set(instanceId, path);
  }
  return found;
}

export async function instanceOfIncident(pool: Pool, incidentId: string): Promise<string | null> {
  const { rows } = await pool.query<{ id: string }>(
    'select instance_id as id from engine.incident where id = $1',
    [incidentId],
  );
  return rows[0]?.id ?? null;
}

const ROOTS_BEHIND = `
  select root.id
  from engine.process_instance root
  left join app.timeline_cursor cursor on cursor.root_instance_id = root.id
  where root.next_seq is not null
  and root.next_seq - 1 > coalesce(cursor.seq, 0)
  order by root.id
  limit $1`;

/** Roots whose history is ahead of their timeline. */
export async function rootsBehind(pool: Pool, limit: number): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(ROOTS_BEHIND, [limit]);
  return rows.map((row) => row.id);
}

/**
 * Of all steps at which an instance on the record waits (inside a subprocess, and not the subprocess), the one whose task
 * is due first, else the one that waits longest.
 */
const RUNNING_ON_RECORDS = `
  with link as (
    select distinct record_id, instance_id from engine.record_link
    where entity = $1 and record_id = any($2::text[]))
  select link.record_id as id, count(*)::int as running,
    (array_agg(step.place order by step.due_at, step.since) filter (where step.place is not null))[1] as step
  from link
  join engine.process_instance i on i.id = link.instance_id and i.status = 'active'
  left join lateral (
    select t.due_at, k.entered_at as since,
      jsonb_build_object('definitionId', i.definition_id, 'elementId', k.element_id, 'since', k.entered_at,
        'dueAt', t.due_at) as place
    from engine.token k
    left join engine.user_task t
      on t.root_instance_id = k.root_instance_id and t.token_id = k.id and t.state in ('planned', 'ready')
    where k.root_instance_id = i.root_instance_id and k.instance_id = i.id and k.state = 'waiting'
      and not exists (
        select from engine.scope s where s.root_instance_id = k.root_instance_id and s.token_id = k.id)
    order by t.due_at, k.entered_at limit 1) step on true
  group by link.record_id`;

export interface RunningOnRecord {
  readonly id: string;
  readonly running: number;
  readonly step: {
    readonly definitionId: string;
    readonly elementId: string;
    readonly since: string;
    readonly dueAt: string | null;
  } | null;
}

/** How many instances work on each of the records, and at which step; records without any are left out. */
export async function runningOnRecords(
  pool: Pool,
  { entity, ids }: { readonly entity: string; readonly ids: readonly string[] },
): Promise<readonly RunningOnRecord[]> {
  if (ids.length === 0) return [];
  return (await pool.query<RunningOnRecord>(RUNNING_ON_RECORDS, [entity, ids])).rows;
}
