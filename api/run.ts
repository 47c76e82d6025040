/**
 * Runs the product from start to stop. It listens first (readiness says 503), then brings up the database, the
 * schema, the product and, in a demonstration, its company; only then it is ready. On a signal it stops in the
 * opposite order and lets what is under way finish.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type pg from 'pg';
import type { Logger } from 'pino';
import { createClock, type DemonstrationClock } from './adapters/clock.ts';
import { migrate } from './adapters/database/migrate.ts';
import { createPool, waitForDatabase } from './adapters/database/pool.ts';
import {
  assertDurable,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from './adapters/embedded-postgres/index.ts';
import { openSecretBox, type SecretBox } from './adapters/secret-box.ts';
import { createLogger } from './adapters/logger.ts';
import { packageRoot } from './adapters/package-root.ts';
import { createApp, type ComposedApi } from './app.ts';
import { Credentials } from './auth/credentials.ts';
import { Sessions } from './auth/sessions.ts';
import { SignInGuard } from './auth/sign-in-guard.ts';
import type { Config } from './config.ts';
import { StartRefused } from './errors/start-refused.ts';
import { Traffic } from './middleware/traffic.ts';
import { Health } from './routes/health.ts';

/** An address may name a thousand rows that were picked for an export. */
const HEAD_BYTES_MAX = 49_152;

/** A database that is silent for so long is away. */
const PROBE_MS = 5_000;

/** What stands before the product is composed on it. */
export interface Foundation {
  readonly config: Config;
  readonly logger: Logger;
  readonly pool: pg.Pool;
  /** For connections that must not come from the pool: LISTEN, the ORM. */
  readonly databaseUrl: string;
  readonly clock: DemonstrationClock;
  readonly sessions: Sessions;
  readonly credentials: Credentials;
  readonly guard: SignInGuard;
  /** Opens secrets that the database holds. */
  readonly secrets: SecretBox;
  readonly server: Server;
}

export interface Product {
  readonly api: ComposedApi;
  /** Makes the demonstration company when it is wanted and missing, and begins to execute jobs. Rejects when aborted. */
  start(signal: AbortSignal): Promise<void>;
  /** Answers at once whoever waits for work, before the requests under way are waited for. */
  drain?(): void;
  /** Takes no new work and waits for what is under way, at most `graceMs`. */
  stop(options: { readonly graceMs: number }): Promise<void>;
}

export type Compose = (foundation: Foundation) => Promise<Product>;

export interface RunningProduct {
  readonly url: string;
  /** Drains and stops everything that was started; a second call waits for the first. */
  stop(): Promise<void>;
}

/** Resolves when the product is ready. Rejects, with everything stopped again, when it cannot become ready. */
export async function runProduct(
  config: Config,
  compose: Compose,
  signal: AbortSignal = new AbortController().signal,
): Promise<RunningProduct> {
  const run = new Run(config, compose, signal);
  try {
    await run.start();
  } catch (error) {
    await run.stop();
    throw error;
  }
  return run;
}

class Run implements RunningProduct {
  readonly #config: Config;
  readonly #compose: Compose;
  readonly #signal: AbortSignal;
  readonly #logger: Logger;
  readonly #health = new Health();
  readonly #traffic = new Traffic();
  readonly #server: Server;
  readonly #closing: (() => Promise<void>)[] = [];
  #product: Product | null = null;
  #stopped: Promise<void> | null = null;

