/**
 * The mail server of a demonstration: a real SMTP server on the loopback address that stores what it takes in.
 * Nothing leaves the machine, and both ends speak the protocol. A repeated Message-ID is accepted and stored once.
 */
import type { Pool } from 'pg';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

export interface LoopbackReceiver {
  readonly url: string;
  close(): Promise<void>;
}

const MESSAGE_BYTES_MAX = 10 * 1024 * 1024;

export async function startLoopbackReceiver(pool: Pool): Promise<LoopbackReceiver> {
  const server = new SMTPServer({
    authOptional: true,
    // Both ends are this process; a certificate would prove nothing.
    disabledCommands: ['STARTTLS', 'AUTH'],
    size: MESSAGE_BYTES_MAX,
    logger: false,
    onData(stream, session, callback) {
      store(pool, stream, session).then(
        () => callback(),
        (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
      );
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    const listening = server.listen(0, '127.0.0.1', () => {
      const address = listening.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  // A client that breaks off is its own business; it must not end the process.
  server.on('error', () => undefined);
  return {
    url: `smtp://127.0.0.1:${port}?tls=off`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function store(pool: Pool, stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  if (stream.sizeExceeded) throw Object.assign(new Error('The message is too large.'), { responseCode: 552 });
  const source = Buffer.concat(chunks).toString('utf8').replaceAll('\u0000', '');
  const messageId = /^message-id:\s*(<[^>]+>)/im.exec(source)?.[1];
  if (!messageId) throw Object.assign(new Error('The message has no Message-ID.'), { responseCode: 550 });
  await pool.query(
    `insert into app.mail_delivery (message_id, recipients, source) values ($1, $2, $3)
     on conflict (message_id) do nothing`,
    [messageId, session.envelope.rcptTo.map((recipient) => recipient.address), source],
  );
}
