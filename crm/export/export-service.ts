/**
 * A list as rows for a file: the same question as the list asks, narrowed to what the person may read and also export,
 * field by field. Rows come page by page, so that a million of them need no memory and hold no connection. How many a
 * person may take out, and that he did, is the guard's. Lists of rows that are no records (tasks, instances) go the same
 * way: their host says which of them may leave and what they are called.
 */
import { type Caller, rowContext } from '../caller.ts';
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
import {
  queryWhereSql,
  type QueryScope,
  type RecordQuery,
  refusingBadValues,
} from '../entities/record-query.ts';
import { type RecordRow, ROW_ALIAS, selectListSql, viewsOfRows } from '../entities/record-rows.ts';
import { entityOf } from '../entities/registry.ts';
import type { OptionCatalogue } from '../entities/select-options.ts';
import { CrmRejection } from '../errors.ts';
import { definitionFor } from '../rights/field-levels.ts';
import type { RequestUser } from '../rights/request-user.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';
import { tableDefinition, type TableList } from '../views/table-lists.ts';
import type { ExportAllowance, ExportGuard } from './export-guard.ts';
import { mayExport } from './may-export.ts';

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
  /** Writes down that it leaves, before it does; the id for the guard's `finish`. @throws CrmRejection CRM_EXPORT_LIMIT */
  begin(fileName: string): Promise<string>;
  rows(): AsyncIterable<readonly ExportValue[]>;
}

/** Rows of a list of the host: which list, and its names for a page of them. */
export interface ExportedTable {
  readonly list: TableList;
  readonly named: (views: readonly RecordView[]) => Promise<readonly RecordView[]>;
}

export interface ExportService {
  /**
   * Rows of records, or of a list of the host.
   * @throws CrmRejection CRM_FORBIDDEN, CRM_FILTER_INVALID, CRM_ENTITY_UNKNOWN
   */
  open(caller: Caller, request: ExportRequest, table?: ExportedTable): Promise<OpenedExport>;
  /** How many rows it would be, as far as it matters for what the caller may still take out. @throws as `open` */
  check(
    caller: Caller,
    request: ExportRequest,
    table?: ExportedTable,
  ): Promise<ExportAllowance & { readonly isAllowed: boolean }>;
  /** Whether a list of the host is offered as a file. */
  mayExportTable(user: RequestUser, list: TableList): boolean;
}

/** What leaves: its rows as a query, and what they are called. */
interface Subject {
  readonly known: EntityDefinition;
  readonly scope: QueryScope;
  readonly named: ExportedTable['named'];
}

const PAGE = 500;
const COLUMNS_MAX = 500;

export function createExportService(ports: {
  readonly transactions: Transactions;
  readonly options: OptionCatalogue;
  readonly guard: ExportGuard;
  readonly participants: ParticipantSource | null;
}): ExportService {
  const { transactions, participants, guard } = ports;
  return {
    async open(caller, request, table) {
      const { user } = caller;
      const subject = subjectOf(caller, request, table);
      const { known } = subject;
      const fields = fieldsOf(known, request.columns ?? known.listColumns);
      const reader = transactions.reader(caller.transaction);
      const lists = await ports.options.load(reader);
      // The first page now: a filter that cannot be understood is refused before a file is begun.
      const page = (cursor: string | null) => readPage(reader, { caller, request, subject, fields, cursor });
      const first = await page(null);
      const { left } = await guard.allowance(user, request.entity);
      const rows = left === null ? 0 : await countUpTo(caller, subject, left);
      return {
        begin: (fileName) => guard.begin(caller, { entity: request.entity, rows, fileName }),
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
    async check(caller, request, table) {
      const subject = subjectOf(caller, request, table);
      const allowance = await guard.allowance(caller.user, request.entity);
      const isAllowed =
        allowance.left === null || (await countUpTo(caller, subject, allowance.left)) <= allowance.left;
      return { ...allowance, isAllowed };
    },
    mayExportTable: (user, list) => mayExport(user, list.name) && list.mayExport(user),
  };

  /** One more than `most` stands for all that is beyond. */
  async function countUpTo(caller: Caller, { known, scope }: Subject, most: number): Promise<number> {
    const context = rowContext(caller, participants);
    const parameters = new SqlParameters();
    const where = queryWhereSql(scope, parameters, context);
    const { rows } = await refusingBadValues(() =>
      transactions.reader(caller.transaction).query<{ count: number }>(
        `select count(*)::int as count
         from (select from ${known.table} ${ROW_ALIAS} where ${where} limit ${parameters.add(most + 1, 'int')}) r`,
        parameters.values,
      ),
    );
    return rows[0]?.count ?? 0;
  }

  async function readPage(
    reader: Queryable,
    asked: {
      readonly caller: Caller;
      readonly request: ExportRequest;
      readonly subject: Subject;
      readonly fields: readonly FieldDefinition[];
      readonly cursor: string | null;
    },
  ): Promise<{ readonly views: readonly RecordView[]; readonly next: string | null }> {
    const { caller, request, subject, fields, cursor } = asked;
    const { known, scope, named } = subject;
    const context = rowContext(caller, participants);
    const keys = parseSort(request.sort ?? known.defaultSort, known);
    const parameters = new SqlParameters();
    // Only what goes into the file is read.
    const definition = { ...known, fields };
    const select = selectListSql(definition, parameters, context);
    const where = queryWhereSql(scope, parameters, context);
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
      views: await named(await viewsOfRows(reader, { definition, rows }, context)),
      next: rows.length === PAGE && last ? encodeCursor(last, keys) : null,
    };
  }
}

/** @throws CrmRejection CRM_FORBIDDEN */
function subjectOf({ user }: Caller, request: ExportRequest, table: ExportedTable | undefined): Subject {
  const { entity } = request;
  // Says that there is no such kind before it says that it is closed.
  const definition = table ? tableDefinition(table.list) : entityOf(entity);
  if (!mayExport(user, entity) || table?.list.mayExport(user) === false)
    throw new CrmRejection(
      'CRM_FORBIDDEN',
      `Expected the right to export records of '${entity}', but it is missing.`,
      { entity, action: 'export' },
    );
  const known = definitionFor(definition, { user });
  const leaving = table?.list.exportSql;
  const within = leaving
    ? { within: (parameters: SqlParameters) => leaving(ROW_ALIAS, parameters, user) }
    : { forExport: true };
  return {
    known,
    scope: { ...request, definition: known, ...within },
    named: table?.named ?? ((views) => Promise.resolve(views)),
  };
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
