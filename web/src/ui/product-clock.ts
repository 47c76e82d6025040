/**
 * The product's clock in the browser: the server's time as of the last answer, running on. In a demonstration it
 * may be ahead of the wall clock.
 */
import { useSyncExternalStore } from 'react';

const TICK_MS = 30_000;
let offsetMs = 0;
let current = new Date();
const listeners = new Set<() => void>();
let timer: number | undefined;

function tick(): void {
  current = new Date(Date.now() + offsetMs);
  for (const listener of listeners) listener();
}

export function setProductNow(now: string): void {
  offsetMs = new Date(now).getTime() - Date.now();
  tick();
}

/** The instant of now, for values that are sent. */
export function productNow(): Date {
  return new Date(Date.now() + offsetMs);
}

function watch(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= window.setInterval(tick, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.clearInterval(timer);
    timer = undefined;
  };
}

/** Now, for values that are shown; changes twice a minute. */
export function useProductNow(): Date {
  return useSyncExternalStore(watch, () => current);
}
