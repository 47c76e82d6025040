/** The signal between nodes over LISTEN/NOTIFY, on one connection of its own that comes back after every loss. */
import pg from 'pg';
import type { Logger } from '../ports.ts';
import type { NodeSignal } from '../store/store-port.ts';

const CHANNEL = 'throughline_step';
const RECONNECT_MS = 1_000;

export function createPostgresSignal(url: string, logger: Logger): NodeSignal {
  let client: pg.Client | null = null;
  let retry: NodeJS.Timeout | null = null;
  let isStopped = false;
  let receive: () => void = () => undefined;

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
    made.on('notification', () => receive());
    try {
      await made.connect();
      await made.query(`listen ${CHANNEL}`);
      receive();
    } catch (error) {
      logger.warn({ error }, 'The connection that listens for other nodes could not be opened.');
      lose(made);
    }
  };
  return {
    start(onSignal) {
      receive = onSignal;
      void connect();
    },
    send() {
      const sender = client;
      if (sender) void sender.query(`notify ${CHANNEL}`).catch(() => lose(sender));
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
