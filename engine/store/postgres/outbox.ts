/**
 * Reading the outbox so that nothing is missed and nothing is waited for. Ids are given out before the commit, so a
 * lower id may become visible later than a higher one. Every reader therefore keeps the xmin of the snapshot it read
 * last: all that has committed since was either running or not begun then, so its xid is at least that xmin. It
 * reads from that xid on and leaves out the ids it has had already. A long transaction elsewhere makes it read a
 * little twice, but never delays a message, as waiting for gaps would.
 */
import type { OutboxMessage, Store } from '../store-port.ts';
import { run } from './connection.ts';
import type { Database, Statement } from './connection.ts';

const NOW: Statement = {
  name: 'outbox-now',
  text: 'select pg_snapshot_xmin(pg_current_snapshot())::text as xmin',
};
const READ: Statement = {
  name: 'outbox-read',
  text: `select pg_snapshot_xmin(pg_current_snapshot())::text as xmin, null::bigint as id, null::text as xid,
      null::json as message
    union all (
      select null, o.id, o.xid::text, o.message from engine.outbox o
      where o.xid >= $1::text::xid8 and o.id <> all ($2::bigint[]) order by o.xid, o.id limit $3)`,
};
const REMOVE_OLD: Statement = {
  name: 'outbox-retention',
  text: `delete from engine.outbox where (xid, id) in (
      select xid, id from engine.outbox where created_at < clock_timestamp() - $1 * interval '1 millisecond'
      order by xid, id limit 10000)`,
};
const REMOVE_OLD_KEYS: Statement = {
  name: 'idempotency-retention',
  text: `delete from engine.idempotency where created_at < clock_timestamp() - $1 * interval '1 millisecond'`,
};

const READ_MAX = 2_000;

/** One row per write; it holds the messages of all steps that were written together. */
type Kept = OutboxMessage | readonly OutboxMessage[];

function messagesIn(kept: Kept): readonly OutboxMessage[] {
  return 'rootId' in kept ? [kept] : kept;
}

interface ReadRow {
  readonly xmin: string | null;
  readonly id: string | null;
  readonly xid: string | null;
  readonly message: Kept | null;
}

/** One reader's place in the outbox; not shared between readers. */
export class OutboxReader {
  private readonly database: Database;
  private mark: string | null = null;
  /** Ids at or above the mark that were handed out, with their xid. */
  private readonly seen = new Map<string, bigint>();

  constructor(database: Database) {
    this.database = database;
  }

  /** From here on: what was committed before is not handed out. */
  async begin(): Promise<void> {
    const [row] = await run<{ xmin: string }>(this.database, NOW, []);
    this.mark = row!.xmin;
    this.seen.clear();
    // What committed at or above the mark before now is history for this reader.
    for (const { id, xid } of await this.visible()) if (id && xid) this.seen.set(id, BigInt(xid));
  }

  /** What has been committed since the last call, each message once, those of one root in the order of its steps. */
  async next(): Promise<OutboxMessage[]> {
    const fresh: { id: bigint; messages: readonly OutboxMessage[] }[] = [];
    for (;;) {
      const rows = await this.visible();
      let xmin: string | null = null;
      let count = 0;
      for (const row of rows) {
        if (row.xmin !== null) xmin = row.xmin;
        if (row.id === null || row.xid === null || row.message === null) continue;
        count += 1;
        this.seen.set(row.id, BigInt(row.xid));
        fresh.push({ id: BigInt(row.id), messages: messagesIn(row.message) });
      }
      if (count < READ_MAX) {
        if (xmin !== null) this.moveTo(xmin);
        break;
      }
    }
    return fresh.sort((a, b) => (a.id < b.id ? -1 : 1)).flatMap(({ messages }) => messages);
  }

  private visible(): Promise<ReadRow[]> {
    return run<ReadRow>(this.database, READ, [this.mark, `{${[...this.seen.keys()].join(',')}}`, READ_MAX]);
  }

  private moveTo(mark: string): void {
    this.mark = mark;
    const lowest = BigInt(mark);
    for (const [id, xid] of this.seen) if (xid < lowest) this.seen.delete(id);
  }
}

/** Messages are hints for those who watch now; a reader that was away longer reads the state itself. */
export async function removeOldMessages(database: Database, olderThanMs: number): Promise<void> {
  await run(database, REMOVE_OLD, [olderThanMs]);
}

export async function removeOldKeys(database: Database, olderThanMs: number): Promise<void> {
  await run(database, REMOVE_OLD_KEYS, [olderThanMs]);
}

export function createOutboxStore(database: Database): Pick<Store, 'outboxReader'> {
  return {
    outboxReader: () => new OutboxReader(database),
  };
}
