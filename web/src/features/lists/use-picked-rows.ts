/** Rows that are picked: by hand, in ranges, all that are shown, or all that match. */
import { useRef, useState } from 'react';
import type { RecordQuery, RecordView } from '#contract';
import type { TableSelection } from '../../ui/data-table/columns.ts';

export interface PickedRows {
  readonly selection: TableSelection;
  readonly count: number;
  readonly allMatching: boolean;
  /** Null when nothing is picked. */
  readonly query: RecordQuery | null;
  pickAllMatching(): void;
  clear(): void;
}

export function usePickedRows(rows: readonly RecordView[], asked: RecordQuery): PickedRows {
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [allMatching, setAllMatching] = useState(false);
  const last = useRef<string | null>(null);
  const allSelected = rows.length > 0 && (allMatching || rows.every((row) => picked.has(row.id)));
  const pick = (next: ReadonlySet<string>): void => {
    setAllMatching(false);
    setPicked(next);
  };
  const toggle = (key: string, range: boolean): void => {
    const next = new Set(picked);
    const from = range && last.current ? rows.findIndex((row) => row.id === last.current) : -1;
    const to = rows.findIndex((row) => row.id === key);
    if (from >= 0 && to >= 0)
      for (const row of rows.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(row.id);
    else if (!next.delete(key)) next.add(key);
    last.current = key;
    pick(next);
  };
  const byHand = picked.size > 0 ? { ids: [...picked] } : null;
  return {
    count: picked.size,
    allMatching,
    query: allMatching ? asked : byHand,
    pickAllMatching: () => setAllMatching(true),
    clear: () => pick(new Set()),
    selection: {
      isSelected: (key) => allMatching || picked.has(key),
      onToggle: toggle,
      allSelected,
      onToggleAll: () => pick(allSelected ? new Set() : new Set(rows.map((row) => row.id))),
    },
  };
}
