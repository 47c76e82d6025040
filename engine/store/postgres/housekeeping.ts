/** Creates history partitions ahead of need and removes outbox messages and idempotency keys that nobody asks for any more. */
import type { Logger } from '../../ports.ts';
import type { Housekeeping } from '../store-port.ts';
import { run } from './connection.ts';
import type { Database, Statement } from './connection.ts';
import { removeOldKeys, removeOldMessages } from './outbox.ts';

const ENSURE_PARTITIONS: Statement = {
  name: 'ensure-history-partitions',
  text: `select engine.ensure_history_partitions(throughline_now(), throughline_now() + interval '2 months')`,
};

const MATCH_KEPT: Statement = {
  name: 'match-kept-messages',
  text: 'select engine.match_kept_messages() as count',
};

/** Kept messages and who waits for them meet by themselves; this finds what a fault or the rare keyless race left. */
const MATCH_EVERY_MS = 30_000;
const EVERY_MS = 10 * 60_000;
const MESSAGES_KEPT_MS = 60 * 60_000;
/** Longer than any client keeps trying. */
const KEYS_KEPT_MS = 14 * 24 * 60 * 60_000;

export function createHousekeeping(database: Database, logger: Logger): Housekeeping {
  let timer: NodeJS.Timeout | null = null;
  let matching: NodeJS.Timeout | null = null;
  const clean = async (): Promise<void> => {
    try {
      await run(database, ENSURE_PARTITIONS, []);
      await removeOldMessages(database, MESSAGES_KEPT_MS);
      await removeOldKeys(database, KEYS_KEPT_MS);
    } catch (error) {
      logger.warn({ error }, 'The housekeeping of the engine failed; it is repeated.');
    }
  };
  const match = async (): Promise<void> => {
    try {
      await run(database, MATCH_KEPT, []);
    } catch (error) {
      logger.warn({ error }, 'Kept messages could not be matched; it is repeated.');
    }
  };
  return {
    start() {
      matching ??= setInterval(() => void match(), MATCH_EVERY_MS).unref();
      timer ??= setInterval(() => void clean(), EVERY_MS).unref();
    },
    stop() {
      if (timer) clearInterval(timer);
      timer = null;
      if (matching) clearInterval(matching);
      matching = null;
    },
  };
}
