/**
 * Who changed what: field by field on one record, for everybody who reads it, with the way back; and over everything
 * for administrators. Both read the timeline's events; a value is restored through the normal write, with the rights
 * of whoever restores it.
 */
import type { Pool } from 'pg';
import { type Caller, rowContext } from '../caller.ts';
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable, Transactions } from '../database/transaction.ts';
import type { RecordView } from '../entities/entity-types.ts';
import { isUuid, invalid } from '../entities/filter-sql.ts';
import { readLinkGroups, readRow, type RowContext } from '../entities/record-rows.ts';
import type { RecordService } from '../entities/record-service.ts';
import { entityOf, fieldOf, findEntity } from '../entities/entity-table.ts';
import { recordNotFound } from '../entities/write-record.ts';
import { CrmRejection } from '../errors.ts';
import { definitionFor } from '../rights/field-levels.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';
import type { FieldChange } from '../timeline/append-events.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import { type ChainReport, sealEvents, verifyEvents } from './event-seals.ts';
import { type ChangedSetting, tellOfSetting } from './tell-of-setting.ts';

export interface FieldHistoryItem {
  readonly eventId: string;
  readonly at: string;
  readonly actor: { readonly kind: string; readonly id: string | null; readonly name: string | null };
  readonly processName: string | null;
  readonly instanceId: string | null;
  readonly field: string;
  /** References as their record, where the reader may see it. */
  readonly from: unknown;
  readonly to: unknown;
  /** Whether the reader may write the former value back. */
  readonly canRestore: boolean;
}

export interface AuditItem {
  readonly id: string;
  readonly at: string;
  readonly actor: { readonly kind: string; readonly id: string | null; readonly name: string | null };
  readonly verb: string;
  readonly entity: string;
  readonly recordId: string;
  readonly processName: string | null;
  readonly text: string | null;
  /** What the record is called now, also in the bin; null where its kind has no records, or it is gone. */
  readonly title: string | null;
  readonly changes: FieldChange[];
}

export interface AuditFilter {
  readonly actorId?: string;
  readonly entity?: string;
  readonly recordId?: string;
  readonly verb?: string;
  /** Searched in names and values. */
  readonly q?: string;
  readonly from?: string;
  readonly to?: string;
  readonly cursor?: string;
  readonly limit: number;
}

export interface AuditService {
  /** Newest first. @throws CrmRejection CRM_RECORD_NOT_FOUND */
  fieldHistory(caller: Caller, record: { entity: string; id: string }): Promise<FieldHistoryItem[]>;
  /** Writes the value from before the event back. @throws CrmRejection as a write does; CRM_EVENT_NOT_FOUND */
  restoreValue(
    caller: Caller,
    request: { entity: string; id: string; eventId: string; field: string; version: number },
  ): Promise<RecordView>;
  /** Over everything, newest first; for administrators only, which the host checks. */
  search(caller: Caller, filter: AuditFilter): Promise<{ items: AuditItem[]; nextCursor: string | null }>;
  /** Tells of a setting that the host keeps itself, in the caller's transaction; what is as it was is not told. */
  tellOfSetting(caller: Caller, change: ChangedSetting): Promise<void>;
  /** Seals new events; called by a schedule, now and then for all months. */
  seal(range: { readonly from: Date; readonly to: Date }): Promise<number>;
  verify(): Promise<ChainReport[]>;
}

interface EventRow {
  readonly id: string;
  readonly occurred_at: Date;
  readonly occurred_at_text: string;
  readonly actor_kind: string;
  readonly actor_id: string | null;
  readonly actor_name: string | null;
  readonly verb: string;
  readonly entity: string;
  readonly record_id: string;
  readonly instance_id: string | null;
  readonly data: { changes?: FieldChange[]; text?: string; processName?: string };
}

const COLUMNS = `
  e.id, e.occurred_at, e.occurred_at::text as occurred_at_text, e.actor_kind, e.actor_id, u.name as actor_name,
  e.verb, e.entity, e.record_id, e.instance_id, e.data`;

