/**
 * Slows down guessing: failures are counted per e-mail and address, and per address, in the database, so that all
 * nodes count together. A success clears the pair. Counting by e-mail alone would let strangers lock people out.
 */
import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { ApiProblem } from '../errors/problems.ts';

const FAILED_MAX_PER_PAIR = 10;
const FAILED_MAX_PER_ADDRESS = 100;
const WINDOW = '15 minutes';

const COUNT_FAILURE = `
  insert into app.sign_in_attempt as a (subject, failed, window_started_at)
  select subject, 1, clock_timestamp()
  from unnest($1::text[]) as subject
  order by subject
  on conflict (subject) do update
  set failed = case when a.window_started_at < clock_timestamp() - $2::interval then 1 else a.failed + 1 end,
      window_started_at = case when a.window_started_at < clock_timestamp() - $2::interval then clock_timestamp() else a.window_started_at end`;

const READ = `
  select subject, failed
  from app.sign_in_attempt
  where subject = any($1)
  and window_started_at >= clock_timestamp() - $2::interval`;

export interface SignInAttempt {
  readonly email: string;
  readonly ip: string | null;
}

export class SignInGuard {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** @throws ApiProblem API_SIGN_IN_TOO_OFTEN */
  async assertAllowed(attempt: SignInAttempt): Promise<void> {
    const { pair, address } = subjects(attempt);
    const answer = await this.#pool.query<{ subject: string; failed: number }>(READ, [
      [pair, address],
      WINDOW,
    ]);
    const exceeded = answer.rows.some(
      (row) => row.failed >= (row.subject === pair ? FAILED_MAX_PER_PAIR : FAILED_MAX_PER_ADDRESS),
    );
    if (exceeded) throw new ApiProblem('API_SIGN_IN_TOO_OFTEN');
  }

  async countFailure(attempt: SignInAttempt): Promise<void> {
    const { pair, address } = subjects(attempt);
    await this.#pool.query(COUNT_FAILURE, [[pair, address], WINDOW]);
  }

  async forget(attempt: SignInAttempt): Promise<void> {
    await this.#pool.query('delete from app.sign_in_attempt where subject = $1', [subjects(attempt).pair]);
  }
}

function subjects(attempt: SignInAttempt): { readonly pair: string; readonly address: string } {
  const ip = attempt.ip ?? 'unknown';
  // Hashed: what was typed as an e-mail is often a password.
  const pair = createHash('sha256')
    .update(`${attempt.email.trim().toLowerCase()}\n${ip}`)
    .digest('base64url');
  return { pair: `pair:${pair}`, address: `address:${ip}` };
}
