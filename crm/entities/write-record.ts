/**
 * The one way in which a row of an entity comes to be, changes or goes to the bin. In one transaction: rights, fields,
 * references, row, points, timeline, lifecycle history, and the record event that processes listen to. A refusal at
 * any point leaves the database as it was. Lock order: the record's row, then nothing else of the CRM.
 *
 * Two people who change different fields do not disturb each other: a stale version is refused only when a field that
 * is being written was changed since, by the timeline's word.
 */
import { assertCustomRules, customAttribute } from '../custom-fields/write-custom.ts';
import type { Unit } from '../database/transaction.ts';
import { CrmRejection } from '../errors.ts';
import type { CommPoints } from '../phones/comm-points.ts';
import type { CrmClock, CrmIds, CrmProcesses } from '../ports.ts';
import { assertFieldsKnown, assertFieldsOpen } from '../rights/assert-fields-open.ts';
import { appendEvents } from '../timeline/append-events.ts';
import { assertNoCollision } from './assert-no-collision.ts';
import { checkReferences } from './check-references.ts';
import { derivedFields } from './derivations.ts';
import type { EntityDefinition, FieldValues } from './entity-types.ts';
import { arrivalOf, handOn, standIn, toHandOn } from './hand-on.ts';
import { fieldsOfRow, readRow, type RecordRow, type RowContext } from './record-rows.ts';
import { fieldOf } from './entity-table.ts';
import { assertInScope, readRowAsWritten } from './row-as-written.ts';
import type { OptionCatalogue } from './select-options.ts';
import { reasonOfStatus } from './status-reason.ts';
import {
  changedVerb,
  createdVerb,
  type RecordEventSink,
  tellOfWrite,
  type WriteContext,
} from './tell-of-write.ts';
import { validateFields } from './validate-fields.ts';
import { currentLinkSql } from '../contacts/current-link.ts';

export interface WritePorts {
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly options: OptionCatalogue;
  readonly points: CommPoints;
  readonly processes: CrmProcesses | null;
  readonly onRecordEvent: RecordEventSink;
}

export interface RecordWriter {
  /** `attributes` are columns that are no fields (a process's ids). Returns the new id. */
  create(
    unit: Unit,
    request: { definition: EntityDefinition; fields: FieldValues; attributes?: FieldValues; id?: string },
    context: WriteContext,
  ): Promise<RecordRow>;
  update(
    unit: Unit,
    request: {
      definition: EntityDefinition;
      id: string;
      version: number;
      fields: FieldValues;
      attributes?: FieldValues;
    },
    context: WriteContext,
  ): Promise<RecordRow>;
  remove(
    unit: Unit,
    request: { definition: EntityDefinition; id: string },
    context: WriteContext,
  ): Promise<void>;
}

export function createRecordWriter(ports: WritePorts): RecordWriter {
  return {
    create: (unit, request, context) => createRecord(ports, unit, request, context),
    update: (unit, request, context) => updateRecord(ports, unit, request, context),
    remove: (unit, request, context) => removeRecord(ports, unit, request, context),
  };
}

async function createRecord(
  ports: WritePorts,
  unit: Unit,
  request: Parameters<RecordWriter['create']>[1],
  context: WriteContext,
): Promise<RecordRow> {
  const { definition } = request;
  const model = modelOf(definition);
  const lists = await ports.options.load(unit.client);
  const id = request.id ?? ports.ids.next();
  const now = ports.clock.now();
  assertFieldsOpen(definition, Object.keys(request.fields), context);
  const wanted = validateFields(definition, request.fields, { lists, mode: 'create' });
  const handed = await toHandOn(unit, definition, {
    rows: [{ id, wanted }],
    arrival: arrivalOf(context.actor),
  });
  standIn(handed, { id, wanted }, context);
  await fillFromRelations(unit, definition, wanted, context);
  const { ids, processes } = ports;
  const planned = { id, before: null, wanted, lists, now, actor: context.actor, ids, processes };
  const values = {
    ...wanted,
    ...derivedFields(definition.entity, { before: null, wanted, lists, now }),
    ...reasonOfStatus(definition, { before: null, given: wanted, lists }, context),
    ...(await definition.beforeWrite?.(unit, planned)),
  };
  assertNamed(definition, values);
  await checkReferences(unit.client, { definition, values, ownId: id }, context);
  await assertCustomRules(unit, { definition, id, values, before: null });

  await model.create(
    {
      ...attributesOf(definition, values),
      ...customAttribute(definition, values, null),
      ...(definition.isCustom ? { entity: definition.entity } : {}),
      ...request.attributes,
      id,
      version: 1,
      createdAt: now,
      createdByKind: context.actor.kind,
      createdBy: context.actor.id,
      updatedAt: now,
      updatedByKind: context.actor.kind,
      updatedBy: context.actor.id,
    },
    { transaction: unit.orm, returning: false },
  );
  await writePoints(ports, unit, { definition, id, values, isNew: true });
  await assertInScope(unit, { definition, id, action: 'create' }, context);
  if (handed)
    await handOn(unit, { definition, handed, written: new Set([id]), now, newIds: ports.ids }, context);
  const row = await readRowAsWritten(unit, definition, id, context);
  const after = fieldsOfRow(definition, row);
  await definition.afterWrite?.(unit, {
    id,
    before: null,
    after,
    now,
    actor: context.actor,
    ids: ports.ids,
  });
  const changes = definition.fields
    .filter((field) => field.section !== 'system' && after[field.key] !== null && after[field.key] !== false)
    .map((field) => ({ field: field.key, from: null, to: after[field.key] }));
  await tellOfWrite(
    ports,
    unit,
    { definition, row, change: 'created', verb: createdVerb(definition, after), changes, now },
    context,
  );
  return row;
}

