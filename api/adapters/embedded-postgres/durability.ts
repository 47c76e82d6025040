import pg from 'pg';
import { StartRefused } from '../../errors/start-refused.ts';

const REQUIRED = ['fsync', 'full_page_writes', 'synchronous_commit'] as const;

/**
 * Refuses a database that may lose acknowledged work in a crash (embedded or not).
 * @throws StartRefused naming the settings and the remedy.
 */
export async function assertDurable(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const answer = await client.query<{ name: string; setting: string }>(
      'select name, setting from pg_settings where name = any($1)',
      [REQUIRED],
    );
    const off = answer.rows.filter((row) => row.setting === 'off').map((row) => row.name);
    if (off.length === 0) return;
    throw new StartRefused(
      `The database may lose acknowledged work: ${off.join(', ')} is off. Switch it on in postgresql.conf (or set UNSAFE_DATABASE=1 for a throw-away database).`,
    );
  } finally {
    await client.end();
  }
}
