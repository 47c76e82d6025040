/**
 * Keeps the focus in a list when the row that has it leaves: somebody else took the task, it is done, it was scrolled
 * out of what is drawn. The browser would give the focus to the page, and the next key would be lost.
 */
import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';

interface Focused {
  readonly element: Element;
  readonly row: number;
}

/** Rows are marked with `data-row`, their place in the list; the focus goes to the link of the one that took it. */
export function useKeptFocus(list: RefObject<HTMLElement | null>): void {
  const last = useRef<Focused | null>(null);
  useEffect(() => {
    const root = list.current;
    if (!root) return undefined;
    const onFocus = ({ target }: FocusEvent): void => {
      last.current = target instanceof Element ? focusedIn(target) : null;
    };
    // A row that is taken away loses the focus while it is still there: only afterwards is it known who left.
    const onBlur = (): void =>
      queueMicrotask(() => {
        const { element } = last.current ?? {};
        if (element?.isConnected && element !== document.activeElement) last.current = null;
      });
    root.addEventListener('focusin', onFocus);
    root.addEventListener('focusout', onBlur);
    return () => {
      root.removeEventListener('focusin', onFocus);
      root.removeEventListener('focusout', onBlur);
    };
  }, [list]);
  // After each drawing, since any of them may take the row away.
  useLayoutEffect(() => {
    const before = last.current;
    const root = list.current;
    if (!before || !root) return;
    if (before.element.isConnected) {
      last.current = focusedIn(before.element);
      return;
    }
    last.current = null;
    if (document.activeElement !== document.body) return;
    linkNear(root, before.row)?.focus({ preventScroll: true });
  });
}

function focusedIn(element: Element): Focused | null {
  const row = element.closest<HTMLElement>('[data-row]');
  return row ? { element, row: Number(row.dataset['row']) } : null;
}

/** The row at this place, or the last before it; where none is drawn, the list itself, if it takes the focus. */
function linkNear(root: HTMLElement, row: number): HTMLElement | null {
  const rows = [...root.querySelectorAll<HTMLElement>('[data-row]')];
  const near = rows.findLast((one) => Number(one.dataset['row']) <= row) ?? rows[0];
  return near?.querySelector<HTMLElement>('a') ?? (root.tabIndex >= 0 ? root : null);
}
