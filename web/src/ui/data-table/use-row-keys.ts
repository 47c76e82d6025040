import type { KeyboardEvent } from 'react';

interface RowKeys<Row> {
  readonly rows: readonly Row[];
  readonly scrollTo: (index: number) => void;
  readonly onPeek: ((row: Row) => void) | undefined;
  readonly onSelect?: ((row: Row) => void) | undefined;
}

const isTyping = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('input, textarea, button') !== null;

/** From the link of a row to its cells and back. */
function moveInRow(row: HTMLElement, step: number): void {
  const stops = [...row.querySelectorAll<HTMLElement>('th a, [data-cell]')];
  const at = stops.findIndex((stop) => stop.contains(document.activeElement));
  stops[Math.min(Math.max(at + step, 0), stops.length - 1)]?.focus();
}

function rowOf(element: EventTarget): HTMLElement | null {
  return element instanceof Element ? element.closest<HTMLElement>('[data-row]') : null;
}

/**
 * j/k and the arrows move between rows, left and right between the cells of one, Space looks into it, x picks it; Enter
 * is the link's own, or edits the cell.
 */
export function useRowKeys<Row>({
  rows,
  scrollTo,
  onPeek,
  onSelect,
}: RowKeys<Row>): (event: KeyboardEvent<HTMLElement>) => void {
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const current = rowOf(event.target);
    const index = current ? Number(current.dataset['row']) : -1;
    const down = event.code === 'KeyJ' || event.key === 'ArrowDown';
    const up = event.code === 'KeyK' || event.key === 'ArrowUp';
    if (event.key === ' ' && current && onPeek && !isTyping(event.target)) {
      const row = rows[index];
      if (row) onPeek(row);
      event.preventDefault();
      return;
    }
    if (event.code === 'KeyX' && current && onSelect && !isTyping(event.target)) {
      const row = rows[index];
      if (row) onSelect(row);
      event.preventDefault();
      return;
    }
    if (current && (event.key === 'ArrowRight' || event.key === 'ArrowLeft')) {
      moveInRow(current, event.key === 'ArrowRight' ? 1 : -1);
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
