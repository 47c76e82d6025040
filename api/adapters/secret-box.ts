/**
 * Secrets that must be readable (of second factors, of webhooks, of web forms) lie encrypted in the database: AES-256-GCM, bound to
 * their row, so that none can be put in the place of another. The key is never in the database: SECRET_KEY, or a file
 * that the first start makes in DATA_DIR. A start with another key than the one that the database knows is refused.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';
import type { Config } from '../config.ts';
import { StartRefused } from '../errors/start-refused.ts';

export interface SecretBox {
  /** `place` names table and row: only there it opens. */
  seal(secret: string, place: string): string;
  /** What is not sealed yet is handed out as it is. @throws Error for another key or place */
  open(sealed: string, place: string): string;
}

const MARK = 'v1:';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const FILE = 'secret.key';

export function createSecretBox(key: Buffer): SecretBox {
  return {
    seal(secret, place) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place));
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return MARK + Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url');
    },
    open(sealed, place) {
      if (!sealed.startsWith(MARK)) return sealed;
      const bytes = Buffer.from(sealed.slice(MARK.length), 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES))
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      return Buffer.concat([
        decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)),
        decipher.final(),
      ]).toString('utf8');
    },
  };
}

/** Places of secrets: a row of these may be sealed. */
const COLUMNS = [
  { table: 'totp', key: 'user_id', column: 'secret' },
  { table: 'webhook', key: 'id', column: 'secret' },
  { table: 'webhook', key: 'id', column: 'old_secret' },
  { table: 'web_form', key: 'id', column: 'secret' },
] as const;

export const placeOf = (table: 'totp' | 'webhook' | 'web_form', id: string): string => `app.${table} ${id}`;

/** Reads or makes the key, proves it, and seals what lies there plain from before. @throws StartRefused */
export async function openSecretBox(
  config: Pick<Config, 'secretKey' | 'dataDir'>,
  pool: Pool,
): Promise<SecretBox> {
  const box = createSecretBox(config.secretKey ? digest(config.secretKey) : await keyOfFile(config.dataDir));
  for (const { table, key, column, id, secret } of await keptSecrets(pool)) {
    assertOpens(box, secret, placeOf(table, id));
    if (secret.startsWith(MARK)) continue;
    // Of two nodes that start at once the second finds it sealed.
    await pool.query(`update app.${table} set ${column} = $2 where ${key} = $1 and ${column} = $3`, [
      id,
      box.seal(secret, placeOf(table, id)),
      secret,
    ]);
  }
  return box;
}

/** All that lie sealed, in the clear: for whoever must know them to keep them in. */
export async function readSealedSecrets(
  box: SecretBox,
  pool: Pick<Pool, 'query'>,
): Promise<readonly string[]> {
  return (await keptSecrets(pool)).map(({ table, id, secret }) => box.open(secret, placeOf(table, id)));
}

async function keptSecrets(
  pool: Pick<Pool, 'query'>,
): Promise<((typeof COLUMNS)[number] & { readonly id: string; readonly secret: string })[]> {
  const kept = [];
  for (const place of COLUMNS) {
    const { table, key, column } = place;
    const { rows } = await pool.query<{ id: string; secret: string }>(
      `select ${key} as id, ${column} as secret from app.${table} where ${column} is not null`,
    );
    kept.push(...rows.map((row) => ({ ...place, ...row })));
  }
  return kept;
}

function assertOpens(box: SecretBox, secret: string, place: string): void {
  try {
    box.open(secret, place);
  } catch (cause) {
    throw new StartRefused(
      `Secrets in the database were sealed with another key. Set SECRET_KEY to the one of the other nodes, or put ${FILE} of the former DATA_DIR back.`,
      { cause },
    );
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Whole or not there, whoever starts at the same time. */
async function keyOfFile(folder: string): Promise<Buffer> {
  const path = join(folder, FILE);
  await mkdir(folder, { recursive: true });
  const fresh = `${path}.${randomUUID()}`;
  await writeFile(fresh, randomBytes(32).toString('base64url'), { mode: 0o600 });
  try {
    await link(fresh, path);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EEXIST') throw error;
  } finally {
    await rm(fresh, { force: true });
  }
  return digest((await readFile(path, 'utf8')).trim());
}
