import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCrm } from '#crm';
import { peopleFromCrm, type People } from '../../api/auth/people.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

describe('the users of the CRM at sign-in', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let people: People;

  beforeAll(async () => {
    database = await testDatabase();
    pool = new pg.Pool({ connectionString: database.url });
    const silent = {
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      error: () => undefined,
    };
    const crm = createCrm({
      pool,
      clock: { now: () => new Date() },
      ids: { next: () => uuid() },
      logger: silent,
    });
    people = peopleFromCrm(crm);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  async function createFirstAdmin(ending: 'commit' | 'rollback'): Promise<string> {
    const client = await pool.connect();
    try {
      await client.query('begin');
      const id = await people.createFirstAdmin(
        { name: 'Ada', email: 'Ada@Example.com', locale: 'ru' },
        client,
      );
      await client.query(ending);
      return id;
    } finally {
      client.release();
    }
  }

  it('has nobody at first, and makes the first admin in the open transaction', async () => {
    expect(await people.hasUsers()).toBe(false);
    await createFirstAdmin('rollback');
    expect(await people.hasUsers()).toBe(false);
    const id = await createFirstAdmin('commit');
    expect(await people.hasUsers()).toBe(true);
    expect(await people.findIdByEmail('ADA@example.com')).toBe(id);
    expect(await people.load(id)).toMatchObject({ name: 'Ada', locale: 'ru', isAdmin: true });
  });

  it('does not let in a disabled user', async () => {
    const id = await people.findIdByEmail('ada@example.com');
    await pool.query(`update crm."user" set status = 'disabled' where id = $1`, [id]);
    expect(await people.findIdByEmail('ada@example.com')).toBeNull();
    expect(await people.load(id ?? '')).toBeNull();
  });
});
