/**
 * Reads one folder of an IMAP server, a round at a time: what came since the last UID is filed and the cursor moves
 * behind each message. One node at a time, by a lock that ends with its connection; nothing in the folder is changed,
 * people may read it with a program of their own. A message that cannot be filed is kept as failed and does not hold up
 * the others; a database that is away stops the round before the cursor moves.
 */
import { ImapFlow } from 'imapflow';
import type { Logger } from 'pino';
import type { Pool } from 'pg';
import type { Ids } from '#engine';
import type { MailFiling } from './file-mail.ts';
import { insertReceived, setOutcome } from './mail-rows.ts';
import { parseMail } from './parse-mail.ts';

export interface Mailbox {
  /** How many messages were taken in; 0 also when another node reads. */
  fetch(): Promise<number>;
  /** Ends the round after the message under way. */
  stop(): void;
}

const MESSAGES_PER_ROUND = 200;
const SOURCE_BYTES_MAX = 30 * 1_048_576;
/** What lies in a folder that is read for the first time is history, but for the last day. */
const FIRST_READ_MS = 86_400_000;

const TRY_LOCK = `select pg_try_advisory_lock(hashtextextended('app.mail_box ' || $1, 0)) as held`;
const UNLOCK = `select pg_advisory_unlock(hashtextextended('app.mail_box ' || $1, 0))`;
const SELECT_BOX = 'select uid_validity, uid_last::text from app.mail_box where name = $1';
const SAVE_BOX = `
  insert into app.mail_box (name, uid_validity, uid_last, fetched_at, error)
  values ($1, $2, $3, clock_timestamp(), null)
  on conflict (name) do update
  set uid_validity = excluded.uid_validity, uid_last = excluded.uid_last, fetched_at = excluded.fetched_at, error = null`;
const SAVE_ERROR = `
  insert into app.mail_box (name, uid_validity, uid_last, fetched_at, error) values ($1, '', 0, clock_timestamp(), $2)
  on conflict (name) do update set error = excluded.error, fetched_at = excluded.fetched_at`;

export function createMailbox(deps: {
  readonly imapUrl: string;
  readonly pool: Pool;
  readonly filing: MailFiling;
  readonly ids: Ids;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
}): Mailbox {
  const { pool, logger } = deps;
  const place = placeOf(deps.imapUrl);
  let isStopping = false;
  return {
    stop: () => (isStopping = true),
    async fetch() {
      const lock = await pool.connect();
      let isBroken = false;
      try {
        const { rows } = await lock.query<{ held: boolean }>(TRY_LOCK, [place.name]);
        if (!rows[0]?.held) return 0;
        try {
          return await readNew();
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          logger.warn({ box: place.name, err: error }, 'the mailbox could not be read');
          await pool.query(SAVE_ERROR, [place.name, message.slice(0, 500)]);
          return 0;
        } finally {
          await lock.query(UNLOCK, [place.name]).catch(() => (isBroken = true));
        }
      } finally {
        lock.release(isBroken);
      }
    },
  };

  async function readNew(): Promise<number> {
    const client = new ImapFlow(place.options);
    // A connection that breaks rejects the command under way; this listener keeps it from ending the process.
    client.on('error', () => undefined);
    await client.connect();
    try {
      const box = await client.mailboxOpen(place.folder, { readOnly: true });
      const validity = String(box.uidValidity);
      const from = await cursor(client, { validity, next: box.uidNext });
      const found = (await client.search({ uid: `${from + 1}:*` }, { uid: true })) || [];
      // `n:*` always means the last message, too, however old it is.
      const uids = found.filter((uid) => uid > from).toSorted((one, other) => one - other);
      await pool.query(SAVE_BOX, [place.name, validity, from]);
      let taken = 0;
      for (const uid of uids.slice(0, MESSAGES_PER_ROUND)) {
        if (isStopping) break;
        await take(client, uid);
        await pool.query(SAVE_BOX, [place.name, validity, uid]);
        taken += 1;
      }
      return taken;
    } finally {
      await client.logout().catch(() => client.close());
    }
  }

  async function cursor(
    client: ImapFlow,
    box: { readonly validity: string; readonly next: number },
  ): Promise<number> {
    const { rows } = await pool.query<{ uid_validity: string; uid_last: string }>(SELECT_BOX, [place.name]);
    if (rows[0]?.uid_validity === box.validity) return Number(rows[0].uid_last);
    const recent =
      (await client.search({ since: new Date(Date.now() - FIRST_READ_MS) }, { uid: true })) || [];
    return Math.min(box.next, ...recent) - 1;
  }

  async function take(client: ImapFlow, uid: number): Promise<void> {
    try {
      const known = await client.fetchOne(String(uid), { size: true, envelope: true }, { uid: true });
      // Somebody deleted it in between.
      if (!known) return;
      if ((known.size ?? 0) > SOURCE_BYTES_MAX) throw new Error('The message is larger than 30 MB.');
      const message = await client.fetchOne(String(uid), { source: true }, { uid: true });
      if (!message || !message.source) return;
      await deps.filing.file(await parseMail(message.source), { box: place.name, uid });
    } catch (error) {
      if (!client.usable) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      logger.error({ box: place.name, uid, err: error }, 'a message could not be filed');
      await keepFailed(uid, reason);
    }
  }

  /** Throws when the database is away: then the cursor stays, and the message comes again. */
  async function keepFailed(uid: number, reason: string): Promise<void> {
    const id = deps.ids.next();
    const messageId = `<${uid}.${Date.now()}@failed>`;
    const mail = {
      ...{
        messageId,
        from: { address: '', name: '' },
        to: '',
        subject: '',
        text: '',
        html: null,
        answers: [],
      },
      ...{ sentAt: null, nature: 'message' as const, bounce: null, attachments: [], leftOut: [] },
    };
    await insertReceived(pool, mail, { id, box: place.name, uid, receivedAt: new Date() });
    await setOutcome(pool, id, { outcome: 'failed', reason: reason.slice(0, 500) });
  }
}

function placeOf(text: string) {
  const url = new URL(text);
  const secure = url.protocol === 'imaps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || (secure ? 993 : 143));
  const folder = decodeURIComponent(url.pathname.replace(/^\//, '')) || 'INBOX';
  const user = decodeURIComponent(url.username);
  return {
    folder,
    name: `${user}@${host}:${port}/${folder}`,
    options: {
      ...{ host, port, secure, logger: false as const },
      // Off only for a server on the same machine; else STARTTLS is taken when it is offered.
      ...(url.searchParams.get('tls') === 'off' ? { doSTARTTLS: false } : {}),
      auth: { user, pass: decodeURIComponent(url.password) },
      ...{ connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000 },
    },
  };
}
