/**
 * fast-check arbitraries over the grammar. They draw freely; `number-tree.ts` then gives ids, keeps within the size and
 * straightens what would make two tokens race in one step, so that every tree has one right result.
 */
import fc from 'fast-check';
import { BOOST, type Boost } from './boosts.ts';
import { dataFlowArbitrary, objectsArbitrary, storeFlowArbitrary } from './data-arbitraries.ts';
import { eventArbitraries, type Weighted } from './event-arbitraries.ts';
import type { Feature } from './features.ts';
import { provoked, provokedWhole } from './provoked.ts';
import { beginningArbitrary } from './start-arbitraries.ts';
import { repeatArbitrary } from './repeat-arbitraries.ts';
import { numbered } from './number-tree.ts';
import { withPartners } from './pool-arbitraries.ts';
import type {
  AdHoc,
  Arm,
  Block,
  Boundary,
  ChoiceArm,
  EventSub,
  GlobalTask,
  Line,
  Process,
  Splitter,
  TaskType,
} from './tree.ts';
import { undoArbitrary, undoneByArbitrary } from './undo-arbitraries.ts';

const DEPTH_MAX = 4;
const PARTNER_DEPTH_MAX = 2;

/** A process over the enabled features, numbered and ready to be written and walked; with more of what is `boosted`. */
export function processArbitrary(
  features: ReadonlySet<Feature>,
  boosted: ReadonlySet<Boost> = new Set(),
): fc.Arbitrary<Process> {
  return rawProcess(features, boosted).map(numbered);
}

