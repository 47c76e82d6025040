/** Records of every kind through one service: lists, cards, search and writes, always under the caller's rights. */
import { type Caller, rowContext, writeContext } from '../caller.ts';
import type { Transactions } from '../database/transaction.ts';
import { CrmRejection } from '../errors.ts';
import { definitionFor } from '../rights/field-levels.ts';
import { withReaderLists } from '../rights/reader-lists.ts';
import { levelsOf, type RecordAction, type RequestUser } from '../rights/request-user.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';
import type {
  EntityDefinition,
  FieldDefinition,
  EntityMeta,
  FieldMeta,
  FieldValues,
  RecordLink,
  RecordPage,
  RecordView,
} from './entity-types.ts';
import { listRecords, type ListRequest } from './list-records.ts';
import { groupRows, type RecordGroups } from './group-rows.ts';
import { matchingIds, type RecordQuery } from './record-query.ts';
import { readLinkGroups, readRow, type RecordRow, viewsOfRows } from './record-rows.ts';
import { survivorsOf } from '../merge/redirects.ts';
import { entities, entityOf, isWritten } from './registry.ts';
import { LATEST_VERSION } from './assert-no-collision.ts';
import { searchRecords, type SearchHit } from '../search/search-records.ts';
import type { OptionCatalogue, OptionLists } from './select-options.ts';
import { recordNotFound, type RecordWriter } from './write-record.ts';
import { countRelations, relationOf, type RelationView } from './relations.ts';

export interface RecordService {
  /** Kinds of records with their fields and what the user may do with at least some records. */
  meta(user: RequestUser): Promise<EntityMeta[]>;
  /** @throws CrmRejection CRM_ENTITY_UNKNOWN, CRM_FILTER_INVALID */
  list(caller: Caller, request: ListRequest): Promise<RecordPage>;
  /** How many rows each group of a list has, with sums. @throws CrmRejection CRM_ENTITY_UNKNOWN, CRM_FILTER_INVALID */
  groups(
    caller: Caller,
    request: RecordQuery & { by: string; sums?: readonly string[] },
  ): Promise<RecordGroups>;
  /** Ids of all rows that a query means, in the order of ids, after the given one. @throws CrmRejection CRM_ENTITY_UNKNOWN, CRM_FILTER_INVALID */
  ids(caller: Caller, request: RecordQuery & { after?: string; limit: number }): Promise<string[]>;
  /** The record, or the one that has become of it by a merge. @throws CrmRejection CRM_RECORD_NOT_FOUND */
  get(caller: Caller, request: { entity: string; id: string }): Promise<RecordView>;
  /** @throws CrmRejection CRM_FIELDS_INVALID, CRM_FORBIDDEN */
  create(caller: Caller, request: { entity: string; fields: FieldValues; id?: string }): Promise<RecordView>;
  /** @throws CrmRejection CRM_VERSION_CONFLICT (details: `current`, `fields`), CRM_FIELDS_INVALID, CRM_FORBIDDEN, CRM_RECORD_NOT_FOUND */
  update(
    caller: Caller,
    request: {
      entity: string;
      id: string;
      /** The version that the writer saw; left out by a process, whose values win. */
      version?: number;
      fields: FieldValues;
      /** What a batch did is taken back: no status asks for a reason. */
      needsNoReason?: boolean;
    },
  ): Promise<RecordView>;
  /** Moves to the bin. @throws CrmRejection CRM_FORBIDDEN, CRM_RECORD_NOT_FOUND */
  remove(caller: Caller, request: { entity: string; id: string }): Promise<void>;
  /** The related lists of a record's page, one for each field of any kind that refers to it. @throws CrmRejection CRM_RECORD_NOT_FOUND */
  relations(caller: Caller, request: { entity: string; id: string }): Promise<RelationView[]>;
  /** Records of a related list: a named one (`tickets`) or that of a field (`vehicle.owner`). @throws CrmRejection CRM_RECORD_NOT_FOUND, CRM_FILTER_INVALID */
  related(
    caller: Caller,
    request: { entity: string; id: string; relation: string; cursor?: string; limit: number },
  ): Promise<RecordPage>;
  search(caller: Caller, request: { q: string; limit: number }): Promise<SearchHit[]>;
  /** Titles of those records that the caller may read, the bin included. */
  links(caller: Caller, refs: readonly { entity: string; id: string }[]): Promise<RecordLink[]>;
  /** Whether the caller may read the record: for rooms and processes. */
  canRead(caller: Caller, request: { entity: string; id: string }): Promise<boolean>;
}

