/**
 * A stale version is refused only when a field that is being written was changed since; the timeline says which were.
 */
import type { Unit } from '../database/transaction.ts';
import { CrmRejection } from '../errors.ts';
import type { EntityDefinition, FieldValues } from './entity-types.ts';
import { type RecordRow, type RowContext, viewsOfRows } from './record-rows.ts';

/** Stands for "whatever version there is": the writer reads the row under its lock anyway. */
export const LATEST_VERSION = -1;

/** Each field with the value that it had at the version: what the first change since then found. */
const SELECT_FIELDS_CHANGED_SINCE = `
  select distinct on (change->>'field') change->>'field' as field, change->'from' as original
  from crm.event e, jsonb_array_elements(e.data->'changes') as change
  where e.entity = $1 and e.record_id = $2 and e.record_version > $3
  order by change->>'field', e.record_version`;

/** One field that two people changed: what both saw at first, what it is now, and what the second wants. */
export interface FieldConflict {
  readonly field: string;
  readonly original: unknown;
  readonly current: unknown;
  readonly yours: unknown;
}

/** @throws CrmRejection CRM_VERSION_CONFLICT with the current record, the fields, and each of them in three values. */
export async function assertNoCollision(
  unit: Unit,
  request: {
    definition: EntityDefinition;
    row: RecordRow;
    version: number;
    /** What is about to be written. */
    wanted: FieldValues;
  },
  context: RowContext,
): Promise<void> {
  const { definition, row, version, wanted } = request;
  const fields = Object.keys(wanted);
  if (version === row.version || version === LATEST_VERSION) return;
  let colliding = fields;
  let originals: ReadonlyMap<string, unknown> = new Map();
  // A version that never was cannot say what it knew of.
  if (version >= 1 && version < row.version) {
    const { rows } = await unit.client.query<{ field: string; original: unknown }>(
      SELECT_FIELDS_CHANGED_SINCE,
      [definition.entity, row.id, version],
    );
    originals = new Map(rows.map((one) => [one.field, one.original]));
    colliding = fields.filter((field) => originals.has(field));
  }
  if (colliding.length === 0) return;
  const [current] = await viewsOfRows(unit.client, { definition, rows: [row] }, context);
  const conflicts = colliding.map((field): FieldConflict => ({
    field,
    original: originals.get(field) ?? null,
    current: current?.fields[field] ?? null,
    yours: wanted[field] ?? null,
  }));
  throw new CrmRejection(
    'CRM_VERSION_CONFLICT',
    `Expected version ${row.version} of ${definition.entity} '${row.id}', but got ${version}, and ${colliding.join(', ')} changed in between.`,
    { current, fields: colliding, conflicts },
  );
}
