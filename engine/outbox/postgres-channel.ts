/** Words between nodes over LISTEN/NOTIFY, on one connection of its own that comes back after every loss. */
import pg from 'pg';
import type { Logger } from '../ports.ts';

const RECONNECT_MS = 1_000;

export interface PostgresChannel {
  /** `onOpen`: at first, and after every loss; what was said meanwhile was missed. */
  start(heard: { readonly onOpen: () => void; readonly onMessage: (payload: string) => void }): void;
  /** Below 8,000 bytes; this node hears it as well. Lost while there is no connection. */
  send(payload?: string): void;
  stop(): Promise<void>;
}

/** `url`: direct, not through a transaction pooler. `channel`: one for each purpose. */
export function createPostgresChannel(options: {
  readonly url: string;
  readonly channel: string;
  readonly logger: Logger;
}): PostgresChannel {
  const { url, channel, logger } = options;
  let client: pg.Client | null = null;
  let retry: NodeJS.Timeout | null = null;
  let isStopped = false;
  let heard: Parameters<PostgresChannel['start']>[0] | null = null;

  const lose = (lost: pg.Client): void => {
    if (client !== lost) return;
    client = null;
    void lost.end().catch(() => undefined);
    if (!isStopped) retry = setTimeout(() => void connect(), RECONNECT_MS).unref();
  };
  const connect = async (): Promise<void> => {
    const made = new pg.Client({ connectionString: url, keepAlive: true });
    client = made;
    made.on('error', () => lose(made));
    made.on('end', () => lose(made));
    made.on('notification', ({ payload }) => heard?.onMessage(payload ?? ''));
    try {
      await made.connect();
      await made.query(`listen ${pg.escapeIdentifier(channel)}`);
      heard?.onOpen();
    } catch (error) {
      logger.warn({ error }, 'The connection that listens for other nodes could not be opened.');
      lose(made);
    }
  };
  return {
    start(listeners) {
      heard = listeners;
      void connect();
    },
    send(payload = '') {
      const sender = client;
      if (sender) void sender.query('select pg_notify($1, $2)', [channel, payload]).catch(() => lose(sender));
    },
    async stop() {
      isStopped = true;
      if (retry) clearTimeout(retry);
      const open = client;
      client = null;
      await open?.end().catch(() => undefined);
    },
  };
}
