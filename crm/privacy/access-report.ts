/**
 * What the company holds about a person, as far as whoever makes the report may read it: who has the right to export
 * the record may make one, each record goes through the rights predicate, hidden fields stay hidden, and what was left
 * out is counted. The host adds what lies with it: mails, forms, processes, contents of files.
 */
import { actorOf, type Caller, rowContext } from '../caller.ts';
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable, Transactions } from '../database/transaction.ts';
import type { EntityDefinition, LocalizedText, RecordView } from '../entities/entity-types.ts';
import { fieldOf, findEntity } from '../entities/entity-table.ts';
import {
  type RecordRow,
  ROW_ALIAS,
  type RowContext,
  selectListSql,
  viewsOfRows,
} from '../entities/record-rows.ts';
import { entityOf } from '../entities/registry.ts';
import { recordNotFound } from '../entities/write-record.ts';
import { CrmRejection } from '../errors.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import { definitionFor } from '../rights/field-levels.ts';
import { type ParticipantSource, scopeFor } from '../rights/scope-for.ts';
import { appendEvents, type FieldChange } from '../timeline/append-events.ts';
import {
  findPerson,
  keysOfPerson,
  type Person,
  type PersonRef,
  type RecordKey,
  relatedRecords,
} from './person.ts';

export interface ReportedRecord {
  readonly entity: string;
  readonly id: string;
  readonly number: string | null;
  readonly title: string;
  readonly createdAt: string;
  readonly inBin: boolean;
  readonly fields: readonly {
    readonly key: string;
    readonly label: LocalizedText;
    readonly value: unknown;
  }[];
}

export interface PersonReport {
  readonly person: RecordKey & { readonly number: string | null; readonly title: string };
  readonly madeAt: string;
  readonly madeBy: { readonly id: string; readonly name: string };
  /** The person's own records first. */
  readonly records: readonly ReportedRecord[];
  readonly addresses: readonly Readonly<Record<string, unknown>>[];
  readonly organisations: readonly Readonly<Record<string, unknown>>[];
  readonly relations: readonly Readonly<Record<string, unknown>>[];
  readonly consents: readonly Readonly<Record<string, unknown>>[];
  readonly comments: readonly Readonly<Record<string, unknown>>[];
  readonly files: readonly ReportedFile[];
  readonly timeline: readonly ReportedEvent[];
  /** Records about the person that whoever made the report may not read. */
  readonly leftOut: number;
}

export interface ReportedFile {
  readonly id: string;
  readonly name: string;
  readonly mime: string;
  readonly size: number;
  readonly sha256: string;
  readonly createdAt: Date;
  readonly entity: string;
  readonly recordId: string;
}

export interface ReportedEvent {
  readonly id: string;
  readonly at: Date;
  readonly actor: string | null;
  readonly verb: string;
  readonly entity: string;
  readonly recordId: string;
  readonly text: string | null;
  readonly process: string | null;
  readonly changes: readonly FieldChange[];
}

export interface AccessReportService {
  /** @throws CrmRejection CRM_RECORD_NOT_FOUND, CRM_FORBIDDEN */
  make(caller: Caller, person: PersonRef): Promise<PersonReport>;
  /** Keeps in the history that a report was taken. */
  keep(caller: Caller, person: PersonRef, form: string): Promise<void>;
}

const ADDRESSES = `
  select p.party_type as entity, p.party_id as "recordId", p.kind, p.raw as value, p.label, p.status, p.is_primary as main,
    p.created_at as "createdAt"
  from crm.comm_point p where p.party_id = any($1::uuid[]) order by p.kind, p.created_at`;
const ORGANISATIONS = `
  select a.id as "accountId", a.name, k.role, k.position_text as position, k.started_on::text as from, k.ended_on::text as to
  from crm.account_contact k join crm.account a on a.id = k.account_id
  where k.contact_id = any($1::uuid[]) and a.id = any($2::uuid[]) order by k.created_at`;
const RELATIONS = `
  select r.kind, r.from_contact_id as "fromContactId", r.to_contact_id as "toContactId", r.created_at as "createdAt"
  from crm.contact_relation r where r.from_contact_id = any($1::uuid[]) or r.to_contact_id = any($1::uuid[])`;
