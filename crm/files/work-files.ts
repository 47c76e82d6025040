/**
 * Files on user tasks. One hangs on its task and on the instance of that, so that both are asked by one index; contents
 * and rows are those of every file. Rights on tasks and instances are the host's to check, as they are for comments.
 */
import type { Pool } from 'pg';
import { actorOf, type Caller } from '../caller.ts';
import type { Queryable, Transactions, Unit } from '../database/transaction.ts';
import { isUuid } from '../entities/filter-sql.ts';
import { recordNotFound } from '../entities/write-record.ts';
import { fieldsInvalid } from '../errors.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import { accountsOf } from '../timeline/accounts-of.ts';
import { appendEvents } from '../timeline/append-events.ts';
import {
  assertFileName,
  AUTHOR,
  FILE_COLUMNS,
  fileOf,
  insertFile,
  safeMimeOf,
  type FileRow,
  type OpenedFile,
  type RecordFile,
  type StoredContent,
} from './file-rows.ts';

export interface WorkFile extends RecordFile {
  readonly taskId: string;
}

/** The task that a file hangs on, in the words of its history. */
export interface FileTask {
  readonly id: string;
  readonly instanceId: string;
  readonly elementId: string;
  readonly name: string;
  readonly processName: string;
  /** What its process is about, if anything: its timeline tells of the file, too. */
  readonly record: { readonly entity: string; readonly id: string } | null;
}

export interface WorkFileEvent {
  readonly at: string;
  readonly verb: 'file_added' | 'file_removed';
  readonly fileName: string;
  readonly elementId: string | null;
  readonly taskName: string | null;
  readonly actor: { readonly kind: string; readonly id: string | null; readonly name: string | null };
}

export interface WorkFileService {
  /** Before a content is taken: refuses what could not be added. @throws CrmRejection CRM_FIELDS_INVALID */
  assertMayAdd(caller: Caller, request: { taskId: string; name: string }): Promise<void>;
  /** @throws CrmRejection CRM_FIELDS_INVALID */
  add(
    caller: Caller,
    request: { task: FileTask; name: string; mime: string; content: StoredContent },
  ): Promise<WorkFile>;
  /** Newest first. */
  ofTask(caller: Caller, taskId: string): Promise<WorkFile[]>;
  /** Those of all tasks of the instance, newest first. */
  ofInstance(caller: Caller, instanceId: string): Promise<WorkFile[]>;
  /** @throws CrmRejection CRM_RECORD_NOT_FOUND when the task has no such file */
  open(caller: Caller, request: { taskId: string; fileId: string }): Promise<OpenedFile>;
  /** Takes the file off; its content goes when the time of the bin is over. @throws CrmRejection CRM_RECORD_NOT_FOUND */
  remove(caller: Caller, request: { task: FileTask; fileId: string }): Promise<void>;
  /** What happened to files of the instance after the one instant and until the other, oldest first. */
  events(
    caller: Caller,
    request: { instanceId: string; after: string | null; until: string | null },
  ): Promise<WorkFileEvent[]>;
  /** Forgets the files of instances that are gone; the host says which of them are. */
  purge(goneAmong: (instanceIds: readonly string[]) => Promise<readonly string[]>): Promise<void>;
}

const TASK = 'user_task';
const INSTANCE = 'process_instance';
const FILES_MAX = 100;
const EVENTS_MAX = 1_000;
const INSTANCES_AT_ONCE = 1_000;

const selectFiles = (where: string): string => `
  select ${FILE_COLUMNS}, t.record_id as "taskId"
  from crm.record_file r
  join crm.file f on f.id = r.file_id
  join crm.record_file t on t.file_id = f.id and t.entity = '${TASK}'
  ${AUTHOR}
  where ${where} and r.deleted_at is null
  order by r.created_at desc, f.id`;
const OF_TASK = selectFiles(`r.entity = '${TASK}' and r.record_id = $1`);
const OF_INSTANCE = selectFiles(`r.entity = '${INSTANCE}' and r.record_id = $1`);
const INSERT_LINKS = `
  insert into crm.record_file (file_id, entity, record_id, created_at)
  values ($1, '${TASK}', $2, $4), ($1, '${INSTANCE}', $3, $4)`;
const REMOVE_LINKS = 'update crm.record_file set deleted_at = $2 where file_id = $1 and deleted_at is null';
const SELECT_CONTENT = `
  select f.name, f.mime, f.size::float8 as size, f.storage_key
  from crm.record_file r join crm.file f on f.id = r.file_id
  where r.file_id = $2 and r.entity = '${TASK}' and r.record_id = $1 and r.deleted_at is null`;
const SELECT_EVENTS = `
  select e.occurred_at, e.verb, e.element_id, e.data, e.actor_kind, e.actor_id, u.name as author
  from crm.event e left join crm."user" u on u.id = e.actor_id and e.actor_kind = 'user'
  where e.entity = '${INSTANCE}' and e.record_id = $1 and e.verb in ('file_added', 'file_removed')
    and ($2::timestamptz is null or e.occurred_at > $2) and ($3::timestamptz is null or e.occurred_at <= $3)
  order by e.occurred_at, e.id limit ${EVENTS_MAX}`;
const SELECT_INSTANCES = `
  select distinct record_id as id from crm.record_file
  where entity = '${INSTANCE}' and deleted_at is null and ($1::uuid is null or record_id > $1) order by 1 limit ${INSTANCES_AT_ONCE}`;
