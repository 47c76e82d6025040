/** Each node says a few times a minute that it lives and how it is; the health page shows all of them. */
import { hostname } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Pool } from 'pg';

const BEAT_MS = 20_000;
/** Three beats missed. */
export const SILENT_SECONDS = 60;
const FORGET_HOURS = 24;
const MEBIBYTE = 1_048_576;
const NANOSECONDS_PER_MS = 1_000_000;

const BEAT = `
  insert into app.node (id, host, version, started_at, seen_at, sockets, memory_mb, delay_ms)
  values ($1, $2, $3, clock_timestamp(), clock_timestamp(), $4, $5, $6)
  on conflict (id) do update set seen_at = excluded.seen_at, sockets = excluded.sockets,
    memory_mb = excluded.memory_mb, delay_ms = excluded.delay_ms`;
const FORGET = `delete from app.node where seen_at < clock_timestamp() - make_interval(hours => ${FORGET_HOURS})`;

export interface NodeBeats {
  start(): Promise<void>;
  /** Says goodbye. */
  stop(): Promise<void>;
}

export function createNodeBeats(deps: {
  readonly pool: Pool;
  readonly id: string;
  readonly version: string;
  readonly sockets: () => number;
  readonly logger: { warn(facts: object, message: string): void };
}): NodeBeats {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  let timer: NodeJS.Timeout | undefined;
  let last = Promise.resolve();
  const beat = async (): Promise<void> => {
    const lateMs = Math.round(delay.percentile(99) / NANOSECONDS_PER_MS);
    delay.reset();
    const memory = Math.round(process.memoryUsage.rss() / MEBIBYTE);
    await deps.pool.query(BEAT, [deps.id, hostname(), deps.version, deps.sockets(), memory, lateMs]);
    await deps.pool.query(FORGET);
  };
  // The next beat says the same, so that one which the database did not take is no loss.
  const tryBeat = (): Promise<void> =>
    beat().catch((error: unknown) =>
      deps.logger.warn({ err: error }, 'this node could not say that it lives'),
    );
  return {
    async start() {
      delay.enable();
      await tryBeat();
      timer = setInterval(() => (last = tryBeat()), BEAT_MS);
    },
    async stop() {
      clearInterval(timer);
      delay.disable();
      await last;
      await deps.pool.query('delete from app.node where id = $1', [deps.id]).catch(() => undefined);
    },
  };
}
