/** The row that a write has just left: as it is for everybody, and whether the writer was allowed to make it. */
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Unit } from '../database/transaction.ts';
import { CrmRejection } from '../errors.ts';
import { RECORD_ACTIONS, type RoleGrant } from '../rights/request-user.ts';
import { scopeFor } from '../rights/scope-for.ts';
import type { EntityDefinition } from './entity-types.ts';
import { readRow, type RecordRow, ROW_ALIAS, type RowContext, selectListSql } from './record-rows.ts';

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

/** The same for many rows of one write, in the order of the ids. */
export async function readRowsAsWritten(
  unit: Unit,
  definition: EntityDefinition,
  ids: readonly string[],
  context: RowContext,
): Promise<RecordRow[]> {
  const allSeeing: RowContext = { ...context, user: { ...context.user, roles: [DO_ALL] } };
  const parameters = new SqlParameters();
  const select = selectListSql(definition, parameters, allSeeing);
  const { rows } = await unit.client.query<RecordRow>(
    `select ${select} from ${definition.table} ${ROW_ALIAS}
     where ${ROW_ALIAS}.id = any(${parameters.add(ids, 'uuid[]')})`,
    parameters.values,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const row = byId.get(id);
    if (!row) throw new Error(`Expected ${definition.entity} '${id}' to be there after writing it.`);
    return row;
  });
}

const DO_ALL: RoleGrant = {
  code: '',
  name: '',
  permissions: RECORD_ACTIONS.map((action) => ({ entity: '*', action, level: 'all' })),
  processRights: [],
};

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
