/** Where a table ends for us: beyond this a file is an attack or another tool's work. Each refusal names its limit. */
export const TABLE_LIMITS = {
  rows: 250_000,
  columns: 500,
  /** What a spreadsheet itself allows in a cell. */
  cellLength: 32_767,
  /** A sheet, unpacked. It is streamed, so this bounds time, not memory. */
  sheetBytes: 1_000_000_000,
  /** Texts that a workbook keeps apart from its cells; they must be in memory. */
  sharedTextLength: 150_000_000,
  /** Small parts of a workbook: its names, its styles. */
  partBytes: 20_000_000,
  /** A part that grows more than this, and beyond `bombBytes`, was made to grow. */
  growth: 300,
  bombBytes: 100_000_000,
} as const;
