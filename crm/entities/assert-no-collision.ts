/**
 * A stale version is refused only when a field that is being written was changed since; the timeline says which were.
 */
import type { Unit } from '../database/transaction.ts';
import { CrmRejection } from '../errors.ts';
import type { EntityDefinition } from './entity-types.ts';
import { type RecordRow, type RowContext, viewsOfRows } from './record-rows.ts';

/** Stands for "whatever version there is": the writer reads the row under its lock anyway. */
export const LATEST_VERSION = -1;

const SELECT_FIELDS_CHANGED_SINCE = `
  select distinct change->>'field' as field
  from crm.event e, jsonb_array_elements(e.data->'changes') as change
  where e.entity = $1 and e.record_id = $2 and e.record_version > $3`;

/** @throws CrmRejection CRM_VERSION_CONFLICT with the current record and the fields. */
export async function assertNoCollision(
  unit: Unit,
  request: { definition: EntityDefinition; row: RecordRow; version: number; fields: readonly string[] },
  context: RowContext,
): Promise<void> {
  const { definition, row, version, fields } = request;
  if (version === row.version || version === LATEST_VERSION) return;
  let colliding = fields;
  // A version that never was cannot say what it knew of.
  if (version >= 1 && version < row.version) {
    const { rows } = await unit.client.query<{ field: string }>(SELECT_FIELDS_CHANGED_SINCE, [
      definition.entity,
      row.id,
      version,
    ]);
    const changed = new Set(rows.map((one) => one.field));
    colliding = fields.filter((field) => changed.has(field));
  }
  if (colliding.length === 0) return;
  const [current] = await viewsOfRows(unit.client, { definition, rows: [row] }, context);
  throw new CrmRejection(
    'CRM_VERSION_CONFLICT',
    `Expected version ${row.version} of ${definition.entity} '${row.id}', but got ${version}, and ${colliding.join(', ')} changed in between.`,
    { current, fields: colliding },
  );
}
