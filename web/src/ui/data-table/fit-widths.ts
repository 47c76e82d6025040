/** Widths of columns in the room that there is: wide ones give way, down to what each can be read in. Pure. */
export interface ColumnWidths {
  readonly width?: number;
  /** What a column gives way to; without it, it stays as wide as it is. */
  readonly minWidth?: number;
}

const DEFAULT_WIDTH = 160;
/** The first column is the row's link; it also takes what is left over. */
const FIRST_WIDTH = 280;
const FIRST_WIDTH_MIN = 168;

/** Of `columns`, in their order; `room` is null as long as it is not measured. */
export function fitWidths(columns: readonly ColumnWidths[], room: number | null): readonly number[] {
  const widths = columns.map(({ width }, at) => width ?? (at === 0 ? FIRST_WIDTH : DEFAULT_WIDTH));
  const spare = columns.map(({ minWidth }, at) => {
    const least = minWidth ?? (at === 0 ? FIRST_WIDTH_MIN : Infinity);
    return Math.max(0, (widths[at] ?? 0) - least);
  });
  const lacking = room === null ? 0 : sum(widths) - room;
  const given = Math.min(1, Math.max(0, lacking) / Math.max(1, sum(spare)));
  return widths.map((width, at) => Math.floor(width - (spare[at] ?? 0) * given));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
