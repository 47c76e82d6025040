import { useTable, type ColumnDef, type ReactTable, type SortingState } from '@tanstack/react-table';
import { useMemo } from 'react';
import { features, SORTS_MAX, type DataColumn, type SortKey } from './columns.ts';

interface DataTableModel<Row extends object> {
  readonly columns: readonly DataColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly hidden: readonly string[];
  readonly sort: readonly SortKey[];
  readonly onSort: (sort: SortKey[]) => void;
}

/** The table's model: which columns are seen, how it is sorted, which rows there are. */
export function useDataTable<Row extends object>(
  model: DataTableModel<Row>,
): ReactTable<typeof features, Row> {
  const { columns, rows, rowKey, hidden, sort, onSort } = model;
  const definitions = useMemo(
    () =>
      columns.map((column): ColumnDef<typeof features, Row> => ({
        id: column.key,
        header: column.header,
        enableSorting: column.sortable ?? false,
        cell: ({ row }) => column.cell(row.original),
        // An accessor marks the column as one that can be sorted; the server does it.
        accessorFn: () => null,
      })),
    [columns],
  );
  const sorting: SortingState = sort.map((key) => ({ id: key.key, desc: key.descending }));
  return useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: rowKey,
    manualSorting: true,
    maxMultiSortColCount: SORTS_MAX,
    state: {
      sorting,
      columnVisibility: Object.fromEntries(hidden.map((key) => [key, false])),
    },
    onSortingChange: (updater) => {
      const next = typeof updater === 'function' ? updater(sorting) : updater;
      onSort(next.map((key) => ({ key: key.id, descending: key.desc })));
    },
  });
}
