/** Passwords: argon2id hashes in a table of their own, which no other part reads. */
import { hash, verify } from '@node-rs/argon2';
import type { Pool, PoolClient } from 'pg';

/** 19 MiB, two passes: the floor that OWASP recommends for argon2id; about 40 ms of a core here. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** What a hash made with COST begins with; another beginning is made anew at the next sign-in. */
const CURRENT = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$`;

const UPSERT = `
  insert into app.credential (user_id, password_hash, must_change)
  values ($1, $2, $3)
  on conflict (user_id) do update
  set password_hash = excluded.password_hash, must_change = excluded.must_change, changed_at = clock_timestamp()`;

const REHASH = 'update app.credential set password_hash = $3 where user_id = $1 and password_hash = $2';

export interface PasswordState {
  readonly changedAt: Date;
  /** Somebody else has set it: good for one sign-in, and then for choosing another. */
  readonly mustChange: boolean;
}

export class Credentials {
  readonly #pool: Pool;
  /** Verified when there is no such user, so that the answer takes as long as for a wrong password. */
  #decoy: Promise<string> | null = null;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async set(userId: string, password: string, client: Pool | PoolClient = this.#pool): Promise<void> {
    await client.query(UPSERT, [userId, await hash(password, COST), false]);
  }

  /** A password that somebody else has set and the person must replace. */
  async setForOnce(userId: string, password: string): Promise<void> {
    await this.#pool.query(UPSERT, [userId, await hash(password, COST), true]);
  }

  /** Null for who has none and comes in through the provider. */
  async state(userId: string): Promise<PasswordState | null> {
    const { rows } = await this.#pool.query<PasswordState>(
      'select changed_at as "changedAt", must_change as "mustChange" from app.credential where user_id = $1',
      [userId],
    );
    return rows[0] ?? null;
  }

  /** `userId` null: nobody has this e-mail. */
  async matches(userId: string | null, password: string): Promise<boolean> {
    const stored = userId === null ? null : await this.#storedHash(userId);
    if (stored === null) {
      this.#decoy ??= hash('nobody has this password', COST);
      await verify(await this.#decoy, password);
      return false;
    }
    if (!(await verify(stored, password))) return false;
    // The moment at which the password is known: the only one at which an older hash can be made stronger.
    if (userId !== null && !stored.startsWith(CURRENT))
      await this.#pool.query(REHASH, [userId, stored, await hash(password, COST)]);
    return true;
  }

  async #storedHash(userId: string): Promise<string | null> {
    const answer = await this.#pool.query<{ password_hash: string }>(
      'select password_hash from app.credential where user_id = $1',
      [userId],
    );
    return answer.rows[0]?.password_hash ?? null;
  }
}
