/**
 * Keys of a list of rows: j and k move, Enter is the row's own link. Keys are read by their place on the keyboard,
 * so that they work in a Cyrillic layout too; a field, a menu or a panel keeps its keys to itself.
 */
import { useEffect, useEffectEvent } from 'react';
import { isTyping } from '../../app/shell/use-shell-shortcuts.ts';

/** The shell's `g i`, `g k` …: the key after g belongs to it. */
const LEADER_MS = 1200;

export type KeyActions = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/** Calls the action of a key (`KeyJ`, `Digit1`, `Enter` …) unless somebody is typing. */
export function usePageKeys(actions: KeyActions): void {
  const act = useEffectEvent((event: KeyboardEvent): void => {
    const action = actions[event.code.replace('Numpad', 'Digit')];
    if (!action) return;
    event.preventDefault();
    action(event);
  });
  useEffect(() => {
    let leaderAt = -LEADER_MS;
    const onKeyDown = (event: KeyboardEvent): void => {
      const afterLeader = event.timeStamp - leaderAt < LEADER_MS;
      if (event.code === 'KeyG') leaderAt = event.timeStamp;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      if (afterLeader || event.repeat) return;
      if (event.code === 'Enter' && event.target !== document.body) return;
      act(event);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** `Digit1` … `Digit9` for the first nine of a list. */
export function digitKeys<T>(items: readonly T[], choose: (item: T) => void): KeyActions {
  return Object.fromEntries(items.slice(0, 9).map((item, at) => [`Digit${at + 1}`, () => choose(item)]));
}
