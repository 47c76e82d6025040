/** A CRM on a database of its own, with a clock that the test holds and everything that it tells the host kept. */
import pg from 'pg';
import { v7 } from 'uuid';
import {
  createCrm,
  type Caller,
  type Crm,
  type CrmChange,
  type CrmOptions,
  type CrmRecordEvent,
  type RequestUser,
} from '#crm';
import { testDatabase } from '../../support/database.ts';

export interface CrmHarness {
  readonly crm: Crm;
  readonly pool: pg.Pool;
  readonly events: CrmRecordEvent[];
  readonly changes: CrmChange[];
  now: Date;
  /** A person with roles; a position by its code when the demonstration is seeded. */
  person(request: { roles: readonly string[]; position?: string | null }): Promise<RequestUser>;
  as(user: RequestUser): Caller;
  demo(email: string): Promise<RequestUser>;
  /** Rows of all business tables as one hash: equal before and after what was refused. */
  fingerprint(): Promise<string>;
  close(): Promise<void>;
}

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export async function crmHarness(options: Partial<CrmOptions> = {}): Promise<CrmHarness> {
  const database = await testDatabase();
  const pool = new pg.Pool({ connectionString: database.url, max: 8 });
  const events: CrmRecordEvent[] = [];
  const changes: CrmChange[] = [];
  const harness = { events, changes, pool, now: new Date('2026-06-01T09:00:00Z') } as unknown as CrmHarness;
  const crm = createCrm({
    pool,
    clock: { now: () => harness.now },
    ids: { next: () => v7() },
    logger: silent,
    onRecordEvent: async (event) => void events.push(event),
    onCommitted: (committed) => void changes.push(...committed),
    ...options,
  });
  let people = 0;
  return Object.assign(harness, {
    crm,
    async person({ roles, position }: { roles: readonly string[]; position?: string | null }) {
      people += 1;
      const positionId = position
        ? await idOf(pool, 'select id from crm.position where code = $1', position)
        : null;
      const { id } = await crm.organisation.createUser(
        { name: `Person ${people}`, email: `person${people}@test.example`, locale: 'en', roles, positionId },
        { actor: { kind: 'system', id: null } },
      );
      return existing(await crm.organisation.loadUser(id));
    },
    as: (user: RequestUser): Caller => ({ user }),
    demo: async (email: string) =>
      existing(await crm.organisation.loadUser((await crm.organisation.findUserByEmail(email))?.id ?? '')),
    fingerprint: () => fingerprint(pool),
    async close() {
      await pool.end();
      await database.drop();
    },
  });
}

function existing(user: RequestUser | null): RequestUser {
  if (!user) throw new Error('Expected the user to exist.');
  return user;
}

async function idOf(pool: pg.Pool, sql: string, value: string): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(sql, [value]);
  return rows[0]?.id ?? '';
}

const TABLES = [
  'account',
  'contact',
  'account_contact',
  'comm_point',
  'ticket',
  'sla_clock',
  'sla_clock_log',
  'tag',
  'record_tag',
  'file',
  'record_file',
  'follow',
  'favorite',
  'contact_relation',
  'notification',
  'lead',
  'product',
  'price_list',
  'price_rule',
  'quote',
  'order_doc',
  'line_item',
  'payment',
  'lead_conversion',
  'deal',
  'deal_contact',
  'stage_history',
  'activity',
  'activity_link',
  'activity_participant',
  'comment',
  'event',
  'lifecycle_history',
  '"user"',
];

async function fingerprint(pool: pg.Pool): Promise<string> {
  const hashes: string[] = [];
  for (const table of TABLES) {
    const { rows } = await pool.query<{ hash: string | null }>(
      `select md5(string_agg(t::text, '|' order by t::text)) as hash from crm.${table} t`,
    );
    hashes.push(`${table}:${rows[0]?.hash ?? ''}`);
  }
  return hashes.join('\n');
}
