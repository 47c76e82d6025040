/** fast-check arbitraries of the ways into a process. */
import fc from 'fast-check';
import type { OneOf } from './event-arbitraries.ts';
import type { DataFlow } from './tree-parts.ts';
import type { Beginning, Line, Several, StartEvent, StartTrigger, Trigger } from './tree.ts';

/** One process in three has ways in of its own; `isSure`: each. */
export function beginningArbitrary(
  oneOf: OneOf,
  {
    trigger,
    several,
    path,
    dataFlow,
    isSure,
  }: {
    readonly trigger: fc.Arbitrary<Trigger>;
    readonly several: fc.Arbitrary<Several>;
    readonly path: fc.Arbitrary<Line>;
    readonly dataFlow: fc.Arbitrary<DataFlow | null>;
    readonly isSure: boolean;
  },
): fc.Arbitrary<Beginning | null> {
  const wanted = oneOf<StartTrigger>(
    [null, 2, () => fc.constant({ kind: 'none' })],
    [null, 6, () => trigger],
    ['catchSeveral', 2, () => several],
  );
  const start: fc.Arbitrary<StartEvent> = fc.record({
    id: fc.constant(''),
    trigger: wanted,
    isMapped: fc.boolean(),
    data: dataFlow,
    path,
  });
  const beginning: fc.Arbitrary<Beginning> = fc.record({
    gateId: fc.nat(4).map((chance) => (chance === 4 ? '' : null)),
    starts: fc.array(start, { minLength: 1, maxLength: 3 }),
  });
  return fc.tuple(fc.nat(2), beginning).map(([chance, drawn]) => (chance === 2 || isSure ? drawn : null));
}
