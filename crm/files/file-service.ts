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
import { isUuid } from '../entities/filter-sql.ts';

/** What the host stored; the CRM keeps what it is and whose. */
export interface StoredContent {
  readonly sha256: string;
  readonly size: number;
  readonly storageKey: string;
}

export interface RecordFile {
  readonly id: string;
  readonly name: string;
  readonly mime: string;
  readonly size: number;
  readonly sha256: string;
  readonly kind: string;
  readonly createdAt: string;
  readonly createdBy: { readonly id: string; readonly name: string } | null;
}

export interface OpenedFile {
  readonly name: string;
  /** What a browser may be told that it is. */
  readonly safeMime: string;
  readonly size: number;
  readonly storageKey: string;
}

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

const NAME_LENGTH_MAX = 200;
const FILES_MAX = 500;
/** Programs and what runs when it is opened: people send such things by other ways. */
const REFUSED =
  /\.(exe|com|bat|cmd|msi|scr|pif|vbs|vbe|js|jse|wsf|hta|ps1|jar|lnk|reg|cpl|dll|sh|app|dmg|apk)$/i;
/** A browser shows these and runs nothing in them; everything else is bytes. */
const SAFE_MIME = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'application/pdf',
  'text/plain',
  'text/csv',
  'audio/mpeg',
  'video/mp4',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
]);

const SELECT_FILES = `
  select f.id, f.name, f.mime, f.size::float8 as size, f.sha256, r.kind, r.created_at, f.created_by, u.name as author
  from crm.record_file r
  join crm.file f on f.id = r.file_id
  left join crm."user" u on u.id = f.created_by and f.created_by_kind = 'user'
  where r.entity = $1 and r.record_id = $2 and r.deleted_at is null
  order by r.created_at desc, f.id`;
const INSERT_FILE = `
  insert into crm.file (id, sha256, name, mime, size, storage_key, created_at, created_by_kind, created_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;
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

interface FileRow extends Omit<RecordFile, 'createdAt' | 'createdBy'> {
  readonly created_at: Date;
  readonly created_by: string | null;
  readonly author: string | null;
}

export function createFileService(ports: FilePorts): FileService {
  const { pool, transactions, clock, ids, participants } = ports;
  const listOf = async (reader: Queryable, { entity, id }: Subject): Promise<RecordFile[]> =>
    (await reader.query<FileRow>(SELECT_FILES, [entity, id])).rows.map(viewOf);
  const assertMayAdd: FileService['assertMayAdd'] = async (caller, { entity, id, name }) => {
    assertName(name);
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
        const actor = actorOf(caller);
        const { sha256, size, storageKey } = content;
        const type = /^[\w.+-]{1,60}\/[\w.+-]{1,100}$/.test(mime)
          ? mime.toLowerCase()
          : 'application/octet-stream';
        const by = [now, actor.kind, actor.id];
        await unit.client.query(INSERT_FILE, [fileId, sha256, name.trim(), type, size, storageKey, ...by]);
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
        const safeMime = SAFE_MIME.has(file.mime) ? file.mime : 'application/octet-stream';
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

function viewOf({ created_at, created_by, author, ...file }: FileRow): RecordFile {
  return {
    ...file,
    createdAt: created_at.toISOString(),
    createdBy: created_by !== null && author !== null ? { id: created_by, name: author } : null,
  };
}

/** Names are for people: nothing that a path or a header could be made of. */
function assertName(name: string): void {
  const text = name.trim();

  const isWrong = text === '' || text.length > NAME_LENGTH_MAX || /[\u0000-\u001f\u007f/\\]/.test(text);
  if (isWrong || text === '.' || text === '..')
    throw fieldsInvalid([
      {
        path: 'name',
        message: `A file has a name of 1 to ${NAME_LENGTH_MAX} characters, without / and \\.`,
        code: 'badFileName',
        values: { max: NAME_LENGTH_MAX },
      },
    ]);
  if (REFUSED.test(text))
    throw fieldsInvalid([
      { path: 'name', message: 'Programs are not kept here: send a document or picture.', code: 'noProgram' },
    ]);
}
