/** What every kind of file is read as. */

/** Cells as texts: numbers with a point, dates as ISO 8601, `TRUE` and `FALSE`. `number` is the row as the file counts. */
export interface SheetRow {
  readonly number: number;
  readonly cells: readonly string[];
}

export interface TableSource {
  readonly kind: 'csv' | 'xlsx';
  readonly encoding: string | null;
  readonly delimiter: string | null;
  /** The sheet that is read, and all that could be. */
  readonly sheet: string | null;
  readonly sheets: readonly string[];
  /** Rows with anything in them. @throws CrmRejection CRM_IMPORT_FILE_REFUSED */
  rows(): AsyncIterable<SheetRow>;
}
