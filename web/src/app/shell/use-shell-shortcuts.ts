import { useEffect, useEffectEvent } from 'react';
import { useNavigate } from 'react-router';
import { paths } from '../paths.ts';

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

/** `g i`, `g c`, `g k` go somewhere; `?` shows the list. Ctrl+K belongs to the palette. */
export function useShellShortcuts(showHelp: () => void): void {
  const navigate = useNavigate();
  const go = useEffectEvent((key: string): void => {
    if (key === 'i') void navigate(paths.inbox());
    if (key === 'c') void navigate(paths.records('account'));
    if (key === 'k') void navigate(paths.calendar());
  });
  const help = useEffectEvent(showHelp);
  useEffect(() => {
    let leaderAt = 0;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === '?') help();
      else if (event.timeStamp - leaderAt < SECOND_KEY_MS) go(event.code.replace('Key', '').toLowerCase());
      leaderAt = event.code === 'KeyG' ? event.timeStamp : 0;
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
