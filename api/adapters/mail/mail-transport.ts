/** Sends over real SMTP: to SMTP_URL, or in a demonstration to the loopback receiver. */
import { createTransport } from 'nodemailer';

export interface MailTransport {
  send(mail: {
    readonly messageId: string;
    readonly from: string;
    readonly to: string;
    readonly subject: string;
    readonly text: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly cc?: string;
    readonly inReplyTo?: string;
    readonly references?: string[];
    readonly attachments?: { filename: string; contentType: string; content: Buffer }[];
  }): Promise<void>;
  close(): void;
}

/** A server that hangs must not hold a job longer than its lease can be extended sensibly. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

export function smtpTransport(url: string): MailTransport {
  const parsed = new URL(url);
  const transport = createTransport({
    host: parsed.hostname.replace(/^\[|\]$/g, ''),
    port: Number(parsed.port || (parsed.protocol === 'smtps:' ? 465 : 25)),
    secure: parsed.protocol === 'smtps:',
    ...(parsed.username
      ? { auth: { user: decodeURIComponent(parsed.username), pass: decodeURIComponent(parsed.password) } }
      : {}),
    ...(parsed.searchParams.get('tls') === 'off' ? { ignoreTLS: true } : {}),
    ...TIMEOUTS,
    pool: true,
    maxConnections: 2,
    // Bodies are texts from templates: a path or an address inside them is never opened.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(mail) {
      await transport.sendMail({ ...mail, headers: { ...mail.headers } });
    },
    close: () => transport.close(),
  };
}
