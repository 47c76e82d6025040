/** Secrets that must be readable lie sealed in the database, and open with the one key in the one place. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, it } from 'vitest';
import { createSecretBox, openSecretBox, placeOf } from '../../api/adapters/secret-box.ts';
import { testDatabase } from '../support/database.ts';

const USER = '01900000-0000-7000-8000-0fff00000001';

it('opens only with its key, and only where it was put', () => {
  const box = createSecretBox(Buffer.alloc(32, 1));
  const sealed = box.seal('JBSWY3DP', placeOf('totp', USER));
  expect(sealed).not.toContain('JBSWY3DP');
  expect(box.open(sealed, placeOf('totp', USER))).toBe('JBSWY3DP');
  expect(() => box.open(sealed, placeOf('webhook', USER))).toThrow();
  expect(() => createSecretBox(Buffer.alloc(32, 2)).open(sealed, placeOf('totp', USER))).toThrow();
});

it('seals at the start what lay plain, keeps its key, and refuses to start with another', async () => {
  const database = await testDatabase();
  const pool = new pg.Pool({ connectionString: database.url });
  const dataDir = await mkdtemp(join(tmpdir(), 'throughline-secrets-'));
  try {
    await pool.query('insert into app.totp (user_id, secret) values ($1, $2)', [USER, 'JBSWY3DP']);
    await openSecretBox({ secretKey: null, dataDir }, pool);
    const { rows } = await pool.query<{ secret: string }>('select secret from app.totp');
    expect(rows[0]!.secret).toMatch(/^v1:/);
    const again = await openSecretBox({ secretKey: null, dataDir }, pool);
    expect(again.open(rows[0]!.secret, placeOf('totp', USER))).toBe('JBSWY3DP');
    await expect(openSecretBox({ secretKey: 'x'.repeat(32), dataDir }, pool)).rejects.toThrow(/SECRET_KEY/);
  } finally {
    await pool.end();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  }
});
