/** Calendar entries as far as a person may read them, with the customer and whether he may move them. */
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable } from '../database/transaction.ts';
import type { RecordLink } from '../entities/entity-types.ts';
import { readLinks, type RowContext } from '../entities/record-rows.ts';
import type { OptionCatalogue } from '../entities/select-options.ts';
import { scopeFor } from '../rights/scope-for.ts';

export type ActivityKind = 'call' | 'meeting' | 'task' | 'email' | 'note' | 'visit';

export interface CalendarEntry {
  readonly id: string;
  readonly kind: ActivityKind;
  readonly subject: string;
  readonly start: string;
  readonly end: string;
  readonly allDay: boolean;
  readonly status: string;
  readonly owner: { readonly id: string; readonly name: string } | null;
  readonly customer: RecordLink | null;
  readonly userTaskId: string | null;
  readonly instanceId: string | null;
  readonly canMove: boolean;
  readonly version: number;
}

const HALF_AN_HOUR_MS = 30 * 60_000;
/** More entries than this cannot be drawn; the range is too wide. */
const CALENDAR_ENTRIES_MAX = 2000;

interface CalendarRow {
  readonly id: string;
  readonly kind: ActivityKind;
  readonly subject: string;
  readonly planned_start: Date;
  readonly planned_end: Date | null;
  readonly all_day: boolean;
  readonly status: string;
  readonly owner_id: string | null;
  readonly owner_name: string | null;
  readonly account_id: string | null;
  readonly contact_id: string | null;
  readonly user_task_id: string | null;
  readonly instance_id: string | null;
  readonly may_edit: boolean;
  readonly version: number;
}

export async function readEntries(
  reader: Queryable,
  request: { where: (parameters: SqlParameters) => string },
  ports: { context: RowContext; options: OptionCatalogue },
): Promise<CalendarEntry[]> {
  const { context } = ports;
  const parameters = new SqlParameters();
  const scope = (action: 'read' | 'edit') =>
    scopeFor({ ...context, entity: 'activity', action, alias: 'a', parameters });
  const { rows } = await reader.query<CalendarRow>(
    `select a.id, a.kind, a.subject, a.planned_start, a.planned_end, a.all_day, a.status, a.owner_id, u.name as owner_name,
            a.account_id, a.contact_id, a.user_task_id, a.instance_id, a.version, coalesce(${scope('edit')}, false) as may_edit
     from crm.activity a left join crm."user" u on u.id = a.owner_id
     where a.deleted_at is null and a.planned_start is not null and ${request.where(parameters)} and ${scope('read')}
     order by a.planned_start, a.id
     limit ${CALENDAR_ENTRIES_MAX}`,
    parameters.values,
  );
  const customers = await customersOf(reader, rows, context);
  const lists = await ports.options.load(reader);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    start: row.planned_start.toISOString(),
    end: (row.planned_end ?? new Date(row.planned_start.getTime() + HALF_AN_HOUR_MS)).toISOString(),
    allDay: row.all_day,
    status: row.status,
    owner: row.owner_id && row.owner_name ? { id: row.owner_id, name: row.owner_name } : null,
    customer: customers.get(row.account_id ?? '') ?? customers.get(row.contact_id ?? '') ?? null,
    userTaskId: row.user_task_id,
    instanceId: row.instance_id,
    canMove:
      row.may_edit && row.user_task_id === null && lists.baseState('activity.status', row.status) === 'open',
    version: row.version,
  }));
}

async function customersOf(
  reader: Queryable,
  rows: readonly CalendarRow[],
  context: RowContext,
): Promise<ReadonlyMap<string, RecordLink>> {
  const idsOf = (value: (row: CalendarRow) => string | null) => [
    ...new Set(rows.map(value).filter((id) => id !== null)),
  ];
  const accounts = await readLinks(
    reader,
    { entity: 'account', ids: idsOf((row) => row.account_id) },
    context,
  );
  const contacts = await readLinks(
    reader,
    { entity: 'contact', ids: idsOf((row) => row.contact_id) },
    context,
  );
  return new Map([...accounts, ...contacts].map((link) => [link.id, link]));
}