  constructor(config: Config, compose: Compose, signal: AbortSignal) {
    this.#config = config;
    this.#compose = compose;
    this.#signal = signal;
    this.#logger = createLogger(config);
    const webFolder = join(packageRoot(), 'dist', 'web');
    this.#server = createServer(
      { maxHeaderSize: HEAD_BYTES_MAX },
      createApp({
        config,
        logger: this.#logger,
        health: this.#health,
        traffic: this.#traffic,
        webFolder,
        api: () => this.#product?.api ?? null,
      }),
    );
  }

  get url(): string {
    const { address, port, family } = this.#server.address() as AddressInfo;
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  }

  async start(): Promise<void> {
    // Longer than the usual 60 s of reverse proxies, so that they never send into a connection that we close.
    this.#server.keepAliveTimeout = 65_000;
    await listen(this.#server, this.#config);
    this.#closing.push(() => closeServer(this.#server));
    this.#logger.info({ url: this.url }, 'listening');
    const databaseUrl = await this.#database();
    this.#signal.throwIfAborted();
    const applied = await migrate(databaseUrl);
    if (applied.length > 0) this.#logger.info({ applied }, 'migrated the database');
    const foundation = await this.#foundation(databaseUrl);
    this.#signal.throwIfAborted();
    const product = await this.#compose(foundation);
    this.#product = product;
    this.#closing.push(() => product.stop({ graceMs: this.#config.drainSeconds * 1_000 }));
    await product.start(this.#signal);
    this.#signal.throwIfAborted();
    this.#health.phase = 'ready';
    this.#logger.info({ url: this.url, demonstration: this.#config.demo }, 'ready');
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  /** The address of a database that answers, is new enough and loses nothing. */
  async #database(): Promise<string> {
    const url = this.#config.databaseUrl ?? (await this.#embedded()).url;
    await waitForDatabase({ url, logger: this.#logger, signal: this.#signal });
    if (!this.#config.unsafeDatabase) await assertDurable(url);
    return url;
  }

  async #embedded(): Promise<EmbeddedPostgres> {
    const postgres = await startEmbeddedPostgres({ dataDir: this.#config.dataDir, logger: this.#logger });
    this.#closing.push(() => postgres.stop());
    return postgres;
  }

  async #foundation(databaseUrl: string): Promise<Foundation> {
    const { config } = this.#options();
    const pool = createPool({ url: databaseUrl, max: config.databasePoolMax, logger: this.#logger });
    this.#closing.push(() => pool.end());
    // Its own connection: a pool that is busy is no database that is away.
    const probe = createPool({ url: databaseUrl, max: 1, silentMs: PROBE_MS, logger: this.#logger });
    this.#closing.push(() => probe.end());
    this.#health.watchDatabase(() => probe.query('select 1'));
    const clock = await createClock({ pool, demo: config.demo });
    this.#closing.push(() => Promise.resolve(clock.stop()));
    return {
      config,
      logger: this.#logger,
      pool,
      databaseUrl,
      clock,
      sessions: new Sessions({ pool, days: config.sessionDays }),
      credentials: new Credentials(pool),
      guard: new SignInGuard(pool),
      secrets: await openSecretBox(config, pool),
      server: this.#server,
    };
  }

  /** PORT=0 takes any port; then the public address is known only now. */
  #options(): { readonly config: Config } {
    if (this.#config.port !== 0) return { config: this.#config };
    return {
      config: Object.freeze({
        ...this.#config,
        publicUrl: this.#config.publicUrl.replace(/:0$/, `:${new URL(this.url).port}`),
      }),
    };
  }

  async #stop(): Promise<void> {
    this.#health.phase = 'draining';
    // Long polls of workers would hold the node for a minute.
    this.#product?.drain?.();
    await this.#traffic.idle(this.#config.drainSeconds * 1_000);
    for (const close of this.#closing.reverse()) {
      await close().catch((error: unknown) =>
        this.#logger.error({ err: error }, 'a part did not stop cleanly'),
      );
    }
    this.#logger.info({}, 'stopped');
  }
}

/** @throws Error with the remedy when the port is taken. */
function listen(server: Server, config: Pick<Config, 'host' | 'port'>): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      failed(
        taken
          ? new StartRefused(`Port ${config.port} on ${config.host} is taken. Set PORT to another one.`, {
              cause: error,
            })
          : error,
      );
    });
    server.listen(config.port, config.host, done);
  });
}

/** Nothing that counts is under way any more; what keeps a connection open then is cut. */
async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((done) => server.close(() => done()));
  server.closeAllConnections();
  await closed;
}
