/** Passwords: argon2id hashes in a table of their own, which no other part reads. */
import { hash, verify } from '@node-rs/argon2';
import type { Pool, PoolClient } from 'pg';

/** 19 MiB, two passes: the floor that OWASP recommends for argon2id; about 40 ms of a core here. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const UPSERT = `
  insert into app.credential (user_id, password_hash)
  values ($1, $2)
  on conflict (user_id) do update
  set password_hash = excluded.password_hash, changed_at = clock_timestamp()`;

export class Credentials {
  readonly #pool: Pool;
  /** Verified when there is no such user, so that the answer takes as long as for a wrong password. */
  #decoy: Promise<string> | null = null;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async set(userId: string, password: string, client: Pool | PoolClient = this.#pool): Promise<void> {
    await client.query(UPSERT, [userId, await hash(password, COST)]);
  }

  /** `userId` null: nobody has this e-mail. */
  async matches(userId: string | null, password: string): Promise<boolean> {
    const stored = userId === null ? null : await this.#storedHash(userId);
    if (stored === null) {
      this.#decoy ??= hash('nobody has this password', COST);
      await verify(await this.#decoy, password);
      return false;
    }
    return verify(stored, password);
  }

  async #storedHash(userId: string): Promise<string | null> {
    const answer = await this.#pool.query<{ password_hash: string }>(
      'select password_hash from app.credential where user_id = $1',
      [userId],
    );
    return answer.rows[0]?.password_hash ?? null;
  }
}
