/** Where mail goes: to SMTP_URL, in a demonstration without one to the loopback receiver, else nowhere. */
import type { Pool } from 'pg';
import { startLoopbackReceiver } from './loopback-receiver.ts';
import { smtpTransport, type MailTransport } from './mail-transport.ts';

export interface MailRoute {
  readonly transport: MailTransport;
  close(): Promise<void>;
}

export async function mailRoute(
  config: { readonly smtpUrl: string | null; readonly demo: boolean },
  pool: Pool,
): Promise<MailRoute> {
  if (config.smtpUrl !== null) {
    const transport = smtpTransport(config.smtpUrl);
    return { transport, close: () => Promise.resolve(transport.close()) };
  }
  if (!config.demo) return { transport: noServer, close: () => Promise.resolve() };
  const receiver = await startLoopbackReceiver(pool);
  const transport = smtpTransport(receiver.url);
  return {
    transport,
    async close() {
      transport.close();
      await receiver.close();
    },
  };
}

/** The incident of a process that mails without a server says what to do. */
const noServer: MailTransport = {
  send: () => Promise.reject(new Error('No mail server is set; set SMTP_URL and try again.')),
  close: () => undefined,
};
