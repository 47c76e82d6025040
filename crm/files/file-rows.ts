/** What every file is, whatever it hangs on: its row, its name, and what a browser may be told of it. */
import type { Queryable } from '../database/transaction.ts';
import { fieldsInvalid } from '../errors.ts';
import type { CrmActor } from '../ports.ts';

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

const NAME_LENGTH_MAX = 200;
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

/** Of a file `f` by its link `r`; needs the join of AUTHOR. */
export const FILE_COLUMNS =
  'f.id, f.name, f.mime, f.size::float8 as size, f.sha256, r.kind, r.created_at, f.created_by, u.name as author';
export const AUTHOR = `left join crm."user" u on u.id = f.created_by and f.created_by_kind = 'user'`;
const INSERT_FILE = `
  insert into crm.file (id, sha256, name, mime, size, storage_key, created_at, created_by_kind, created_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

export interface FileRow extends Omit<RecordFile, 'createdAt' | 'createdBy'> {
  readonly created_at: Date;
  readonly created_by: string | null;
  readonly author: string | null;
}

/** Writes the file; what it hangs on is the caller's to write. */
export async function insertFile(
  client: Queryable,
  file: {
    readonly id: string;
    readonly name: string;
    readonly mime: string;
    readonly content: StoredContent;
    readonly at: Date;
    readonly by: CrmActor;
  },
): Promise<void> {
  const { sha256, size, storageKey } = file.content;
  const type = /^[\w.+-]{1,60}\/[\w.+-]{1,100}$/.test(file.mime)
    ? file.mime.toLowerCase()
    : 'application/octet-stream';
  const by = [file.at, file.by.kind, file.by.id];
  await client.query(INSERT_FILE, [file.id, sha256, file.name.trim(), type, size, storageKey, ...by]);
}

/** What a browser may be told that it is. */
export function safeMimeOf(mime: string): string {
  return SAFE_MIME.has(mime) ? mime : 'application/octet-stream';
}

export function fileOf({ created_at, created_by, author, ...file }: FileRow): RecordFile {
  return {
    ...file,
    createdAt: created_at.toISOString(),
    createdBy: created_by !== null && author !== null ? { id: created_by, name: author } : null,
  };
}

/** Names are for people: nothing that a path or a header could be made of. */
export function assertFileName(name: string): void {
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
