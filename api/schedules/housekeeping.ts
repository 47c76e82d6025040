/** What the api keeps for a time only, room in the timeline ahead of need, and a look at whether all is well. */
import type { Pool } from 'pg';
import type { Crm } from '#crm';
import type { Sessions } from '../auth/sessions.ts';
import type { Schedule } from './schedules.ts';

/** Longer than any client repeats a request. */
const IDEMPOTENCY_DAYS = 7;
/** Rows go in batches, so that no statement holds many locks for long. */
const BATCH = 5_000;

const EXPIRE = `
  delete from app.idempotency
  where ctid in (
    select ctid from app.idempotency
    where created_at < clock_timestamp() - make_interval(days => $1)
    limit $2)`;

export function housekeeping(deps: {
  readonly pool: Pool;
  readonly crm: Crm;
  readonly sessions: Sessions;
  /** Looks for what an interrupted node left behind, and says what it found. */
  readonly watch: () => Promise<void>;
}): readonly Schedule[] {
  return [
    { name: 'partitions', at: '10 3 * * *', atStart: true, run: () => deps.crm.ensureEventPartitions() },
    { name: 'idempotency', at: '17 * * * *', atStart: false, run: () => expireKeys(deps.pool) },
    { name: 'sessions', at: '*/10 * * * *', atStart: true, run: () => deps.sessions.sweep() },
    { name: 'sla', at: '* * * * *', atStart: true, run: async () => void (await deps.crm.sla.sweep()) },
    { name: 'indexes', at: '* * * * *', atStart: true, run: () => deps.crm.customFields.buildIndexes() },
    { name: 'dropped-fields', at: '40 3 * * *', atStart: false, run: () => deps.crm.customFields.purge() },
    {
      name: 'lifecycle',
      at: '20 2 * * *',
      atStart: false,
      run: async () => void (await deps.crm.lifecycle.sweep()),
    },
    { name: 'watchdog', at: '* * * * *', atStart: false, run: deps.watch },
  ];
}

async function expireKeys(pool: Pool): Promise<void> {
  for (let gone = BATCH; gone === BATCH;)
    gone = (await pool.query(EXPIRE, [IDEMPOTENCY_DAYS, BATCH])).rowCount ?? 0;
}
