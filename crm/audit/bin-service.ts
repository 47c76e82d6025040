/**
 * The bin: what was deleted, by the rights on it, with the way back. What lies there longer than agreed is purged,
 * except for what something else still refers to.
 */
import type { Pool } from 'pg';
import { type Caller, writeContext } from '../caller.ts';
import { assertCustomRules } from '../custom-fields/write-custom.ts';
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Transactions, Unit } from '../database/transaction.ts';
import type { EntityDefinition } from '../entities/entity-types.ts';
import { entities, entityOf } from '../entities/entity-table.ts';
import { isUuid } from '../entities/filter-sql.ts';
import { recordNotFound } from '../entities/write-record.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import { scopeFor, type ParticipantSource } from '../rights/scope-for.ts';
import type { WriteContext } from '../entities/tell-of-write.ts';
import { appendEvents } from '../timeline/append-events.ts';

export interface BinItem {
  readonly entity: string;
  readonly id: string;
  readonly title: string;
  readonly deletedAt: string;
  readonly deletedBy: { readonly id: string; readonly name: string } | null;
}

export interface BinService {
  /** The latest first; what the caller may read and delete. */
  list(caller: Caller, request: { entity?: string; limit: number }): Promise<BinItem[]>;
  /** @throws CrmRejection CRM_RECORD_NOT_FOUND, CRM_FIELDS_INVALID when its unique values are taken meanwhile */
  restore(caller: Caller, record: { entity: string; id: string }): Promise<void>;
  /** Removes for good what was deleted before the instant and nothing refers to. Returns how many. */
  purge(before: Date): Promise<number>;
}

interface BinRow {
  readonly entity: string;
  readonly id: string;
  readonly title: string;
  readonly deleted_at: Date;
  readonly deleted_by_id: string | null;
  readonly deleted_by_name: string | null;
}

const PURGED_AT_ONCE = 500;
/** What was merged into another is no rubbish: its address leads on, and the merge may be taken back. */
const IS_NO_TOMBSTONE = 'not exists (select from crm.record_redirect gone where gone.loser_id = r.id)';

export function createBinService(ports: {
  readonly pool: Pool;
  readonly transactions: Transactions;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly participants: ParticipantSource | null;
}): BinService {
  const { pool, transactions, clock, ids, participants } = ports;
  return {
    async list(caller, { entity, limit }) {
      const parameters = new SqlParameters();
      const context = writeContext(caller, participants);
      const asked = entity === undefined ? entities : [entityOf(entity)];
      const selects = asked
        .filter((definition) => definition.model !== null)
        .map((definition) => binSql(definition, context, parameters))
        .filter((sql) => sql !== null);
      if (selects.length === 0) return [];
      const { rows } = await transactions.reader(caller.transaction).query<BinRow>(
        `select b.*, u.id as deleted_by_id, u.name as deleted_by_name
         from (${selects.join(' union all ')}) b
         left join crm."user" u on u.id = b.updated_by and b.updated_by_kind = 'user'
         order by b.deleted_at desc, b.id
         limit ${parameters.add(Math.min(limit, 500), 'int')}`,
        parameters.values,
      );
      return rows.map((row) => ({
        entity: row.entity,
        id: row.id,
        title: row.title,
        deletedAt: row.deleted_at.toISOString(),
        deletedBy:
          row.deleted_by_id === null ? null : { id: row.deleted_by_id, name: row.deleted_by_name ?? '' },
      }));
    },
    restore: (caller, { entity, id }) =>
      transactions.run(caller.transaction, async (unit) => {
        const definition = entityOf(entity);
        const context = writeContext(caller, participants);
        const version = await takeOut(unit, { definition, id, now: clock.now() }, context);
        await appendEvents(unit.client, [
          {
            id: ids.next(),
            occurredAt: clock.now(),
            actor: context.actor,
            kind: definition.timelineKind,
            verb: 'restored',
            entity,
            recordId: id,
            recordVersion: version,
          },
        ]);
        unit.changed({ entity, recordId: id, change: 'changed', version });
      }),
    async purge(before) {
      let purged = 0;
      for (const definition of entities)
        if (definition.model)
          purged += await purgeEntity(pool, { definition, before, now: clock.now(), ids });
      return purged;
    },
  };
}

