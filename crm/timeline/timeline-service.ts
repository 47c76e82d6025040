/**
 * What happened to a record, newest first. The account's page also shows what happened to its tickets, contacts and
 * activities, a contact's to its tickets, deals and leads, a deal's to its quotes and orders; a record's page shows the
 * activities that are linked to it. Every event is shown only to those who may
 * read the record that it happened to, so a roll-up never tells more than the lists do.
 */
import { type Caller, rowContext } from '../caller.ts';
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable, Transactions } from '../database/transaction.ts';
import type { RecordLink } from '../entities/entity-types.ts';
import { invalid, isUuid } from '../entities/filter-sql.ts';
import { readLinkGroups, readRow, type RowContext } from '../entities/record-rows.ts';
import { entities, entityOf, fieldOf, findEntity } from '../entities/registry.ts';
import { mergedInto } from '../merge/redirects.ts';
import { recordNotFound } from '../entities/write-record.ts';
import type { CrmActor, CrmTransaction } from '../ports.ts';
import { fieldLevelOf } from '../rights/field-levels.ts';
import { scopeFor, type ParticipantSource } from '../rights/scope-for.ts';
import { accountsOf } from './accounts-of.ts';
import { appendEvents, type FieldChange, type RuleReason, type TimelineKind } from './append-events.ts';
import { partsSql, subjectsSql, type TimelinePart } from './timeline-parts.ts';

export interface TimelineItem {
  readonly id: string;
  readonly at: string;
  readonly kind: TimelineKind;
  readonly verb: string;
  readonly actor: { readonly kind: string; readonly id: string | null; readonly name: string | null };
  /** The record it happened to, when it is not the page's own. */
  readonly record: RecordLink | null;
  readonly instance: {
    readonly id: string;
    readonly processName: string;
    readonly elementId: string | null;
    readonly elementName: string | null;
  } | null;
  readonly changes: FieldChange[];
  readonly text: string | null;
  /** The rule by which it happened, and what held of it then. */
  readonly because: {
    readonly label: RuleReason['label'];
    readonly held: RuleReason['held'][number][];
  } | null;
}

/** A step of a process as the timeline of its record shows it. */
export interface ProcessTimelineEvent {
  /** Id of the history event it tells of: the same event is shown once, however often it is delivered. */
  readonly id: string;
  readonly occurredAt: Date;
  readonly actor: CrmActor;
  /** process_started, task_done, process_ended … */
  readonly verb: string;
  readonly record: { readonly entity: string; readonly id: string };
  readonly instance: NonNullable<CrmActor['instance']>;
  readonly text?: string | null;
}

export interface TimelineQuery {
  readonly entity: string;
  readonly id: string;
  /** Only these parts of what happened; all when left out. */
  readonly parts?: readonly TimelinePart[];
  readonly cursor?: string;
  readonly limit: number;
}

export interface TimelineService {
  /** @throws CrmRejection CRM_RECORD_NOT_FOUND, CRM_FILTER_INVALID */
  read(caller: Caller, request: TimelineQuery): Promise<{ items: TimelineItem[]; nextCursor: string | null }>;
  /** Projects steps of processes onto the timelines of their records; idempotent by (id, occurredAt). */
  appendProcessEvents(
    events: readonly ProcessTimelineEvent[],
    transaction?: CrmTransaction | null,
  ): Promise<void>;
}

interface EventRow {
  readonly id: string;
  readonly occurred_at: Date;
  /** With microseconds, for the cursor. */
  readonly occurred_at_text: string;
  readonly actor_kind: string;
  readonly actor_id: string | null;
  readonly actor_name: string | null;
  readonly kind: TimelineKind;
  readonly verb: string;
  readonly entity: string;
  readonly record_id: string;
  readonly record_version: number | null;
  readonly instance_id: string | null;
  readonly element_id: string | null;
  readonly data: {
    changes?: FieldChange[];
    text?: string;
    processName?: string;
    elementName?: string | null;
    because?: RuleReason;
  };
}

