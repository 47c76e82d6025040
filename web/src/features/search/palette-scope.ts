/** What the palette offers: everything, or only what can be created (the key c). */
import { useSyncExternalStore } from 'react';
import { openSpotlight } from '@mantine/spotlight';

export type PaletteScope = 'all' | 'create';

let current: PaletteScope = 'all';
const listeners = new Set<() => void>();

function set(scope: PaletteScope): void {
  current = scope;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function openPalette(scope: PaletteScope): void {
  set(scope);
  openSpotlight();
}

export function resetPaletteScope(): void {
  set('all');
}

export function usePaletteScope(): PaletteScope {
  return useSyncExternalStore(subscribe, () => current);
}
