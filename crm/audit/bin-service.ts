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
import { type CrmErrorCode, CrmRejection, type FieldProblem } from '../errors.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import { scopeFor, type ParticipantSource } from '../rights/scope-for.ts';
import type { WriteContext } from '../entities/tell-of-write.ts';
import { appendEvents } from '../timeline/append-events.ts';
import { type BinPage, type BinQuery, IS_NO_TOMBSTONE, readBin } from './read-bin.ts';

/** What became of one of many that were to be taken out. */
export interface TakenOut extends CrmRef {
  /** Null when it is back. */
  readonly refusal: {
    readonly code: CrmErrorCode;
    readonly message: string;
    readonly fields?: FieldProblem[];
  } | null;
}

interface CrmRef {
  readonly entity: string;
  readonly id: string;
}

export interface BinService {
  /** The latest first; what the caller may read and delete. @throws CrmRejection CRM_ENTITY_UNKNOWN, CRM_FILTER_INVALID */
  list(caller: Caller, request: BinQuery): Promise<BinPage>;
  /** Each by itself: what refuses stays in the bin and says why, the others are back. */
  restoreMany(caller: Caller, records: readonly CrmRef[]): Promise<TakenOut[]>;
  /** @throws CrmRejection CRM_RECORD_NOT_FOUND, CRM_FIELDS_INVALID when its unique values are taken meanwhile */
  restore(caller: Caller, record: { entity: string; id: string }): Promise<void>;
  /** Removes for good what was deleted before the instant and nothing refers to. Returns how many. */
  purge(before: Date): Promise<number>;
}

const PURGED_AT_ONCE = 500;

export function createBinService(ports: {
  readonly pool: Pool;
  readonly transactions: Transactions;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly participants: ParticipantSource | null;
}): BinService {
  const { pool, transactions, clock, ids, participants } = ports;
  const restoreOne = async (unit: Unit, caller: Caller, { entity, id }: CrmRef): Promise<void> => {
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
  };
  return {
    list: (caller, request) =>
      readBin(transactions.reader(caller.transaction), request, writeContext(caller, participants)),
    restore: (caller, record) =>
      transactions.run(caller.transaction, (unit) => restoreOne(unit, caller, record)),
    restoreMany: (caller, records) =>
      transactions.run(caller.transaction, async (unit) => {
        const answers: TakenOut[] = [];
        // In one order, so that two who take out the same never wait for each other in a circle.
        for (const { entity, id } of [...records].sort(byId))
          answers.push({
            entity,
            id,
            refusal: await refusalOf(unit, () => restoreOne(unit, caller, { entity, id })),
          });
        return answers;
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

function byId(one: CrmRef, other: CrmRef): number {
  return one.id < other.id ? -1 : Number(one.id > other.id);
}

/** Null when the work was done; what is refused leaves nothing behind and stops nobody. */
async function refusalOf(unit: Unit, work: () => Promise<void>): Promise<TakenOut['refusal']> {
  await unit.client.query('savepoint take_out');
  try {
    await work();
    await unit.client.query('release savepoint take_out');
    return null;
  } catch (error) {
    if (!(error instanceof CrmRejection)) throw error;
    await unit.client.query('rollback to savepoint take_out');
    const { code, message, details } = error;
    const fields = Array.isArray(details.fields) ? (details.fields as FieldProblem[]) : [];
    return { code, message, ...(fields.length > 0 ? { fields } : {}) };
  }
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
