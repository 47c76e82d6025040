/**
 * Fields and kinds of records that administrators make. A change raises the version of the metadata in its own
 * transaction; from the next request on the field is there, on every node. Dropping hides a field and keeps its values
 * for thirty days. Indexes are built outside of any transaction, by `buildIndexes`, and never hold a writer up.
 */
import type { Pool } from 'pg';
import type { Caller } from '../caller.ts';
import type { Queryable, Transactions, Unit } from '../database/transaction.ts';
import { entityOf, findEntity } from '../entities/registry.ts';
import { CrmRejection, fieldsInvalid } from '../errors.ts';
import type { CrmClock, CrmIds, CrmLogger } from '../ports.ts';
import type { FieldChange } from '../timeline/append-events.ts';
import { buildIndexes } from './build-indexes.ts';
import { listOf } from './custom-definitions.ts';
import { assertFieldContent, assertUniqueNow } from './field-checks.ts';
import type { FieldCondition } from './field-conditions.ts';
import type { FieldContent, FieldView, NewEntity, NewField } from './field-types.ts';
import type { Metadata } from './metadata.ts';
import { createMetadataChange } from './metadata-change.ts';
import { purgeDropped } from './purge-dropped.ts';

export interface CustomFieldService {
  /** Fields of a kind of record, dropped ones last. */
  list(entity: string): Promise<FieldView[]>;
  find(id: string): Promise<FieldView>;
  /** @throws CrmRejection CRM_ENTITY_UNKNOWN, CRM_FIELDS_INVALID */
  create(caller: Caller, request: NewField): Promise<FieldView>;
  /** @throws CrmRejection CRM_FIELD_NOT_FOUND, CRM_VERSION_CONFLICT, CRM_FIELDS_INVALID */
  update(caller: Caller, request: FieldContent & { id: string; version: number }): Promise<FieldView>;
  /** @throws CrmRejection CRM_FIELD_NOT_FOUND */
  reorder(caller: Caller, request: { entity: string; ids: readonly string[] }): Promise<FieldView[]>;
  /** Hides the field; the host has asked whether processes use it. @throws CrmRejection CRM_FIELD_NOT_FOUND */
  drop(caller: Caller, id: string): Promise<FieldView>;
  /** @throws CrmRejection CRM_FIELD_NOT_FOUND */
  restore(caller: Caller, id: string): Promise<FieldView>;
  /** @throws CrmRejection CRM_FIELDS_INVALID */
  createEntity(caller: Caller, request: NewEntity): Promise<void>;
  /** Builds and removes indexes until they are as wished; one node at a time. Never in a transaction. */
  buildIndexes(): Promise<void>;
  /** Removes the values of fields that were dropped thirty days ago; called by a schedule. */
  purge(): Promise<void>;
}

export interface CustomFieldPorts {
  readonly pool: Pool;
  readonly transactions: Transactions;
  readonly metadata: Metadata;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly logger: CrmLogger;
  /** Names that the host's own lists bear: views are kept under them. */
  readonly taken: readonly string[];
}

const SELECT_FIELDS = `
  select f.id, f.entity, f.key, f.type, f.label_en as "labelEn", f.label_ru as "labelRu", f.section, f.required,
    f.is_unique as "isUnique", f.is_indexed as "isIndexed", f.is_searched as "isSearched", f.in_list as "inList",
    f.reference_entity as "referenceEntity", f.visible_if as "visibleIf", f.required_if as "requiredIf",
    f.index_state as "indexState", f.index_problem as "indexProblem", f.version, f.dropped_at as "droppedAt",
    (select coalesce(json_agg(json_build_object('value', o.code, 'labelEn', o.label_en, 'labelRu', o.label_ru, 'tone', o.tone)
                              order by o.sort_order), '[]')
     from crm.select_option o where o.list = f.entity || '.' || f.key and o.active) as options
  from crm.field_def f
  where ($1::text is null or f.entity = $1) and ($2::uuid is null or f.id = $2)
  order by f.dropped_at nulls first, f.sort_order, f.created_at, f.id`;

const COLUMNS = `label_en = $2, label_ru = $3, section = $4, required = $5, is_unique = $6, is_indexed = $7,
  is_searched = $8, in_list = $9, visible_if = $10, required_if = $11`;

