/** The two records of a merge: locked in the order of their ids, allowed to the caller, and how fresh each value is. */
import type { Queryable } from '../database/transaction.ts';
import { comparedDefinition } from '../duplicates/duplicate-service.ts';
import type { EntityDefinition } from '../entities/entity-types.ts';
import { fieldsOfRow, readRow, type RecordRow } from '../entities/record-rows.ts';
import type { WriteContext } from '../entities/tell-of-write.ts';
import { recordNotFound } from '../entities/write-record.ts';
import { CrmRejection } from '../errors.ts';
import type { MergePair } from './merge-fields.ts';

export interface MergeRequest {
  readonly entity: string;
  readonly survivorId: string;
  readonly loserId: string;
}

export interface PairRows {
  readonly definition: EntityDefinition;
  readonly survivor: RecordRow;
  readonly loser: RecordRow;
}

export async function readPair(
  reader: Queryable,
  request: MergeRequest,
  context: WriteContext,
  lock: boolean,
): Promise<PairRows> {
  const { entity, survivorId, loserId } = request;
  const definition = comparedDefinition(entity);
  const rows = new Map<string, RecordRow>();
  for (const id of [survivorId, loserId].toSorted()) {
    const row = await readRow(reader, { definition, id, lock }, context);
    if (!row) throw recordNotFound(entity, id);
    rows.set(id, row);
  }
  if (survivorId === loserId)
    throw refused('sameRecord', 'Expected two records, but both are the same: choose another.');
  const survivor = rows.get(survivorId);
  const loser = rows.get(loserId);
  if (!survivor || !loser) throw recordNotFound(entity, survivor ? loserId : survivorId);
  for (const row of [survivor, loser])
    if (!row.may_edit || !row.may_delete)
      throw new CrmRejection(
        'CRM_FORBIDDEN',
        `Expected the rights to edit and delete ${entity} '${row.id}', but one is missing.`,
        { entity, recordId: row.id, action: row.may_edit ? 'delete' : 'edit' },
      );
  // What a converted lead made hangs on it; it cannot turn into one that was never converted.
  if (entity === 'lead' && loser.f_convertedAt !== null)
    throw refused(
      'converted',
      `Lead '${loserId}' is converted: let it survive, or take its conversion back first.`,
    );
  return { definition, survivor, loser };
}

export function refused(reason: string, message: string): CrmRejection {
  return new CrmRejection('CRM_MERGE_REFUSED', message, { reason });
}

const LAST_WRITTEN = `
  select e.record_id, change->>'field' as field, max(e.occurred_at) as at
  from crm.event e, jsonb_array_elements(e.data->'changes') as change
  where e.entity = $1 and e.record_id = any($2::uuid[]) and jsonb_typeof(e.data->'changes') = 'array'
  group by 1, 2`;

export async function pairOf(
  reader: Queryable,
  { definition, survivor, loser }: PairRows,
): Promise<MergePair> {
  const { rows } = await reader.query<{ record_id: string; field: string; at: Date }>(LAST_WRITTEN, [
    definition.entity,
    [survivor.id, loser.id],
  ]);
  const writtenAt = (id: string): Record<string, string> =>
    Object.fromEntries(
      rows.filter((row) => row.record_id === id).map((row) => [row.field, row.at.toISOString()]),
    );
  return {
    survivor: { id: survivor.id, fields: fieldsOfRow(definition, survivor) },
    loser: { id: loser.id, fields: fieldsOfRow(definition, loser) },
    writtenAt: { survivor: writtenAt(survivor.id), loser: writtenAt(loser.id) },
    createdAt: { survivor: survivor.created_at.toISOString(), loser: loser.created_at.toISOString() },
  };
}
