import { useLocation } from 'react-router';
import type { RecordView } from '#contract';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import type { TableGroups } from '../../ui/data-table/columns.ts';
import type { RecordColumns } from '../records/use-record-columns.tsx';
import type { ListState } from './use-list-state.ts';
import type { PickedRows } from './use-picked-rows.ts';

interface ListTableProps {
  readonly name: string;
  readonly rows: readonly RecordView[];
  readonly rowTo: (row: RecordView) => string;
  readonly columns: RecordColumns;
  readonly state: ListState;
  readonly groups: TableGroups<RecordView> | undefined;
  readonly picked: PickedRows;
  readonly onPeek: (id: string) => void;
  readonly pages: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    fetchNextPage(): unknown;
  };
}

/** Rows of a list as its state says: which columns, in which order, in which groups, which of them picked. */
export function ListTable(props: ListTableProps) {
  const { name, rows, rowTo, columns, state, groups, picked, onPeek, pages } = props;
  const { pathname, search } = useLocation();
  return (
    <DataTable
      name={name}
      rows={rows}
      columns={columns.all}
      hidden={columns.hidden}
      rowKey={(row) => row.id}
      rowTo={rowTo}
      rowName={(row) => row.title}
      sort={state.sort}
      onSort={state.setSort}
      density={state.density}
      groups={groups}
      selection={picked.selection}
      placeKey={`${pathname}${search}`}
      peeked={state.peek}
      onPeek={(row) => onPeek(row.id)}
      hasMore={pages.hasNextPage}
      loadingMore={pages.isFetchingNextPage}
      onMore={() => void pages.fetchNextPage()}
    />
  );
}
