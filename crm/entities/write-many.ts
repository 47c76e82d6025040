/**
 * Many records of one kind in few statements: what `write-record.ts` does for one, with the same rules in the same order
 * (rights, fields, references, added fields, the entity's own, row, points, what follows, timeline). A row that may not
 * be written is answered with its problems and the others go on; what only the database can refuse (a number that is
 * taken, a limit of a column) is found by halving the batch behind savepoints.
 *
 * Imports write through this, and take back through it.
 */
import { customAttribute, customProblems } from '../custom-fields/write-custom.ts';
import { codeOfDatabaseError } from '../database/lost-race.ts';
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Unit } from '../database/transaction.ts';
import { CrmRejection, type FieldProblem } from '../errors.ts';
import {
  addFurtherPoints,
  type PartyPoint,
  type PointDraft,
  pointFromText,
  type PointsContext,
  removePrimaryPoints,
  setPrimaryPoints,
  valueOfPoint,
} from '../phones/write-points.ts';
import type { CrmChange, CrmClock, CrmIds } from '../ports.ts';
import { assertFieldsOpen } from '../rights/assert-fields-open.ts';
import { scopeFor } from '../rights/scope-for.ts';
import { referenceProblems } from './check-references.ts';
import { derivedFields } from './derivations.ts';
import type { EntityDefinition, FieldValues, OptionLists } from './entity-types.ts';
import { fieldsOfRow, type RecordRow, ROW_ALIAS, selectListSql } from './record-rows.ts';
import { readRowsAsWritten } from './row-as-written.ts';
import type { OptionCatalogue } from './select-options.ts';
import {
  changedVerb,
  createdVerb,
  type RecordEventSink,
  tellOfWrites,
  type ToldWrite,
  type WriteContext,
} from './tell-of-write.ts';
import { validateFields } from './validate-fields.ts';
import { assertNamed, attributesOf, isSame, modelOf, unchangedLeftOut } from './write-record.ts';

export interface ManyPorts {
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly options: OptionCatalogue;
  readonly defaultCountry: string;
  /** Null where processes are not told. */
  readonly onRecordEvent: RecordEventSink | null;
}

export interface ManyRow {
  readonly id: string;
  readonly fields: FieldValues;
  /** Phones and addresses of a party; the first of each kind is the main one and also in `fields`. */
  readonly points?: readonly PointDraft[];
  /** `fill` writes only where the record has nothing; further phones and addresses are added beside. */
  readonly mode?: 'overwrite' | 'fill';
}

export type ManyOutcome =
  | {
      readonly state: 'created' | 'changed';
      readonly version: number;
      /** What the changed fields held; empty for a new record. */
      readonly before: FieldValues;
      readonly addedPoints: readonly string[];
    }
  | { readonly state: 'unchanged' }
  | { readonly state: 'refused'; readonly code: string; readonly problems: readonly FieldProblem[] };

export type ManyOutcomes = ReadonlyMap<string, ManyOutcome>;

export interface ManyWriter {
  create(unit: Unit, request: ManyRequest, context: WriteContext): Promise<ManyOutcomes>;
  update(unit: Unit, request: ManyRequest, context: WriteContext): Promise<ManyOutcomes>;
  /** Moves to the bin whatever the rights are: for taking back what the same hand has made. */
  remove(
    unit: Unit,
    request: { definition: EntityDefinition; ids: readonly string[] },
    context: WriteContext,
  ): Promise<void>;
}

export interface ManyRequest {
  readonly definition: EntityDefinition;
  readonly rows: readonly ManyRow[];
}

export function createManyWriter(ports: ManyPorts): ManyWriter {
  return {
    create: (unit, request, context) =>
      halving(unit, request, (part, rows) => createRows(ports, part, { ...request, rows }, context)),
    update: (unit, request, context) =>
      halving(unit, request, (part, rows) => updateRows(ports, part, { ...request, rows }, context)),
    remove: (unit, request, context) => removeRows(ports, unit, request, context),
  };
}

/** Data errors and broken constraints: the row is at fault, not the database. */
const DATA_ERROR = /^2[23]/;

async function halving(
  unit: Unit,
  request: ManyRequest,
  write: (unit: Unit, rows: readonly ManyRow[]) => Promise<Map<string, ManyOutcome>>,
): Promise<ManyOutcomes> {
  const outcomes = new Map<string, ManyOutcome>();
  const attempt = async (rows: readonly ManyRow[]): Promise<void> => {
    if (rows.length === 0) return;
    const changes: CrmChange[] = [];
    const part: Unit = { ...unit, changed: (change) => changes.push(change) };
    await unit.client.query('savepoint many');
    try {
      for (const [id, outcome] of await write(part, rows)) outcomes.set(id, outcome);
      await unit.client.query('release savepoint many');
      for (const change of changes) unit.changed(change);
    } catch (cause) {
      const refusal = refusalOf(cause);
      if (!refusal) throw cause;
      await unit.client.query('rollback to savepoint many');
      await unit.client.query('release savepoint many');
      if (rows.length === 1) {
        outcomes.set(rows[0]!.id, refusal);
        return;
      }
      const middle = Math.ceil(rows.length / 2);
      await attempt(rows.slice(0, middle));
      await attempt(rows.slice(middle));
    }
  };
  await attempt(request.rows);
  return outcomes;
}

