/** The palette's own state: whether it is open, which command is chosen, and whether it offers everything or creation. */
import { useSyncExternalStore } from 'react';
import { createSpotlight } from '@mantine/spotlight';

export type PaletteScope = 'all' | 'create';

const [store, palette] = createSpotlight();
export const paletteStore = store;
export const closePalette = palette.close;

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
  palette.open();
}

export function resetPaletteScope(): void {
  set('all');
}

export function usePaletteScope(): PaletteScope {
  return useSyncExternalStore(subscribe, () => current);
}
