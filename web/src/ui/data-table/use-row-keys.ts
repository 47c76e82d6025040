import type { KeyboardEvent } from 'react';

interface RowKeys<Row> {
  readonly rows: readonly Row[];
  readonly scrollTo: (index: number) => void;
  readonly onPeek: ((row: Row) => void) | undefined;
}

function rowOf(element: EventTarget): HTMLElement | null {
  return element instanceof Element ? element.closest<HTMLElement>('[data-row]') : null;
}

/** j/k and the arrows move between rows, Space looks into one; Enter is the link's own. */
export function useRowKeys<Row>({
  rows,
  scrollTo,
  onPeek,
}: RowKeys<Row>): (event: KeyboardEvent<HTMLElement>) => void {
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const current = rowOf(event.target);
    const index = current ? Number(current.dataset['row']) : -1;
    const down = event.code === 'KeyJ' || event.key === 'ArrowDown';
    const up = event.code === 'KeyK' || event.key === 'ArrowUp';
    if (event.key === ' ' && current && onPeek) {
      const row = rows[index];
      if (row) onPeek(row);
      event.preventDefault();
      return;
    }
    if (!down && !up) return;
    const next = Math.min(Math.max(index + (down ? 1 : -1), 0), rows.length - 1);
    event.preventDefault();
    scrollTo(next);
    const scroller = event.currentTarget;
    // The row may have to be drawn first.
    requestAnimationFrame(() => scroller.querySelector<HTMLElement>(`[data-row="${next}"] a`)?.focus());
  };
}