export function createCustomFieldService(ports: CustomFieldPorts): CustomFieldService {
  const { pool, clock, ids, logger } = ports;
  const { changing, tell } = createMetadataChange(ports);
  return {
    list: (entity) => fields(pool, { entity }),
    find: (id) => fieldOf(pool, id),
    create: (caller, request) =>
      changing(caller, async (unit) => {
        const definition = entityOf(request.entity);
        await assertFieldContent(unit, definition, request);
        const id = ids.next();
        await unit.client.query(
          `insert into crm.field_def (id, entity, key, type, label_en, label_ru, reference_entity, sort_order, created_at)
           values ($1, $2, $3, $4, $5, $6, $7,
                   (select coalesce(max(sort_order), 0) + 1 from crm.field_def where entity = $2), $8)`,
          [
            id,
            request.entity,
            request.key,
            request.type,
            request.labelEn,
            request.labelRu,
            request.referenceEntity,
            clock.now(),
          ],
        );
        await writeContent(unit, { ...request, id });
        const field = await fieldOf(unit.client, id);
        await tell(unit, caller, { id, entity: 'field', verb: 'created', text: nameOf(field) });
        return field;
      }),
    update: (caller, request) =>
      changing(caller, async (unit) => {
        const before = await fieldOf(unit.client, request.id);
        if (before.version !== request.version)
          throw new CrmRejection(
            'CRM_VERSION_CONFLICT',
            `Expected version ${before.version} of field '${before.key}', but got ${request.version}.`,
            { current: before },
          );
        const definition = entityOf(before.entity);
        await assertFieldContent(unit, definition, { ...before, ...request }, before);
        if (request.isUnique && !before.isUnique) await assertUniqueNow(unit, definition, before);
        await writeContent(unit, { ...before, ...request });
        const field = await fieldOf(unit.client, request.id);
        const changes = changesBetween(before, field);
        await tell(unit, caller, {
          id: field.id,
          entity: 'field',
          verb: 'changed',
          text: nameOf(field),
          changes,
        });
        return field;
      }),
    reorder: (caller, { entity, ids: order }) =>
      changing(caller, async (unit) => {
        await unit.client.query(
          `update crm.field_def f set sort_order = o.place
           from unnest($2::uuid[]) with ordinality as o (id, place)
           where f.id = o.id and f.entity = $1`,
          [entity, order],
        );
        return fields(unit.client, { entity });
      }),
    drop: (caller, id) =>
      changing(caller, async (unit) => {
        const field = await fieldOf(unit.client, id);
        await unit.client.query(
          'update crm.field_def set dropped_at = coalesce(dropped_at, $2), version = version + 1 where id = $1',
          [id, clock.now()],
        );
        await tell(unit, caller, { id, entity: 'field', verb: 'dropped', text: nameOf(field) });
        return fieldOf(unit.client, id);
      }),
    restore: (caller, id) =>
      changing(caller, async (unit) => {
        const field = await fieldOf(unit.client, id);
        await unit.client.query(
          'update crm.field_def set dropped_at = null, version = version + 1 where id = $1',
          [id],
        );
        await tell(unit, caller, { id, entity: 'field', verb: 'restored', text: nameOf(field) });
        return fieldOf(unit.client, id);
      }),
    createEntity: (caller, request) =>
      changing(caller, async (unit) => {
        const id = ids.next();
        const isTaken = findEntity(request.entity) !== null || ports.taken.includes(request.entity);
        const { rowCount } = isTaken
          ? { rowCount: 0 }
          : await unit.client.query(
              `insert into crm.entity_def (id, entity, label_en, label_ru, plural_en, plural_ru, created_at)
               values ($1, $2, $3, $4, $5, $6, $7) on conflict (entity) do nothing`,
              [
                id,
                request.entity,
                request.labelEn,
                request.labelRu,
                request.pluralEn,
                request.pluralRu,
                clock.now(),
              ],
            );
        if (rowCount === 0)
          throw fieldsInvalid([
            {
              path: 'entity',
              code: 'taken',
              message: `There is a kind of record '${request.entity}' already.`,
            },
          ]);
        await tell(unit, caller, { id, entity: 'entity', verb: 'created', text: request.labelEn });
      }),
    buildIndexes: () => buildIndexes({ pool, logger }),
    purge: () => purgeDropped(pool, clock.now()),
  };
}

async function fields(
  reader: Queryable,
  where: { readonly entity?: string; readonly id?: string },
): Promise<FieldView[]> {
  const { rows } = await reader.query<Omit<FieldView, 'droppedAt'> & { droppedAt: Date | null }>(
    SELECT_FIELDS,
    [where.entity ?? null, where.id ?? null],
  );
  return rows.map((row) => ({ ...row, droppedAt: row.droppedAt?.toISOString() ?? null }));
}

async function fieldOf(reader: Queryable, id: string): Promise<FieldView> {
  const [field] = await fields(reader, { id });
  if (field) return field;
  throw new CrmRejection('CRM_FIELD_NOT_FOUND', `Expected field '${id}' to exist.`, { id });
}

async function writeContent(unit: Unit, field: NewField & { readonly id: string }): Promise<void> {
  // What it refers to has a related list of it.
  const isIndexed = field.isIndexed || field.type === 'reference';
  const json = (conditions: FieldCondition[] | null): string | null =>
    conditions && conditions.length > 0 ? JSON.stringify(conditions) : null;
  await unit.client.query(
    `update crm.field_def set ${COLUMNS}, version = version + 1,
       index_state = case when ($6 or $7) <> (is_unique or is_indexed) or $6 <> is_unique then 'wanted' else index_state end,
       index_problem = null
     where id = $1`,
    [
      field.id,
      field.labelEn,
      field.labelRu,
      field.section,
      field.required,
      field.isUnique,
      isIndexed,
      field.isSearched,
      field.inList,
      json(field.visibleIf),
      json(field.requiredIf),
    ],
  );
  const list = listOf(field);
  if (list === null) return;
  await unit.client.query('update crm.select_option set active = false where list = $1', [list]);
  await unit.client.query(
    `insert into crm.select_option (list, code, label_en, label_ru, tone, sort_order)
     select $1, o.code, o.label_en, o.label_ru, o.tone, o.place
     from unnest($2::text[], $3::text[], $4::text[], $5::text[]) with ordinality
       as o (code, label_en, label_ru, tone, place)
     on conflict (list, code) do update
     set label_en = excluded.label_en, label_ru = excluded.label_ru, tone = excluded.tone,
         sort_order = excluded.sort_order, active = true`,
    [
      list,
      field.options.map((option) => option.value),
      field.options.map((option) => option.labelEn),
      field.options.map((option) => option.labelRu),
      field.options.map((option) => option.tone),
    ],
  );
}

function nameOf(field: FieldView): string {
  return `${field.entity}.${field.key}`;
}

function changesBetween(before: FieldView, after: FieldView): FieldChange[] {
  const left = new Set(['version', 'indexState', 'indexProblem']);
  return (Object.keys(after) as (keyof FieldView)[])
    .filter((key) => !left.has(key) && JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .map((field) => ({ field, from: before[field], to: after[field] }));
}
