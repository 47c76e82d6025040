/** How an activity is repeated (BPMN 2.0.2 §10.3.7), and its token quantities (Table 10.3). */
import { elementsOf, isA, readMultiInstance, referenceOf, textOf, type ModdleElement } from '#moddle';
import type {
  ElementBase,
  EventDefinition,
  LoopSettings,
  MultiInstanceLoop,
  StandardLoop,
} from '../model.ts';
import type { TransformContext } from './context.ts';
import { thrownEventOf } from './event-definition.ts';

export function compileLoop(node: ModdleElement, context: TransformContext): LoopSettings | null {
  const loop = isA(node, 'bpmn:Activity') ? referenceOf(node, 'loopCharacteristics') : null;
  if (!loop) return null;
  if (isA(loop, 'bpmn:StandardLoopCharacteristics')) return standardLoop(loop, context);
  return multiInstance(node, loop, context);
}

/** What is missing is said by the rule `incomplete-repetition`. */
function multiInstance(
  node: ModdleElement,
  loop: ModdleElement,
  context: TransformContext,
): MultiInstanceLoop {
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
    ...behaviourOf(node, loop, context),
  };
}

const BEHAVIOURS = { All: 'all', None: 'none', One: 'one', Complex: 'complex' } as const;
type Behaviour = Pick<MultiInstanceLoop, 'behavior' | 'oneEvent' | 'noneEvent' | 'complex'>;

function behaviourOf(node: ModdleElement, loop: ModdleElement, context: TransformContext): Behaviour {
  const named = (textOf(loop, 'behavior') ?? 'All') as keyof typeof BEHAVIOURS;
  const behavior = BEHAVIOURS[named];
  const complex = elementsOf(loop, 'complexBehaviorDefinition').flatMap((one) => {
    const condition = textOf(referenceOf(one, 'condition'), 'body');
    const compiled = condition ? context.expression(condition) : null;
    const definitions = elementsOf(referenceOf(one, 'event'), 'eventDefinitions');
    if (!compiled) return [];
    return definitions.flatMap((definition) => {
      const event = thrownEventOf(node, definition, context);
      return event ? [{ condition: compiled, event }] : [];
    });
  });
  return {
    behavior,
    oneEvent: behavior === 'one' ? thrown(node, loop, 'oneBehaviorEventRef', context) : null,
    noneEvent: behavior === 'none' ? thrown(node, loop, 'noneBehaviorEventRef', context) : null,
    complex: behavior === 'complex' ? complex : [],
  };
}

/** Without a reference a signal of the activity's name is thrown, as the standard has a default signal. */
function thrown(
  node: ModdleElement,
  loop: ModdleElement,
  reference: string,
  context: TransformContext,
): EventDefinition | null {
  const definition = referenceOf(loop, reference);
  if (definition) return thrownEventOf(node, definition, context);
  const signalName = context.text(textOf(node, 'name') ?? context.elementId);
  return signalName && { kind: 'signal', signalName };
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
