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
  /** What the width gives way to where the table has not room enough. */
  readonly minWidth?: number;
  readonly align?: 'end';
  /** Cells that are edited where they stand. */
  readonly canEdit?: (row: Row) => boolean;
  readonly editor?: (row: Row, onEnd: (next: boolean) => void) => ReactNode;
}

/** As many as the server takes. */
export const SORTS_MAX = 4;

export interface SortKey {
  readonly key: string;
  readonly descending: boolean;
}

/** Rows under headers; rows of one group follow each other. */
export interface TableGroups<Row> {
  readonly keyOf: (row: Row) => string | null;
  /** Every group there is, those that are folded up too, in the order of the rows. */
  readonly all: readonly { readonly key: string | null; readonly header: ReactNode }[];
  readonly folded: ReadonlySet<string>;
  readonly onFold: (key: string | null) => void;
}

/** Rows that are picked for something. */
export interface TableSelection {
  readonly isSelected: (key: string) => boolean;
  readonly onToggle: (key: string, range: boolean) => void;
  readonly allSelected: boolean;
  readonly onToggleAll: () => void;
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
  readonly rowName?: (row: Row) => string;
  readonly hidden?: readonly string[];
  readonly sort?: readonly SortKey[];
  readonly onSort?: (sort: SortKey[]) => void;
  readonly density?: Density;
  readonly groups?: TableGroups<Row> | undefined;
  readonly selection?: TableSelection | undefined;
  /** Under this name the place in the list is kept for the way back. */
  readonly placeKey?: string;
  /** The row that is looked into. */
  readonly peeked?: string | null;
  readonly onPeek?: (row: Row) => void;
  readonly hasMore?: boolean;
  readonly loadingMore?: boolean;
  readonly onMore?: () => void;
}
