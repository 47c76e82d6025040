/**
 * Who changed what from outside a diagram, when and why. Interventions in instances are read from their history while that
 * is whole, and are copied here before it is thinned out; versions are what was published; the rest is written here in the
 * transaction of the change itself. So none can be there without the other.
 */
import type { ClientBase } from 'pg';
import type { EnginePorts, Json } from '../ports.ts';
import type { Database } from '../store/postgres/connection.ts';
import type { By, OperationView } from './operation-types.ts';

const LIMIT_MAX = 200;

/** Returns the id of its row. */
export async function noteOperation(
  client: Pick<ClientBase, 'query'>,
  ports: Pick<EnginePorts, 'ids' | 'clock'>,
  what: { readonly kind: string; readonly processKey: string | null; readonly facts: object },
  { actor, reason = null }: By,
): Promise<string> {
  const id = ports.ids.next();
  await client.query(
    `insert into engine.operation (id, at, actor_kind, actor_id, kind, process_key, facts, reason)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      id,
      ports.clock.now(),
      actor.kind,
      actor.id,
      what.kind,
      what.processKey,
      JSON.stringify(what.facts),
      reason,
    ],
  );
  return id;
}

const SHOWN = `(e.event ->> 'kind' in ('InstanceSuspended', 'InstanceResumed', 'InstanceMigrated', 'InstanceModified',
    'JobChanged', 'IncidentResolved', 'UserTaskAssigned', 'UserTaskChanged')
  or e.event ->> 'kind' = 'InstanceEnded' and e.event ->> 'status' = 'cancelled'
  or e.event ->> 'kind' = 'VariablesSet' and e.event ->> 'elementId' is null)`;

/** Which variables were set; their values are for the instance's history alone. */
const FACTS = `case e.event ->> 'kind'
  when 'VariablesSet' then jsonb_build_object('variables',
    coalesce((select jsonb_agg(name order by name) from jsonb_object_keys(e.event -> 'values') name), '[]'))
  else e.event - '{kind,instanceId,definitionId,elementId,reason}'::text[] end`;

/**
 * What was done by hand, one row of each kind for a command: of the commands `v` of history_command in the roots `i`.
 * Where it befell a whole tree, it is told of the root.
 */
export const interventions = (from: string): string => `
  select distinct on (v.command_id, e.event ->> 'kind')
    v.command_id, v.occurred_at as at, v.actor_kind, v.actor_id, e.event ->> 'kind' as kind, i.process_key,
    coalesce((e.event ->> 'instanceId')::uuid, v.root_instance_id) as instance_id,
    e.event ->> 'elementId' as element_id, e.event ->> 'reason' as reason, ${FACTS} as facts
  from ${from}
  cross join lateral jsonb_array_elements(coalesce(v.bulk::jsonb, v.events)) e(event)
  where v.is_intervention and ${SHOWN}
  order by v.command_id, e.event ->> 'kind', e.event ? 'instanceId'`;

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
    `with noted as (
       select o.id::text, o.at, o.actor_kind, o.actor_id, o.kind, o.process_key,
         (select i.id from engine.process_instance i where i.id = o.instance_id) as instance_id, o.element_id, o.reason,
         o.facts
       from engine.operation o
       where ($1::text is null or o.process_key = $1) and ($2::timestamptz is null or o.at < $2)
       order by o.at desc limit $3),
     published as (
       select d.id::text, d.deployed_at, case when d.deployed_by is null then 'system' else 'user' end, d.deployed_by,
         'definition.deployed', d.process_key, null::uuid, null::text, d.reason,
         jsonb_build_object('definitionId', d.id, 'version', d.version)
       from engine.process_definition d
       where ($1::text is null or d.process_key = $1) and ($2::timestamptz is null or d.deployed_at < $2)
       order by d.deployed_at desc limit $3),
     interventions as (
       select c.*
       from engine.history_command c join engine.process_instance i on i.id = c.root_instance_id
       where c.is_intervention and ($1::text is null or i.process_key = $1)
         and ($2::timestamptz is null or c.occurred_at < $2)
       order by c.occurred_at desc limit $3),
     events as (${interventions('interventions v join engine.process_instance i on i.id = v.root_instance_id')})
     select * from noted union all select * from published
     union all select command_id || ':' || kind, at, actor_kind, actor_id, kind, process_key, instance_id, element_id,
       reason, facts from events
     order by at desc, id desc limit $3`,
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
