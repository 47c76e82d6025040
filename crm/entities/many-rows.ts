/**
 * What `write-record.ts` does for one record, for many of one kind: the same rules in the same order (rights, fields,
 * references, added fields, the entity's own, row, points, what follows, timeline). A rule added there belongs here, too.
 */
import { customAttribute, customProblems } from '../custom-fields/write-custom.ts';
import { codeOfDatabaseError } from '../database/lost-race.ts';
import type { Unit } from '../database/transaction.ts';
import { CrmRejection, type FieldProblem } from '../errors.ts';
import { assertFieldsKnown, assertFieldsOpen } from '../rights/assert-fields-open.ts';
import { referenceProblems } from './check-references.ts';
import { derivedFields } from './derivations.ts';
import type { EntityDefinition, FieldValues } from './entity-types.ts';
import { fillManyFromRelations, writePointsOfMany } from './many-parties.ts';
import {
  baseTable,
  columnsOf,
  groupsByColumns,
  inCreateScope,
  insertGroup,
  lockMany,
  updateGroup,
} from './many-statements.ts';
import type { Batch, Draft, ManyOutcome, ManyPorts, ManyRequest, ManyRow } from './many-types.ts';
import { arrivalOf, handOn, standIn, toHandOn } from './hand-on.ts';
import { fieldsOfRow, type RecordRow } from './record-rows.ts';
import { readRowsAsWritten } from './row-as-written.ts';
import {
  changedVerb,
  createdVerb,
  tellOfWrites,
  type ToldWrite,
  type WriteContext,
} from './tell-of-write.ts';
import { reasonOfStatus } from './status-reason.ts';
import { validateFields } from './validate-fields.ts';
import { assertNamed, attributesOf, isSame, unchangedLeftOut } from './write-record.ts';

/** Data errors and broken constraints: the row is at fault, not the database. */
const DATA_ERROR = /^2[23]/;

export function refusalOf(cause: unknown): Extract<ManyOutcome, { state: 'refused' }> | null {
  if (cause instanceof CrmRejection) {
    const { fields } = cause.details;
    const problems = Array.isArray(fields)
      ? (fields as FieldProblem[])
      : [{ path: '', message: cause.message }];
    return { state: 'refused', code: cause.code, problems };
  }
  if (!DATA_ERROR.test(codeOfDatabaseError(cause) ?? '')) return null;
  const { constraint, column } = cause as { constraint?: string; column?: string };
  const named = constraint ?? column ?? 'a rule of the database';
  const message = `The values break a rule of the records (${named}): another record may have them already.`;
  return { state: 'refused', code: 'CRM_FIELDS_INVALID', problems: [{ path: '', message }] };
}

export async function createRows(
  ports: ManyPorts,
  unit: Unit,
  { definition, rows }: ManyRequest,
  context: WriteContext,
): Promise<Map<string, ManyOutcome>> {
  const lists = await ports.options.load(unit.client);
  const now = ports.clock.now();
  const outcomes = new Map<string, ManyOutcome>();
  const drafts = checked(rows, outcomes, (row): Draft => {
    assertFieldsOpen(definition, Object.keys(row.fields), context);
    const wanted = validateFields(definition, row.fields, { lists, mode: 'create' });
    return { row, before: null, beforeRow: null, wanted, values: wanted };
  });
  const handed = await toHandOn(unit, definition, {
    rows: drafts.map(({ row, wanted }) => ({ id: row.id, wanted })),
    arrival: arrivalOf(context.actor),
  });
  for (const { row, wanted } of drafts) standIn(handed, { id: row.id, wanted }, context);
  await fillManyFromRelations(unit, definition, drafts, context);
  const ready = await settled(ports, unit, { definition, drafts, outcomes, lists, now }, context);
  const inserted = ready.map((draft) => ({
    draft,
    columns: columnsOf(definition, {
      ...attributesOf(definition, draft.values),
      ...customAttribute(definition, draft.values, null),
      ...(definition.isCustom ? { entity: definition.entity } : {}),
      id: draft.row.id,
      version: 1,
      createdAt: now,
      createdByKind: context.actor.kind,
      createdBy: context.actor.id,
      updatedAt: now,
      updatedByKind: context.actor.kind,
      updatedBy: context.actor.id,
    }),
  }));
  const allowed = await inCreateScope(unit, definition, inserted, context);
  const written = inserted.filter(({ draft }) => {
    if (allowed.has(draft.row.id)) return true;
    const message = `Expected the right to create this ${definition.entity} for its owner, but it is missing.`;
    outcomes.set(draft.row.id, {
      state: 'refused',
      code: 'CRM_FORBIDDEN',
      problems: [{ path: 'owner', message }],
    });
    return false;
  });
  for (const group of groupsByColumns(written.map((one) => one.columns)))
    await insertGroup(unit, definition, group);
  const ids = new Set(written.map(({ draft }) => draft.row.id));
  if (handed) await handOn(unit, { definition, handed, written: ids, now, newIds: ports.ids }, context);
  return finished(
    ports,
    unit,
    { definition, drafts: written.map((one) => one.draft), outcomes, lists, now },
    context,
  );
}

