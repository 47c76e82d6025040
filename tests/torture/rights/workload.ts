/** `npm run torture -- rights`: the property of rights over a thousand people and a thousand records. */
import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { createCrm } from '#crm';
import type { Workload } from '../workload.ts';
import { compareRights } from './compare-rights.ts';
import { taskRecords } from './world.ts';

const USERS = 1_000;
const RECORDS = 1_000;
/** More than a list looks up one by one before it goes another way. */
const CROWD = 4_000;

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (facts: object, message: string) => console.error(message, facts),
};

export const rights: Workload = {
  what: 'rights of random people on random records against brute force',
  async run({ seed, boxMs, newDatabase, report }) {
    const database = await newDatabase();
    const pool = new pg.Pool({ connectionString: database.url, max: 4 });
    try {
      const crm = createCrm({
        pool,
        clock: { now: () => new Date() },
        ids: { next: () => uuid() },
        logger: silent,
        participants: taskRecords,
      });
      const compared = await compareRights({
        pool,
        crm,
        seed,
        users: USERS,
        records: RECORDS,
        crowd: CROWD,
        boxMs: boxMs ?? Infinity,
      });
      report(`checks: ${JSON.stringify(compared.checks)}`);
      return { seed, count: compared.users, floor: USERS, differences: compared.differences };
    } finally {
      await pool.end();
      await database.drop();
    }
  },
};
