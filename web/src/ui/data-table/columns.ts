import { columnVisibilityFeature, rowSortingFeature, tableFeatures } from '@tanstack/react-table';
import type { ReactNode } from 'react';

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
