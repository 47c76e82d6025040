import { useEffect, useEffectEvent } from 'react';
import { useNavigate } from 'react-router';
import { GO_TO, PRESSES } from './shortcuts.ts';

const SECOND_KEY_MS = 1200;

/** A key belongs to a field, a menu or the canvas when one of those has the focus. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) ||
    target.closest('[role="menu"], [role="listbox"], [role="dialog"], .djs-container') !== null
  );
}

interface ShellKeys {
  readonly onHelp: () => void;
  readonly onCreate: () => void;
}

/** The keys of the registry that work on every screen. Ctrl+K belongs to the palette. */
export function useShellShortcuts(keys: ShellKeys): void {
  const navigate = useNavigate();
  const go = useEffectEvent((code: string): void => {
    const to = GO_TO.get(code);
    if (to !== undefined) void navigate(to);
  });
  const press = useEffectEvent((event: KeyboardEvent): void => {
    if (event.key === '?') keys.onHelp();
    else if (event.code === 'KeyC') {
      // The letter would be typed into the palette that opens.
      event.preventDefault();
      keys.onCreate();
    } else if (PRESSES.has(event.code) && pressMarked(event.code)) event.preventDefault();
  });
  useEffect(() => {
    let leaderAt = -SECOND_KEY_MS;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      if (event.timeStamp - leaderAt < SECOND_KEY_MS) go(event.code);
      else if (!event.repeat && event.code !== 'KeyG') press(event);
      leaderAt = event.code === 'KeyG' ? event.timeStamp : -SECOND_KEY_MS;
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** Presses the first control of the screen that has claimed the key; false when there is none. */
export function pressMarked(code: string): boolean {
  const control = document.querySelector<HTMLElement>(`main [data-shortcut="${code}"]`);
  control?.focus();
  control?.click();
  return control !== null;
}
