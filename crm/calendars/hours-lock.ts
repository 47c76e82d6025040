/**
 * Clocks are set by the hours of a calendar and follow when these change. Who sets a clock holds the hours still until
 * he commits; who changes them waits for all who do, sees their clocks then, and lets nobody begin meanwhile. Taken
 * before the hours are read, in a statement of its own: what waited reads what is true afterwards. Who changes hours
 * takes it before any row, so that the two never wait for each other.
 */
import type { Queryable } from '../database/transaction.ts';

const HOURS_LOCK = 4309;

/** Until the transaction ends the hours of all calendars stay as they are. */
export async function holdHours(client: Queryable): Promise<void> {
  await client.query('select pg_advisory_xact_lock_shared($1)', [HOURS_LOCK]);
}

/** Until the transaction ends nobody else sets a clock by hours, or changes them. */
export async function claimHours(client: Queryable): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [HOURS_LOCK]);
}
