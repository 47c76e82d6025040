/**
 * Files on records. Contents lie with the host, once per content, under their hash; here is whose they are. Reading a
 * file needs the right to read a record that it hangs on. What a browser might run is handed out as plain bytes.
 */
import type { Pool } from 'pg';
import { actorOf, type Caller } from '../caller.ts';
import type { Queryable, Transactions } from '../database/transaction.ts';
import { readSubject, type Subject } from '../entities/read-subject.ts';
import { CrmRejection, fieldsInvalid } from '../errors.ts';
import { recordNotFound } from '../entities/write-record.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';
import { deleteContents, purgeFiles } from './purge-files.ts';
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
import { isUuid } from '../entities/filter-sql.ts';

export interface FileService {
  /** Before a content is taken: refuses what could not be added. @throws CrmRejection CRM_FIELDS_INVALID, CRM_FORBIDDEN, CRM_RECORD_NOT_FOUND */
  assertMayAdd(caller: Caller, request: Subject & { name: string }): Promise<void>;
  /** @throws CrmRejection CRM_FIELDS_INVALID, CRM_FORBIDDEN, CRM_RECORD_NOT_FOUND */
  add(
    caller: Caller,
    request: Subject & { name: string; mime: string; content: StoredContent },
  ): Promise<RecordFile[]>;
  /** @throws CrmRejection CRM_RECORD_NOT_FOUND */
  list(caller: Caller, subject: Subject): Promise<RecordFile[]>;
  /** @throws CrmRejection CRM_RECORD_NOT_FOUND when no record that it hangs on may be read */
  open(caller: Caller, request: { id: string }): Promise<OpenedFile>;
  /** Takes the file off the record; its content goes when the time of the bin is over. @throws CrmRejection CRM_FORBIDDEN, CRM_RECORD_NOT_FOUND */
  remove(caller: Caller, request: Subject & { fileId: string }): Promise<RecordFile[]>;
  /** Forgets files that were removed before the instant, and those of records that are gone. */
  purge(before: Date): Promise<void>;
  /** Has contents deleted that no file has any more: these at once, or all that are due. Returns how many. */
  deleteContents(remove: (storageKey: string) => Promise<boolean>, only?: readonly string[]): Promise<number>;
}

export interface FilePorts {
  readonly pool: Pool;
  readonly transactions: Transactions;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly participants: ParticipantSource | null;
}

const FILES_MAX = 500;
const SELECT_FILES = `
  select ${FILE_COLUMNS}
  from crm.record_file r
  join crm.file f on f.id = r.file_id
  ${AUTHOR}
  where r.entity = $1 and r.record_id = $2 and r.deleted_at is null
  order by r.created_at desc, f.id`;
const INSERT_LINK =
  'insert into crm.record_file (file_id, entity, record_id, created_at) values ($1, $2, $3, $4)';
const SELECT_FILE = `
  select f.name, f.mime, f.size::float8 as size, f.storage_key,
    array(select r.entity || ':' || r.record_id from crm.record_file r
          where r.file_id = f.id and r.deleted_at is null) as subjects
  from crm.file f where f.id = $1`;
const REMOVE_LINK = `
  update crm.record_file set deleted_at = $4
  where file_id = $1 and entity = $2 and record_id = $3 and deleted_at is null`;

export function createFileService(ports: FilePorts): FileService {
  const { pool, transactions, clock, ids, participants } = ports;
  const listOf = async (reader: Queryable, { entity, id }: Subject): Promise<RecordFile[]> =>
    (await reader.query<FileRow>(SELECT_FILES, [entity, id])).rows.map(fileOf);
  const assertMayAdd: FileService['assertMayAdd'] = async (caller, { entity, id, name }) => {
    assertFileName(name);
    const reader = transactions.reader(caller.transaction);
    await readSubject(reader, { subject: { entity, id }, action: 'edit' }, caller, participants);
    if ((await listOf(reader, { entity, id })).length >= FILES_MAX)
      throw fieldsInvalid([
        {
          path: 'name',
          message: `A record has at most ${FILES_MAX} files.`,
          code: 'tooMany',
          values: { max: FILES_MAX },
        },
      ]);
  };
  const tell = (
    told: { verb: string; subject: Subject; accountId: string | null; text: string },
    caller: Caller,
  ) => ({
    id: ids.next(),
    occurredAt: clock.now(),
    actor: actorOf(caller),
    kind: 'record' as const,
    verb: told.verb,
    entity: told.subject.entity,
    recordId: told.subject.id,
    accountId: told.accountId,
    text: told.text,
  });
  return {
    purge: (before) => purgeFiles(pool, before),
    deleteContents: (remove, only) => deleteContents(pool, remove, only ?? null),
    assertMayAdd,
    add: (caller, { entity, id, name, mime, content }) =>
      transactions.run(caller.transaction, async (unit) => {
        const subject = { entity, id };
        const inside = { ...caller, transaction: { client: unit.client } };
        await assertMayAdd(inside, { ...subject, name });
        const row = await readSubject(unit.client, { subject, action: 'edit' }, caller, participants);
        const fileId = ids.next();
        const now = clock.now();
        await insertFile(unit.client, { id: fileId, name, mime, content, at: now, by: actorOf(caller) });
        await unit.client.query(INSERT_LINK, [fileId, entity, id, now]);
        const told = { verb: 'file_added', subject, accountId: row.account_id, text: name.trim() };
        await appendEvents(unit.client, [tell(told, caller)]);
        unit.changed({ entity, recordId: id, change: 'changed', version: null });
        return listOf(unit.client, subject);
      }),
    async list(caller, subject) {
      const reader = transactions.reader(caller.transaction);
      await readSubject(reader, { subject, action: 'read' }, caller, participants);
      return listOf(reader, subject);
    },
    async open(caller, { id }) {
      const reader = transactions.reader(caller.transaction);
      const { rows } = isUuid(id)
        ? await reader.query<{
            name: string;
            mime: string;
            size: number;
            storage_key: string;
            subjects: string[];
          }>(SELECT_FILE, [id])
        : { rows: [] };
      const [file] = rows;
      for (const subject of file?.subjects ?? []) {
        const [entity = '', recordId = ''] = subject.split(':');
        if (!file || !(await isReadable(reader, { entity, id: recordId }, caller))) continue;
        const safeMime = safeMimeOf(file.mime);
        return { name: file.name, safeMime, size: file.size, storageKey: file.storage_key };
      }
      throw recordNotFound('file', id);
    },
    remove: (caller, { entity, id, fileId }) =>
      transactions.run(caller.transaction, async (unit) => {
        const subject = { entity, id };
        const row = await readSubject(unit.client, { subject, action: 'edit' }, caller, participants);
        const file = (await listOf(unit.client, subject)).find((one) => one.id === fileId);
        if (!file) throw recordNotFound('file', fileId);
        await unit.client.query(REMOVE_LINK, [fileId, entity, id, clock.now()]);
        const told = { verb: 'file_removed', subject, accountId: row.account_id, text: file.name };
        await appendEvents(unit.client, [tell(told, caller)]);
        unit.changed({ entity, recordId: id, change: 'changed', version: null });
        return listOf(unit.client, subject);
      }),
  };

  async function isReadable(reader: Queryable, subject: Subject, caller: Caller): Promise<boolean> {
    try {
      await readSubject(reader, { subject, action: 'read' }, caller, participants);
      return true;
    } catch (error) {
      if (error instanceof CrmRejection) return false;
      throw error;
    }
  }
}
