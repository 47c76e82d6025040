/**
 * Connections that are given one after the other. What falls due at the same moment is begun in its order, and so it stays:
 * whether a signal or a message that were sent together arrives first is nobody's promise, and the reference knows one
 * order only. Whoever holds a connection and needs another one gets it after a while.
 */
import pg from 'pg';

export const CONNECTIONS_MAX = 4;
/** Longer than a statement takes on a busy machine. */
const PATIENCE_MS = 250;

type Given = Parameters<Parameters<pg.Pool['connect']>[0]>;

export class PoolInTurn extends pg.Pool {
  /** Until the connection that was given last is given back. */
  private last: Promise<void> = Promise.resolve();
  private readonly ends = new Map<pg.PoolClient, () => void>();

  constructor(config: pg.PoolConfig) {
    super(config);
    this.on('release', (_error, client) => this.ends.get(client)?.());
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: (...given: Given) => void): void;
  override connect(callback?: (...given: Given) => void): Promise<pg.PoolClient> | void {
    const given = this.inTurn();
    if (!callback) return given;
    given.then(
      (client) => callback(undefined, client, (error) => client.release(error)),
      (error: unknown) => callback(error as Error, undefined, () => undefined),
    );
  }

  private async inTurn(): Promise<pg.PoolClient> {
    const before = this.last;
    let end: () => void = () => undefined;
    this.last = new Promise((resolve) => (end = resolve));
    await Promise.race([before, after(PATIENCE_MS)]);
    try {
      const client = await super.connect();
      this.ends.set(client, end);
      return client;
    } catch (error) {
      end();
      throw error;
    }
  }
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