const CONSENTS = `
  select c.party_type as entity, c.channel, c.purpose, c.state, c.source, c.proof, c.at, u.name as by
  from crm.consent c left join crm."user" u on u.id = c.actor_id and c.actor_kind = 'user'
  where c.party_id = any($1::uuid[]) order by c.at, c.id`;
const COMMENTS = `
  select c.entity, c.record_id as "recordId", c.created_at as at, u.name as by, c.body as text
  from crm.comment c left join crm."user" u on u.id = c.author_id
  where c.record_id = any($1::uuid[]) and c.deleted_at is null order by c.created_at, c.id`;
const FILES = `
  select f.id, f.name, f.mime, f.size::float8 as size, f.sha256, f.created_at as "createdAt", r.entity, r.record_id as "recordId"
  from crm.record_file r join crm.file f on f.id = r.file_id
  where r.record_id = any($1::uuid[]) and r.deleted_at is null order by r.created_at, f.id`;
const EVENTS = `
  select e.id, e.occurred_at as at, coalesce(u.name, e.actor_kind) as actor, e.verb, e.entity, e.record_id as "recordId",
    e.data->>'text' as text, e.data->>'processName' as process, coalesce(e.data->'changes', '[]') as changes
  from crm.event e left join crm."user" u on u.id = e.actor_id and e.actor_kind = 'user'
  where (e.entity, e.record_id) in (select * from unnest($1::text[], $2::uuid[]))
  order by e.occurred_at, e.id`;

export function createAccessReportService(ports: {
  readonly transactions: Transactions;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly participants: ParticipantSource | null;
}): AccessReportService {
  const { transactions, clock, ids, participants } = ports;
  return {
    async make(caller, asked) {
      const reader = transactions.reader(caller.transaction);
      const context = rowContext(caller, participants);
      await assertMayExport(reader, asked, context);
      const person = await findPerson(reader, asked);
      if (!person) throw recordNotFound(asked.entity, asked.id);
      const own = keysOfPerson(person);
      const keys = uniqueKeys([asked, ...own, ...(await relatedRecords(reader, person))]);
      const records = await readRecords(reader, keys, context);
      const first = records.find((record) => record.id === asked.id);
      if (!first) throw recordNotFound(asked.entity, asked.id);
      return {
        person: { entity: asked.entity, id: asked.id, number: first.number, title: first.title },
        madeAt: clock.now().toISOString(),
        madeBy: { id: caller.user.id, name: caller.user.name },
        records,
        ...(await readParts(reader, person, records, context)),
        leftOut: keys.length - records.length,
      };
    },
    keep: (caller, { entity, id }, form) =>
      transactions.run(caller.transaction, ({ client }) =>
        appendEvents(client, [
          {
            id: ids.next(),
            occurredAt: clock.now(),
            actor: actorOf(caller),
            kind: 'record',
            verb: 'access_report',
            entity,
            recordId: id,
            text: form,
          },
        ]),
      ),
  };
}

function uniqueKeys(keys: readonly RecordKey[]): RecordKey[] {
  return [...new Map(keys.map(({ entity, id }) => [`${entity}:${id}`, { entity, id }])).values()];
}

async function assertMayExport(
  reader: Queryable,
  { entity, id }: PersonRef,
  context: RowContext,
): Promise<void> {
  const definition = entityOf(entity);
  const parameters = new SqlParameters();
  const scope = (action: 'read' | 'export') =>
    scopeFor({ ...context, entity, action, alias: ROW_ALIAS, parameters });
  const { rows } = await reader.query<{ exports: boolean }>(
    `select coalesce(${scope('export')}, false) as exports from ${definition.table} ${ROW_ALIAS}
     where ${ROW_ALIAS}.id = ${parameters.add(id, 'uuid')} and ${ROW_ALIAS}.deleted_at is null and ${scope('read')}`,
    parameters.values,
  );
  if (!rows[0]) throw recordNotFound(entity, id);
  if (!rows[0].exports)
    throw new CrmRejection(
      'CRM_FORBIDDEN',
      `Expected the right to export ${entity} '${id}', but it is missing.`,
      {
        entity,
        recordId: id,
        action: 'export',
      },
    );
}

