/**
 * Keys of programs. A key belongs to a person and has the rights of one role of his, never more than he has himself at
 * the moment of the request; it may be narrowed to reading. It is shown once, stored as a hash, and always expires.
 * Requests are counted per key and minute in the database, so that all nodes count together.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Request } from 'express';
import type { Pool } from 'pg';
import { v7 as uuid } from 'uuid';
import type { RequestUser } from '#crm';
import { ApiProblem } from '../errors/problems.ts';

export interface ApiKeyItem {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly roleCode: string;
  readonly readOnly: boolean;
  readonly prefix: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
}

export interface FoundKey {
  readonly id: string;
  readonly userId: string;
  readonly roleCode: string;
  readonly readOnly: boolean;
}

const FORM = /^Bearer (tlk_[0-9a-f]{8}_[\w-]{43})$/;
const WINDOW = '1 minute';

const COLUMNS = `
  id, user_id as "userId", name, role_code as "roleCode", read_only as "readOnly", prefix, created_at as "createdAt",
  expires_at as "expiresAt", last_used_at as "lastUsedAt"`;

const INSERT = `
  insert into app.api_key (id, user_id, name, role_code, read_only, prefix, key_hash, expires_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
  returning ${COLUMNS}`;

/** Finds, counts and notes the use in one statement; the use at most once a minute. */
const FIND = `
  with found as (
    select id, user_id, role_code, read_only, last_used_at
    from app.api_key
    where key_hash = $1 and revoked_at is null and expires_at > clock_timestamp()
  ), touched as (
    update app.api_key k set last_used_at = clock_timestamp()
    from found
    where k.id = found.id
    and (found.last_used_at is null or found.last_used_at < clock_timestamp() - interval '1 minute')
  ), counted as (
    insert into app.rate_window as w (subject, used, started_at)
    select 'key:' || id, 1, clock_timestamp() from found
    on conflict (subject) do update
    set used = case when w.started_at < clock_timestamp() - $2::interval then 1 else w.used + 1 end,
        started_at = case when w.started_at < clock_timestamp() - $2::interval then clock_timestamp() else w.started_at end
    returning used, ceil(extract(epoch from started_at + $2::interval - clock_timestamp()))::int as seconds_left
  )
  select found.id, found.user_id as "userId", found.role_code as "roleCode", found.read_only as "readOnly",
    counted.used, counted.seconds_left as "secondsLeft"
  from found, counted`;

export class ApiKeys {
  readonly #pool: Pool;
  readonly #requestsPerMinute: number;

  constructor(options: { readonly pool: Pool; readonly requestsPerMinute: number }) {
    this.#pool = options.pool;
    this.#requestsPerMinute = options.requestsPerMinute;
  }

  /** Returns the key itself, which is not kept anywhere. */
  async create(request: {
    readonly userId: string;
    readonly name: string;
    readonly roleCode: string;
    readonly readOnly: boolean;
    readonly expiresAt: Date;
  }): Promise<{ readonly key: string; readonly item: ApiKeyItem }> {
    const prefix = `tlk_${randomBytes(4).toString('hex')}`;
    const key = `${prefix}_${randomBytes(32).toString('base64url')}`;
    const { rows } = await this.#pool.query<ApiKeyItem>(INSERT, [
      uuid(),
      request.userId,
      request.name,
      request.roleCode,
      request.readOnly,
      prefix,
      digest(key),
      request.expiresAt,
    ]);
    const [item] = rows;
    if (!item) throw new Error('Expected the new key to be returned.');
    return { key, item };
  }

  /** Those that still open something, the newest first. */
  async list(userId: string): Promise<ApiKeyItem[]> {
    const { rows } = await this.#pool.query<ApiKeyItem>(
      `select ${COLUMNS} from app.api_key
       where user_id = $1 and revoked_at is null and expires_at > clock_timestamp()
       order by id desc`,
      [userId],
    );
    return rows;
  }

  /** The name of the key that is no more; null where the person has no such key. */
  async revoke(userId: string, id: string): Promise<string | null> {
    const { rows } = await this.#pool.query<{ name: string }>(
      `update app.api_key set revoked_at = clock_timestamp()
       where id = $1 and user_id = $2 and revoked_at is null returning name`,
      [id, userId],
    );
    return rows[0]?.name ?? null;
  }

  /** @throws ApiProblem API_TOO_MANY_REQUESTS */
  async find(key: string): Promise<FoundKey | null> {
    const { rows } = await this.#pool.query<FoundKey & { used: number; secondsLeft: number }>({
      name: 'find_api_key',
      text: FIND,
      values: [digest(key), WINDOW],
    });
    const [row] = rows;
    if (!row) return null;
    if (row.used > this.#requestsPerMinute)
      throw new ApiProblem('API_TOO_MANY_REQUESTS', { retryAfterSeconds: Math.max(1, row.secondsLeft) });
    return { id: row.id, userId: row.userId, roleCode: row.roleCode, readOnly: row.readOnly };
  }
}

/** The key that a request shows; null when it shows none of ours. */
export function shownKey(request: Request): string | null {
  return FORM.exec(request.get('authorization') ?? '')?.[1] ?? null;
}

/** The person with the rights of one role of his; null when he has it no longer. */
export function narrowedTo(user: RequestUser, roleCode: string): RequestUser | null {
  const roles = user.roles.filter((role) => role.code === roleCode);
  if (roles.length === 0) return null;
  return { ...user, roles, isAdmin: user.isAdmin && roleCode === 'admin', standsInFor: [] };
}

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
