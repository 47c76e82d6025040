/**
 * A list as rows for a file: the same question as the list asks, narrowed to what the person may read and also export,
 * field by field. Rows come page by page, so that a million of them need no memory and hold no connection; that somebody
 * took them out, and how many, is kept in the history.
 */
import { type Caller, actorOf, rowContext } from '../caller.ts';
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable, Transactions } from '../database/transaction.ts';
import type {
  EntityDefinition,
  FieldDefinition,
  FieldType,
  OptionLists,
  RecordView,
} from '../entities/entity-types.ts';
import { invalid, parseSort } from '../entities/filter-sql.ts';
import {
  afterCursorSql,
  encodeCursor,
  type KeysetRow,
  orderBySql,
  sortValuesSql,
} from '../entities/keyset.ts';
import { queryWhereSql, type RecordQuery, refusingBadValues } from '../entities/record-query.ts';
import { type RecordRow, ROW_ALIAS, selectListSql, viewsOfRows } from '../entities/record-rows.ts';
import { entityOf } from '../entities/registry.ts';
import type { OptionCatalogue } from '../entities/select-options.ts';
import { CrmRejection } from '../errors.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import { definitionFor } from '../rights/field-levels.ts';
import { levelsOf } from '../rights/request-user.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';
import { appendEvents } from '../timeline/append-events.ts';

export interface ExportRequest extends RecordQuery {
  readonly sort?: string;
  /** Keys of fields in their order; the columns of the list when left out. */
  readonly columns?: readonly string[];
}

export interface ExportColumn {
  readonly key: string;
  readonly label: string;
  readonly type: FieldType;
}

/** A text, a number, a yes or no; choices and references by their names. */
export type ExportValue = string | number | boolean | null;

export interface OpenedExport {
  readonly columns: readonly ExportColumn[];
  readonly name: string;
  rows(): AsyncIterable<readonly ExportValue[]>;
}

export interface ExportService {
  /** @throws CrmRejection CRM_FORBIDDEN, CRM_FILTER_INVALID, CRM_ENTITY_UNKNOWN */
  open(caller: Caller, request: ExportRequest): Promise<OpenedExport>;
  /** Keeps that rows were taken out. */
  keep(caller: Caller, taken: { entity: string; count: number; fileName: string }): Promise<void>;
}

const PAGE = 500;
const COLUMNS_MAX = 500;

export function createExportService(ports: {
  readonly transactions: Transactions;
  readonly options: OptionCatalogue;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly participants: ParticipantSource | null;
}): ExportService {
  const { transactions, participants } = ports;
  return {
    async open(caller, request) {
      const { user } = caller;
      const shipped = entityOf(request.entity);
      if (levelsOf(user, request.entity, 'export').size === 0)
        throw new CrmRejection(
          'CRM_FORBIDDEN',
          `Expected the right to export records of '${request.entity}', but it is missing.`,
          { entity: request.entity, action: 'export' },
        );
      const known = definitionFor(shipped, { user });
      const fields = fieldsOf(known, request.columns ?? known.listColumns);
      const lists = await ports.options.load();
      // The first page now: a filter that cannot be understood is refused before a file is begun.
      const reader = transactions.reader(caller.transaction);
      const first = await readPage(reader, { caller, request, known, fields, cursor: null });
      const page = (cursor: string) => readPage(reader, { caller, request, known, fields, cursor });
      return {
        name: known.pluralLabel[user.locale],
        columns: fields.map((field) => ({
          key: field.key,
          label: field.label[user.locale],
          type: field.type,
        })),
        async *rows() {
          for (let at = first; ;) {
            for (const view of at.views) yield fields.map((field) => valueOf(field, view, { lists, user }));
            if (at.next === null) return;
            at = await page(at.next);
          }
        },
      };
    },
    keep: (caller, { entity, count, fileName }) =>
      transactions.run(caller.transaction, ({ client }) =>
        appendEvents(client, [
          {
            id: ports.ids.next(),
            occurredAt: ports.clock.now(),
            actor: actorOf(caller),
            kind: 'record',
            verb: 'exported',
            entity,
            recordId: ports.ids.next(),
            text: `${fileName} (${count})`,
          },
        ]),
      ),
  };

  async function readPage(
    reader: Queryable,
    asked: {
      readonly caller: Caller;
      readonly request: ExportRequest;
      readonly known: EntityDefinition;
      readonly fields: readonly FieldDefinition[];
      readonly cursor: string | null;
    },
  ): Promise<{ readonly views: readonly RecordView[]; readonly next: string | null }> {
    const { caller, request, known, fields, cursor } = asked;
    const context = rowContext(caller, participants);
    const keys = parseSort(request.sort ?? known.defaultSort, known);
    const parameters = new SqlParameters();
    // Only what goes into the file is read.
    const definition = { ...known, fields };
    const select = selectListSql(definition, parameters, context);
    const where = queryWhereSql({ ...request, definition: known, forExport: true }, parameters, context);
    const after = cursor === null ? 'true' : afterCursorSql({ cursor, keys, alias: ROW_ALIAS, parameters });
    const { rows } = await refusingBadValues(() =>
      reader.query<RecordRow & KeysetRow>(
        `select ${select}, ${sortValuesSql(keys, ROW_ALIAS)}
         from ${known.table} ${ROW_ALIAS}
         where ${where} and ${after}
         order by ${orderBySql(keys, ROW_ALIAS)}
         limit ${parameters.add(PAGE, 'int')}`,
        parameters.values,
      ),
    );
    const last = rows.at(-1);
    return {
      views: await viewsOfRows(reader, { definition, rows }, context),
      next: rows.length === PAGE && last ? encodeCursor(last, keys) : null,
    };
  }
}

function fieldsOf(definition: EntityDefinition, columns: readonly string[]): readonly FieldDefinition[] {
  if (columns.length > COLUMNS_MAX) throw invalid(`Expected at most ${COLUMNS_MAX} columns.`);
  return [...new Set(columns)].map((key) => {
    const field = definition.fields.find((one) => one.key === key);
    if (!field) throw invalid(`Expected a field of '${definition.entity}', but got '${key}'.`);
    return field;
  });
}

function valueOf(
  field: FieldDefinition,
  view: RecordView,
  words: { readonly lists: OptionLists; readonly user: Caller['user'] },
): ExportValue {
  const value = view.fields[field.key];
  if (value === null || value === undefined) return null;
  // What the person may not read has no name for him.
  if (field.referenceEntity !== null) return view.links[field.key]?.title ?? null;
  const named = (code: unknown): string =>
    field.list === null ? String(code) : words.lists.label(field.list, String(code))[words.user.locale];
  if (Array.isArray(value)) return value.map(named).join('; ');
  if (field.type === 'select') return named(value);
  if (field.type === 'dateTime') return localTime(String(value), words.user.timeZone);
  return typeof value === 'number' || typeof value === 'boolean' ? value : String(value);
}

/** The clock of the person, as spreadsheets read it. */
function localTime(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(new Date(instant));
}