export interface RecordServicePorts {
  readonly transactions: Transactions;
  readonly writer: RecordWriter;
  readonly options: OptionCatalogue;
  readonly participants: ParticipantSource | null;
}

export function createRecordService(ports: RecordServicePorts): RecordService {
  const { transactions, writer, participants } = ports;
  const readerOf = (caller: Caller) => transactions.reader(caller.transaction);

  const get: RecordService['get'] = async (caller, { entity, id }) => {
    const definition = entityOf(entity);
    const reader = readerOf(caller);
    const context = await withReaderLists(reader, rowContext(caller, participants));
    const read = (wanted: string) => readRow(reader, { definition, id: wanted, lock: false }, context);
    const row = (await read(id)) ?? (await follow(read, (await survivorsOf(reader, entity, [id])).get(id)));
    if (!row) throw recordNotFound(entity, id);
    return onlyView(await viewsOfRows(readerOf(caller), { definition, rows: [row] }, context));
  };

  return {
    async meta(user) {
      const lists = await ports.options.load(transactions.reader(null));
      return entities.map((definition) => metaOf(definitionFor(definition, { user }), lists, user));
    },
    list: (caller, request) =>
      listRecords(
        readerOf(caller),
        {
          ...request,
          definition: definitionFor(entityOf(request.entity), rowContext(caller, participants)),
        },
        rowContext(caller, participants),
      ),
    groups(caller, request) {
      const context = rowContext(caller, participants);
      const definition = definitionFor(entityOf(request.entity), context);
      return groupRows(readerOf(caller), { ...request, definition }, context);
    },
    ids(caller, request) {
      const context = rowContext(caller, participants);
      const definition = definitionFor(entityOf(request.entity), context);
      return matchingIds(readerOf(caller), { ...request, definition }, context);
    },
    get,
    create: (caller, request) =>
      transactions.run(caller.transaction, async (unit) => {
        const definition = entityOf(request.entity);
        const context = writeContext(caller, participants);
        const row = await writer.create(unit, { ...request, definition }, context);
        return onlyView(await viewsOfRows(unit.client, { definition, rows: [row] }, context));
      }),
    update: (caller, request) =>
      transactions.run(caller.transaction, async (unit) => {
        const definition = entityOf(request.entity);
        const { id, fields, needsNoReason = false } = request;
        const context = { ...writeContext(caller, participants), needsNoReason };
        const version = request.version ?? LATEST_VERSION;
        if (definition.entity === 'activity')
          await assertNotFixed(unit.client, { id, fields }, context.actor.kind);
        const row = await writer.update(unit, { definition, id, fields, version }, context);
        return onlyView(await viewsOfRows(unit.client, { definition, rows: [row] }, context));
      }),
    remove: (caller, { entity, id }) =>
      transactions.run(caller.transaction, (unit) =>
        writer.remove(unit, { definition: entityOf(entity), id }, writeContext(caller, participants)),
      ),
    async relations(caller, request) {
      const { id } = await get(caller, request);
      const reader = readerOf(caller);
      const context = await withReaderLists(reader, rowContext(caller, participants));
      return countRelations(reader, { entity: request.entity, id }, context);
    },
    async related(caller, request) {
      await get(caller, request);
      const { definition, within, sort } = relationOf(request, rowContext(caller, participants));
      const page = {
        entity: definition.entity,
        definition,
        within,
        sort,
        cursor: request.cursor,
        limit: request.limit,
      };
      return listRecords(readerOf(caller), page, rowContext(caller, participants));
    },
    search: (caller, request) => searchRecords(readerOf(caller), request, rowContext(caller, participants)),
    links(caller, refs) {
      const groups = [...new Set(refs.map((ref) => ref.entity))].map((entity) => ({
        entity,
        ids: [...new Set(refs.filter((ref) => ref.entity === entity).map((ref) => ref.id))],
      }));
      return readLinkGroups(readerOf(caller), groups, rowContext(caller, participants));
    },
    async canRead(caller, { entity, id }) {
      const row = await readRow(
        readerOf(caller),
        { definition: entityOf(entity), id, lock: false },
        rowContext(caller, participants),
      );
      return row !== null;
    },
  };
}

