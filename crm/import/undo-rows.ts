/**
 * Taking back a chunk of written rows, the last ones first. A changed record gets the values from before, a new one goes
 * to the bin. What somebody else has changed since, or built on, stays as it is and is listed with the reason.
 */
import type { Unit } from '../database/transaction.ts';
import { entities } from '../entities/entity-table.ts';
import type { EntityDefinition, FieldValues } from '../entities/entity-types.ts';
import type { WriteContext } from '../entities/tell-of-write.ts';
import type { ManyWriter } from '../entities/write-many.ts';
import { modelOf } from '../entities/write-record.ts';
import { storeUndone, type StoredRow, type UndoneRow } from './import-rows.ts';

export async function undoRows(
  writer: ManyWriter,
  unit: Unit,
  request: {
    readonly importId: string;
    readonly definition: EntityDefinition;
    readonly rows: readonly StoredRow[];
  },
  context: WriteContext,
): Promise<readonly UndoneRow[]> {
  const { importId, definition, rows } = request;
  const changed = await changedSince(unit, importId, definition, rows);
  const undone: UndoneRow[] = [];
  const open = rows.filter((row) => {
    if (!changed.has(row.rowNo)) return true;
    undone.push({ rowNo: row.rowNo, undo: 'left', reason: 'changed' });
    return false;
  });
  const updates = open.filter((row) => row.outcome !== 'created');
  for (const wave of wavesOf(updates)) {
    await removeEffects(unit, wave);
    const outcomes = await writer.update(
      unit,
      {
        definition,
        rows: wave.map((row) => ({ id: row.recordId ?? '', fields: writable(definition, row.before ?? {}) })),
      },
      context,
    );
    for (const row of wave) {
      const outcome = outcomes.get(row.recordId ?? '');
      if (outcome?.state !== 'refused') undone.push({ rowNo: row.rowNo, undo: 'undone', reason: null });
      else {
        const reason = outcome.code === 'CRM_RECORD_NOT_FOUND' ? 'gone' : 'refused';
        undone.push({ rowNo: row.rowNo, undo: 'left', reason });
      }
    }
  }
  const created = open.filter((row) => row.outcome === 'created');
  await removeEffects(unit, created);
  const used = await usedByOthers(
    unit,
    importId,
    definition,
    created.flatMap((row) => row.recordId ?? []),
  );
  const there = await stillThere(
    unit,
    definition,
    created.flatMap((row) => row.recordId ?? []),
  );
  const gone: string[] = [];
  for (const { rowNo, recordId } of created) {
    const reason = !recordId || !there.has(recordId) ? 'gone' : used.has(recordId) ? 'usedBy' : null;
    if (reason === null && recordId) gone.push(recordId);
    undone.push({ rowNo, undo: reason === null ? 'undone' : 'left', reason });
  }
  await writer.remove(unit, { definition, ids: gone }, context);
  await storeUndone(unit.client, importId, undone);
  return undone;
}

/** Read-only fields follow from the others. */
function writable(definition: EntityDefinition, before: FieldValues): FieldValues {
  const keys = new Set(definition.fields.filter((field) => !field.readOnly).map((field) => field.key));
  return Object.fromEntries(Object.entries(before).filter(([key]) => keys.has(key)));
}

function* wavesOf(rows: readonly StoredRow[]): Generator<readonly StoredRow[]> {
  let rest = rows;
  while (rest.length > 0) {
    const taken = new Set<string | null>();
    const wave = rest.filter((row) => !taken.has(row.recordId) && taken.add(row.recordId));
    yield wave;
    const inWave = new Set(wave);
    rest = rest.filter((row) => !inWave.has(row));
  }
}

/** Rows whose record has a later version by another hand. */
async function changedSince(
  unit: Unit,
  importId: string,
  definition: EntityDefinition,
  rows: readonly StoredRow[],
): Promise<ReadonlySet<number>> {
  const { rows: found } = await unit.client.query<{ row_no: number }>(
    `select w.row_no from unnest($1::int[], $2::uuid[], $3::int[]) as w (row_no, record_id, version)
     where exists (select from crm.event e where e.entity = $4 and e.record_id = w.record_id
                   and e.record_version > w.version and e.actor_id is distinct from $5::uuid)`,
    [
      rows.map((row) => row.rowNo),
      rows.map((row) => row.recordId),
      rows.map((row) => row.versionAfter),
      definition.entity,
      importId,
    ],
  );
  return new Set(found.map((row) => row.row_no));
}

async function removeEffects(unit: Unit, rows: readonly StoredRow[]): Promise<void> {
  const points = rows.flatMap((row) => row.effects?.points ?? []);
  const links = rows.flatMap((row) => row.effects?.links ?? []);
  if (points.length > 0)
    await unit.client.query('delete from crm.comm_point where id = any($1::uuid[]) and not is_primary', [
      points,
    ]);
  // A link that somebody changed is somebody's.
  if (links.length > 0)
    await unit.client.query('delete from crm.account_contact where id = any($1::uuid[]) and version = 1', [
      links,
    ]);
}

async function stillThere(
  unit: Unit,
  definition: EntityDefinition,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await unit.client.query<{ id: string }>(
    `select r.id from ${definition.table} r where r.id = any($1::uuid[]) and r.deleted_at is null for update of r`,
    [ids],
  );
  return new Set(rows.map((row) => row.id));
}

/** New records that a record, an activity, a comment or a file of somebody else hangs on. */
async function usedByOthers(
  unit: Unit,
  importId: string,
  definition: EntityDefinition,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const { entity } = definition;
  const referring = entities.flatMap((one) =>
    one.model === null
      ? []
      : one.fields
          .filter((field) => field.referenceEntity === entity && field.column !== null)
          .map((field) => {
            const name = modelOf(one).getTableName();
            const table = typeof name === 'string' ? name : `"${name.schema}"."${name.tableName}"`;
            return `select t.${field.column} as id from ${table} t
              where t.${field.column} = any($1::uuid[]) and t.deleted_at is null
              and not (t.created_by_kind = 'import' and t.created_by is not distinct from $2::uuid)`;
          }),
  );
  const around = [
    `select record_id from crm.activity_link where entity = $3 and record_id = any($1::uuid[])`,
    `select record_id from crm.comment where entity = $3 and record_id = any($1::uuid[]) and deleted_at is null`,
    `select record_id from crm.record_file where entity = $3 and record_id = any($1::uuid[]) and deleted_at is null`,
    `select ${entity === 'account' ? 'account_id' : 'contact_id'} from crm.account_contact
     where $3 in ('account', 'contact') and ${entity === 'account' ? 'account_id' : 'contact_id'} = any($1::uuid[])
     and not (created_by_kind = 'import' and created_by is not distinct from $2::uuid)`,
  ];
  const { rows } = await unit.client.query<{ id: string }>(
    `select distinct used.id::text as id from (${[...new Set([...referring, ...around])].join(' union all ')}) used`,
    [ids, importId, entity],
  );
  return new Set(rows.map((row) => row.id));
}
