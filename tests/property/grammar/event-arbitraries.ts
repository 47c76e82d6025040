/** fast-check arbitraries of what events catch and how lines end. */
import fc from 'fast-check';
import type { Feature } from './features.ts';
import {
  CODES,
  VARIABLE_COUNT,
  type Block,
  type BoundaryTrigger,
  type End,
  type EndKind,
  type Several,
  type Trigger,
} from './tree.ts';
import type { Condition, DataFlow } from './tree-parts.ts';

export type Weighted<T> = readonly [
  feature: Feature | null,
  weight: number,
  arbitrary: () => fc.Arbitrary<T>,
];
export type OneOf = <T>(...choices: readonly Weighted<T>[]) => fc.Arbitrary<T>;

interface EventArbitraries {
  readonly code: fc.Arbitrary<number>;
  readonly condition: fc.Arbitrary<Condition>;
  readonly trigger: fc.Arbitrary<Trigger>;
  readonly caught: fc.Arbitrary<Trigger | Several>;
  readonly several: fc.Arbitrary<Several>;
  readonly boundaryTrigger: fc.Arbitrary<BoundaryTrigger>;
  readonly end: fc.Arbitrary<End>;
}

export function eventArbitraries(
  has: (feature: Feature) => boolean,
  oneOf: OneOf,
  dataFlow: fc.Arbitrary<DataFlow | null>,
): EventArbitraries {
  const code = fc.nat(CODES.length - 1);
  const condition: fc.Arbitrary<Condition> = fc.record({
    variable: fc.nat(VARIABLE_COUNT - 1),
    least: fc.integer({ min: 0, max: 4 }),
  });
  const trigger: fc.Arbitrary<Trigger> = oneOf<Trigger>(
    ['catchMessage', 3, () => fc.constant({ kind: 'message' })],
    ['catchTimer', 3, () => timer(1)],
    ['catchSignal', 2, () => signal()],
    ['catchRecord', 1, () => fc.constant({ kind: 'record' })],
    ['catchConditional', 2, () => condition.map((one) => ({ kind: 'conditional', condition: one }))],
  );
  const several: fc.Arbitrary<Several> = fc.record({
    kind: fc.constant('several' as const),
    all: fc.boolean(),
    other: fc.constantFrom('signal' as const, 'timer' as const),
    minutes: fc.integer({ min: 1, max: 90 }),
  });
  const caught: fc.Arbitrary<Extract<Block, { kind: 'catch' }>['trigger']> = oneOf<
    Extract<Block, { kind: 'catch' }>['trigger']
  >([null, 8, () => trigger], ['catchSeveral', 1, () => several]);
  const boundaryTrigger: fc.Arbitrary<BoundaryTrigger> = oneOf<BoundaryTrigger>(
    ['boundaryMessage', 3, () => fc.constant({ kind: 'message' })],
    ['boundaryTimer', 3, () => timer(3)],
    ['boundarySignal', 3, () => signal()],
    ['boundaryRecord', 2, () => fc.constant({ kind: 'record' })],
    ['boundarySeveral', 3, () => several],
    ['boundaryConditional', 3, () => condition.map((one) => ({ kind: 'conditional', condition: one }))],
    ['boundaryError', 4, () => thrown('error')],
    ['boundaryEscalation', 3, () => thrown('escalation')],
    ['transaction', 2, () => fc.constant({ kind: 'cancel' })],
  );

  function signal(): fc.Arbitrary<Trigger> {
    const isShared = has('sharedSignal') ? fc.boolean() : fc.constant(false);
    return isShared.map((shared) => ({ kind: 'signal', isShared: shared }));
  }
  function timer(times: number): fc.Arbitrary<Trigger> {
    return fc
      .record({ minutes: fc.integer({ min: 1, max: 90 }), times: fc.integer({ min: 1, max: times }) })
      .map((one) => ({ kind: 'timer', ...one }));
  }
  function thrown(kind: 'error' | 'escalation'): fc.Arbitrary<BoundaryTrigger> {
    return fc.option(code, { freq: 3 }).map((one) => ({ kind, code: one }));
  }

  const endKind: fc.Arbitrary<EndKind> = oneOf<EndKind>(
    [null, 4, () => fc.constant('none')],
    ['endTerminate', 2, () => fc.constant('terminate')],
    ['endMessage', 1, () => fc.constant('message')],
    ['endSignal', 1, () => fc.constant('signal')],
    ['sharedSignal', 1, () => fc.constant('sharedSignal')],
    ['endError', 3, () => fc.constant('error')],
    ['endEscalation', 2, () => fc.constant('escalation')],
    ['compensation', 2, () => fc.constant('compensation')],
    ['transaction', 2, () => fc.constant('cancel')],
    ['several', 2, () => fc.constant('several')],
  );
  const end: fc.Arbitrary<End> = fc.record({
    ...{ id: fc.constant(''), kind: endKind, code, isMapped: fc.boolean() },
    parts: fc.record({ escalates: fc.boolean(), terminates: fc.boolean(), fails: fc.boolean() }),
    data: dataFlow,
  });

  return { code, condition, trigger, caught, several, boundaryTrigger, end };
}