/** In the order of the keys; what may not be read is not there. */
async function readRecords(
  reader: Queryable,
  keys: readonly RecordKey[],
  context: RowContext,
): Promise<ReportedRecord[]> {
  const found = new Map<string, ReportedRecord>();
  for (const entity of new Set(keys.map((key) => key.entity))) {
    const definition = entityOf(entity);
    const wanted = keys.filter((key) => key.entity === entity).map((key) => key.id);
    const parameters = new SqlParameters();
    const select = selectListSql(definition, parameters, context);
    const scope = scopeFor({ ...context, entity, action: 'read', alias: ROW_ALIAS, parameters });
    const { rows } = await reader.query<RecordRow & { in_bin: boolean }>(
      `select ${select}, ${ROW_ALIAS}.deleted_at is not null as in_bin
       from ${definition.table} ${ROW_ALIAS}
       where ${ROW_ALIAS}.id = any(${parameters.add(wanted, 'uuid[]')}) and ${scope}`,
      parameters.values,
    );
    const shown = definitionFor(definition, context);
    const views = await viewsOfRows(reader, { definition, rows }, context);
    for (const view of views) {
      const inBin = rows.some((row) => row.id === view.id && row.in_bin);
      found.set(view.id, reportedRecord(shown, view, inBin));
    }
  }
  return keys.flatMap((key) => found.get(key.id) ?? []);
}

function reportedRecord(definition: EntityDefinition, view: RecordView, inBin: boolean): ReportedRecord {
  const { entity, id, number, title, createdAt } = view;
  const fields = definition.fields.flatMap(({ key, label, referenceEntity }) => {
    const value = view.fields[key];
    if (value === null || value === undefined || value === '') return [];
    if (Array.isArray(value) && value.length === 0) return [];
    const link = view.links[key];
    return [
      { key, label, value: referenceEntity === null ? value : { id: value, title: link?.title ?? null } },
    ];
  });
  return { entity, id, number, title, createdAt, inBin, fields };
}

async function readParts(
  reader: Queryable,
  person: Person,
  records: readonly ReportedRecord[],
  context: RowContext,
) {
  const readable = records.map((record) => record.id);
  const own = keysOfPerson(person)
    .map((key) => key.id)
    .filter((id) => readable.includes(id));
  const contacts = person.contacts.filter((id) => readable.includes(id));
  const rowsOf = async <Row extends object>(sql: string, values: unknown[]): Promise<Row[]> =>
    (await reader.query<Row>(sql, values)).rows;
  const organisations = await rowsOf<{ accountId: string }>(ORGANISATIONS, [
    contacts,
    await readableAccounts(reader, contacts, context),
  ]);
  const events = await rowsOf<ReportedEvent>(EVENTS, [records.map((record) => record.entity), readable]);
  return {
    addresses: await rowsOf<Record<string, unknown>>(ADDRESSES, [own]),
    organisations,
    relations: await rowsOf<Record<string, unknown>>(RELATIONS, [contacts]),
    consents: await rowsOf<Record<string, unknown>>(CONSENTS, [own]),
    comments: await rowsOf<Record<string, unknown>>(COMMENTS, [readable]),
    files: await rowsOf<ReportedFile>(FILES, [readable]),
    timeline: events.map((event) => ({ ...event, changes: shownChanges(event, context) })),
  };
}

async function readableAccounts(
  reader: Queryable,
  contacts: readonly string[],
  context: RowContext,
): Promise<string[]> {
  const parameters = new SqlParameters();
  const scope = scopeFor({ ...context, entity: 'account', action: 'read', alias: ROW_ALIAS, parameters });
  const { rows } = await reader.query<{ id: string }>(
    `select ${ROW_ALIAS}.id from crm.account ${ROW_ALIAS}
     where ${ROW_ALIAS}.id in (select k.account_id from crm.account_contact k
                               where k.contact_id = any(${parameters.add(contacts, 'uuid[]')})) and ${scope}`,
    parameters.values,
  );
  return rows.map((row) => row.id);
}

/** What is hidden from the reader is hidden in history, too. */
function shownChanges(event: ReportedEvent, context: RowContext): readonly FieldChange[] {
  const definition = findEntity(event.entity);
  if (!definition) return event.changes;
  const shown = definitionFor(definition, context);
  return event.changes.filter((change) => fieldOf(shown, change.field));
}
