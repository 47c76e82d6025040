/**
 * The registry of keys. The help panel shows it; the shell answers to those with a place to go to, and to single keys
 * that a control on the screen has claimed (`data-shortcut`). Keys are named by their place on the keyboard, so that they
 * work in a Cyrillic layout, too. A field, a menu, a dialog or the canvas keeps its keys to itself.
 */
import { paths } from '../paths.ts';

type Words =
  | ('palette' | 'create' | 'home' | 'inbox' | 'calendar' | 'customers' | 'processes' | 'monitor' | 'help')
  | ('down' | 'up' | 'select' | 'open' | 'peek' | 'editFirst' | 'actions' | 'outcome' | 'edit' | 'back');

interface Shortcut {
  /** What is pressed, as the panel shows it. */
  readonly keys: string;
  /** Names its words: `shortcuts.<words>`. */
  readonly words: Words;
  /** Where the key after g leads, by its place on the keyboard. */
  readonly goTo?: { readonly code: string; readonly to: string };
  /** A single key that presses the control marked with it. */
  readonly presses?: string;
}

interface ShortcutGroup {
  readonly key: 'anywhere' | 'lists' | 'records' | 'tasks' | 'fields';
  readonly items: readonly Shortcut[];
}

export const SHORTCUTS: readonly ShortcutGroup[] = [
  {
    key: 'anywhere',
    items: [
      { keys: 'Ctrl K', words: 'palette' },
      { keys: 'c', words: 'create' },
      { keys: 'g h', words: 'home', goTo: { code: 'KeyH', to: paths.home() } },
      { keys: 'g i', words: 'inbox', goTo: { code: 'KeyI', to: paths.inbox() } },
      { keys: 'g k', words: 'calendar', goTo: { code: 'KeyK', to: paths.calendar() } },
      { keys: 'g c', words: 'customers', goTo: { code: 'KeyC', to: paths.records('account') } },
      { keys: 'g p', words: 'processes', goTo: { code: 'KeyP', to: paths.processes() } },
      { keys: 'g m', words: 'monitor', goTo: { code: 'KeyM', to: paths.instances() } },
      { keys: '?', words: 'help' },
    ],
  },
  {
    key: 'lists',
    items: [
      { keys: 'j', words: 'down' },
      { keys: 'k', words: 'up' },
      { keys: 'x', words: 'select' },
      { keys: 'Enter', words: 'open' },
      { keys: 'Space', words: 'peek' },
    ],
  },
  {
    key: 'records',
    items: [
      { keys: 'e', words: 'editFirst', presses: 'KeyE' },
      { keys: '.', words: 'actions', presses: 'Period' },
    ],
  },
  { key: 'tasks', items: [{ keys: '1 … 9', words: 'outcome' }] },
  {
    key: 'fields',
    items: [
      { keys: 'Enter', words: 'edit' },
      { keys: 'Esc', words: 'back' },
    ],
  },
];

const all = SHORTCUTS.flatMap((group) => group.items);
/** Places by the key after g. */
export const GO_TO: ReadonlyMap<string, string> = new Map(
  all.flatMap(({ goTo }) => (goTo ? [[goTo.code, goTo.to] as const] : [])),
);
/** Keys that press a control. */
export const PRESSES: ReadonlySet<string> = new Set(all.flatMap(({ presses }) => presses ?? []));

/** The keys that lead to this address, as they are shown. */
export function keysTo(address: string): string | undefined {
  return all.find(({ goTo }) => goTo?.to === address)?.keys;
}
