/**
 * Half-open connections: a router that forgets, a machine that is switched off. Nothing tells a waiting caller that no
 * answer will ever come, so that silence has to be taken for it.
 */
import type { Socket } from 'node:net';
import type { Pool, PoolClient } from 'pg';

/**
 * From now on a connection that is lent while for `silentMs` no byte comes or goes is lost: whatever waits on it is told
 * so, as of any lost connection, and the pool forgets it. No single statement may be that long without an answer.
 */
export function loseSilentConnections(pool: Pool, silentMs: number): void {
  const lent = new WeakSet<PoolClient>();
  pool.on('acquire', (client) => lent.add(client));
  pool.on('release', (_error, client) => lent.delete(client));
  pool.on('connect', (client) => {
    // With TLS the socket that the driver began with is another one, and silent.
    const { stream } = (client as unknown as { readonly connection: { readonly stream: Socket } }).connection;
    stream.setTimeout(silentMs, () => {
      if (!lent.has(client)) return;
      stream.destroy(new Error(`Connection terminated: no answer within ${silentMs} ms.`));
    });
  });
}