async function updateRecord(
  ports: WritePorts,
  unit: Unit,
  request: Parameters<RecordWriter['update']>[1],
  context: WriteContext,
): Promise<RecordRow> {
  const { definition, id } = request;
  const model = modelOf(definition);
  const row = await lockForChange(unit, { definition, id, action: 'edit' }, context);
  const before = fieldsOfRow(definition, row);
  const lists = await ports.options.load(unit.client);
  const now = ports.clock.now();
  assertFieldsKnown(definition, Object.keys(request.fields), context);
  const given = unchangedLeftOut(request.fields, before);
  assertFieldsOpen(definition, Object.keys(given), context);
  const valid = validateFields(definition, given, { lists, mode: 'update', before });
  const wanted = unchangedLeftOut(valid, before);
  await assertNoCollision(unit, { definition, row, version: request.version, wanted }, context);
  if (Object.keys(wanted).length === 0 && !request.attributes) return row;

  const { ids, processes } = ports;
  const planned = { id, before, wanted, lists, now, actor: context.actor, ids, processes };
  const values = {
    ...wanted,
    ...derivedFields(definition.entity, { before, wanted, lists, now }),
    ...reasonOfStatus(definition, { before, given: request.fields, lists }, context),
    ...(await definition.beforeWrite?.(unit, planned)),
  };
  assertNamed(definition, { ...before, ...values });
  await checkReferences(unit.client, { definition, values, ownId: id }, context);
  await assertCustomRules(unit, { definition, id, values, before });
  await model.update(
    {
      ...attributesOf(definition, values),
      ...customAttribute(definition, values, row.custom),
      ...request.attributes,
      version: row.version + 1,
      updatedAt: now,
      updatedByKind: context.actor.kind,
      updatedBy: context.actor.id,
    },
    { where: { id, version: row.version }, transaction: unit.orm },
  );
  await writePoints(ports, unit, { definition, id, values, isNew: false });
  const afterRow = await readRowAsWritten(unit, definition, id, context);
  const after = fieldsOfRow(definition, afterRow);
  await definition.afterWrite?.(unit, { id, before, after, now, actor: context.actor, ids: ports.ids });
  const written = { ...values, ...fieldsOfAttributes(definition, request.attributes) };
  const changes = Object.keys(written)
    .filter((key) => !isSame(before[key], after[key]))
    .map((key) => ({ field: key, from: before[key] ?? null, to: after[key] ?? null }));
  const verb = changedVerb(definition, changes, lists);
  await tellOfWrite(
    ports,
    unit,
    { definition, row: afterRow, change: 'changed', verb, changes, now },
    context,
  );
  return afterRow;
}

async function removeRecord(
  ports: WritePorts,
  unit: Unit,
  request: Parameters<RecordWriter['remove']>[1],
  context: WriteContext,
): Promise<void> {
  const { definition, id } = request;
  const row = await lockForChange(unit, { definition, id, action: 'delete' }, context);
  const now = ports.clock.now();
  await modelOf(definition).update(
    {
      deletedAt: now,
      version: row.version + 1,
      updatedAt: now,
      updatedByKind: context.actor.kind,
      updatedBy: context.actor.id,
    },
    { where: { id }, transaction: unit.orm },
  );
  await appendEvents(unit.client, [
    {
      id: ports.ids.next(),
      occurredAt: now,
      actor: context.actor,
      kind: definition.timelineKind,
      verb: 'deleted',
      entity: definition.entity,
      recordId: id,
      recordVersion: row.version + 1,
      accountId: row.account_id,
      text: row.title,
    },
  ]);
  unit.changed({ entity: definition.entity, recordId: id, change: 'deleted', version: row.version + 1 });
}