export function createTimelineService(ports: {
  readonly transactions: Transactions;
  readonly participants: ParticipantSource | null;
}): TimelineService {
  const { transactions, participants } = ports;
  return {
    async read(caller, request) {
      const reader = transactions.reader(caller.transaction);
      const context = rowContext(caller, participants);
      const definition = entityOf(request.entity);
      const own = await readRow(reader, { definition, id: request.id, lock: false }, context);
      if (!own) throw recordNotFound(request.entity, request.id);
      const limit = Math.min(Math.max(1, request.limit), 200);
      const merged = await mergedInto(reader, request.id);
      const rows = await readEvents(reader, { ...request, merged, limit: limit + 1 }, context);
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        items: await itemsOf(reader, { rows: page, pageRecordId: request.id }, context),
        nextCursor: rows.length > limit && last ? encodeCursor(last) : null,
      };
    },
    async appendProcessEvents(events, transaction) {
      if (events.length === 0) return;
      await transactions.run(transaction, async (unit) => {
        const accounts = await accountsOf(
          unit.client,
          events.map(({ record }) => record),
        );
        await appendEvents(
          unit.client,
          events.map((event) => ({
            ...event,
            kind: 'process',
            entity: event.record.entity,
            recordId: event.record.id,
            accountId: accounts.get(event.record.id) ?? null,
          })),
        );
        for (const event of events) {
          unit.changed({
            entity: event.record.entity,
            recordId: event.record.id,
            change: 'changed',
            version: null,
          });
        }
      });
    },
  };
}

async function readEvents(
  reader: Queryable,
  request: TimelineQuery & { readonly merged: readonly string[] },
  context: RowContext,
): Promise<EventRow[]> {
  const parameters = new SqlParameters();
  const subjects = [...subjectsSql(request, parameters)];
  // What happened to those that were merged into it happened to it; whoever reads it reads that, too.
  const merged = request.merged.length > 0 ? parameters.add(request.merged, 'uuid[]') : null;
  const isMerged =
    merged === null
      ? 'false'
      : `(e.entity = ${parameters.add(request.entity, 'text')} and e.record_id = any(${merged}))`;
  subjects.push(isMerged);
  // That something was merged into this one is told once, from this side.
  const isTold = merged === null ? 'true' : `not (e.verb = 'merged_into' and e.record_id = any(${merged}))`;
  if (merged !== null && request.entity === 'account') subjects.push(`e.account_id = any(${merged})`);
  const after = request.cursor ? afterCursor(request.cursor, parameters) : 'true';
  const { rows } = await reader.query<EventRow>(
    `select e.id, e.occurred_at, e.occurred_at::text as occurred_at_text, e.actor_kind, e.actor_id, coalesce(u.name, i.file_name) as actor_name,
            e.kind, e.verb, e.entity, e.record_id, e.record_version, e.instance_id, e.element_id, e.data
     from crm.event e
     left join crm."user" u on u.id = e.actor_id and e.actor_kind = 'user'
     -- What an import wrote bears the name of its file.
     left join crm.import_job i on i.id = e.actor_id and e.actor_kind = 'import'
     where (${subjects.join(' or ')}) and ${partsSql(request.parts)} and ${after} and ${isTold} and (${isMerged} or ${readableSql(context, parameters)})
     order by e.occurred_at desc, e.id desc
     limit ${parameters.add(request.limit, 'int')}`,
    parameters.values,
  );
  return rows;
}

/** The event's own record must be readable; what is in the bin stays readable in history. */
function readableSql(context: RowContext, parameters: SqlParameters): string {
  const parts = entities.map((definition) => {
    const scope = scopeFor({
      ...context,
      entity: definition.entity,
      action: 'read',
      alias: 'seen',
      parameters,
    });
    if (scope === 'false') return null;
    const isEntity = `e.entity = '${definition.entity}'`;
    if (scope === 'true') return isEntity;
    return `(${isEntity} and exists (select from ${definition.table} seen where seen.id = e.record_id and ${scope}))`;
  });
  const readable = parts.filter((part) => part !== null);
  return readable.length > 0 ? readable.join(' or ') : 'false';
}