function binSql(
  definition: EntityDefinition,
  context: WriteContext,
  parameters: SqlParameters,
): string | null {
  const scope = (action: 'read' | 'delete') =>
    scopeFor({ ...context, entity: definition.entity, action, alias: 'r', parameters });
  // Asked first: a scope that is refused leaves no parameters behind, which the statement would not use.
  const remove = scope('delete');
  if (remove === 'false') return null;
  const read = scope('read');
  return `(select '${definition.entity}' as entity, r.id, ${definition.titleSql('r')} as title, r.deleted_at,
      r.updated_by, r.updated_by_kind
    from ${definition.table} r where r.deleted_at is not null and ${IS_NO_TOMBSTONE} and ${read} and ${remove}
    order by r.deleted_at desc limit 500)`;
}

/** Whoever may delete a record may also take it out again. */
async function takeOut(
  unit: Unit,
  request: { readonly definition: EntityDefinition; readonly id: string; readonly now: Date },
  context: WriteContext,
): Promise<number> {
  const { definition, id, now } = request;
  if (!isUuid(id) || !definition.model) throw recordNotFound(definition.entity, id);
  const parameters = new SqlParameters();
  const scope = (action: 'read' | 'delete') =>
    scopeFor({ ...context, entity: definition.entity, action, alias: 'r', parameters });
  const { rows } = await unit.client.query<{ version: number; custom: Record<string, unknown> }>(
    `select r.version, r.custom from ${definition.table} r
     where r.id = ${parameters.add(id, 'uuid')} and r.deleted_at is not null and ${IS_NO_TOMBSTONE} and ${scope('read')} and ${scope('delete')}
     for update of r`,
    parameters.values,
  );
  const [row] = rows;
  if (!row) throw recordNotFound(definition.entity, id);
  await assertCustomRules(unit, { definition, id, values: row.custom, before: {} });
  await definition.model.update(
    {
      deletedAt: null,
      version: row.version + 1,
      updatedAt: now,
      updatedByKind: context.actor.kind,
      updatedBy: context.actor.id,
    },
    { where: { id }, transaction: unit.orm },
  );
  return row.version + 1;
}

const PARTY_ROWS: Readonly<Record<'account' | 'contact', readonly string[]>> = {
  account: [
    'delete from crm.account_contact where account_id = $1',
    `delete from crm.comm_point where party_type = 'account' and party_id = $1`,
  ],
  contact: [
    'delete from crm.account_contact where contact_id = $1',
    `delete from crm.comm_point where party_type = 'contact' and party_id = $1`,
  ],
};

async function purgeEntity(
  pool: Pool,
  request: { definition: EntityDefinition; before: Date; now: Date; ids: CrmIds },
): Promise<number> {
  const { definition, before, now, ids } = request;
  const table = definition.isCustom ? 'crm.record' : definition.table;
  const { rows } = await pool.query<{ id: string }>(
    `select r.id from ${definition.table} r where r.deleted_at < $1 and ${IS_NO_TOMBSTONE} order by r.deleted_at limit ${PURGED_AT_ONCE}`,
    [before],
  );
  let purged = 0;
  for (const { id } of rows) {
    const client = await pool.connect();
    try {
      await client.query('begin');
      for (const sql of definition.partyType ? PARTY_ROWS[definition.partyType] : [])
        await client.query(sql, [id]);
      await client.query('delete from crm.record_share where entity = $1 and record_id = $2', [
        definition.entity,
        id,
      ]);
      // Of fields of the activities the database itself asks; what they are about beside goes with the record.
      await client.query('delete from crm.activity_link where entity = $1 and record_id = $2', [
        definition.entity,
        id,
      ]);
      await client.query(`delete from ${table} where id = $1 and deleted_at < $2`, [id, before]);
      await appendEvents(client, [
        {
          id: ids.next(),
          occurredAt: now,
          actor: { kind: 'system', id: null },
          kind: definition.timelineKind,
          verb: 'purged',
          entity: definition.entity,
          recordId: id,
        },
      ]);
      await client.query('commit');
      purged += 1;
    } catch (error) {
      await client.query('rollback');
      // Something still refers to it: it stays in the bin until that is gone.
      if ((error as { code?: unknown }).code !== '23503') throw error;
    } finally {
      client.release();
    }
  }
  return purged;
}