/** @throws CrmRejection CRM_RECORD_NOT_FOUND, CRM_FORBIDDEN */
export async function lockForChange(
  unit: Unit,
  request: { definition: EntityDefinition; id: string; action: 'edit' | 'delete' },
  context: RowContext,
): Promise<RecordRow> {
  const { definition, id, action } = request;
  const row = await readRow(unit.client, { definition, id, lock: true }, context);
  if (!row) throw recordNotFound(definition.entity, id);
  if (action === 'edit' ? row.may_edit : row.may_delete) return row;
  throw new CrmRejection(
    'CRM_FORBIDDEN',
    `Expected the right to ${action} ${definition.entity} '${id}', but it is missing.`,
    {
      entity: definition.entity,
      recordId: id,
      action,
    },
  );
}

export function recordNotFound(entity: string, id: string): CrmRejection {
  return new CrmRejection(
    'CRM_RECORD_NOT_FOUND',
    `Expected ${entity} '${id}' to exist and to be visible to you.`,
    {
      entity,
      recordId: id,
    },
  );
}

export function unchangedLeftOut(values: FieldValues, before: FieldValues): FieldValues {
  return Object.fromEntries(
    Object.entries(values).filter(([key, value]) => !(key in before) || !isSame(before[key], value)),
  );
}

export function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left ?? null) === JSON.stringify(right ?? null);
}

export function attributesOf(definition: EntityDefinition, values: FieldValues): FieldValues {
  const attributes: FieldValues = {};
  for (const [key, value] of Object.entries(values)) {
    const attribute = fieldOf(definition, key)?.attribute;
    if (attribute) attributes[attribute] = value ?? emptyValue(definition, key);
  }
  return attributes;
}

/** Fields among the columns that a service wrote past the fields. */
function fieldsOfAttributes(definition: EntityDefinition, attributes: FieldValues = {}): FieldValues {
  const fields = definition.fields.filter(
    (field) => field.attribute !== null && field.attribute in attributes,
  );
  return Object.fromEntries(fields.map((field) => [field.key, attributes[field.attribute ?? '']]));
}

/** Columns that are never null hold an empty text instead. */
function emptyValue(definition: EntityDefinition, key: string): unknown {
  return definition.entity === 'contact' && (key === 'givenName' || key === 'familyName') ? '' : null;
}

async function writePoints(
  ports: WritePorts,
  unit: Unit,
  written: { definition: EntityDefinition; id: string; values: FieldValues; isNew: boolean },
): Promise<void> {
  const { definition, id, values, isNew } = written;
  if (definition.partyType === null) return;
  for (const kind of ['phone', 'email'] as const) {
    const value = values[kind];
    if (value === undefined) continue;
    await ports.points.setPrimary(
      unit,
      { type: definition.partyType, id, isNew },
      { kind, value: value === null ? null : String(value) },
    );
  }
}

/** A ticket or activity of a contact belongs to the contact's main account; who creates a record owns it. */
async function fillFromRelations(
  unit: Unit,
  definition: EntityDefinition,
  wanted: FieldValues,
  context: WriteContext,
): Promise<void> {
  const hasAccount = definition.fields.some((field) => field.key === 'account' && field.attribute !== null);
  if (hasAccount && !wanted.account && typeof wanted.contact === 'string') {
    const contact = await unit.client.query<{ account_id: string }>(
      `select l.account_id from crm.account_contact l
       where l.contact_id = $1 and ${currentLinkSql('l')}
       order by l.is_primary_account desc, l.created_at, l.id limit 1`,
      [wanted.contact],
    );
    wanted.account = contact.rows[0]?.account_id ?? null;
  }
  if (wanted.owner === undefined && context.actor.kind === 'user') wanted.owner = context.user.id;
}

export function assertNamed(definition: EntityDefinition, values: FieldValues): void {
  if (definition.entity !== 'contact') return;
  if (values.givenName || values.familyName) return;
  throw new CrmRejection(
    'CRM_FIELDS_INVALID',
    'A contact needs a name: give a given name or a family name.',
    {
      fields: [
        {
          path: 'familyName',
          code: 'required',
          message: 'A contact needs a name: give a given name or a family name.',
        },
      ],
    },
  );
}

export function modelOf(definition: EntityDefinition): NonNullable<EntityDefinition['model']> {
  if (definition.isRetired)
    throw new CrmRejection(
      'CRM_KIND_RETIRED',
      `Expected a kind of record that is in use, but '${definition.entity}' is retired.`,
      { entity: definition.entity },
    );
  if (definition.model) return definition.model;
  throw new CrmRejection('CRM_FORBIDDEN', `Records of '${definition.entity}' are not written here.`, {
    entity: definition.entity,
  });
}
