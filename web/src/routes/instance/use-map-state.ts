/** What map and list of steps share: the selected element and the outline that the canvas read from the diagram. */
import { useState } from 'react';
import type { OutlineItem } from '#modeler';

export interface MapState {
  readonly selected: string | null;
  select(elementId: string | null): void;
  readonly outline: readonly OutlineItem[];
  setOutline(outline: readonly OutlineItem[]): void;
}

export function useMapState(): MapState {
  const [selected, select] = useState<string | null>(null);
  const [outline, setOutline] = useState<readonly OutlineItem[]>([]);
  return { selected, select, outline, setOutline };
}

/** An element of the outline, wherever it is nested. */
export function findInOutline(outline: readonly OutlineItem[], id: string): OutlineItem | null {
  for (const item of outline) {
    const found = item.id === id ? item : findInOutline(item.children, id);
    if (found) return found;
  }
  return null;
}
