/**
 * Erasing a person: what says who it is gives way to a pseudonym, in records, history, search, mails, processes and
 * audit alike, and statistics stay. All of it is one transaction, the host's tables included; a dry run is the same
 * transaction, taken back, so that it tells exactly what would happen. What stands against it is listed and refuses.
 */
import { randomBytes } from 'node:crypto';
import { actorOf, type Caller, writeContext } from '../caller.ts';
import { holdSeals, noteRedactions } from '../audit/redactions.ts';
import type { Transactions, Unit } from '../database/transaction.ts';
import { fieldsInvalid, CrmRejection } from '../errors.ts';
import { readSubject } from '../entities/read-subject.ts';
import { recordNotFound, lockForChange } from '../entities/write-record.ts';
import { entityOf } from '../entities/entity-table.ts';
import type { CrmClock, CrmIds, CrmTransaction } from '../ports.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';
import { appendEvents } from '../timeline/append-events.ts';
import { eraseFiles, eraseOwnHistory, eraseOwnRows, forgetWords } from './erase-records.ts';
import { type ErasureBlocker, openBlockers } from './erasure-blockers.ts';
import { readKnownBy, type SharedValue } from './known-by.ts';
import {
  findPerson,
  keysOfPerson,
  type Person,
  type PersonRef,
  type RecordKey,
  relatedRecords,
} from './person.ts';
import { createReplacer, type Replacer } from './personal-values.ts';
import { type SweptRow, sweepTables } from './sweep-tables.ts';

export interface ErasurePlan {
  /** What has to be typed to confirm: the number of the record, or the first signs of its id. */
  readonly confirmation: string;
  /** Records that are the person. */
  readonly records: readonly RecordKey[];
  /** Changed and deleted rows by table. */
  readonly counts: Readonly<Record<string, number>>;
  readonly files: number;
  /** Found with others as well, and therefore replaced only in what belongs to the person. */
  readonly shared: readonly SharedValue[];
  readonly blockers: readonly ErasureBlocker[];
}

export interface Erasure {
  readonly id: string;
  readonly pseudonym: string;
  readonly at: string;
  readonly by: string | null;
  readonly reason: string;
}

export interface PersonState {
  readonly erasure: Erasure | null;
  readonly hold: { readonly reason: string; readonly at: string; readonly by: string | null } | null;
}

/** What an erasure gives the host for its own tables, in the same transaction. */
export interface ErasureScope {
  readonly transaction: CrmTransaction;
  readonly person: Person;
  readonly pseudonym: string;
  /** Ids of records that are the person or about it. */
  readonly ids: readonly string[];
  readonly emails: readonly string[];
  readonly replacer: Replacer;
  /** Replaces in all tables of a schema, with further ids by which a row belongs to the person. */
  sweep(schema: string, skip: readonly string[], ids: readonly string[]): Promise<SweptRow[]>;
}

export interface ErasureHost {
  /** Ids of the instances that are about these records: what was said on them belongs to the person. */
  instancesAbout(transaction: CrmTransaction, recordIds: readonly string[]): Promise<readonly string[]>;
  erase(scope: ErasureScope): Promise<{
    readonly counts: Readonly<Record<string, number>>;
    readonly blockers: readonly ErasureBlocker[];
    /** Ids of the instances that were about the person: files on their tasks go. */
    readonly instances: readonly string[];
  }>;
}

export interface ErasureService {
  /** @throws CrmRejection CRM_RECORD_NOT_FOUND, CRM_FORBIDDEN */
  plan(caller: Caller, person: PersonRef, host: ErasureHost): Promise<ErasurePlan>;
  /**
   * Cannot be taken back. Returns the contents of files that the host deletes now.
   * @throws CrmRejection CRM_ERASURE_BLOCKED (details: `blockers`), CRM_FIELDS_INVALID, CRM_RECORD_NOT_FOUND, CRM_FORBIDDEN
   */
  erase(
    caller: Caller,
    request: PersonRef & { reason: string; confirmation: string },
    host: ErasureHost,
  ): Promise<Erasure & { readonly storageKeys: readonly string[] }>;
  /** The erasure that the record was part of, and the hold that stands on it. @throws CrmRejection CRM_RECORD_NOT_FOUND */
  state(caller: Caller, record: PersonRef): Promise<PersonState>;
  /** Nobody erases while a hold stands; null lifts it. @throws CrmRejection CRM_RECORD_NOT_FOUND, CRM_FORBIDDEN */
  setHold(caller: Caller, record: PersonRef, reason: string | null): Promise<void>;
}

