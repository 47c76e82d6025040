/**
 * One-time codes from an app (RFC 6238) and the recovery codes for a lost one. A code is taken once: the step of the
 * last one is kept, and a step is only ever moved forward. Codes go by the real clock, never by the demonstration's.
 * The secret must be readable to compare and lies sealed; recovery codes are kept as hashes.
 */
import { createHash, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Pool, PoolClient } from 'pg';
import { placeOf, type SecretBox } from '../adapters/secret-box.ts';
import { inTransaction } from '../adapters/database/in-transaction.ts';

const PERIOD_S = 30;
/** Steps before and after the present one: clocks of telephones are not exact. */
const WINDOW = 1;
const RECOVERY_CODES = 10;
const RECOVERY_BYTES = 10;

const BEGIN = `
  insert into app.totp (user_id, secret) values ($1, $2)
  on conflict (user_id) do update
  set secret = excluded.secret, last_step = 0, created_at = clock_timestamp()
  where app.totp.confirmed_at is null`;

/** The row moves forward only: of two requests with one code, one finds nothing to change. */
const TAKE_STEP = `
  update app.totp set last_step = $2, confirmed_at = coalesce(confirmed_at, clock_timestamp())
  where user_id = $1 and last_step < $2`;

const USE_RECOVERY = `
  update app.recovery_code set used_at = clock_timestamp()
  where user_id = $1 and code_hash = $2 and used_at is null`;

const STATE = `
  select t.confirmed_at as "confirmedAt",
    (select count(*)::int from app.recovery_code r where r.user_id = t.user_id and r.used_at is null) as "recoveryLeft"
  from app.totp t
  where t.user_id = $1 and t.confirmed_at is not null`;

export interface SecondFactorState {
  readonly confirmedAt: Date;
  readonly recoveryLeft: number;
}

export interface Enrolment {
  /** Base 32, for typing it in. */
  readonly secret: string;
  /** What the QR code says. */
  readonly url: string;
}

export type TakenCode = 'app' | 'recovery';

export class SecondFactor {
  readonly #pool: Pool;
  readonly #secrets: SecretBox;

  constructor(pool: Pool, secrets: SecretBox) {
    this.#pool = pool;
    this.#secrets = secrets;
  }

  /** Null for who has none. */
  async state(userId: string): Promise<SecondFactorState | null> {
    const { rows } = await this.#pool.query<SecondFactorState>(STATE, [userId]);
    return rows[0] ?? null;
  }

  /** Null when there is one already: it must be given up first, with a code. */
  async begin(user: { readonly id: string; readonly email: string }): Promise<Enrolment | null> {
    const secret = new Secret({ size: 20 });
    const { rowCount } = await this.#pool.query(BEGIN, [
      user.id,
      this.#secrets.seal(secret.base32, placeOf('totp', user.id)),
    ]);
    if (rowCount === 0) return null;
    return { secret: secret.base32, url: totpOf(secret.base32, user.email).toString() };
  }

  /** The first code proves that the app has the secret. Returns the recovery codes; null for a wrong code. */
  async confirm(userId: string, code: string): Promise<readonly string[] | null> {
    return inTransaction(this.#pool, async (client) => {
      const { rows } = await client.query<{ secret: string; confirmed: boolean }>(
        'select secret, confirmed_at is not null as confirmed from app.totp where user_id = $1 for update',
        [userId],
      );
      if (!rows[0] || rows[0].confirmed) return null;
      const taken = await takeAppCode(client, { userId, secret: this.#open(userId, rows[0].secret), code });
      return taken ? makeRecoveryCodes(client, userId) : null;
    });
  }

  /** Takes a code of the app or a recovery code; either works once. */
  async take(userId: string, code: string): Promise<TakenCode | null> {
    const { rows } = await this.#pool.query<{ secret: string }>(
      'select secret from app.totp where user_id = $1 and confirmed_at is not null',
      [userId],
    );
    if (!rows[0]) return null;
    if (await takeAppCode(this.#pool, { userId, secret: this.#open(userId, rows[0].secret), code }))
      return 'app';
    const { rowCount } = await this.#pool.query(USE_RECOVERY, [userId, recoveryHash(code)]);
    return rowCount === 1 ? 'recovery' : null;
  }

  #open(userId: string, sealed: string): string {
    return this.#secrets.open(sealed, placeOf('totp', userId));
  }

  /** The former ones are worth nothing from now on. */
  renewRecoveryCodes(userId: string): Promise<readonly string[]> {
    return inTransaction(this.#pool, (client) => makeRecoveryCodes(client, userId));
  }

  async remove(userId: string): Promise<boolean> {
    const { rowCount } = await this.#pool.query('delete from app.totp where user_id = $1', [userId]);
    return rowCount === 1;
  }
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: 'Throughline',
    label,
    secret: Secret.fromBase32(secret),
    period: PERIOD_S,
    digits: 6,
  });
}

async function takeAppCode(
  client: Pool | PoolClient,
  given: { readonly userId: string; readonly secret: string; readonly code: string },
): Promise<boolean> {
  const token = given.code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return false;
  const timestamp = Date.now();
  const delta = totpOf(given.secret, '').validate({ token, window: WINDOW, timestamp });
  if (delta === null) return false;
  const step = Math.floor(timestamp / 1_000 / PERIOD_S) + delta;
  return (await client.query(TAKE_STEP, [given.userId, step])).rowCount === 1;
}

async function makeRecoveryCodes(client: PoolClient, userId: string): Promise<readonly string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, recoveryCode);
  await client.query('delete from app.recovery_code where user_id = $1', [userId]);
  await client.query(
    'insert into app.recovery_code (user_id, code_hash) select $1, * from unnest($2::bytea[])',
    [userId, codes.map(recoveryHash)],
  );
  return codes;
}

/** 80 bits as four groups of letters and digits that are not mistaken for each other. */
function recoveryCode(): string {
  const text = new Secret({ buffer: new Uint8Array(randomBytes(RECOVERY_BYTES)).buffer }).base32;
  return (text.match(/.{4}/g) ?? []).join('-').toLowerCase();
}

function recoveryHash(code: string): Buffer {
  return createHash('sha256')
    .update(code.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .digest();
}
