/** A TCP proxy before PostgreSQL that cuts a connection around one statement, so that its reply is lost. */
import net from 'node:net';

export type LostWhen = 'unsent' | 'sent' | 'answered';

export interface PgProxy {
  readonly url: string;
  /**
   * Cuts the connection over which the next message with `text` goes to the server: before it gets there (`unsent`), as
   * soon as it is `sent`, while the server is still at work, or when it is `answered`, and the answer is swallowed.
   * Resolves when it is cut.
   */
  cutOnce(text: string, when: LostWhen): Promise<void>;
  close(): Promise<void>;
}

interface Cut {
  readonly text: string;
  readonly when: LostWhen;
  readonly done: () => void;
}

export async function startPgProxy(target: string): Promise<PgProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<net.Socket>();
  let armed: Cut | null = null;

  const server = net.createServer((client) => {
    const upstream = net.connect(Number(port), hostname);
    let cut: Cut | null = null;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    client.on('data', (data) => {
      const isIt = !cut && armed !== null && data.includes(armed.text);
      if (!isIt || armed!.when !== 'unsent') upstream.write(data);
      if (!isIt) return;
      cut = armed!;
      armed = null;
      if (cut.when === 'answered') return;
      client.destroy();
      if (cut.when === 'unsent') upstream.destroy();
      cut.done();
    });
    upstream.on('data', (data) => {
      if (!cut) return void client.write(data);
      // The statement is over; the server goes on until here, whatever became of its client.
      upstream.destroy();
      client.destroy();
      cut.done();
    });
    client.on('close', () => cut ?? upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as net.AddressInfo).port);
  return {
    url: url.href,
    cutOnce: (text, when) =>
      new Promise((done) => {
        armed = { text, when, done };
      }),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