/** A record that was changed more often is read from its latest changes on. */
const EVENTS_MAX = 500;

const SELECT_HISTORY = `
  select ${COLUMNS}
  from crm.event e
  left join crm."user" u on u.id = e.actor_id and e.actor_kind = 'user'
  where e.entity = $1 and e.record_id = $2 and e.data ? 'changes'
  order by e.occurred_at desc, e.id desc
  limit ${EVENTS_MAX}`;

export function createAuditService(ports: {
  readonly pool: Pool;
  readonly transactions: Transactions;
  readonly records: RecordService;
  readonly participants: ParticipantSource | null;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
}): AuditService {
  const { pool, transactions, records, participants, clock, ids } = ports;
  return {
    async fieldHistory(caller, { entity, id }) {
      const reader = transactions.reader(caller.transaction);
      const context = rowContext(caller, participants);
      const definition = definitionFor(entityOf(entity), context);
      const row = await readRow(reader, { definition, id, lock: false }, context);
      if (!row) throw recordNotFound(entity, id);
      const { rows } = await reader.query<EventRow>(SELECT_HISTORY, [entity, id]);
      const items = rows.flatMap((event) =>
        (event.data.changes ?? []).flatMap((change): FieldHistoryItem[] => {
          const field = fieldOf(definition, change.field);
          // What is hidden from the reader is hidden here.
          if (!field) return [];
          return [
            {
              eventId: event.id,
              ...authorOf(event),
              field: change.field,
              from: change.from,
              to: change.to,
              canRestore: row.may_edit && !field.readOnly && event.verb !== 'created',
            },
          ];
        }),
      );
      const named = await nameReferences(
        reader,
        items.map((change) => ({ entity, change })),
        context,
      );
      return items.map((item) => ({ ...item, ...named(entity, item) }));
    },

    async restoreValue(caller, { entity, id, eventId, field, version }) {
      const reader = transactions.reader(caller.transaction);
      const { rows } = await reader.query<EventRow>(
        `select ${COLUMNS} from crm.event e left join crm."user" u on false
         where e.id = $1 and e.entity = $2 and e.record_id = $3`,
        [eventId, entity, id],
      );
      const change = rows[0]?.data.changes?.find((one) => one.field === field);
      if (!change) {
        // To whoever may not see the record there is no such event either.
        await records.get(caller, { entity, id });
        throw new CrmRejection(
          'CRM_EVENT_NOT_FOUND',
          `Expected event '${eventId}' to have changed '${field}'.`,
          {
            eventId,
            field,
          },
        );
      }
      return records.update(caller, { entity, id, version, fields: { [field]: change.from } });
    },

    async search(caller, filter) {
      const parameters = new SqlParameters();
      const limit = Math.min(Math.max(1, filter.limit), 200);
      const where = auditConditions(filter, parameters);
      const { rows } = await pool.query<EventRow>(
        `select ${COLUMNS}
         from crm.event e
         left join crm."user" u on u.id = e.actor_id and e.actor_kind = 'user'
         where ${where.join(' and ')}
         order by e.occurred_at desc, e.id desc
         limit ${parameters.add(limit + 1, 'int')}`,
        parameters.values,
      );
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      const named = await nameReferences(
        pool,
        page.flatMap((event) =>
          (event.data.changes ?? []).map((change) => ({ entity: event.entity, change })),
        ),
        rowContext(caller, participants),
      );
      const titles = await titlesOf(pool, page);
      return {
        items: page.map((event) => ({
          id: event.id,
          ...authorOf(event),
          title: titles.get(event.record_id) ?? null,
          verb: event.verb,
          entity: event.entity,
          recordId: event.record_id,
          text: event.data.text ?? null,
          changes: (event.data.changes ?? []).map((change) => named(event.entity, change)),
        })),
        nextCursor: rows.length > limit && last ? `${last.occurred_at_text}~${last.id}` : null,
      };
    },
    tellOfSetting: (caller, change) =>
      transactions.run(caller.transaction, ({ client }) =>
        tellOfSetting(client, caller, { ...change, clock, ids }),
      ),
    seal: (range) => sealEvents(pool, range),
    verify: () => verifyEvents(pool),
  };
}

