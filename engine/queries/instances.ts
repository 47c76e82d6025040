/** The list of instances: newest first by id (ids rise with time), root instances only, paged by keyset. */
import type { EngineViews, InstanceFilter, InstanceListItem } from '../engine.ts';
import type { InstanceStatus } from '../execution/state.ts';
import type { Database } from '../store/postgres/connection.ts';
import { isUuid } from '../store/postgres/encode.ts';
import { withIsoInstants } from '../store/postgres/row-shape.ts';
import type { DefinitionLookup } from '../store/store-port.ts';
import { Conditions, cursorFrom, limitFor, pageOf } from './query.ts';

interface ListRow {
  readonly id: string;
  readonly processKey: string;
  readonly definitionId: string;
  readonly businessKey: string | null;
  readonly status: InstanceStatus;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly initiator: string | null;
  readonly incidentCount: number;
  readonly suspended: boolean;
  readonly current: {
    elementId: string;
    name: string | null;
    assignee: string | null;
    dueAt: string | null;
  }[];
  readonly records: InstanceListItem['records'];
}

const CURRENT_MAX = 10;

const COLUMNS = `i.id, i.process_key as "processKey", i.definition_id as "definitionId",
  i.business_key as "businessKey", i.status, i.started_at as "startedAt", i.ended_at as "endedAt", i.initiator,
  i.suspended,
  (select count(*)::int from engine.incident x where x.root_instance_id = i.id) as "incidentCount",
  (select coalesce(json_agg(row_to_json(c)), '[]') from (
    select k.element_id as "elementId", t.name, t.assignee, t.due_at as "dueAt"
    from engine.token k left join engine.user_task t
      on t.root_instance_id = k.root_instance_id and t.token_id = k.id and t.state in ('planned', 'ready')
    where k.root_instance_id = i.id and k.state = 'waiting' order by k.id limit ${CURRENT_MAX}) c) as current,
  (select coalesce(json_agg(json_build_object('variable', l.variable, 'entity', l.entity, 'recordId', l.record_id)
      order by l.variable), '[]') from engine.record_link l where l.instance_id = i.id) as records`;

export function instancesView({ pool }: Database, definitions: DefinitionLookup): EngineViews['instances'] {
  return async (filter) => {
    const conditions = conditionsOf(filter);
    const { rows } = await pool.query<ListRow>(
      `select ${COLUMNS} from engine.process_instance i ${conditions.where}
       order by i.id desc limit ${conditions.parameter(limitFor(filter.limit))}`,
      conditions.values,
    );
    const items = await Promise.all(rows.map((row) => itemOf(row, definitions)));
    return pageOf(items, filter.limit, (item) => [item.id]);
  };
}

function conditionsOf(filter: InstanceFilter): Conditions {
  const conditions = new Conditions();
  const { visibleKeys, involving, record, search, status, processKey } = filter;
  conditions.add('i.id = i.root_instance_id');
  const after = cursorFrom(filter.cursor, 1);
  if (after && isUuid(after[0]!)) conditions.add('i.id < ?', after[0]);
  if (visibleKeys !== 'all') conditions.add(visibleCondition(conditions, visibleKeys, involving));
  if (processKey !== undefined) conditions.add('i.process_key = ?', processKey);
  if (status !== undefined) conditions.add('i.status = ?', status);
  if (filter.withIncident) {
    conditions.add('exists (select 1 from engine.incident x where x.root_instance_id = i.id)');
  }
  if (filter.suspended !== undefined) conditions.add('i.suspended = ?', filter.suspended);
  if (record) {
    conditions.add(
      `i.id in (select l.root_instance_id from engine.record_link l where l.entity = ? and l.record_id = any(?::text[]))`,
      record.entity,
      [record.recordId, ...(record.formerIds ?? [])],
    );
  }
  if (search) {
    conditions.add(
      `(i.business_key ilike ? or i.process_key ilike ? or i.definition_id in (
         select d.id from engine.process_definition d where d.name ilike ?) or i.id::text = ?)`,
      ...[pattern(search), pattern(search), pattern(search), search.toLowerCase()],
    );
  }
  return conditions;
}

function pattern(search: string): string {
  return `%${search.replace(/[\\%_]/g, '\\$&')}%`;
}

/** Those of the processes one may watch, and those one takes part in. */
function visibleCondition(conditions: Conditions, keys: readonly string[], involving: string | null): string {
  const visible = `i.process_key = any (${conditions.parameter(keys)}::text[])`;
  return involving === null ? visible : `(${visible} or ${involvedCondition(conditions, involving)})`;
}

function involvedCondition(conditions: Conditions, user: string): string {
  const parameter = conditions.parameter(user);
  return `(i.initiator = ${parameter} or exists (select 1 from engine.user_task t
    where t.root_instance_id = i.id and (t.assignee = ${parameter} or t.completed_by = ${parameter})))`;
}

async function itemOf(row: ListRow, definitions: DefinitionLookup): Promise<InstanceListItem> {
  const found = await definitions.get(row.definitionId);
  const elements = found?.definition.model.elements;
  return {
    ...row,
    processName: found?.row.name ?? row.processKey,
    version: found?.row.version ?? 0,
    startedAt: row.startedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    current: row.current.map((one) => ({
      ...withIsoInstants(one),
      name: one.name ?? elements?.get(one.elementId)?.name ?? null,
    })),
  };
}
