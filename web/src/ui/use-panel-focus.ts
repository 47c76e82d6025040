/**
 * Keeps the focus in a panel. A button that is being worked on is disabled, and the browser gives its focus to the page:
 * when the work was refused the next key would be lost. The focus comes back to the first field that is wrong, else to
 * the button.
 */
import { useEffect, useRef, type RefObject } from 'react';

export function usePanelFocus(panel: RefObject<HTMLElement | null>): void {
  const last = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const root = panel.current;
    if (!root) return undefined;
    const onFocus = ({ target }: FocusEvent): void => {
      last.current = target instanceof HTMLElement && target !== root ? target : null;
    };
    // Whoever leaves by himself is told of; an element that is disabled or taken away leaves without a word.
    const onBlur = ({ target }: FocusEvent): void => {
      if (target instanceof HTMLElement && target.isConnected && !target.matches(':disabled'))
        last.current = null;
    };
    root.addEventListener('focusin', onFocus);
    root.addEventListener('focusout', onBlur);
    return () => {
      root.removeEventListener('focusin', onFocus);
      root.removeEventListener('focusout', onBlur);
    };
  }, [panel]);
  // After each drawing, since any of them may give the button back.
  useEffect(() => {
    const left = last.current;
    if (!left || document.activeElement !== document.body || left.matches(':disabled')) return;
    const wrong = panel.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    (wrong ?? (left.isConnected ? left : panel.current))?.focus();
  });
}