/** Names of the records that events are about. Who reads the audit may see all of them, the bin included. */
async function titlesOf(
  reader: Queryable,
  events: readonly EventRow[],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, Set<string>>();
  for (const { entity, record_id: id } of events)
    if (findEntity(entity)) ids.set(entity, (ids.get(entity) ?? new Set()).add(id));
  if (ids.size === 0) return new Map();
  const parameters = new SqlParameters();
  const selects = [...ids].map(([entity, wanted]) => {
    const { table, titleSql } = entityOf(entity);
    return `select r.id, ${titleSql('r')} as title from ${table} r
      where r.id = any(${parameters.add([...wanted], 'uuid[]')})`;
  });
  const { rows } = await reader.query<{ id: string; title: string }>(
    selects.join(' union all '),
    parameters.values,
  );
  return new Map(rows.map(({ id, title }) => [id, title]));
}

/** Changes of references with the records that they name, null where the reader may not see them. */
async function nameReferences(
  reader: Queryable,
  changes: readonly { readonly entity: string; readonly change: FieldChange }[],
  context: RowContext,
): Promise<(entity: string, change: FieldChange) => FieldChange> {
  const targetOf = (entity: string, field: string): string | null => {
    const definition = findEntity(entity);
    return (definition && fieldOf(definition, field)?.referenceEntity) ?? null;
  };
  const ids = new Map<string, Set<string>>();
  for (const { entity, change } of changes) {
    const target = targetOf(entity, change.field);
    if (target === null) continue;
    const wanted = ids.get(target) ?? new Set<string>();
    for (const one of [change.from, change.to]) if (isUuid(one)) wanted.add(one);
    ids.set(target, wanted);
  }
  const groups = [...ids].map(([entity, wanted]) => ({ entity, ids: [...wanted] }));
  const links = await readLinkGroups(reader, groups, context);
  const known = new Map(links.map((link) => [`${link.entity}:${link.id}`, link]));
  return (entity, { field, from, to }) => {
    const target = targetOf(entity, field);
    if (target === null) return { field, from, to };
    const named = (value: unknown): unknown =>
      typeof value === 'string' ? (known.get(`${target}:${value}`) ?? null) : value;
    return { field, from: named(from), to: named(to) };
  };
}

function authorOf(event: EventRow) {
  return {
    at: event.occurred_at.toISOString(),
    actor: { kind: event.actor_kind, id: event.actor_id, name: event.actor_name },
    processName: event.data.processName ?? null,
    instanceId: event.instance_id,
  };
}

function auditConditions(filter: AuditFilter, parameters: SqlParameters): string[] {
  const where = ['true'];
  if (filter.actorId) where.push(`e.actor_id = ${parameters.add(filter.actorId, 'uuid')}`);
  if (filter.entity) where.push(`e.entity = ${parameters.add(filter.entity, 'text')}`);
  if (filter.recordId) where.push(`e.record_id = ${parameters.add(filter.recordId, 'uuid')}`);
  if (filter.verb) where.push(`e.verb = ${parameters.add(filter.verb, 'text')}`);
  if (filter.from) where.push(`e.occurred_at >= ${parameters.add(filter.from, 'timestamptz')}`);
  if (filter.to) where.push(`e.occurred_at < ${parameters.add(filter.to, 'timestamptz')}`);
  if (filter.q?.trim())
    where.push(`position(lower(${parameters.add(filter.q.trim(), 'text')}) in lower(e.data::text)) > 0`);
  if (filter.cursor) {
    const [at, id] = filter.cursor.split('~');
    if (!at || Number.isNaN(Date.parse(at)) || !isUuid(id))
      throw invalid('Expected a cursor as the page before gave it.');
    where.push(
      `(e.occurred_at, e.id) < (${parameters.add(at, 'timestamptz')}, ${parameters.add(id, 'uuid')})`,
    );
  }
  return where;
}
