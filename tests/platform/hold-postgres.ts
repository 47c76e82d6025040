/** Started by supervisor.test.ts as a process of its own: holds an embedded PostgreSQL until it is killed. */
import { startEmbeddedPostgres } from '../../api/adapters/embedded-postgres/index.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const dataDir = process.argv[2] ?? '';

async function hold(): Promise<void> {
  const postgres = await startEmbeddedPostgres({ dataDir, logger: silent });
  console.log(JSON.stringify({ url: postgres.url, pid: postgres.pid(), adopted: postgres.adopted }));
  process.once('SIGTERM', () => void postgres.stop().then(() => process.exit(0)));
}

hold().catch((error: unknown) => {
  console.log(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
  process.exit(1);
});
