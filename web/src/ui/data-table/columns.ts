import { columnVisibilityFeature, rowSortingFeature, tableFeatures } from '@tanstack/react-table';
import type { ReactNode } from 'react';
import type { Density } from '../../theme/tokens.ts';

/** One column of a table, as a screen describes it. */
export interface DataColumn<Row> {
  readonly key: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  readonly sortable?: boolean;
  /** Pixels; what is left over goes to the first column. */
  readonly width?: number;
  readonly align?: 'end';
}

export interface SortKey {
  readonly key: string;
  readonly descending: boolean;
}

/** Sorting is the server's; the table only keeps and shows its order. */
export const features = tableFeatures({ columnVisibilityFeature, rowSortingFeature });

export interface DataTableProps<Row extends object> {
  /** What the rows are, for assistive technology. */
  readonly name: string;
  readonly rows: readonly Row[];
  readonly columns: readonly DataColumn<Row>[];
  readonly rowKey: (row: Row) => string;
  /** Address of a row; the first cell becomes the link. */
  readonly rowTo: (row: Row) => string;
  readonly hidden?: readonly string[];
  readonly sort?: readonly SortKey[];
  readonly onSort?: (sort: SortKey[]) => void;
  readonly density?: Density;
  /** The row that is looked into. */
  readonly peeked?: string | null;
  readonly onPeek?: (row: Row) => void;
  readonly hasMore?: boolean;
  readonly loadingMore?: boolean;
  readonly onMore?: () => void;
}