function refusalOf(cause: unknown): Extract<ManyOutcome, { state: 'refused' }> | null {
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

interface Draft {
  readonly row: ManyRow;
  readonly before: FieldValues | null;
  readonly beforeRow: RecordRow | null;
  wanted: FieldValues;
  values: FieldValues;
}

async function createRows(
  ports: ManyPorts,
  unit: Unit,
  { definition, rows }: ManyRequest,
  context: WriteContext,
): Promise<Map<string, ManyOutcome>> {
  const lists = await ports.options.load();
  const now = ports.clock.now();
  const outcomes = new Map<string, ManyOutcome>();
  const drafts = checked(rows, outcomes, (row): Draft => {
    assertFieldsOpen(definition, Object.keys(row.fields), context);
    const wanted = validateFields(definition, row.fields, { lists, mode: 'create' });
    return { row, before: null, beforeRow: null, wanted, values: wanted };
  });
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
  return finished(
    ports,
    unit,
    { definition, drafts: written.map((one) => one.draft), outcomes, lists, now },
    context,
  );
}

async function updateRows(
  ports: ManyPorts,
  unit: Unit,
  { definition, rows }: ManyRequest,
  context: WriteContext,
): Promise<Map<string, ManyOutcome>> {
  const lists = await ports.options.load();
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
    const given = unchangedLeftOut(kept(row, before), before);
    assertFieldsOpen(definition, Object.keys(given), context);
    const wanted = unchangedLeftOut(validateFields(definition, given, { lists, mode: 'update' }), before);
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

interface Batch {
  readonly definition: EntityDefinition;
  readonly drafts: readonly Draft[];
  readonly outcomes: Map<string, ManyOutcome>;
  readonly lists: OptionLists;
  readonly now: Date;
}

/** What the product adds and refuses: derivations, the entity's own rules, references, rules of added fields. */
async function settled(ports: ManyPorts, unit: Unit, batch: Batch, context: WriteContext): Promise<Draft[]> {
  const { definition, drafts, outcomes, lists, now } = batch;
  const decided: Draft[] = [];
  for (const draft of drafts) {
    const { row, before, wanted } = draft;
    try {
      const planned = { id: row.id, before, wanted, lists, now, actor: context.actor, ids: ports.ids };
      const isTouched = before === null || Object.keys(wanted).length > 0;
      draft.values = isTouched
        ? {
            ...wanted,
            ...derivedFields(definition.entity, { before, wanted, lists, now }),
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

async function writePointsOfMany(
  ports: ManyPorts,
  unit: Unit,
  { definition, drafts, now }: Batch,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { partyType } = definition;
  if (partyType === null) return new Map();
  const context: PointsContext = { partyType, ids: ports.ids, now };
  const main: (PartyPoint & { isNew: boolean })[] = [];
  const gone: { partyId: string; kind: 'phone' | 'email' }[] = [];
  const further: PartyPoint[] = [];
  for (const { row, before, values } of drafts) {
    const partyId = row.id;
    const given = row.points ?? [];
    for (const kind of ['phone', 'email'] as const) {
      const value = values[kind];
      const own = given.filter((point) => point.kind === kind);
      if (typeof value === 'string') {
        const country = typeof before?.country === 'string' ? before.country : ports.defaultCountry;
        const point = own.find((one) => valueOfPoint(one) === value) ?? pointFromText(kind, value, country);
        main.push({ partyId, point, isNew: before === null });
        further.push(...own.filter((one) => one !== point).map((one) => ({ partyId, point: one })));
      } else {
        if (value === null && before !== null) gone.push({ partyId, kind });
        further.push(...own.map((point) => ({ partyId, point })));
      }
    }
  }
  await removePrimaryPoints(unit, gone, context);
  await setPrimaryPoints(unit, main, context);
  return addFurtherPoints(unit, further, context);
}

/** Whoever writes a record for a contact means the contact's main account; who makes a record owns it. */
async function fillManyFromRelations(
  unit: Unit,
  definition: EntityDefinition,
  drafts: readonly Draft[],
  context: WriteContext,
): Promise<void> {
  const field = (key: string) => definition.fields.find((one) => one.key === key);
  const hasAccount = (field('account')?.attribute ?? null) !== null;
  const lacking = drafts.filter(
    ({ wanted }) => hasAccount && !wanted.account && typeof wanted.contact === 'string',
  );
  if (lacking.length > 0) {
    const { rows } = await unit.client.query<{ contact_id: string; account_id: string }>(
      `select distinct on (l.contact_id) l.contact_id, l.account_id from crm.account_contact l
       where l.contact_id = any($1::uuid[]) and l.ended_on is null
       order by l.contact_id, l.is_primary_account desc, l.created_at, l.id`,
      [lacking.map(({ wanted }) => wanted.contact)],
    );
    const accounts = new Map(rows.map((row) => [row.contact_id, row.account_id]));
    for (const { wanted } of lacking) wanted.account = accounts.get(wanted.contact as string) ?? null;
  }
  if (!field('owner')?.attribute) return;
  for (const { wanted } of drafts) if (wanted.owner === undefined) wanted.owner = context.user.id;
}

type Columns = Readonly<Record<string, unknown>>;

function columnsOf(definition: EntityDefinition, attributes: FieldValues): Columns {
  const known = modelOf(definition).getAttributes();
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([, value]) => value !== undefined)
      .map(([attribute, value]) => [known[attribute]?.field ?? attribute, value]),
  );
}

/** Rows with the same columns go in one statement; a column that is left out keeps its default. */
function groupsByColumns(rows: readonly Columns[]): Columns[][] {
  const groups = new Map<string, Columns[]>();
  for (const row of rows) {
    const key = Object.keys(row).toSorted().join();
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}

function baseTable(definition: EntityDefinition): string {
  const name = modelOf(definition).getTableName();
  return typeof name === 'string' ? name : `"${name.schema}"."${name.tableName}"`;
}

async function insertGroup(
  unit: Unit,
  definition: EntityDefinition,
  rows: readonly Columns[],
): Promise<void> {
  const table = baseTable(definition);
  const columns = Object.keys(rows[0] ?? {}).map((column) => `"${column}"`);
  await unit.client.query(
    `insert into ${table} (${columns.join(', ')})
     select ${columns.join(', ')} from jsonb_populate_recordset(null::${table}, $1)`,
    [JSON.stringify(rows)],
  );
}

async function updateGroup(
  unit: Unit,
  definition: EntityDefinition,
  rows: readonly Columns[],
): Promise<void> {
  const table = baseTable(definition);
  const columns = Object.keys(rows[0] ?? {}).filter((column) => column !== 'id');
  await unit.client.query(
    `update ${table} t set ${columns.map((column) => `"${column}" = n."${column}"`).join(', ')}
     from jsonb_populate_recordset(null::${table}, $1) n where t.id = n.id`,
    [JSON.stringify(rows)],
  );
}

/** The scope of creating, asked of the rows before they are there. */
async function inCreateScope(
  unit: Unit,
  definition: EntityDefinition,
  rows: readonly { readonly columns: Columns }[],
  context: WriteContext,
): Promise<ReadonlySet<unknown>> {
  const parameters = new SqlParameters();
  const scope = scopeFor({ ...context, entity: definition.entity, action: 'create', alias: 'r', parameters });
  if (scope === 'true') return new Set(rows.map((row) => row.columns.id));
  if (scope === 'false' || rows.length === 0) return new Set();
  const given = parameters.add(JSON.stringify(rows.map((row) => row.columns)), 'jsonb');
  const found = await unit.client.query<{ id: string }>(
    `select r.id from jsonb_populate_recordset(null::${baseTable(definition)}, ${given}) r where ${scope}`,
    parameters.values,
  );
  return new Set(found.rows.map((row) => row.id));
}

/** Locked in the order of their ids, as every write of many rows does. */
async function lockMany(
  unit: Unit,
  definition: EntityDefinition,
  rows: readonly ManyRow[],
  context: WriteContext,
): Promise<ReadonlyMap<string, RecordRow>> {
  const parameters = new SqlParameters();
  const select = selectListSql(definition, parameters, context);
  const read = scopeFor({
    ...context,
    entity: definition.entity,
    action: 'read',
    alias: ROW_ALIAS,
    parameters,
  });
  const ids = parameters.add(
    rows.map((row) => row.id),
    'uuid[]',
  );
  const found = await unit.client.query<RecordRow>(
    `select ${select} from ${definition.table} ${ROW_ALIAS}
     where ${ROW_ALIAS}.id = any(${ids}) and ${ROW_ALIAS}.deleted_at is null and ${read}
     order by ${ROW_ALIAS}.id for update of ${ROW_ALIAS}`,
    parameters.values,
  );
  return new Map(found.rows.map((row) => [row.id, row]));
}

async function removeRows(
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
