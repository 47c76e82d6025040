/** Real mail servers of this machine: a mailbox by hoodiecrow (IMAP), and one that takes what is sent (smtp-server). */
import type { AddressInfo } from 'node:net';
import hoodiecrow from 'hoodiecrow-imap';
import { SMTPServer } from 'smtp-server';

/** What came before the first reading, which is nobody's to file. */
const LAST_YEAR = '14-Sep-2013 21:22:28 -0300';

export interface MailServers {
  /** Settings of the product that uses them. */
  readonly environment: Readonly<Record<'IMAP_URL' | 'SMTP_URL' | 'MAIL_FROM', string>>;
  /** Sources of the messages that were handed over, oldest first. */
  readonly taken: readonly string[];
  receive(source: string): void;
  refuse(isRefusing: boolean): void;
  close(): Promise<void>;
}

export async function startMailServers(): Promise<MailServers> {
  const taken: string[] = [];
  let isRefusing = false;
  const imap = hoodiecrow({
    plugins: ['ID', 'NAMESPACE', 'UNSELECT', 'LITERALPLUS'],
    storage: {
      INBOX: { messages: [{ raw: mailSource({ subject: 'Of last year' }), internaldate: LAST_YEAR }] },
    },
  });
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (isRefusing) return done(new Error('Try later.'));
        taken.push(Buffer.concat(chunks).toString('utf8'));
        done();
      });
    },
  });
  await new Promise<void>((done) => imap.listen(0, '127.0.0.1', done));
  await new Promise<void>((done) => void smtp.listen(0, '127.0.0.1', done));
  const port = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;
  return {
    environment: {
      IMAP_URL: `imap://testuser:testpass@127.0.0.1:${port(imap.server)}/INBOX?tls=off`,
      SMTP_URL: `smtp://127.0.0.1:${port(smtp.server)}?tls=off`,
      MAIL_FROM: 'Desk <desk@own.example>',
    },
    taken,
    receive: (source) => imap.appendMessage('INBOX', [], new Date(), source),
    refuse: (next) => {
      isRefusing = next;
    },
    close: async () => {
      await new Promise<void>((done) => imap.close(done));
      await new Promise<void>((done) => smtp.close(done));
    },
  };
}

let count = 0;

/** A message as it arrives, of somebody unknown unless told. */
export function mailSource(mail: {
  readonly from?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly headers?: readonly string[];
  readonly contentType?: string;
  readonly messageId?: string;
}): string {
  count += 1;
  return [
    `From: ${mail.from ?? 'Ann Stranger <ann@stranger.example>'}`,
    'To: Desk <desk@own.example>',
    `Subject: ${mail.subject ?? 'Question'}`,
    `Message-ID: ${mail.messageId ?? `<m${count}@elsewhere.example>`}`,
    `Date: ${new Date().toUTCString()}`,
    ...(mail.headers ?? []),
    `Content-Type: ${mail.contentType ?? 'text/plain; charset=utf-8'}`,
    'MIME-Version: 1.0',
    '',
    mail.text ?? 'Hello',
  ].join('\r\n');
}

/** The identity of a message by its source. */
export function messageIdOf(source: string | undefined): string {
  return /^Message-ID: (<.+>)/im.exec(source ?? '')?.[1] ?? '';
}
