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
  pool.on('connect', (client) => {
    streamOf(client).on('timeout', () => {
      streamOf(client).destroy(new Error(`Connection terminated: no answer within ${silentMs} ms.`));
    });
  });
  // Set anew each time: a socket's clock that has run out while nobody had it need not start again by itself.
  pool.on('acquire', (client) => void streamOf(client).setTimeout(silentMs));
  pool.on('release', (_error, client) => void streamOf(client).setTimeout(0));
}

/** With TLS the socket that the driver began with is another one, and silent. */
function streamOf(client: PoolClient): Socket {
  return (client as unknown as { readonly connection: { readonly stream: Socket } }).connection.stream;
}
