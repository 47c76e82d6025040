/**
 * Everything of the company in open formats, as one archive that is written while it is read: each table as lines of
 * JSON, each version of each process and decision as its XML, each file under its hash. All of it is one moment: one
 * transaction that only reads. What opens doors (passwords, secrets, tokens, keys) is left out three times over: tables
 * that are about signing in are not read, columns that hold a secret are not written, and secrets that stand in texts
 * are struck out.
 */
import { once } from 'node:events';
import { PassThrough, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Pool, PoolClient } from 'pg';
import yazl from 'yazl';
import type { FileStorage } from '../adapters/file-storage.ts';
import type { KnownSecrets } from './known-secrets.ts';
import { put } from './put.ts';

const BATCH = 500;
/** Between two tellings of how far it is. */
const TOLD_EVERY = 2_000;
/** Made from the rest, or only of use to the product itself. */
const NOT_READ = /^crm\.(import_row|search_.*)$/;
/** Of the product's own tables, those that hold what people made; none of how they sign in. */
const OWN_TABLES = [
  ...['mail_message', 'mail_received', 'mail_setting', 'mail_template', 'process_draft'],
  ...['web_form', 'web_form_submission', 'webhook', 'webhook_delivery', 'sign_in_setting'],
];
const SECRET_COLUMN =
  /^((old_)?secret(_until)?|.*(password|key|code|token)_hash|link_secret|code_verifier|nonce|.*private_key)$/;

const SELECT_TABLES = `
  select n.nspname || '.' || c.relname as name, quote_ident(n.nspname) || '.' || quote_ident(c.relname) as quoted
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and not c.relispartition
    and (n.nspname in ('crm', 'engine') or n.nspname = 'app' and c.relname = any($1))
  order by 1`;
const SELECT_DIAGRAMS = `
  select 'processes/' || process_key || '/' || version || '.bpmn' as path, c.xml
  from engine.process_definition d join engine.definition_content c on c.hash = d.content_hash
  union all
  select 'decisions/' || decision_key || '/' || version || '.dmn', c.xml
  from engine.decision_definition d join engine.definition_content c on c.hash = d.content_hash
  union all
  select 'drafts/' || process_key || '.bpmn', xml from app.process_draft`;
const SELECT_FILES = 'select distinct storage_key from crm.file order by 1';
const README = `Everything of this company, in open formats.

tables/SCHEMA.TABLE.jsonl   one JSON object per line and row; references are ids of rows of other tables
processes/KEY/VERSION.bpmn  every deployed version of every process, forms included
decisions/KEY/VERSION.dmn   every deployed version of every decision
drafts/KEY.bpmn             processes as they are being drawn
files/                      contents of files by their SHA-256; crm.file.jsonl names them

crm.event.jsonl is what happened to records and who did it, engine.history_command.jsonl what happened in processes,
app.web_form.jsonl the forms of the company, app.mail_message.jsonl and app.mail_received.jsonl its mail.
Passwords, secrets and tokens are left out; where one stood in a text it reads [left out].
`;

export interface FullExportProgress {
  readonly steps: number;
  readonly stepsDone: number;
  readonly rows: number;
  /** The table or part at hand. */
  readonly step: string;
  readonly leftOut: number;
}

/** Returns how many rows were written, and how many secrets were struck out of texts. */
export async function writeFullExport(
  out: Writable,
  from: {
    readonly pool: Pool;
    readonly files: FileStorage;
    readonly secrets: KnownSecrets;
    /** Told at every table and every few thousand rows; what it throws ends the export. */
    readonly told: (progress: FullExportProgress) => Promise<void>;
  },
): Promise<{ readonly rows: number; readonly leftOut: number }> {
  const zip = new yazl.ZipFile();
  let entry = new PassThrough();
  const sent = pipeline(zip.outputStream, out, { end: false });
  // A reader who goes away ends what is being written.
  sent.catch(() => entry.destroy());
  const client = await from.pool.connect();
  let rows = 0;
  let leftOut = 0;
  let isBroken = true;
  const stripped = (text: string): string => {
    const { text: clean, found } = from.secrets.strip(text);
    leftOut += found;
    return clean;
  };
  try {
    await client.query('begin isolation level repeatable read read only');
    zip.addBuffer(Buffer.from(README), 'README.txt');
    const found = await client.query<{ name: string; quoted: string }>(SELECT_TABLES, [OWN_TABLES]);
    const tables = found.rows.filter((table) => !NOT_READ.test(table.name));
    const tell = (stepsDone: number, step: string): Promise<void> =>
      from.told({ steps: tables.length + 2, stepsDone, rows, step, leftOut });
    for (const [index, { name, quoted }] of tables.entries()) {
      await tell(index, name);
      entry = new PassThrough();
      zip.addReadStream(entry, `tables/${name}.jsonl`);
      for await (const row of rowsOf(client, `select to_jsonb(t) as row from ${quoted} t`)) {
        await put(entry, `${stripped(JSON.stringify(withoutSecrets(row.row as object)))}\n`);
        rows += 1;
        if (rows % TOLD_EVERY === 0) await tell(index, name);
      }
      entry.end();
      await Promise.race([once(entry, 'end'), sent]);
    }
    await tell(tables.length, 'processes');
    for await (const row of rowsOf(client, SELECT_DIAGRAMS))
      zip.addBuffer(Buffer.from(stripped(String(row.xml))), safePath(String(row.path)));
    await tell(tables.length + 1, 'files');
    const files = await client.query<{ storage_key: string }>(SELECT_FILES);
    for (const { storage_key: key } of files.rows) {
      // A content that is gone is told by its absence.
      const path = await from.files.path(key);
      if (path !== null) zip.addFile(path, `files/${key.split('/').at(-1) ?? key}`);
    }
    zip.end();
    await sent;
    await client.query('commit');
    isBroken = false;
    return { rows, leftOut };
  } finally {
    client.release(isBroken);
  }
}

async function* rowsOf(client: PoolClient, sql: string): AsyncGenerator<Readonly<Record<string, unknown>>> {
  await client.query(`declare rows no scroll cursor for ${sql}`);
  for (;;) {
    const { rows } = await client.query<Record<string, unknown>>(`fetch ${BATCH} from rows`);
    yield* rows;
    if (rows.length < BATCH) break;
  }
  await client.query('close rows');
}

function withoutSecrets(row: object): object {
  return Object.fromEntries(Object.entries(row).filter(([column]) => !SECRET_COLUMN.test(column)));
}

/** Keys of processes are names that people give. */
function safePath(path: string): string {
  return path
    .split('/')
    .map((part) => part.replace(/[^\p{L}\p{N}._-]/gu, '_').replace(/^\.+/, '_'))
    .join('/');
}
