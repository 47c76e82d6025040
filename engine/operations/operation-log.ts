/**
 * Who changed what from outside a diagram, when and why. Interventions in instances are read from their history, the
 * rest is written here in the transaction of the change itself; so neither can be there without the other.
 */
import type { ClientBase } from 'pg';
import type { EnginePorts, Json } from '../ports.ts';
import type { Database } from '../store/postgres/connection.ts';
import type { By, OperationView } from './operation-types.ts';

const LIMIT_MAX = 200;

export async function noteOperation(
  client: Pick<ClientBase, 'query'>,
  ports: Pick<EnginePorts, 'ids' | 'clock'>,
  what: { readonly kind: string; readonly processKey: string | null; readonly facts: object },
  { actor, reason = null }: By,
): Promise<void> {
  await client.query(
    `insert into engine.operation (id, at, actor_kind, actor_id, kind, process_key, facts, reason)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ports.ids.next(),
      ports.clock.now(),
      actor.kind,
      actor.id,
      what.kind,
      what.processKey,
      JSON.stringify(what.facts),
      reason,
    ],
  );
}

const SHOWN = `'InstanceSuspended', 'InstanceResumed', 'InstanceMigrated', 'InstanceModified', 'JobChanged',
  'IncidentResolved', 'UserTaskAssigned', 'UserTaskChanged'`;

interface OperationRow {
  readonly id: string;
  readonly at: Date;
  readonly actor_kind: OperationView['actor']['kind'];
  readonly actor_id: string | null;
  readonly kind: string;
  readonly process_key: string | null;
  readonly instance_id: string | null;
  readonly element_id: string | null;
  readonly reason: string | null;
  readonly facts: Json;
}

/** Newest first. `before` is the `at` of the last one seen. */
export async function operationLog(
  { pool }: Database,
  request: { readonly processKey?: string; readonly before?: string; readonly limit: number },
): Promise<readonly OperationView[]> {
  const limit = Math.min(Math.max(1, request.limit), LIMIT_MAX);
  const { rows } = await pool.query<OperationRow>(
    `with definitions as (
       select o.id::text, o.at, o.actor_kind, o.actor_id, o.kind, o.process_key, null::uuid as instance_id,
         null::text as element_id, o.reason, o.facts
       from engine.operation o
       where ($1::text is null or o.process_key = $1) and ($2::timestamptz is null or o.at < $2)
       order by o.at desc limit $3),
     interventions as (
       select c.command_id, c.occurred_at, c.actor_kind, c.actor_id, c.root_instance_id, c.events
       from engine.history_command c join engine.process_instance i on i.id = c.root_instance_id
       where c.is_intervention and ($1::text is null or i.process_key = $1)
         and ($2::timestamptz is null or c.occurred_at < $2)
       order by c.occurred_at desc limit $3),
     events as (
       select distinct on (v.command_id, e.event ->> 'kind')
         v.command_id || ':' || (e.event ->> 'kind') as id, v.occurred_at as at, v.actor_kind, v.actor_id,
         e.event ->> 'kind' as kind, i.process_key,
         coalesce((e.event ->> 'instanceId')::uuid, v.root_instance_id) as instance_id,
         e.event ->> 'elementId' as element_id, e.event ->> 'reason' as reason,
         e.event - '{kind,instanceId,definitionId,reason}'::text[] as facts
       from interventions v
       join engine.process_instance i on i.id = v.root_instance_id
       cross join lateral jsonb_array_elements(v.events) e(event)
       where e.event ->> 'kind' in (${SHOWN})
       order by v.command_id, e.event ->> 'kind')
     select * from definitions union all select * from events order by at desc, id desc limit $3`,
    [request.processKey ?? null, request.before ?? null, limit],
  );
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    actor: { kind: row.actor_kind, id: row.actor_id },
    kind: row.kind,
    processKey: row.process_key,
    instanceId: row.instance_id,
    elementId: row.element_id,
    reason: row.reason,
    facts: row.facts,
  }));
}
