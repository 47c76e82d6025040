/** fast-check arbitraries of data objects and of what moves between them and activities. */
import fc from 'fast-check';
import { MOVES, type DataFlow, type DataObject, type Moved } from './tree-parts.ts';

/** Of a process or subprocess: one in two has some. */
export function objectsArbitrary(isDrawn: boolean): fc.Arbitrary<readonly DataObject[]> {
  if (!isDrawn) return fc.constant([]);
  const object = fc.record({
    id: fc.constant(''),
    initial: fc.option(fc.integer({ min: 0, max: 9 }), { freq: 2 }),
    isNamed: fc.boolean(),
  });
  return fc
    .tuple(fc.boolean(), fc.array(object, { minLength: 1, maxLength: 2 }))
    .map(([hasSome, drawn]) => (hasSome ? drawn : []));
}

export function dataFlowArbitrary(isDrawn: boolean): fc.Arbitrary<DataFlow | null> {
  if (!isDrawn) return fc.constant(null);
  const moved: fc.Arbitrary<Moved> = fc.record({
    objectId: fc.constant(''),
    pick: fc.nat(3),
    how: fc.constantFrom(...MOVES),
  });
  const flow = fc.record({ reads: fc.option(moved, { freq: 3 }), writes: fc.option(moved, { freq: 3 }) });
  return fc.option(flow, { freq: 2 });
}
