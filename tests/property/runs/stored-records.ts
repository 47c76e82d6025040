/** The records that data stores stand for, outside of the engine: in memory, or in a table that steps write as they commit. */
import type pg from 'pg';
import type { TestEngineOptions } from '#engine/testing';
import { STORED_AT_FIRST } from '../grammar/names.ts';

type Handlers = NonNullable<TestEngineOptions['handlers']>;
type Values = Readonly<Record<string, unknown>>;

export interface StoredRecords {
  readonly handlers: Handlers;
  readonly records: NonNullable<TestEngineOptions['records']>;
  /** Of all that somebody has written. */
  values(): Promise<Values>;
  clear(): Promise<void>;
}

export function recordsInMemory(): StoredRecords {
  const kept = new Map<string, unknown>();
  return {
    ...portsOver({
      read: async (id) => (kept.has(id) ? kept.get(id) : STORED_AT_FIRST),
      write: async (id, value) => void kept.set(id, value),
    }),
    values: async () => Object.fromEntries(kept),
    clear: async () => kept.clear(),
  };
}

/** `pool`: for what no step's transaction is open to read by. */
export function recordsIn(pool: pg.Pool): StoredRecords {
  return {
    ...portsOver({
      async read(id, client) {
        const { rows } = await (client ?? pool).query<{ value: unknown }>(READ, [id]);
        return rows.length > 0 ? rows[0]!.value : STORED_AT_FIRST;
      },
      write: async (id, value, client) => void (await client!.query(WRITE, [id, JSON.stringify(value)])),
    }),
    async values() {
      const { rows } = await pool.query<{ id: string; value: unknown }>(
        'select id, value from property_record',
      );
      return Object.fromEntries(rows.map(({ id, value }) => [id, value]));
    },
    clear: async () => void (await pool.query('delete from property_record')),
  };
}

export const RECORD_TABLE =
  'create table if not exists public.property_record (id text primary key, value jsonb not null)';
const READ = 'select value from public.property_record where id = $1';
const WRITE = `insert into public.property_record (id, value) values ($1, $2)
  on conflict (id) do update set value = excluded.value`;

interface Table {
  read(id: string, client: pg.PoolClient | null): Promise<unknown>;
  write(id: string, value: unknown, client: pg.PoolClient | null): Promise<void>;
}

function portsOver({ read, write }: Table): Pick<StoredRecords, 'handlers' | 'records'> {
  return {
    handlers: {
      'crm.update-record': {
        mode: 'transaction',
        async run({ record, value }, _context, { client }) {
          await write((record as { readonly id: string }).id, value ?? null, client);
          return { kind: 'ok', output: {} };
        },
      },
    },
    records: {
      read: (refs, transaction) =>
        Promise.all(
          refs.map(async ({ id }) => ({ id, value: (await read(id, transaction?.client ?? null)) as never })),
        ),
    },
  };
}
