/**
 * Slows down guessing. Tries are counted in the database, so that all nodes count together, and before the password is
 * compared, so that a burst in parallel gets no further than a row of tries. Three counts: per e-mail and address, per
 * address, and per e-mail from browsers that it never signed in from. That last one stops guessing from many addresses;
 * the person's own browsers do not feel it, so strangers cannot lock anybody out. An e-mail that nobody has is counted
 * like one that somebody has: the answer tells nothing.
 */
import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { ApiProblem } from '../errors/problems.ts';

const TRIES_MAX_PER_PAIR = 10;
const TRIES_MAX_PER_ADDRESS = 100;
const TRIES_MAX_PER_ACCOUNT = 50;
const WINDOW = '15 minutes';

/** In the order of subjects: two that count the same ones wait for each other, and never in a circle. */
const COUNT = `
  insert into app.sign_in_attempt as a (subject, failed, window_started_at)
  select subject, 1, clock_timestamp()
  from unnest($1::text[]) as subject
  order by subject
  on conflict (subject) do update
  set failed = case when a.window_started_at < clock_timestamp() - $2::interval then 1 else a.failed + 1 end,
      window_started_at = case when a.window_started_at < clock_timestamp() - $2::interval then clock_timestamp() else a.window_started_at end
  returning subject, failed,
    ceil(extract(epoch from window_started_at + $2::interval - clock_timestamp()))::int as "secondsLeft"`;

const TAKE_BACK = `
  update app.sign_in_attempt a set failed = greatest(0, a.failed - 1)
  from (select subject from app.sign_in_attempt where subject = any($1) order by subject for update) counted
  where a.subject = counted.subject`;

interface Counted {
  readonly subject: string;
  readonly failed: number;
  readonly secondsLeft: number;
}

export interface SignInAttempt {
  readonly email: string;
  readonly ip: string | null;
  /** The browser has signed this person in before. */
  readonly knownDevice: boolean;
}

export class SignInGuard {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Counts a try. @throws ApiProblem API_SIGN_IN_TOO_OFTEN */
  async enter(attempt: SignInAttempt): Promise<void> {
    const limits = limitsOf(attempt);
    await this.#assertBelow(limits);
  }

  /** The try was good: its own count begins again, those that it shares with others lose it. */
  async succeed(attempt: SignInAttempt): Promise<void> {
    const [pair = '', ...shared] = limitsOf(attempt).keys();
    await this.#pool.query('delete from app.sign_in_attempt where subject = $1', [pair]);
    await this.#pool.query(TAKE_BACK, [shared]);
  }

  /** Counts a try of somebody signed in to prove who he is once more. @throws ApiProblem API_SIGN_IN_TOO_OFTEN */
  async enterAgain(userId: string): Promise<void> {
    await this.#assertBelow(new Map([[`own:${userId}`, TRIES_MAX_PER_PAIR]]));
  }

  async succeedAgain(userId: string): Promise<void> {
    await this.#pool.query('delete from app.sign_in_attempt where subject = $1', [`own:${userId}`]);
  }

  /** Forgets what was counted against a person, for an administrator. */
  async forget(person: { readonly id: string; readonly email: string }): Promise<void> {
    await this.#pool.query('delete from app.sign_in_attempt where subject = any($1)', [
      [`own:${person.id}`, accountSubject(person.email)],
    ]);
  }

  async #assertBelow(limits: ReadonlyMap<string, number>): Promise<void> {
    const { rows } = await this.#pool.query<Counted>(COUNT, [[...limits.keys()], WINDOW]);
    const exceeded = rows.filter((row) => row.failed > (limits.get(row.subject) ?? Infinity));
    if (exceeded.length === 0) return;
    throw new ApiProblem('API_SIGN_IN_TOO_OFTEN', {
      retryAfterSeconds: Math.max(1, ...exceeded.map((row) => row.secondsLeft)),
    });
  }
}

/** The own count of the pair first. */
function limitsOf({ email, ip, knownDevice }: SignInAttempt): ReadonlyMap<string, number> {
  const address = ip ?? 'unknown';
  return new Map([
    [`pair:${digest(`${email.trim().toLowerCase()}\n${address}`)}`, TRIES_MAX_PER_PAIR],
    [`address:${address}`, TRIES_MAX_PER_ADDRESS],
    ...(knownDevice ? [] : [[accountSubject(email), TRIES_MAX_PER_ACCOUNT] as const]),
  ]);
}

function accountSubject(email: string): string {
  return `account:${digest(email.trim().toLowerCase())}`;
}

/** Hashed: what was typed as an e-mail is often a password. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
