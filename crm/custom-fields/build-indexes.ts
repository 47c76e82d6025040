/**
 * Brings indexes of custom fields to what is wished. `create index concurrently` runs outside of a transaction and lets
 * writers go on; what it leaves behind when it fails is removed. One node builds at a time, under a lock of its session;
 * a node that dies while building leaves the state `building`, and the next one begins again.
 */
import type { Pool, PoolClient } from 'pg';
import { defineField } from '../entities/define-field.ts';
import type { FieldType } from '../entities/entity-types.ts';
import { findEntity } from '../entities/entity-table.ts';
import type { CrmLogger } from '../ports.ts';
import { customValueSql } from './custom-definitions.ts';

interface IndexRow {
  readonly id: string;
  readonly entity: string;
  readonly key: string;
  readonly type: FieldType;
  readonly is_unique: boolean;
  readonly wanted: boolean;
}

const LOCK = 0x63666978;

const SELECT_UNBUILT = `
  select id, entity, key, type, is_unique, dropped_at is null and (is_unique or is_indexed) as wanted
  from crm.field_def
  where index_state in ('wanted', 'building') or (dropped_at is not null and index_state <> 'none')
     or (dropped_at is null and (is_unique or is_indexed) and index_state = 'none')
  order by sort_order`;

const SET_STATE = 'update crm.field_def set index_state = $2, index_problem = $3 where id = $1';

export async function buildIndexes(ports: {
  readonly pool: Pool;
  readonly logger: CrmLogger;
}): Promise<void> {
  const client = await ports.pool.connect();
  try {
    const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [
      LOCK,
    ]);
    if (!rows[0]?.locked) return;
    try {
      const unbuilt = await client.query<IndexRow>(SELECT_UNBUILT);
      for (const field of unbuilt.rows) await bringAbout(client, field, ports.logger);
    } finally {
      await client.query('select pg_advisory_unlock($1)', [LOCK]);
    }
  } finally {
    client.release();
  }
}

async function bringAbout(client: PoolClient, field: IndexRow, logger: CrmLogger): Promise<void> {
  const name = `custom_${field.id.replaceAll('-', '')}`;
  const drop = `drop index concurrently if exists crm."${name}"`;
  await client.query(drop);
  if (!field.wanted) {
    await client.query(SET_STATE, [field.id, 'none', null]);
    return;
  }
  await client.query(SET_STATE, [field.id, 'building', null]);
  try {
    await client.query(createSql(field, name));
    await client.query(SET_STATE, [field.id, 'ready', null]);
  } catch (cause) {
    logger.warn({ err: cause, field: `${field.entity}.${field.key}` }, 'An index could not be built.');
    await client.query(drop);
    const problem = cause instanceof Error ? cause.message : String(cause);
    await client.query(SET_STATE, [field.id, 'failed', problem]);
  }
}

function createSql(field: IndexRow, name: string): string {
  const definition = findEntity(field.entity);
  if (!definition) throw new Error(`Expected the kind of record '${field.entity}' to be known.`);
  const sketch = defineField(field.key, field.type, { en: '', ru: '' });
  const value = customValueSql(sketch, null);
  const table = definition.isCustom ? 'crm.record' : definition.table;
  const rows = [
    'deleted_at is null',
    `custom ? '${field.key}'`,
    ...(definition.isCustom ? [`entity = '${definition.entity}'`] : []),
  ].join(' and ');
  const using = sketch.storage === 'text[]' ? 'using gin ' : '';
  const expression = sketch.storage === 'text[]' ? value : `(${value})`;
  return `create ${field.is_unique ? 'unique ' : ''}index concurrently "${name}" on ${table} ${using}(${expression}) where ${rows}`;
}
