/**
 * Lists of rows that are no records of ours: tasks and instances of the engine. Their host describes their fields as SQL
 * and says who may see which row (`readSql`); filters, sorts, groups, keysets and saved views are then those of records,
 * so that every list of the product is asked in the same words.
 */
import type { Caller } from '../caller.ts';
import type { SqlParameters } from '../database/sql-parameters.ts';
import type { Transactions } from '../database/transaction.ts';
import type {
  EntityDefinition,
  FieldDefinition,
  LocalizedText,
  RecordPage,
} from '../entities/entity-types.ts';
import type { FilterGroup } from '../entities/filter-sql.ts';
import { groupRows, type RecordGroups } from '../entities/group-rows.ts';
import { listRecords } from '../entities/list-records.ts';
import { matchingIds, queryWhereSql } from '../entities/record-query.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';
import type { RequestUser } from '../rights/request-user.ts';

/** A kind of row, as its host describes it. */
export interface TableList {
  readonly name: string;
  readonly label: LocalizedText;
  readonly pluralLabel: LocalizedText;
  /** A table or a query in brackets, with `id`, `created_at`, `updated_at` and `version`. */
  readonly table: string;
  readonly titleField: string;
  readonly fields: readonly FieldDefinition[];
  readonly listColumns: readonly string[];
  readonly defaultSort: string;
  readonly readSql: (alias: string, parameters: SqlParameters, user: RequestUser) => string;
  /** What a typed word is looked for in. */
  readonly searchTextSql: (alias: string) => string;
  /** Who may show views of his own to everybody, and to his teams. */
  readonly mayShowViews: (user: RequestUser, audience: 'team' | 'all') => boolean;
  /** Whether some of its rows may leave as a file, beside the role that lets anything leave; and which of them. */
  readonly mayExport: (user: RequestUser) => boolean;
  readonly exportSql: (alias: string, parameters: SqlParameters, user: RequestUser) => string;
}

export interface TableQuery {
  readonly filter?: FilterGroup;
  readonly q?: string;
  /** Only these of them: rows that were picked by hand. */
  readonly ids?: readonly string[];
  /** Only those that this holds for as well, given the alias of the row. */
  readonly within?: (alias: string, parameters: SqlParameters) => string;
}

export interface TableRequest extends TableQuery {
  readonly sort?: string;
  readonly group?: string;
  readonly folded?: readonly string[];
  readonly cursor?: string;
  readonly limit: number;
}

export interface TableLists {
  /** Rows as records are handed out: values by field, titles of what they refer to. @throws CrmRejection CRM_FILTER_INVALID */
  page(caller: Caller, list: TableList, request: TableRequest): Promise<RecordPage>;
  /** @throws CrmRejection CRM_FILTER_INVALID */
  groups(
    caller: Caller,
    list: TableList,
    request: TableQuery & { readonly by: string },
  ): Promise<RecordGroups>;
  /** The ids alone, in their order, after one of them. @throws CrmRejection CRM_FILTER_INVALID */
  ids(
    caller: Caller,
    list: TableList,
    request: TableQuery & { readonly after?: string; readonly limit: number },
  ): Promise<string[]>;
  /** What a row must fulfil to be one of them, for statements of the host; the row is called `r`. @throws CrmRejection CRM_FILTER_INVALID */
  whereSql(caller: Caller, list: TableList, query: TableQuery, parameters: SqlParameters): string;
}

const ROW = 'r';

export function createTableLists(ports: {
  readonly transactions: Transactions;
  readonly participants: ParticipantSource | null;
}): TableLists {
  const { transactions, participants } = ports;
  const scopeOf = ({ within, ...query }: TableQuery, list: TableList) => ({
    ...query,
    entity: list.name,
    definition: tableDefinition(list),
    ...(within ? { within: (parameters: SqlParameters) => within(ROW, parameters) } : {}),
  });
  const contextOf = (caller: Caller) => ({ user: caller.user, participants });
  return {
    page: (caller, list, { sort, group, folded, cursor, limit, ...query }) =>
      listRecords(
        transactions.reader(caller.transaction),
        {
          ...scopeOf(query, list),
          limit,
          ...(sort === undefined ? {} : { sort }),
          ...(group === undefined ? {} : { group }),
          ...(folded === undefined ? {} : { folded }),
          ...(cursor === undefined ? {} : { cursor }),
        },
        contextOf(caller),
      ),
    groups: (caller, list, { by, ...query }) =>
      groupRows(transactions.reader(caller.transaction), { ...scopeOf(query, list), by }, contextOf(caller)),
    ids: (caller, list, { after, limit, ...query }) =>
      matchingIds(
        transactions.reader(caller.transaction),
        { ...scopeOf(query, list), limit, ...(after === undefined ? {} : { after }) },
        contextOf(caller),
      ),
    whereSql: (caller, list, query, parameters) =>
      queryWhereSql(scopeOf(query, list), parameters, contextOf(caller)),
  };
}

/** The list as filters and keysets know a kind of record. */
export function tableDefinition(list: TableList): EntityDefinition {
  const { name, label, pluralLabel, table, titleField, fields, listColumns, defaultSort } = list;
  const title = fields.find((field) => field.key === titleField);
  return {
    ...{ entity: name, label, pluralLabel, table, titleField, fields, listColumns, defaultSort },
    readSql: list.readSql,
    searchTextSql: list.searchTextSql,
    titleSql: (alias) => title?.sql(alias) ?? `''`,
    subtitleSql: () => `''`,
    numberColumn: null,
    statusField: null,
    model: null,
    partyType: null,
    historyFields: [],
    accountSql: null,
    timelineKind: 'record',
    afterWrite: null,
  };
}
