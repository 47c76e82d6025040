/** A merge taken back: what was given goes back as far as it is still there, fields that were changed since stay. */
import type { Unit } from '../database/transaction.ts';
import { isUuid } from '../entities/filter-sql.ts';
import { fieldsOfRow, readRow } from '../entities/record-rows.ts';
import { LATEST_VERSION } from '../entities/assert-no-collision.ts';
import type { WriteContext } from '../entities/tell-of-write.ts';
import { isSame, type RecordWriter, recordNotFound } from '../entities/write-record.ts';
import type { ComparedEntity } from '../duplicates/candidates.ts';
import { comparedDefinition } from '../duplicates/duplicate-service.ts';
import { CrmRejection } from '../errors.ts';
import type { CrmClock, CrmIds, CrmProcesses } from '../ports.ts';
import { seeingAll } from '../rights/seeing-all.ts';
import { refused } from './merge-pair.ts';
import { followUndo, lockForUndo } from './process-references.ts';
import { type Replaced, takeReferencesBack } from './references.ts';
import { markPair, tellOfMerge } from './tell-of-merge.ts';
import { asWritten } from './written-fields.ts';

/** How long a merge can be taken back. */
export const UNDO_DAYS = 30;

export interface MergeUndone {
  readonly loserId: string;
  readonly entity: ComparedEntity;
  /** Fields that stay, because they were changed since. */
  readonly kept: string[];
  /** Running processes that are back with the record. */
  readonly processes: number;
}

/** A row of crm.merge_log. */
export interface LogRow {
  readonly id: string;
  readonly entity: string;
  readonly survivor_id: string;
  readonly loser_id: string;
  readonly at: Date;
  readonly written: Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;
  readonly undo_until: Date;
  readonly undone_at: Date | null;
}

interface UndoPorts {
  readonly writer: RecordWriter;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly processes: CrmProcesses | null;
}

export async function undoMerge(
  ports: UndoPorts,
  unit: Unit,
  id: string,
  context: WriteContext,
): Promise<MergeUndone> {
  const notFound = recordNotFound('merge', id);
  if (!isUuid(id)) throw notFound;
  const held = await lockForUndo(ports.processes, unit.client, id);
  const { rows } = await unit.client.query<LogRow>('select * from crm.merge_log where id = $1 for update', [
    id,
  ]);
  const [log] = rows;
  if (!log) throw notFound;
  const { entity, survivor_id: survivorId, loser_id: loserId } = log;
  const definition = comparedDefinition(entity);
  const now = ports.clock.now();
  const survivor = await readRow(unit.client, { definition, id: survivorId, lock: true }, context);
  if (!survivor) {
    const later = await unit.client.query('select from crm.record_redirect where loser_id = $1', [
      survivorId,
    ]);
    if (later.rowCount)
      throw refused('mergedLater', 'The record was merged into another since: take that back first.');
    throw recordNotFound(entity, survivorId);
  }
  if (!survivor.may_edit || !survivor.may_delete)
    throw new CrmRejection(
      'CRM_FORBIDDEN',
      `Expected the rights to edit and delete ${entity} '${survivorId}', but one is missing.`,
      { entity, recordId: survivorId, action: survivor.may_edit ? 'delete' : 'edit' },
    );
  if (log.undone_at !== null) throw refused('undone', 'The merge was taken back already.');
  if (log.undo_until <= now)
    throw refused('tooLate', `The merge could be taken back for ${UNDO_DAYS} days, which are over.`);
  const replaced: Replaced = { mergeId: id, entity, survivorId, loserId };
  await unit.client.query('delete from crm.record_redirect where loser_id = $1', [loserId]);
  if (definition.partyType !== null)
    // Main points that were set since give way to those from before.
    await unit.client.query(
      'update crm.comm_point set is_primary = false where party_type = $1 and party_id = $2 and is_primary',
      [entity, survivorId],
    );
  await takeReferencesBack(unit.client, replaced);
  const current = fieldsOfRow(definition, survivor);
  const kept = Object.keys(log.written).filter((key) => !isSame(current[key], log.written[key]?.to));
  const fields = Object.fromEntries(
    Object.entries(log.written)
      .filter(([key]) => !kept.includes(key))
      .map(([key, { from }]) => [key, from]),
  );
  const everything = { ...seeingAll(context), needsNoReason: true };
  if (Object.keys(fields).length > 0)
    await ports.writer.update(
      unit,
      { definition, id: survivorId, version: LATEST_VERSION, ...asWritten(definition, fields) },
      everything,
    );
  await definition.model?.update(
    { deletedAt: null, updatedAt: now, updatedByKind: context.actor.kind, updatedBy: context.actor.id },
    { where: { id: loserId }, transaction: unit.orm },
  );
  await unit.client.query(`update ${definition.table} set version = version + 1 where id = $1`, [loserId]);
  const loser = await readRow(unit.client, { definition, id: loserId, lock: true }, everything);
  if (!loser) throw recordNotFound(entity, loserId);
  await unit.client.query(
    `update crm.merge_log set undone_at = $2, undone_by_kind = $3, undone_by = $4,
       process_state = 'undone'
     where id = $1`,
    [id, now, context.actor.kind, context.actor.id],
  );
  await markPair(unit, replaced, 'open', context, now);
  await tellOfMerge(
    ports,
    unit,
    { definition, survivor, loser },
    { survivor: 'merge_undone', loser: 'merge_undone' },
    context,
  );
  const reason = `${survivor.title} → ${loser.title}`;
  const { actor } = context;
  const processes = await followUndo(ports.processes, unit, { ...held, replaced, actor, reason });
  return { loserId, entity: definition.entity, kept, processes };
}
