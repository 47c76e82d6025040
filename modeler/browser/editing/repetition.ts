/** How an activity is repeated, for the properties panel: BPMN's markers and their settings in one shape. */
import { isA, readMultiInstance, referenceOf, textOf, type ModdleElement } from '#moddle';

export interface RepetitionInfo {
  /** All items at once, one after the other, or again while a condition holds. */
  readonly kind: 'parallel' | 'sequential' | 'loop';
  /** `= FEEL` for the list; the number of runs counts when it is empty. */
  readonly collection: string | null;
  readonly cardinality: string | null;
  /** Variable that holds the item. */
  readonly item: string | null;
  /** `= FEEL`: enough for items, once more for a loop. */
  readonly condition: string | null;
  readonly results: string | null;
  readonly result: string | null;
  /** Of a loop. */
  readonly maximum: number | null;
  readonly testBefore: boolean;
}

export type RepetitionPatch = Partial<RepetitionInfo>;

export function repetitionOf(element: ModdleElement): RepetitionInfo | null {
  const loop = isA(element, 'bpmn:Activity') ? referenceOf(element, 'loopCharacteristics') : null;
  if (!loop) return null;
  if (isA(loop, 'bpmn:StandardLoopCharacteristics')) {
    const maximum = loop.get('loopMaximum');
    return {
      ...NOTHING_SET,
      kind: 'loop',
      condition: textOf(referenceOf(loop, 'loopCondition'), 'body'),
      maximum: typeof maximum === 'number' ? maximum : null,
      testBefore: loop.get('testBefore') === true,
    };
  }
  const settings = readMultiInstance(loop);
  return {
    ...NOTHING_SET,
    kind: settings.isSequential ? 'sequential' : 'parallel',
    collection: settings.collection,
    cardinality: settings.cardinality,
    item: settings.elementVariable,
    condition: settings.completionCondition,
    results: settings.outputCollection,
    result: settings.outputElement,
  };
}

const NOTHING_SET: Omit<RepetitionInfo, 'kind'> = {
  collection: null,
  cardinality: null,
  item: null,
  condition: null,
  results: null,
  result: null,
  maximum: null,
  testBefore: false,
};
