/** fast-check arbitraries of how activities are undone. */
import fc from 'fast-check';
import type { Undo, UndoneBy } from './tree-parts.ts';

export function undoArbitrary(isDrawn: boolean): fc.Arbitrary<Undo | null> {
  if (!isDrawn) return fc.constant(null);
  const undo = fc.record({
    id: fc.constant(''),
    taskId: fc.constant(''),
    type: fc.constantFrom('user' as const, 'manual' as const, 'script' as const),
    reads: fc.constant(''),
  });
  return fc.option(undo, { freq: 2 });
}

/** Of a subprocess. */
export function undoneByArbitrary(isDrawn: boolean): fc.Arbitrary<UndoneBy | null> {
  if (!isDrawn) return fc.constant(null);
  const undoneBy = fc.record({
    id: fc.constant(''),
    startId: fc.constant(''),
    taskId: fc.constant(''),
    type: fc.constantFrom('user' as const, 'manual' as const),
    throwId: fc.option(fc.constant(''), { freq: 2 }),
    endId: fc.constant(''),
  });
  return fc.option(undoneBy, { freq: 2 });
}
