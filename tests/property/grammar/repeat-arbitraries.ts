/** fast-check arbitraries of how activities are repeated. */
import fc from 'fast-check';
import { BOOST, type Boost } from './boosts.ts';
import type { Feature } from './features.ts';
import { CODES } from './tree.ts';
import type { Condition, Repeat, RepeatThrow } from './tree-parts.ts';

const KINDS: readonly (readonly [Feature, Repeat['kind']])[] = [
  ['multiParallel', 'parallel'],
  ['multiSequential', 'sequential'],
  ['standardLoop', 'loop'],
];

/** One activity in five is; of those that are looked for, most. */
export function repeatArbitrary(
  has: (feature: Feature) => boolean,
  condition: fc.Arbitrary<Condition>,
  boosted: ReadonlySet<Boost>,
): fc.Arbitrary<Repeat | null> {
  const kinds = KINDS.flatMap(([feature, kind]) =>
    has(feature) ? Array.from({ length: boosted.has(feature) ? BOOST : 1 }, () => kind) : [],
  );
  if (kinds.length === 0) return fc.constant(null);
  const thrown: fc.Arbitrary<RepeatThrow> = fc.record({
    behavior: fc.constantFrom('none', 'one', 'complex'),
    event: fc.constantFrom('escalation', 'error', 'sharedSignal'),
    code: fc.nat(CODES.length - 1),
    at: fc.integer({ min: 1, max: 3 }),
  });
  const repeat: fc.Arbitrary<Repeat> = fc.record({
    kind: fc.constantFrom(...kinds),
    times: fc.integer({ min: 0, max: 4 }),
    enough: fc.option(fc.integer({ min: 1, max: 3 }), { freq: 2 }),
    over: fc.constantFrom('number', 'list'),
    isCollected: fc.boolean(),
    throws: has('boundaryEscalation') ? fc.option(thrown, { freq: 2 }) : fc.constant(null),
    test: fc.record({
      isBefore: fc.boolean(),
      goesOn: fc.oneof(fc.constant('always' as const), fc.constant('counted' as const), condition),
      isBounded: fc.boolean(),
    }),
  });
  const least = boosted.has('repeats') ? 1 : 4;
  return fc
    .tuple(fc.integer({ min: 0, max: 4 }), repeat)
    .map(([chance, one]) => (chance >= least ? one : null));
}
