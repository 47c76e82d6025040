/**
 * The instance card: everything of one instance that lives now, and of the instances that it called. One snapshot, read
 * over the root by the narrow indexes of the runtime tables.
 */
import type { EngineViews, InstanceView } from '../engine.ts';
import { LIMITS_NEAR } from '../execution/apply.ts';
import type { IncidentRow, UserTaskRow } from '../execution/state.ts';
import type { Database } from '../store/postgres/connection.ts';
import { instanceOf, withIsoInstants } from '../store/postgres/row-shape.ts';
import type { StoredInstance } from '../store/postgres/row-shape.ts';
import { isUuid } from '../store/postgres/encode.ts';
import type { DefinitionLookup } from '../store/store-port.ts';

/** A card shows so many tasks, tokens or children of one instance; the lists page through the rest. */
const SHOWN_MAX = 500;

const CARD = `
with recursive own as (
    select i.* from engine.process_instance i where i.id = $1
    union all
    select c.* from own o join engine.process_instance c
      on c.root_instance_id = o.root_instance_id and c.id <> c.root_instance_id and c.parent_instance_id = o.id)
select row_to_json(r) as instance,
  (select version from engine.process_instance where id = r."rootId") as revision,
  (select coalesce(json_agg(row_to_json(t)), '[]') from (
    select t.* from engine.user_task_row t where t."rootId" = r."rootId" and t."instanceId" = r.id
    order by t.id desc limit ${SHOWN_MAX}) t) as "userTasks",
  (select coalesce(json_agg(row_to_json(x) order by x.id), '[]') from engine.incident_row x
    where x."rootId" = r."rootId" and x."instanceId" in (select id from own)) as incidents,
  (select coalesce(json_agg(json_build_object('jobId', j.id, 'elementId', j.element_id, 'dueAt', j.due_at,
      'instanceId', j.instance_id) order by j.due_at), '[]') from engine.job j
    where j.root_instance_id = r."rootId" and j.kind = 'timer' and j.instance_id = r.id) as timers,
  (select coalesce(json_agg(row_to_json(k)), '[]') from (
    select t.id as "tokenId", t.instance_id as "instanceId", t.element_id as "elementId", t.entered_at as since, t.state, (
        select substr(j.handler, length('process:') + 1) from engine.job j
        where j.root_instance_id = t.root_instance_id and j.token_id = t.id and j.handler like 'process:%' limit 1) as "heldBy"
    from engine.token t where t.root_instance_id = r."rootId" and t.instance_id = r.id
    order by t.id limit ${SHOWN_MAX}) k) as waiting,
  (select coalesce(json_agg(json_build_object('elementId', s.element_id, 'since', t.entered_at,
      'completed', (s.memo -> s.element_id ->> 'completed')::int,
      'total', (s.memo -> s.element_id ->> 'total')::int) order by s.id), '[]')
    from engine.scope s join engine.token t on t.id = s.token_id
    where s.root_instance_id = r."rootId" and s.instance_id = r.id and s.kind = 'body') as repetitions,
  (select coalesce(json_agg(row_to_json(c)), '[]') from (
    select c.id, c.process_key as "processKey", c.status, (
        select h.data -> 'token' ->> 'elementId' from engine.history_event h
        where h.root_instance_id = r."rootId" and h.kind = 'ElementActivated'
          and h.data -> 'token' ->> 'id' = c.parent_token_id::text limit 1) as "parentElementId"
    from engine.process_instance c where c.root_instance_id = r."rootId" and c.id <> c.root_instance_id
      and c.parent_instance_id = r.id order by c.id limit ${SHOWN_MAX}) c) as children,
  (select coalesce(json_agg(json_build_object('variable', l.variable, 'entity', l.entity, 'recordId', l.record_id)
      order by l.variable), '[]') from engine.record_link l where l.instance_id = r.id) as records
from engine.instance_row r where r.id = $1`;

interface CardRow {
  readonly instance: StoredInstance;
  readonly revision: number;
  readonly userTasks: UserTaskRow[];
  readonly incidents: IncidentRow[];
  readonly timers: InstanceView['timers'];
  readonly waiting: (InstanceView['waiting'][number] & { since: string })[];
  readonly repetitions: InstanceView['repetitions'];
  readonly children: InstanceView['children'];
  readonly records: InstanceView['records'];
}

export function instanceView({ pool }: Database, definitions: DefinitionLookup): EngineViews['instance'] {
  return async (id) => {
    if (!isUuid(id)) return null;
    const { rows } = await pool.query<CardRow>(CARD, [id]);
    const [card] = rows;
    if (!card) return null;
    const stored = withIsoInstants(card.instance);
    const found = await definitions.get(stored.definitionId);
    return {
      ...instanceOf(stored),
      definitionVersion: found?.row.version ?? 0,
      processName: found?.row.name ?? stored.processKey,
      revision: card.revision,
      variables: stored.variables,
      userTasks: card.userTasks.map(withIsoInstants).reverse(),
      incidents: card.incidents.map(withIsoInstants),
      timers: card.timers.map(withIsoInstants),
      waiting: card.waiting.map((token) => ({ ...token, since: new Date(token.since).toISOString() })),
      repetitions: card.repetitions.map((one) => ({ ...one, since: new Date(one.since).toISOString() })),
      limitsNear: limitsNearOf(stored),
      children: card.children,
      records: card.records,
    };
  };
}

function limitsNearOf({ memo }: StoredInstance): InstanceView['limitsNear'] {
  const near = (memo[LIMITS_NEAR] ?? {}) as Readonly<
    Record<string, Omit<InstanceView['limitsNear'][number], 'limit'>>
  >;
  return Object.entries(near).map(([limit, rest]) => ({ limit, ...rest }));
}
