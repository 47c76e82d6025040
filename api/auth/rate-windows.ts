/** Counts what strangers may ask for, in the database and so on all nodes together: a number in each minute. */
import type { Pool } from 'pg';
import { ApiProblem } from '../errors/problems.ts';

const COUNT = `
  insert into app.rate_window as w (subject, used, started_at) values ($1, 1, clock_timestamp())
  on conflict (subject) do update
  set used = case when w.started_at < clock_timestamp() - interval '1 minute' then 1 else w.used + 1 end,
      started_at = case when w.started_at < clock_timestamp() - interval '1 minute' then clock_timestamp() else w.started_at end
  returning used, ceil(extract(epoch from started_at + interval '1 minute' - clock_timestamp()))::int as "secondsLeft"`;

/** @throws ApiProblem API_TOO_MANY_REQUESTS when `subject` was counted more than `max` times in this minute. */
export async function countInWindow(pool: Pool, subject: string, max: number): Promise<void> {
  const { rows } = await pool.query<{ used: number; secondsLeft: number }>(COUNT, [subject]);
  const [row] = rows;
  if (row && row.used > max)
    throw new ApiProblem('API_TOO_MANY_REQUESTS', { retryAfterSeconds: Math.max(1, row.secondsLeft) });
}
