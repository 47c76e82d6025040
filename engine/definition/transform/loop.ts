/** How an activity is repeated (BPMN 2.0.2 §10.3.7), and its token quantities (Table 10.3). */
import { isA, readMultiInstance, referenceOf, textOf, type ModdleElement } from '#moddle';
import type { ElementBase, LoopSettings, MultiInstanceLoop, StandardLoop } from '../model.ts';
import type { TransformContext } from './context.ts';

export function compileLoop(node: ModdleElement, context: TransformContext): LoopSettings | null {
  const loop = isA(node, 'bpmn:Activity') ? referenceOf(node, 'loopCharacteristics') : null;
  if (!loop) return null;
  if (isA(loop, 'bpmn:StandardLoopCharacteristics')) return standardLoop(loop, context);
  return multiInstance(loop, context);
}

/** What is missing is said by the rule `incomplete-repetition`. */
function multiInstance(loop: ModdleElement, context: TransformContext): MultiInstanceLoop {
  const settings = readMultiInstance(loop);
  const expression = (text: string | null) => (text ? context.expression(text) : null);
  const { collection } = settings;
  return {
    kind: 'multiInstance',
    sequential: settings.isSequential,
    cardinality: collection ? null : expression(settings.cardinality),
    collection: expression(collection),
    itemVariable: settings.elementVariable,
    outputCollection: settings.outputCollection,
    output: expression(settings.outputElement),
    completionCondition: expression(settings.completionCondition),
    behavior: 'all',
    oneEvent: null,
    noneEvent: null,
    complex: [],
  };
}

function standardLoop(loop: ModdleElement, context: TransformContext): StandardLoop {
  const condition = textOf(referenceOf(loop, 'loopCondition'), 'body');
  const maximum = loop.get('loopMaximum');
  return {
    kind: 'standard',
    condition: condition ? context.expression(condition) : null,
    testBefore: loop.get('testBefore') === true,
    maximum: typeof maximum === 'number' ? maximum : null,
  };
}

export function quantitiesOf(node: ModdleElement): Pick<ElementBase, 'startQuantity' | 'completionQuantity'> {
  return {
    startQuantity: quantityOf(node, 'startQuantity'),
    completionQuantity: quantityOf(node, 'completionQuantity'),
  };
}

function quantityOf(node: ModdleElement, property: string): number {
  const quantity = isA(node, 'bpmn:Activity') ? node.get(property) : 1;
  return typeof quantity === 'number' && Number.isInteger(quantity) && quantity > 1 ? quantity : 1;
}
