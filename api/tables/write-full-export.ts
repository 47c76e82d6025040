/**
 * Everything of the company in open formats, as one archive that is written while it is read: each table as lines of
 * JSON, each version of each process and decision as its XML, each file under its hash. All of it is one moment: one
 * transaction that only reads. What opens doors (passwords, secrets, tokens, keys) is left out.
 */
import { once } from 'node:events';
import { PassThrough, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Pool, PoolClient } from 'pg';
import yazl from 'yazl';
import type { FileStorage } from '../adapters/file-storage.ts';
import { put } from './put.ts';

const BATCH = 500;
/** Made from the rest, or only of use to the product itself. */
const LEFT_OUT = /^crm\.(import_row|search_.*)$/;
const SECRET = /password|secret|token|totp|otp|recovery|api_key|key_hash|private_key/i;

const SELECT_TABLES = `
  select n.nspname || '.' || c.relname as name, quote_ident(n.nspname) || '.' || quote_ident(c.relname) as quoted
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('crm', 'engine') and c.relkind in ('r', 'p') and not c.relispartition
  order by 1`;
const SELECT_DIAGRAMS = `
  select 'processes/' || process_key || '/' || version || '.bpmn' as path, c.xml
  from engine.process_definition d join engine.definition_content c on c.hash = d.content_hash
  union all
  select 'decisions/' || decision_key || '/' || version || '.dmn', c.xml
  from engine.decision_definition d join engine.definition_content c on c.hash = d.content_hash`;
const SELECT_FILES = 'select distinct storage_key from crm.file order by 1';
const README = `Everything of this company, in open formats.

tables/SCHEMA.TABLE.jsonl   one JSON object per line and row; references are ids of rows of other tables
processes/KEY/VERSION.bpmn  every deployed version of every process
decisions/KEY/VERSION.dmn   every deployed version of every decision
files/                      contents of files by their SHA-256; crm.file.jsonl names them

crm.event.jsonl is what happened to records, engine.history_command.jsonl what happened in processes.
Passwords, secrets and tokens are left out.
`;

/** Returns how many rows were written. */
export async function writeFullExport(
  out: Writable,
  from: { readonly pool: Pool; readonly files: FileStorage },
): Promise<number> {
  const zip = new yazl.ZipFile();
  let entry = new PassThrough();
  const sent = pipeline(zip.outputStream, out, { end: false });
  // A reader who goes away ends what is being written.
  sent.catch(() => entry.destroy());
  const client = await from.pool.connect();
  let count = 0;
  let isBroken = true;
  try {
    await client.query('begin isolation level repeatable read read only');
    zip.addBuffer(Buffer.from(README), 'README.txt');
    const tables = await client.query<{ name: string; quoted: string }>(SELECT_TABLES);
    for (const { name, quoted } of tables.rows.filter((table) => !LEFT_OUT.test(table.name))) {
      entry = new PassThrough();
      zip.addReadStream(entry, `tables/${name}.jsonl`);
      for await (const row of rowsOf(client, `select to_jsonb(t) as row from ${quoted} t`)) {
        await put(entry, `${JSON.stringify(withoutSecrets(row.row as object))}\n`);
        count += 1;
      }
      entry.end();
      await Promise.race([once(entry, 'end'), sent]);
    }
    for await (const row of rowsOf(client, SELECT_DIAGRAMS))
      zip.addBuffer(Buffer.from(String(row.xml)), safePath(String(row.path)));
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
    return count;
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
  return Object.fromEntries(Object.entries(row).filter(([column]) => !SECRET.test(column)));
}

/** Keys of processes are names that people give. */
function safePath(path: string): string {
  return path
    .split('/')
    .map((part) => part.replace(/[^\p{L}\p{N}._-]/gu, '_').replace(/^\.+/, '_'))
    .join('/');
}