export async function updateRows(
  ports: ManyPorts,
  unit: Unit,
  { definition, rows }: ManyRequest,
  context: WriteContext,
): Promise<Map<string, ManyOutcome>> {
  const lists = await ports.options.load(unit.client);
  const now = ports.clock.now();
  const outcomes = new Map<string, ManyOutcome>();
  const locked = await lockMany(unit, definition, rows, context);
  const drafts = checked(rows, outcomes, (row): Draft => {
    const beforeRow = locked.get(row.id);
    if (!beforeRow)
      throw new CrmRejection(
        'CRM_RECORD_NOT_FOUND',
        `Expected ${definition.entity} '${row.id}' to exist and to be visible to you.`,
      );
    if (!beforeRow.may_edit)
      throw new CrmRejection(
        'CRM_FORBIDDEN',
        `Expected the right to edit ${definition.entity} '${row.id}', but it is missing.`,
      );
    const before = fieldsOfRow(definition, beforeRow);
    assertFieldsKnown(definition, Object.keys(row.fields), context);
    const given = unchangedLeftOut(kept(row, before), before);
    assertFieldsOpen(definition, Object.keys(given), context);
    const wanted = unchangedLeftOut(
      validateFields(definition, given, { lists, mode: 'update', before }),
      before,
    );
    return { row, before, beforeRow, wanted, values: wanted };
  });
  const changing: Draft[] = [];
  for (const draft of drafts) {
    const hasFurther = (draft.row.points?.length ?? 0) > 0;
    if (Object.keys(draft.wanted).length > 0 || hasFurther) changing.push(draft);
    else outcomes.set(draft.row.id, { state: 'unchanged' });
  }
  const ready = await settled(ports, unit, { definition, drafts: changing, outcomes, lists, now }, context);
  const touched = ready.filter((draft) => Object.keys(draft.values).length > 0);
  const columns = touched.map(({ row, values, beforeRow }) =>
    columnsOf(definition, {
      ...attributesOf(definition, values),
      ...customAttribute(definition, values, beforeRow?.custom),
      id: row.id,
      version: (beforeRow?.version ?? 0) + 1,
      updatedAt: now,
      updatedByKind: context.actor.kind,
      updatedBy: context.actor.id,
    }),
  );
  for (const group of groupsByColumns(columns)) await updateGroup(unit, definition, group);
  return finished(ports, unit, { definition, drafts: ready, outcomes, lists, now }, context);
}

/** What a file says is taken, but an opt-out is never taken back by a file; `fill` takes only what the record lacks. */
function kept(row: ManyRow, before: FieldValues): FieldValues {
  return Object.fromEntries(
    Object.entries(row.fields).filter(([key, value]) => {
      if (row.mode === undefined) return true;
      if (key === 'doNotCall') return value === true;
      return row.mode === 'overwrite' || isEmpty(before[key]);
    }),
  );
}

function checked(
  rows: readonly ManyRow[],
  outcomes: Map<string, ManyOutcome>,
  check: (row: ManyRow) => Draft,
): Draft[] {
  return rows.flatMap((row) => {
    try {
      return [check(row)];
    } catch (cause) {
      if (!(cause instanceof CrmRejection)) throw cause;
      outcomes.set(row.id, refusalOf(cause)!);
      return [];
    }
  });
}

