/** The row that a write has just left: as it is for everybody, and whether the writer was allowed to make it. */
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Unit } from '../database/transaction.ts';
import { CrmRejection } from '../errors.ts';
import { scopeFor } from '../rights/scope-for.ts';
import type { EntityDefinition } from './entity-types.ts';
import { readRow, type RecordRow, type RowContext } from './record-rows.ts';

/** Reads what was just written whatever the writer may read: a created record may be out of his own sight. */
export async function readRowAsWritten(
  unit: Unit,
  definition: EntityDefinition,
  id: string,
  context: RowContext,
): Promise<RecordRow> {
  const allSeeing: RowContext = {
    ...context,
    user: { ...context.user, roles: [...context.user.roles, READ_ALL] },
  };
  const row = await readRow(unit.client, { definition, id, lock: false }, allSeeing);
  if (!row) throw new Error(`Expected ${definition.entity} '${id}' to be there after writing it.`);
  return row;
}

const READ_ALL = {
  code: '',
  name: '',
  permissions: [{ entity: '*', action: 'read', level: 'all' }],
  processRights: [],
} as const;

/** The scope of creating is checked on the row itself: with level "own" nobody creates records for others. */
export async function assertInScope(
  unit: Unit,
  request: { definition: EntityDefinition; id: string; action: 'create' },
  context: RowContext,
): Promise<void> {
  const { definition, id, action } = request;
  const parameters = new SqlParameters();
  const scope = scopeFor({ ...context, entity: definition.entity, action, alias: 'r', parameters });
  if (scope === 'true') return;
  const { rowCount } = await unit.client.query(
    `select from ${definition.table} r where r.id = ${parameters.add(id, 'uuid')} and ${scope}`,
    parameters.values,
  );
  if (rowCount === 1) return;
  throw new CrmRejection(
    'CRM_FORBIDDEN',
    `Expected the right to create this ${definition.entity} for its owner, but it is missing.`,
    { entity: definition.entity, action },
  );
}
