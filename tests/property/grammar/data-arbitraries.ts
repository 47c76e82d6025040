/** fast-check arbitraries of data objects and of what moves between them and activities. */
import fc from 'fast-check';
import {
  MOVES,
  STORE_READS,
  STORE_WRITES,
  type DataFlow,
  type DataObject,
  type Moved,
  type StoreFlow,
} from './tree-parts.ts';

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

/** Of an activity, where its process has a data store: one in four has to do with it. */
export function storeFlowArbitrary(isDrawn: boolean, isSure: boolean): fc.Arbitrary<StoreFlow | null> {
  if (!isDrawn) return fc.constant(null);
  const flow = fc.record({
    storeId: fc.constant(''),
    reads: fc.option(fc.constantFrom(...STORE_READS), { freq: 3 }),
    writes: fc.option(fc.constantFrom(...STORE_WRITES), { freq: 3 }),
  });
  return fc.tuple(fc.nat(3), flow).map(([chance, drawn]) => (isSure || chance === 0 ? drawn : null));
}