const FORGET = `
  delete from crm.record_file where file_id in (
    select file_id from crm.record_file where entity = '${INSTANCE}' and deleted_at is null and record_id = any($1::uuid[]))`;

interface EventRow {
  readonly occurred_at: Date;
  readonly verb: WorkFileEvent['verb'];
  readonly element_id: string | null;
  readonly data: { readonly text?: string; readonly elementName?: string | null };
  readonly actor_kind: string;
  readonly actor_id: string | null;
  readonly author: string | null;
}

export function createWorkFileService(ports: {
  readonly pool: Pool;
  readonly transactions: Transactions;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
}): WorkFileService {
  const { pool, transactions, clock, ids } = ports;
  const read = async (reader: Queryable, statement: string, id: string): Promise<WorkFile[]> =>
    (await reader.query<FileRow & { readonly taskId: string }>(statement, [id])).rows.map((row) => ({
      ...fileOf(row),
      taskId: row.taskId,
    }));
  const assertMayAdd = async (reader: Queryable, taskId: string, name: string): Promise<void> => {
    assertFileName(name);
    if ((await read(reader, OF_TASK, taskId)).length < FILES_MAX) return;
    throw fieldsInvalid([
      {
        path: 'name',
        message: `A task has at most ${FILES_MAX} files.`,
        code: 'tooMany',
        values: { max: FILES_MAX },
      },
    ]);
  };
  const tell = async (
    unit: Unit,
    caller: Caller,
    verb: WorkFileEvent['verb'],
    { task, text }: ToldFile,
  ): Promise<void> => {
    const records = task.record ? [task.record] : [];
    const accounts = await accountsOf(unit.client, records);
    const places = [{ entity: INSTANCE, id: task.instanceId }, ...records];
    const { instanceId: id, processName, elementId, name: elementName } = task;
    await appendEvents(
      unit.client,
      places.map((place) => ({
        id: ids.next(),
        occurredAt: clock.now(),
        actor: actorOf(caller),
        kind: 'process' as const,
        verb,
        entity: place.entity,
        recordId: place.id,
        accountId: accounts.get(place.id) ?? null,
        text,
        instance: { id, processName, elementId, elementName },
      })),
    );
    for (const place of places)
      unit.changed({ entity: place.entity, recordId: place.id, change: 'changed', version: null });
  };
  return {
    assertMayAdd: (caller, { taskId, name }) =>
      assertMayAdd(transactions.reader(caller.transaction), taskId, name),
    add: (caller, { task, name, mime, content }) =>
      transactions.run(caller.transaction, async (unit) => {
        await assertMayAdd(unit.client, task.id, name);
        const id = ids.next();
        const now = clock.now();
        await insertFile(unit.client, { id, name, mime, content, at: now, by: actorOf(caller) });
        await unit.client.query(INSERT_LINKS, [id, task.id, task.instanceId, now]);
        await tell(unit, caller, 'file_added', { task, text: name.trim() });
        const added = (await read(unit.client, OF_TASK, task.id)).find((file) => file.id === id);
        if (!added) throw recordNotFound('file', id);
        return added;
      }),
    ofTask: (caller, taskId) => read(transactions.reader(caller.transaction), OF_TASK, taskId),
    ofInstance: (caller, instanceId) =>
      read(transactions.reader(caller.transaction), OF_INSTANCE, instanceId),
    async open(caller, { taskId, fileId }) {
      const { rows } = isUuid(fileId)
        ? await transactions
            .reader(caller.transaction)
            .query<{ name: string; mime: string; size: number; storage_key: string }>(SELECT_CONTENT, [
              taskId,
              fileId,
            ])
        : { rows: [] };
      const [file] = rows;
      if (!file) throw recordNotFound('file', fileId);
      const { name, mime, size, storage_key: storageKey } = file;
      return { name, safeMime: safeMimeOf(mime), size, storageKey };
    },
    remove: (caller, { task, fileId }) =>
      transactions.run(caller.transaction, async (unit) => {
        const file = (await read(unit.client, OF_TASK, task.id)).find((one) => one.id === fileId);
        if (!file) throw recordNotFound('file', fileId);
        await unit.client.query(REMOVE_LINKS, [fileId, clock.now()]);
        await tell(unit, caller, 'file_removed', { task, text: file.name });
      }),
    async events(caller, { instanceId, after, until }) {
      const { rows } = await transactions
        .reader(caller.transaction)
        .query<EventRow>(SELECT_EVENTS, [instanceId, after, until]);
      return rows.map(eventOf);
    },
    async purge(goneAmong) {
      for (let after: string | null = null; ;) {
        const { rows }: { rows: { id: string }[] } = await pool.query(SELECT_INSTANCES, [after]);
        const last = rows.at(-1);
        if (!last) return;
        await pool.query(FORGET, [await goneAmong(rows.map((row) => row.id))]);
        after = last.id;
      }
    },
  };
}

interface ToldFile {
  readonly task: FileTask;
  readonly text: string;
}

function eventOf(row: EventRow): WorkFileEvent {
  return {
    at: row.occurred_at.toISOString(),
    verb: row.verb,
    fileName: row.data.text ?? '',
    elementId: row.element_id,
    taskName: row.data.elementName ?? null,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.author },
  };
}