/** Written by triggers from the rest, or holding nothing but ids, hashes and choices; and people of ours. */
const SKIPPED = [
  ...['search_doc', 'search_part', 'search_word', 'search_rebuild', 'event_seal', 'event_redaction'],
  ...['erasure', 'erased_record', 'user', 'role', 'select_option', 'stage', 'field_def', 'entity_def'],
];

interface Done {
  readonly plan: ErasurePlan;
  readonly erasure: Erasure;
  readonly storageKeys: readonly string[];
}

/** Takes a dry run back. */
class DryRun extends Error {
  readonly done: Done;
  constructor(done: Done) {
    super('This was a dry run.');
    this.done = done;
  }
}

export interface ErasurePorts {
  readonly transactions: Transactions;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly participants: ParticipantSource | null;
}

export function createErasureService(ports: ErasurePorts): ErasureService {
  const { transactions, participants } = ports;
  return {
    async plan(caller, person, host) {
      const run = transactions.run(null, async (unit): Promise<never> => {
        throw new DryRun(await work(unit, ports, { caller, person, reason: '-', host }));
      });
      return run.catch((error: unknown) => {
        if (error instanceof DryRun) return error.done.plan;
        throw error;
      });
    },
    erase: (caller, { reason, confirmation, ...person }, host) =>
      transactions.run(caller.transaction, async (unit) => {
        const { plan, erasure, storageKeys } = await work(unit, ports, { caller, person, reason, host });
        if (confirmation.trim() !== plan.confirmation)
          throw fieldsInvalid([
            {
              path: 'confirmation',
              message: `Type ${plan.confirmation} to confirm.`,
              code: 'typeToConfirm',
              values: { text: plan.confirmation },
            },
          ]);
        if (plan.blockers.length > 0)
          throw new CrmRejection(
            'CRM_ERASURE_BLOCKED',
            `Expected nothing open about the person, but: ${plan.blockers.map((one) => one.title).join('; ')}.`,
            { blockers: plan.blockers },
          );
        return { ...erasure, storageKeys };
      }),
    async state(caller, record) {
      const reader = transactions.reader(caller.transaction);
      await readSubject(reader, { subject: record, action: 'read' }, caller, participants);
      const { rows } = await reader.query<Omit<Erasure, 'at'> & { at: Date }>(SELECT_ERASURE, [
        record.entity,
        record.id,
      ]);
      const held = await reader.query<{ reason: string; at: Date; by: string | null }>(SELECT_HOLD, [
        record.entity,
        record.id,
      ]);
      const dated = <T extends { at: Date }>(row: T | undefined) =>
        row ? { ...row, at: row.at.toISOString() } : null;
      return { erasure: dated(rows[0]), hold: dated(held.rows[0]) };
    },
    setHold: (caller, { entity, id }, reason) =>
      transactions.run(caller.transaction, async (unit) => {
        const context = writeContext(caller, participants);
        const row = await lockForChange(
          unit,
          { definition: entityOf(entity), id, action: 'delete' },
          context,
        );
        const now = ports.clock.now();
        const actor = actorOf(caller);
        await unit.client.query(LIFT_HOLD, [entity, id, now, actor.id]);
        if (reason !== null)
          await unit.client.query(INSERT_HOLD, [
            ...[ports.ids.next(), entity, id, reason, now],
            ...[actor.kind, actor.id],
          ]);
        await appendEvents(unit.client, [
          {
            id: ports.ids.next(),
            occurredAt: now,
            actor,
            kind: 'record',
            verb: reason === null ? 'hold_lifted' : 'held',
            entity,
            recordId: id,
            accountId: row.account_id,
            text: reason,
          },
        ]);
        unit.changed({ entity, recordId: id, change: 'changed', version: null });
      }),
  };
}