async function follow(
  read: (id: string) => Promise<RecordRow | null>,
  survivorId: string | undefined,
): Promise<RecordRow | null> {
  return survivorId === undefined ? null : read(survivorId);
}

function onlyView(views: readonly RecordView[]): RecordView {
  const [view] = views;
  if (!view) throw new Error('Expected one view for one row.');
  return view;
}

/** When and whether a process's activity takes place is the process's own business; only its task ends it. */
async function assertNotFixed(
  reader: { query: (sql: string, values: unknown[]) => Promise<{ rows: unknown[] }> },
  request: { id: string; fields: FieldValues },
  actorKind: string,
): Promise<void> {
  const touchesPlan = ['plannedStart', 'plannedEnd', 'status'].some((key) => key in request.fields);
  if (actorKind !== 'user' || !touchesPlan) return;
  const { rows } = await reader.query('select from crm.activity where id = $1 and user_task_id is not null', [
    request.id,
  ]);
  if (rows.length === 0) return;
  throw new CrmRejection(
    'CRM_ACTIVITY_FIXED',
    `Expected an activity planned by a person, but a process fixed '${request.id}': work on its task.`,
    {
      recordId: request.id,
    },
  );
}

function optionsOf(
  { list }: FieldDefinition,
  lists: OptionLists,
): Pick<FieldMeta, 'options' | 'retiredOptions'> {
  if (list === null) return {};
  const retiredOptions = lists.retired(list);
  return { options: lists.options(list), ...(retiredOptions.length > 0 ? { retiredOptions } : {}) };
}

function metaOf(definition: EntityDefinition, lists: OptionLists, user: RequestUser): EntityMeta {
  const may = (action: RecordAction) =>
    (action === 'read' || isWritten(definition)) && levelsOf(user, definition.entity, action).size > 0;
  return {
    entity: definition.entity,
    label: definition.label,
    pluralLabel: definition.pluralLabel,
    titleField: definition.titleField,
    statusField: definition.statusField,
    ...(definition.statusReason ? { statusReason: definition.statusReason } : {}),
    fields: definition.fields.map((field): FieldMeta => ({
      key: field.key,
      type: field.type,
      label: field.label,
      required: field.required,
      readOnly: field.readOnly,
      ...(field.setAtCreation ? { setAtCreation: true } : {}),
      ...optionsOf(field, lists),
      ...(field.referenceEntity ? { referenceEntity: field.referenceEntity } : {}),
      sortable: field.sortable,
      filterable: field.filterable,
      section: field.section,
      isCustom: field.custom !== undefined,
      ...(field.custom?.visibleIf ? { visibleIf: [...field.custom.visibleIf] } : {}),
      ...(field.custom?.requiredIf ? { requiredIf: [...field.custom.requiredIf] } : {}),
    })),
    listColumns: [...definition.listColumns],
    defaultSort: definition.defaultSort,
    rights: {
      create: may('create'),
      read: may('read'),
      edit: may('edit'),
      delete: may('delete'),
      export: levelsOf(user, definition.entity, 'export').size > 0,
    },
    isDirectory: definition.isDirectory ?? false,
    isCustom: definition.isCustom ?? false,
    isRetired: definition.isRetired ?? false,
    takesFields: definition.model !== null,
  };
}