/** What the product adds and refuses: derivations, the entity's own rules, references, rules of added fields. */
async function settled(ports: ManyPorts, unit: Unit, batch: Batch, context: WriteContext): Promise<Draft[]> {
  const { definition, drafts, outcomes, lists, now } = batch;
  const decided: Draft[] = [];
  for (const draft of drafts) {
    const { row, before, wanted } = draft;
    try {
      const { ids, processes } = ports;
      const planned = { id: row.id, before, wanted, lists, now, actor: context.actor, ids, processes };
      const isTouched = before === null || Object.keys(wanted).length > 0;
      draft.values = isTouched
        ? {
            ...wanted,
            ...derivedFields(definition.entity, { before, wanted, lists, now }),
            ...reasonOfStatus(
              definition,
              { before, given: before ? kept(row, before) : wanted, lists },
              context,
            ),
            ...(await definition.beforeWrite?.(unit, planned)),
          }
        : {};
      assertNamed(definition, { ...before, ...draft.values });
      decided.push(draft);
    } catch (cause) {
      if (!(cause instanceof CrmRejection)) throw cause;
      outcomes.set(row.id, refusalOf(cause)!);
    }
  }
  const rows = decided.map(({ row, values, before }) => ({ id: row.id, values, before }));
  const found = [
    await referenceProblems(unit.client, { definition, rows }, context),
    await customProblems(unit, definition, rows),
  ];
  return decided.filter(({ row }) => {
    const problems = found.flatMap((one) => one.get(row.id) ?? []);
    if (problems.length === 0) return true;
    outcomes.set(row.id, { state: 'refused', code: 'CRM_FIELDS_INVALID', problems });
    return false;
  });
}

/** After the rows: points, what follows for each entity, and everybody who is told. */
async function finished(
  ports: ManyPorts,
  unit: Unit,
  batch: Batch,
  context: WriteContext,
): Promise<Map<string, ManyOutcome>> {
  const { definition, drafts, outcomes, lists, now } = batch;
  const added = await writePointsOfMany(ports, unit, batch);
  const isTouched = (draft: Draft): boolean => draft.before === null || Object.keys(draft.values).length > 0;
  for (const draft of drafts.filter((one) => !isTouched(one))) {
    const points = added.get(draft.row.id) ?? [];
    const version = draft.beforeRow?.version ?? 1;
    outcomes.set(
      draft.row.id,
      points.length > 0
        ? { state: 'changed', version, before: {}, addedPoints: points }
        : { state: 'unchanged' },
    );
  }
  const touched = drafts.filter(isTouched);
  const rows = await readRowsAsWritten(
    unit,
    definition,
    touched.map((draft) => draft.row.id),
    context,
  );
  const writes: ToldWrite[] = [];
  for (const [index, draft] of touched.entries()) {
    const row = rows[index] as RecordRow;
    const after = fieldsOfRow(definition, row);
    const { before, values } = draft;
    await definition.afterWrite?.(unit, {
      id: row.id,
      before,
      after,
      now,
      actor: context.actor,
      ids: ports.ids,
    });
    const keys =
      before === null
        ? definition.fields
            .filter(
              (field) =>
                field.section !== 'system' && !isEmpty(after[field.key]) && after[field.key] !== false,
            )
            .map((field) => field.key)
        : Object.keys(values).filter((key) => !isSame(before[key], after[key]));
    const changes = keys.map((key) => ({ field: key, from: before?.[key] ?? null, to: after[key] ?? null }));
    const change = before === null ? 'created' : 'changed';
    const verb = before === null ? createdVerb(definition, after) : changedVerb(definition, changes, lists);
    writes.push({ row, change, verb, changes });
    outcomes.set(row.id, {
      state: change,
      version: row.version,
      before: before === null ? {} : Object.fromEntries(changes.map(({ field, from }) => [field, from])),
      addedPoints: added.get(row.id) ?? [],
    });
    unit.changed({ entity: definition.entity, recordId: row.id, change, version: row.version });
  }
  await tellOfWrites(
    { ids: ports.ids, onRecordEvent: ports.onRecordEvent },
    unit,
    { definition, writes, now },
    context,
  );
  return outcomes;
}

export async function removeRows(
  ports: ManyPorts,
  unit: Unit,
  { definition, ids }: { readonly definition: EntityDefinition; readonly ids: readonly string[] },
  context: WriteContext,
): Promise<void> {
  if (ids.length === 0) return;
  const now = ports.clock.now();
  const rows = await readRowsAsWritten(unit, definition, ids, context);
  await unit.client.query(
    `update ${baseTable(definition)} set deleted_at = $2, version = version + 1, updated_at = $2, updated_by_kind = $3,
       updated_by = $4
     where id = any($1::uuid[])`,
    [ids, now, context.actor.kind, context.actor.id],
  );
  const writes = rows.map((row) => ({
    row: { ...row, version: row.version + 1 },
    change: 'changed' as const,
    verb: 'deleted',
    changes: [],
  }));
  await tellOfWrites({ ids: ports.ids, onRecordEvent: null }, unit, { definition, writes, now }, context);
  for (const { row } of writes)
    unit.changed({ entity: definition.entity, recordId: row.id, change: 'deleted', version: row.version });
}

function isEmpty(value: unknown): boolean {
  return (
    value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  );
}