function rawProcess(features: ReadonlySet<Feature>, boosted: ReadonlySet<Boost>): fc.Arbitrary<Process> {
  const depthMax = DEPTH_MAX;
  const has = (feature: Feature): boolean => features.has(feature);
  const weightOf = (feature: Feature | null, weight: number): number =>
    feature !== null && boosted.has(feature) ? weight * BOOST : weight;

  function oneOf<T>(...choices: readonly Weighted<T>[]): fc.Arbitrary<T> {
    const open = choices.filter(([feature]) => feature === null || has(feature));
    return fc.oneof(
      { withCrossShrink: true },
      ...open.map(([feature, weight, arbitrary]) => ({
        weight: weightOf(feature, weight),
        arbitrary: arbitrary(),
      })),
    );
  }

  const dataFlow = dataFlowArbitrary(has('data'));
  const { code, condition, trigger, caught, several, boundaryTrigger, end } = eventArbitraries(
    has,
    oneOf,
    dataFlow,
  );

  const line = (depth: number, mayEnd = 5): fc.Arbitrary<Line> => lines(`${depth} ${mayEnd}`, depth, mayEnd);
  const lines = once((depth: number, mayEnd: number) =>
    fc.record({
      blocks: fc.array(block(depth), {
        maxLength: depth >= 3 ? 4 : 2,
        minLength: depth === depthMax ? 1 : 0,
      }),
      end: mayEnd === 0 ? fc.constant(null) : fc.option(end, { freq: mayEnd }).map((one) => one),
    }),
  );

  /** Mostly flowing on: an arm that ends is drawn once in five. */
  const arm = (depth: number): fc.Arbitrary<Line> =>
    fc
      .tuple(line(depth, 0), fc.integer({ min: 0, max: 4 }), end)
      .map(([inner, chance, given]) => (chance === 4 ? { ...inner, end: given } : inner));

  const armWithCondition = (depth: number): fc.Arbitrary<Arm> => fc.record({ condition, line: arm(depth) });

  const boundary = (depth: number): fc.Arbitrary<Boundary> =>
    fc.record({
      id: fc.constant(''),
      trigger: boundaryTrigger,
      interrupting: fc.boolean(),
      isMapped: fc.boolean(),
      data: dataFlow,
      path: arm(depth),
    });
  const mayHaveBoundaries = features.has('boundaryTimer') || features.has('boundaryMessage');
  const boundaries = (depth: number): fc.Arbitrary<readonly Boundary[]> =>
    depth <= 0 || !mayHaveBoundaries
      ? fc.constant([])
      : fc
          .tuple(
            fc.integer({ min: 0, max: 2 }),
            fc.array(boundary(depth - 1), { minLength: 1, maxLength: 2 }),
          )
          .map(([chance, drawn]) => (chance === 2 || boosted.has('boundaries') ? drawn : []));

  const repeat = repeatArbitrary(has, condition, boosted);

  const undo = undoArbitrary(has('compensation'));
  const undoneBy = undoneByArbitrary(has('undoneBy'));
  const splitter: fc.Arbitrary<Splitter> = has('splitBy')
    ? fc.constantFrom('gateway' as const, 'complex' as const, 'manual' as const, 'user' as const)
    : fc.constant('gateway' as const);

  const fails: fc.Arbitrary<number | null> = has('boundaryError')
    ? fc.option(code, { freq: 2 })
    : fc.constant(null);

  const objects = objectsArbitrary(has('data'));
  const stored = storeFlowArbitrary(has('stores'), boosted.has('stores'));

  const task = (depth: number): fc.Arbitrary<Block> =>
    fc.record({
      kind: fc.constant('task' as const),
      id: fc.constant(''),
      type: oneOf<TaskType>(
        ['user', 6, () => fc.constant('user')],
        ['job', 3, () => fc.constant('job')],
        ['action', 2, () => fc.constant('action')],
        ['script', 2, () => fc.constant('script')],
        ['rule', 1, () => fc.constant('rule')],
        ['send', 1, () => fc.constant('send')],
        ['receive', 2, () => fc.constant('receive')],
        ['manual', 1, () => fc.constant('manual')],
        ['undefined', 1, () => fc.constant('undefined')],
      ),
      data: dataFlow,
      stored,
      fails,
      boundaries: boundaries(depth),
      repeat,
      undo,
    });

  const eventSub = (depth: number): fc.Arbitrary<EventSub> =>
    fc.record({
      id: fc.constant(''),
      startId: fc.constant(''),
      trigger: boundaryTrigger.filter((one) => one.kind !== 'cancel') as fc.Arbitrary<EventSub['trigger']>,
      interrupting: fc.boolean(),
      isMapped: fc.boolean(),
      data: dataFlow,
      objects,
      body: line(Math.max(0, depth - 1), 2),
    });
  const handlers = (depth: number): fc.Arbitrary<readonly EventSub[]> =>
    !has('eventSub')
      ? fc.constant([])
      : fc
          .tuple(fc.integer({ min: 0, max: 2 }), fc.array(eventSub(depth), { minLength: 1, maxLength: 2 }))
          .map(([chance, drawn]) => (chance === 2 || boosted.has('handlers') ? drawn : []));

  function block(depth: number): fc.Arbitrary<Block> {
    return blocks(`${depth}`, depth);
  }
  function drawnBlock(depth: number): fc.Arbitrary<Block> {
    const leaves: Weighted<Block>[] = [
      [null, 10, () => task(depth)],
      ['throwNone', 1, () => aThrow('none')],
      ['throwMessage', 1, () => aThrow('message')],
      ['throwSignal', 1, () => aThrow('signal')],
      ['sharedSignal', 2, () => aThrow('sharedSignal')],
      ['throwEscalation', 2, () => aThrow('escalation')],
      ['compensation', 2, () => aThrow('compensation')],
      ['link', 1, () => aThrow('link')],
      ['several', 2, () => aThrow('several')],
      [
        'catchMessage',
        3,
        () =>
          fc
            .tuple(caught, dataFlow, fc.boolean())
            .map(([trigger, data, isMapped]) => ({ kind: 'catch', id: '', trigger, data, isMapped })),
      ],
    ];
    if (depth <= 0) return oneOf<Block>(...leaves);
    const inner = depth - 1;
    return oneOf<Block>(
      ...leaves,
      ['xor', 3, () => split('xor', inner, 4)],
      ['and', 3, () => parallel(inner)],
      ['or', 3, () => split('or', inner, 3)],
      ['vote', 2, () => vote(inner)],
      ['batch', 2, () => batch(inner)],
      ['adHoc', 2, () => adHoc(inner)],
      ['loop', 2, () => loop(inner)],
      ['choice', 3, () => choice(inner)],
      ['sub', 4, () => sub(depth)],
      ['call', 2, () => call(depth)],
    );
  }

  function aThrow(event: Extract<Block, { kind: 'throw' }>['event']): fc.Arbitrary<Block> {
    const isNamed = event === 'compensation' ? fc.boolean() : fc.constant(false);
    return fc.record({
      kind: fc.constant('throw' as const),
      ...{ id: fc.constant(''), event: fc.constant(event), code, isNamed, targetId: fc.constant('') },
      parts: fc.record({ escalates: fc.boolean(), terminates: fc.constant(false) }),
      isMapped: fc.boolean(),
      data: dataFlow,
    });
  }
  function split(kind: 'xor' | 'or', depth: number, maxLength: number): fc.Arbitrary<Block> {
    return fc.record({
      kind: fc.constant(kind),
      by: kind === 'or' ? splitter : fc.constant('gateway' as const),
      id: fc.constant(''),
      joinId: fc.constant(''),
      arms: fc.array(armWithCondition(depth), { minLength: 1, maxLength: maxLength - 1 }),
      otherwise: fc.option(line(depth, 0), { freq: 6 }),
    }) as fc.Arbitrary<Block>;
  }
  function parallel(depth: number): fc.Arbitrary<Block> {
    return fc.record({
      kind: fc.constant('and' as const),
      by: splitter,
      id: fc.constant(''),
      joinId: fc.constant(''),
      arms: fc.array(arm(depth), { minLength: 2, maxLength: 4 }),
    });
  }
  function vote(depth: number): fc.Arbitrary<Block> {
    return fc.record({
      kind: fc.constant('vote' as const),
      id: fc.constant(''),
      joinId: fc.constant(''),
      arms: fc.array(arm(depth), { minLength: 2, maxLength: 3 }),
      need: fc.integer({ min: 1, max: 3 }),
      lateId: fc.boolean().map((resets): string | null => (resets ? '' : null)),
    });
  }
  function batch(depth: number): fc.Arbitrary<Block> {
    return fc.record({
      kind: fc.constant('batch' as const),
      id: fc.constant(''),
      joinId: fc.constant(''),
      times: fc.integer({ min: 2, max: 3 }),
      body: line(depth, 0),
      last: fc.constantFrom('manual' as const, 'user' as const),
    });
  }
  function adHoc(depth: number): fc.Arbitrary<AdHoc> {
    return fc.record({
      kind: fc.constant('adHoc' as const),
      id: fc.constant(''),
      isListed: fc.boolean(),
      sequential: fc.boolean(),
      items: fc.array(
        fc.record({
          id: fc.constant(''),
          type: fc.constantFrom('user' as const, 'user' as const, 'job' as const, 'manual' as const),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      condition: fc.option(condition, { freq: 2 }),
      cancelsRemaining: fc.boolean(),
      boundaries: boundaries(depth),
      undo,
    });
  }
  function loop(depth: number): fc.Arbitrary<Block> {
    return fc.record({
      kind: fc.constant('loop' as const),
      id: fc.constant(''),
      mergeId: fc.constant(''),
      resetId: fc.constant(''),
      countId: fc.constant(''),
      times: fc.integer({ min: 1, max: 5 }),
      body: line(depth, 0),
    });
  }
  function choiceArm(depth: number): fc.Arbitrary<ChoiceArm> {
    const anyOfSeveral = several.map((one) => ({ ...one, all: false }));
    return fc.record({
      id: fc.constant(''),
      trigger: oneOf<ChoiceArm['trigger']>([null, 8, () => trigger], ['catchSeveral', 1, () => anyOfSeveral]),
      isTask: fc.boolean(),
      data: dataFlow,
      line: arm(depth),
    });
  }
  function choice(depth: number): fc.Arbitrary<Block> {
    return fc.record({
      kind: fc.constant('choice' as const),
      id: fc.constant(''),
      joinId: fc.constant(''),
      arms: fc.array(choiceArm(depth), { minLength: 2, maxLength: 3 }),
    });
  }
  function sub(depth: number): fc.Arbitrary<Block> {
    return fc.record({
      kind: fc.constant('sub' as const),
      id: fc.constant(''),
      form: has('transaction')
        ? fc.nat(2).map((chance) => (chance === 2 || boosted.has('transactions') ? 'transaction' : 'plain'))
        : fc.constant('plain' as const),
      startId: fc.constant(''),
      objects,
      body: line(depth - 1, 2),
      handlers: handlers(depth - 1),
      boundaries: boundaries(depth),
      repeat,
      isMapped: fc.boolean(),
      undoneBy,
      undo,
    });
  }
  function call(depth: number): fc.Arbitrary<Block> {
    return fc.record({
      kind: fc.constant('call' as const),
      id: fc.constant(''),
      process: aProcess(Math.min(2, depth - 1)),
      boundaries: boundaries(depth),
      repeat,
      isMapped: fc.boolean(),
      undo,
      ...(has('bindings') && {
        binding: fc.constantFrom(
          'latest' as const,
          'deployment' as const,
          'version' as const,
          'tag' as const,
        ),
        asTask: fc.option<GlobalTask>(
          fc.constantFrom('user' as const, 'manual' as const, 'script' as const, 'undefined' as const),
          {
            freq: 2,
          },
        ),
      }),
    });
  }
  function aProcess(depth: number): fc.Arbitrary<Process> {
    return fc.record({
      key: fc.constant(''),
      startId: fc.constant(''),
      objects,
      body: line(depth, 1),
      handlers: handlers(depth),
      partners: fc.constant(null),
    });
  }
  const blocks = once((depth: number): fc.Arbitrary<Block> =>
    fc
      .tuple(drawnBlock(depth), fc.nat(2))
      .map(([drawn, chance]) => (chance === 0 && !boosted.has('thrown') ? drawn : provoked(drawn))),
  );
  const path = arm(1);
  const whole = aProcess(depthMax).map((drawn) => (boosted.has('thrown') ? provokedWhole(drawn) : drawn));
  const alone = has('starts')
    ? fc
        .tuple(
          whole,
          beginningArbitrary(oneOf, { trigger, several, path, dataFlow, isSure: boosted.has('waysIn') }),
        )
        .map(([process, beginning]) => ({ ...process, beginning }))
    : whole;
  return has('pools') ? withPartners(alone, aProcess(PARTNER_DEPTH_MAX), boosted.has('partners')) : alone;
}

/** Made once per key: a tree of arbitraries that is drawn anew at every mention would fill the memory. */
function once<A extends readonly unknown[], T>(make: (...args: A) => T): (key: string, ...args: A) => T {
  const made = new Map<string, T>();
  return (key, ...args) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const fresh = make(...args);
    made.set(key, fresh);
    return fresh;
  };
}
