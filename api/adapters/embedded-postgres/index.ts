/**
 * Starts a real PostgreSQL from npm's platform package and keeps it running for as long as the product runs.
 *
 * After a kill nothing is repaired by force: a server that survived us is adopted, a server that is still dying
 * (its pid may count as alive for seconds after SIGKILL) is waited for, and its lock file is never deleted by us,
 * because PostgreSQL alone can tell whether the lock is stale.
 */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { StartRefused } from '../../errors/start-refused.ts';
import { prepareBinaries } from './binaries.ts';
import { ensureCluster, readLockFile, SUPERUSER, type ClusterOptions } from './cluster.ts';
import { clusterPassword, prepareHome, takeOwnership } from './home.ts';
import { freePort, serverIdentity } from './operating-system.ts';
import { adoptServer, requestStop, signal, spawnServer, type RunningServer } from './server.ts';

export { assertDurable } from './durability.ts';

export interface SupervisorLogger {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  readonly logger: SupervisorLogger;
  /** False only for throw-away databases of tests: a crash of the machine may lose what was acknowledged. */
  readonly durable?: boolean;
}

export interface EmbeddedPostgres {
  /** For the product: owns the database `throughline`, is no superuser. */
  readonly url: string;
  /** For tests and maintenance. */
  readonly superuserUrl: string;
  readonly adopted: boolean;
  /** Process id of the postmaster; another one after a restart. */
  pid(): number;
  /** Fast shutdown; resolves when the server is gone. */
  stop(): Promise<void>;
}

const REFUSED_RESTART_MS_MAX = 30_000;
const BACKOFF_MS = [100, 200, 400, 800, 1_600, 3_000] as const;
const FAST_STOP_MS_MAX = 20_000;
const DATABASE = 'throughline';

/** @throws StartRefused with the end of the server's log when it refused to start for 30 seconds. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const identity = serverIdentity();
  const home = prepareHome(options.dataDir, identity);
  takeOwnership(home);
  const binaries = prepareBinaries({ besideData: home.folder, identity });
  const cluster: ClusterOptions = {
    home,
    binaries,
    identity,
    password: clusterPassword(home),
    durable: options.durable ?? true,
  };
  const created = await ensureCluster(cluster);
  if (created) options.logger.info({ folder: home.folder }, 'made a new database cluster');
  const supervisor = new Supervisor(cluster, options.logger);
  await supervisor.start();
  await ensureDatabase(cluster, supervisor.port);
  return supervisor;
}

class Supervisor implements EmbeddedPostgres {
  readonly #cluster: ClusterOptions;
  readonly #logger: SupervisorLogger;
  #server: RunningServer | null = null;
  #stopping = false;
  #watch: Promise<void> = Promise.resolve();
  readonly #onExit = (): void => {
    if (this.#server !== null) requestStop(this.#cluster, this.#server.pid);
  };

  constructor(cluster: ClusterOptions, logger: SupervisorLogger) {
    this.#cluster = cluster;
    this.#logger = logger;
  }

  get port(): number {
    return this.#running().port;
  }

  get url(): string {
    return connectionUrl(DATABASE, this.#cluster.password, this.port);
  }

  get superuserUrl(): string {
    return connectionUrl(SUPERUSER, this.#cluster.password, this.port);
  }

  get adopted(): boolean {
    return this.#running().adopted;
  }

  pid(): number {
    return this.#running().pid;
  }

  async start(): Promise<void> {
    this.#server = await this.#launch(null);
    process.once('exit', this.#onExit);
    const { pid, port, adopted } = this.#server;
    this.#logger.info(
      { pid, port, adopted },
      adopted ? 'adopted the running PostgreSQL' : 'PostgreSQL started',
    );
    this.#watch = this.#keepRunning();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    process.removeListener('exit', this.#onExit);
    const server = this.#running();
    requestStop(this.#cluster, server.pid);
    // An immediate shutdown is a crash that the next start recovers from; better than to hang.
    const impatience = setTimeout(() => signal(server.pid, 'SIGQUIT'), FAST_STOP_MS_MAX);
    await server.ended;
    clearTimeout(impatience);
    await this.#watch;
  }

  /** Restarts the server on its port whenever it dies under us, so that the pool's address stays right. */
  async #keepRunning(): Promise<void> {
    for (;;) {
      await this.#running().ended;
      if (this.#stopping) return;
      const { port } = this.#running();
      this.#logger.warn({ port }, 'PostgreSQL died; restarting it');
      const server = await this.#relaunch(port);
      if (server === null) return;
      this.#server = server;
      this.#logger.info({ pid: server.pid, port }, 'PostgreSQL runs again');
      if (this.#stopping) requestStop(this.#cluster, server.pid);
    }
  }

  async #relaunch(port: number): Promise<RunningServer | null> {
    while (!this.#stopping) {
      try {
        return await this.#launch(port);
      } catch (error) {
        this.#logger.error({ err: error }, 'PostgreSQL refuses to restart; trying on');
      }
    }
    return null;
  }

  async #launch(fixedPort: number | null): Promise<RunningServer> {
    const deadline = Date.now() + REFUSED_RESTART_MS_MAX;
    for (let attempt = 0; ; attempt++) {
      const lock = readLockFile(this.#cluster.home);
      const adopted = lock === null ? null : await adoptServer(this.#cluster, lock);
      if (adopted !== null) return adopted;
      const started = await spawnServer(this.#cluster, fixedPort ?? (await freePort()));
      if (!('refused' in started)) return started;
      if (Date.now() >= deadline || (this.#stopping && fixedPort !== null)) {
        throw new StartRefused(
          `PostgreSQL in '${this.#cluster.home.cluster}' did not start: ${started.refused}`,
        );
      }
      await pause(BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)]);
    }
  }

  #running(): RunningServer {
    if (this.#server === null) throw new Error('Expected PostgreSQL to have been started, but it was not.');
    return this.#server;
  }
}

function connectionUrl(user: string, password: string, port: number): string {
  return `postgres://${user}:${password}@127.0.0.1:${port}/${user}`;
}

/** The product's own role and database, so that it does not run as superuser. */
async function ensureDatabase(cluster: ClusterOptions, port: number): Promise<void> {
  const client = new pg.Client({ connectionString: connectionUrl(SUPERUSER, cluster.password, port) });
  await client.connect();
  try {
    const role = await client.query('select 1 from pg_roles where rolname = $1', [DATABASE]);
    if (role.rowCount === 0)
      await client.query(`create role ${DATABASE} login password ${client.escapeLiteral(cluster.password)}`);
    const database = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (database.rowCount === 0) await client.query(`create database ${DATABASE} owner ${DATABASE}`);
  } finally {
    await client.end();
  }
}
