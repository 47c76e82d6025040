/**
 * Brings a database to the schema of this release. Forward only, plain SQL files, in the order of the parts
 * engine → crm → app. One session-level advisory lock makes any number of nodes that start at once safe: the first
 * migrates, the others find nothing to do. Each file and its record commit together, so a killed migrator leaves
 * either both or neither. Behind a transaction-pooling proxy give a direct URL: session locks need one session.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { Umzug, type RunnableMigration } from 'umzug';
import { StartRefused } from '../../errors/start-refused.ts';
import { packageRoot } from '../package-root.ts';

/** Any constant that no other program on this database uses ('thro' in ASCII). */
const MIGRATION_LOCK = 0x7468726f;

const MIGRATION_FOLDERS = [
  { part: 'engine', folder: 'engine/store/postgres/migrations' },
  { part: 'crm', folder: 'crm/database/migrations' },
  { part: 'app', folder: 'api/migrations' },
] as const;

const CREATE_RECORD_TABLE = `
  create table if not exists public.schema_migration (
    name text primary key,
    checksum text not null,
    applied_at timestamptz not null default clock_timestamp()
  )`;

interface MigrationFile {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** Runs what is pending and returns the names of the migrations that this call applied. */
export async function migrate(databaseUrl: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'throughline migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(CREATE_RECORD_TABLE);
    return await applyPending(client, migrationFiles());
  } finally {
    // Ending the session releases the lock, also after a failure.
    await client.end();
  }
}

async function applyPending(client: pg.Client, files: readonly MigrationFile[]): Promise<readonly string[]> {
  const applied = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from public.schema_migration',
  );
  assertUnchanged(files, new Map(applied.rows.map((row) => [row.name, row.checksum])));
  const umzug = new Umzug({
    migrations: files.map((file) => runnable(client, file)),
    logger: undefined,
    storage: {
      executed: () => Promise.resolve(applied.rows.map((row) => row.name)),
      // The record was written in the migration's own transaction.
      logMigration: () => Promise.resolve(),
      unlogMigration: ({ name }) =>
        Promise.reject(new Error(`Migration '${name}' cannot be undone: migrations are forward only.`)),
    },
  });
  const done = await umzug.up();
  return done.map((migration) => migration.name);
}

function runnable(client: pg.Client, file: MigrationFile): RunnableMigration<object> {
  return {
    name: file.name,
    up: async () => {
      await client.query('begin');
      try {
        await client.query(file.sql);
        await client.query('insert into public.schema_migration (name, checksum) values ($1, $2)', [
          file.name,
          file.checksum,
        ]);
        await client.query('commit');
      } catch (cause) {
        await client.query('rollback');
        throw new Error(
          `Migration '${file.name}' failed: ${cause instanceof Error ? cause.message : String(cause)}`,
          { cause },
        );
      }
    },
  };
}

function migrationFiles(): readonly MigrationFile[] {
  const root = packageRoot();
  return MIGRATION_FOLDERS.flatMap(({ part, folder }) => {
    const path = join(root, folder);
    if (!existsSync(path)) return [];
    const names = readdirSync(path).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name));
    return names.sort().map((name) => migrationFile(part, join(path, name), name));
  });
}

function migrationFile(part: string, path: string, fileName: string): MigrationFile {
  // Line endings must not count: a checkout may have changed them.
  const sql = readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  return {
    name: `${part}/${fileName.replace(/\.sql$/, '')}`,
    sql,
    checksum: createHash('sha256').update(sql).digest('hex'),
  };
}

function assertUnchanged(files: readonly MigrationFile[], applied: ReadonlyMap<string, string>): void {
  for (const file of files) {
    const before = applied.get(file.name);
    if (before !== undefined && before !== file.checksum) {
      throw new StartRefused(
        `Migration '${file.name}' was changed after this database applied it. Add a new migration instead (a demonstration database may be deleted).`,
      );
    }
  }
}
