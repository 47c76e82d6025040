/**
 * What can be done on the screen now. A control that does something tells it here, as it stands: the palette lists the
 * same actions in the same words and calls the same function. What is not on the screen, or not allowed, is not here.
 */
import { useEffect, useId, useSyncExternalStore } from 'react';
import type { Icon } from '@tabler/icons-react';

export interface PageAction {
  /** The same in every language: under it the palette remembers what was used. */
  readonly name: string;
  readonly label: string;
  readonly icon?: Icon;
  /** The keys that do the same, as they are shown. */
  readonly shortcut?: string;
  /** Why it cannot be done now. */
  readonly unavailable?: string | undefined;
  /** One of many alike: the palette shows it to whom types its words. */
  readonly isDetail?: boolean;
  readonly run: () => void;
}

type Offer = readonly (PageAction | false | null | undefined)[];

const offers = new Map<string, readonly PageAction[]>();
const listeners = new Set<() => void>();
let shown: readonly PageAction[] = [];

/** Offers these actions while the component is on the screen. */
export function usePageActions(offer: Offer): void {
  const owner = useId();
  useEffect(() => {
    put(
      owner,
      offer.filter((action) => action !== false && action !== null && action !== undefined),
    );
  });
  useEffect(() => () => withdraw(owner), [owner]);
}

/** Every action that the screen offers now, each once. */
export function useOfferedActions(): readonly PageAction[] {
  return useSyncExternalStore(subscribe, () => shown);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function put(owner: string, actions: readonly PageAction[]): void {
  const before = offers.get(owner);
  offers.set(owner, actions);
  // Functions are new with every render of a page; only what is seen of them is told on.
  if (wordsOf(before) !== wordsOf(actions)) tell();
}

function withdraw(owner: string): void {
  if (offers.delete(owner)) tell();
}

function wordsOf(actions: readonly PageAction[] | undefined): string {
  const seen = (actions ?? []).map(({ name, label, shortcut, unavailable, isDetail }) => [
    name,
    label,
    shortcut,
    unavailable,
    isDetail,
  ]);
  return JSON.stringify(seen);
}

function tell(): void {
  const byName = new Map<string, PageAction>();
  for (const [owner, actions] of offers) {
    for (const action of actions) {
      if (byName.has(action.name)) continue;
      byName.set(action.name, { ...action, run: () => latest(owner, action.name)?.run() });
    }
  }
  shown = [...byName.values()];
  for (const listener of listeners) listener();
}

/** As the control has it now: what it closes over may have changed since it was told. */
function latest(owner: string, name: string): PageAction | undefined {
  return offers.get(owner)?.find((action) => action.name === name);
}