const SELECT_ERASURE = `
  select e.id, e.pseudonym, e.at, u.name as by, e.reason
  from crm.erased_record r join crm.erasure e on e.id = r.erasure_id
  left join crm."user" u on u.id = e.actor_id and e.actor_kind = 'user'
  where r.entity = $1 and r.record_id = $2`;
const SELECT_HOLD = `
  select h.reason, h.at, u.name as by from crm.legal_hold h
  left join crm."user" u on u.id = h.actor_id and h.actor_kind = 'user'
  where h.entity = $1 and h.record_id = $2 and h.lifted_at is null`;
const LIFT_HOLD = `
  update crm.legal_hold set lifted_at = $3, lifted_by = $4
  where entity = $1 and record_id = $2 and lifted_at is null`;
const INSERT_HOLD = `
  insert into crm.legal_hold (id, entity, record_id, reason, at, actor_kind, actor_id)
  values ($1, $2, $3, $4, $5, $6, $7)`;
const INSERT_ERASURE = `
  insert into crm.erasure (id, pseudonym, entity, record_id, at, actor_kind, actor_id, reason, counts)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;
/** What files of these hang on. */
const LINKED_WITH = `
  select distinct other.record_id as id from crm.record_file own
  join crm.record_file other on other.file_id = own.file_id where own.record_id = any($1::uuid[])`;
/** The search follows the link of a file to its record. */
const FILE_NAMES = 'update crm.record_file set created_at = created_at where file_id = any($1::uuid[])';
const INSERT_RECORDS = `
  insert into crm.erased_record (entity, record_id, erasure_id)
  select *, $3::uuid from unnest($1::text[], $2::uuid[])
  on conflict (entity, record_id) do update set erasure_id = excluded.erasure_id`;

async function work(
  unit: Unit,
  ports: ErasurePorts,
  request: {
    readonly caller: Caller;
    readonly person: PersonRef;
    readonly reason: string;
    readonly host: ErasureHost;
  },
): Promise<Done> {
  const { caller, reason, host } = request;
  const { entity, id } = request.person;
  const { client } = unit;
  const context = writeContext(caller, ports.participants);
  const row = await lockForChange(unit, { definition: entityOf(entity), id, action: 'delete' }, context);
  const person = await findPerson(client, { entity, id });
  if (!person) throw recordNotFound(entity, id);
  await holdSeals(client);
  await client.query(`select set_config('crm.rewrite_history', 'on', true)`);
  const now = ports.clock.now();
  const actor = actorOf(caller);
  const own = keysOfPerson(person);
  const related = await relatedRecords(client, person);
  const ids = [...own, ...related].map((key) => key.id);
  const blockers = await openBlockers(client, own, person);
  const { searched, shared } = await readKnownBy(client, person);
  const pseudonym = `Erased-${randomBytes(4).toString('hex').toUpperCase()}`;
  const replacer = createReplacer(searched, pseudonym);
  const counts = new Map<string, number>();
  const count = (rows: readonly SweptRow[]): void => {
    for (const { table } of rows) counts.set(table, (counts.get(table) ?? 0) + 1);
  };

  const files = await eraseFiles(client, await idsAlone(unit, person, related));
  await eraseOwnRows(client, person, { pseudonym, now, actor });
  for (const key of own) counts.set(key.entity, (counts.get(key.entity) ?? 0) + 1);
  const events = await eraseOwnHistory(client, person, pseudonym);
  const fileIds = await idsOf(
    unit,
    'select file_id as id from crm.record_file where record_id = any($1::uuid[])',
    ids,
  );
  const ownIds = own.map((key) => key.id);
  const instances = await host.instancesAbout({ client }, ownIds);
  const swept = await sweepTables(client, {
    schema: 'crm',
    skip: SKIPPED,
    ids: [...ids, ...fileIds, ...instances],
    replacer,
  });
  await unit.client.query(FILE_NAMES, [
    swept.filter(({ table }) => table === 'file').map(({ row }) => row.id),
  ]);
  count(swept.filter(({ table, row }) => !own.some((key) => key.id === row.id && table === key.entity)));
  const emails = [...searched.everywhere.emails, ...searched.nearby.emails];
  const beside = await host.erase({
    transaction: { client, onChange: (change) => unit.changed(change) },
    person,
    pseudonym,
    ids,
    emails,
    replacer,
    sweep: async (schema, skip, more) => {
      const rows = await sweepTables(client, { schema, skip, ids: [...ids, ...more], replacer });
      count(rows);
      return rows;
    },
  });
  for (const [kind, n] of Object.entries(beside.counts)) counts.set(kind, (counts.get(kind) ?? 0) + n);
  const workFiles = await eraseFiles(client, await idsOf(unit, LINKED_WITH, beside.instances));
  const names = [...searched.everywhere.names, ...searched.nearby.names];
  const legal = [searched.everywhere, searched.nearby].flatMap((known) => [
    ...known.legalNames,
    ...known.taxIds,
  ]);
  await forgetWords(client, [...names.flatMap((name) => [name.given, name.middle, name.family]), ...legal]);

  const eventIds = swept.flatMap(({ table, row: { id: eventId } }) =>
    table === 'event' && typeof eventId === 'string' ? [eventId] : [],
  );
  const rewritten = [...new Set([...events, ...eventIds])];
  counts.set('event', rewritten.length);
  const erasureId = ports.ids.next();
  const vouches = await noteRedactions(client, erasureId, rewritten);
  const words = replacer.text(reason.trim(), true);
  await appendEvents(client, [
    {
      id: erasureId,
      occurredAt: now,
      actor,
      kind: 'record',
      verb: 'erased',
      entity,
      recordId: id,
      text: words,
      vouches,
    },
  ]);
  const counted = Object.fromEntries([...counts].filter(([, n]) => n > 0));
  await client.query(INSERT_ERASURE, [
    ...[erasureId, pseudonym, entity, id, now, actor.kind, actor.id, words],
    JSON.stringify(counted),
  ]);
  await client.query(INSERT_RECORDS, [own.map((key) => key.entity), own.map((key) => key.id), erasureId]);
  for (const key of own)
    unit.changed({ entity: key.entity, recordId: key.id, change: 'changed', version: null });
  return {
    plan: {
      confirmation: row.number ?? id.slice(-6).toUpperCase(),
      records: own,
      counts: counted,
      files: files.ids.length + workFiles.ids.length,
      shared,
      blockers: [...blockers, ...beside.blockers],
    },
    erasure: { id: erasureId, pseudonym, at: now.toISOString(), by: caller.user.name, reason: words },
    storageKeys: [...files.storageKeys, ...workFiles.storageKeys],
  };
}

async function idsOf(unit: Unit, sql: string, ids: readonly string[]): Promise<string[]> {
  return (await unit.client.query<{ id: string }>(sql, [ids])).rows.map((row) => row.id);
}

/** The own records, and tickets and activities that no company has to do with. */
async function idsAlone(unit: Unit, person: Person, related: readonly RecordKey[]): Promise<string[]> {
  const ids = related.map((key) => key.id);
  const { rows } = await unit.client.query<{ id: string }>(
    `select id from crm.ticket where id = any($1::uuid[]) and (account_id is null or account_id = any($2::uuid[]))
     union all
     select id from crm.activity where id = any($1::uuid[]) and (account_id is null or account_id = any($2::uuid[]))`,
    [ids, person.accounts],
  );
  return [...keysOfPerson(person).map((key) => key.id), ...rows.map((row) => row.id)];
}