async function itemsOf(
  reader: Queryable,
  request: { rows: readonly EventRow[]; pageRecordId: string },
  context: RowContext,
): Promise<TimelineItem[]> {
  const { rows, pageRecordId } = request;
  const others = rows.filter((row) => row.record_id !== pageRecordId);
  const links = await linksByKey(
    reader,
    [
      ...others.map((row) => ({ entity: row.entity, id: row.record_id })),
      ...rows.flatMap((row) => referencesIn(row)),
    ],
    context,
  );
  const told = (row: EventRow) => changesOf(row).filter((change) => isShown(row, change, context));
  return rows.map((row) => ({
    id: row.id,
    at: row.occurred_at.toISOString(),
    kind: row.kind,
    verb: row.verb,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name ?? actorNameFromProcess(row) },
    record: row.record_id === pageRecordId ? null : (links.get(`${row.entity}:${row.record_id}`) ?? null),
    instance: row.instance_id
      ? {
          id: row.instance_id,
          processName: row.data.processName ?? '',
          elementId: row.element_id,
          elementName: row.data.elementName ?? null,
        }
      : null,
    changes: told(row).flatMap((change) => named(row, change, links)),
    text: row.data.text ?? null,
    // Why a field changed tells of the field.
    because: row.data.because && told(row).length > 0 ? reasonIn(row.data.because) : null,
  }));
}

function reasonIn({ label, held }: RuleReason): TimelineItem['because'] {
  return { label, held: [...held] };
}

/** What a record began with stands on its page; the timeline tells what changed since. */
function changesOf(row: EventRow): readonly FieldChange[] {
  return row.record_version === 1 ? [] : (row.data.changes ?? []);
}

/** A field that is hidden from the reader is hidden in history, too. */
function isShown(row: EventRow, change: FieldChange, context: RowContext): boolean {
  const definition = findEntity(row.entity);
  return (
    !definition || context.byProcess || fieldLevelOf(context.user, definition, change.field) !== 'hidden'
  );
}

function referenceOf(row: EventRow, change: FieldChange): string | null {
  const definition = findEntity(row.entity);
  return (definition && fieldOf(definition, change.field)?.referenceEntity) ?? null;
}

function referencesIn(row: EventRow): { entity: string; id: string }[] {
  return changesOf(row).flatMap((change) => {
    const entity = referenceOf(row, change);
    if (entity === null) return [];
    return [change.from, change.to].flatMap((id) => (typeof id === 'string' ? [{ entity, id }] : []));
  });
}

/** References by their title; a change that names what the reader may not see is not told. */
function named(row: EventRow, change: FieldChange, links: ReadonlyMap<string, RecordLink>): FieldChange[] {
  const entity = referenceOf(row, change);
  if (entity === null) return [change];
  const from = typeof change.from === 'string' ? links.get(`${entity}:${change.from}`) : null;
  const to = typeof change.to === 'string' ? links.get(`${entity}:${change.to}`) : null;
  return from === undefined || to === undefined ? [] : [{ field: change.field, from, to }];
}

async function linksByKey(
  reader: Queryable,
  wanted: readonly { readonly entity: string; readonly id: string }[],
  context: RowContext,
): Promise<ReadonlyMap<string, RecordLink>> {
  const groups = [...new Set(wanted.map((one) => one.entity))].map((entity) => ({
    entity,
    ids: [...new Set(wanted.filter((one) => one.entity === entity).map((one) => one.id))],
  }));
  const links = await readLinkGroups(reader, groups, context);
  return new Map(links.map((link) => [`${link.entity}:${link.id}`, link]));
}

function actorNameFromProcess(row: EventRow): string | null {
  return row.actor_kind === 'process' ? (row.data.processName ?? null) : null;
}

function encodeCursor(row: EventRow): string {
  return Buffer.from(JSON.stringify([row.occurred_at_text, row.id])).toString('base64url');
}

function afterCursor(cursor: string, parameters: SqlParameters): string {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    parts = null;
  }
  const [at, id] = Array.isArray(parts) ? (parts as unknown[]) : [];
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at)) || !isUuid(id)) {
    throw invalid('Expected a cursor as the page before gave it.');
  }
  return `(e.occurred_at, e.id) < (${parameters.add(at, 'timestamptz')}, ${parameters.add(id, 'uuid')})`;
}
