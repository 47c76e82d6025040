/**
 * The invariants over a whole database, read only: for each root the folded history equals the rows, its sequence has
 * no gaps, and whatever waits has exactly one waker (reliability.md, I1–I4, I7, I8).
 */
import pg from 'pg';
import { createPostgresStore } from '../store/postgres/create-postgres-store.ts';
import { fold } from '../execution/apply.ts';
import { brokenInvariants, gapsIn } from './invariants.ts';
import { wholeTree } from './root-watch.ts';

export interface DatabaseAudit {
  readonly roots: number;
  readonly events: number;
  /** One sentence per broken invariant, with its root; empty when all is well. */
  readonly problems: readonly string[];
}

/** Events read per root at the most; an instance is stopped before it has more (decisions.md 10). */
const EVENTS_MAX = 60_000;

/** @throws the driver's error when the database cannot be read. */
export async function auditDatabase(databaseUrl: string): Promise<DatabaseAudit> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  try {
    const store = createPostgresStore({ pool });
    const views = store.createViews!({ get: async () => null, latest: async () => null });
    const roots = await pool.query<{ id: string }>(
      'select id from engine.process_instance where id = root_instance_id order by id',
    );
    const problems: string[] = [];
    let events = 0;
    for (const { id } of roots.rows) {
      const history = await views.history({ instanceId: id, limit: EVENTS_MAX });
      events += history.length;
      const found = [...brokenInvariants(await wholeTree(store, id), fold(history)), ...gapsIn(history)];
      problems.push(...found.map((problem) => `${id}: ${problem}`));
    }
    return { roots: roots.rows.length, events, problems };
  } finally {
    await pool.end();
  }
}
