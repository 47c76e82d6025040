/** Multi-instance activities: BPMN's own attributes, ours and those of the two namespaces, in one answer. */
import { dataVariableOf } from '../data.ts';
import { elementsOf, extensionOf, referenceOf, textOf, type ModdleElement } from '../element.ts';
import { feelFromJuel, foreignValue, isJuel } from './juel.ts';
import { foreignAttribute, foreignExtension } from './namespaces.ts';

export interface MultiInstanceSettings {
  readonly isSequential: boolean;
  /** `= FEEL` or a number; null when a collection decides. */
  readonly cardinality: string | null;
  /** `= FEEL` for the list. */
  readonly collection: string | null;
  /** Variable that holds the item. */
  readonly elementVariable: string | null;
  readonly completionCondition: string | null;
  /** Variable that receives the list of results. */
  readonly outputCollection: string | null;
  /** `= FEEL` over an iteration's variables: its entry in the list. */
  readonly outputElement: string | null;
  /** All | One | None | Complex, BPMN's `behavior`. */
  readonly behavior: string;
}

/** From a `bpmn:MultiInstanceLoopCharacteristics`. */
export function readMultiInstance(loop: ModdleElement): MultiInstanceSettings {
  const own = extensionOf(loop, 'tl:MultiInstance');
  const zeebe = foreignExtension(loop, 'zeebe', 'loopCharacteristics')?.attributes ?? {};
  const collection = foreignAttribute(loop, 'camunda', 'collection');
  const inputItem = referenceOf(loop, 'inputDataItem');
  const outputItem = referenceOf(loop, 'outputDataItem');
  const inputRef = throughAssociation(loop, referenceOf(loop, 'loopDataInputRef'));
  const outputRef = throughAssociation(loop, referenceOf(loop, 'loopDataOutputRef'));
  return {
    isSequential: loop.get('isSequential') === true,
    cardinality: expressionOf(loop, 'loopCardinality'),
    collection:
      textOf(own, 'collection') ?? collectionOf(zeebe.inputCollection ?? collection) ?? nameOf(inputRef),
    elementVariable:
      textOf(own, 'item') ??
      zeebe.inputElement ??
      foreignAttribute(loop, 'camunda', 'elementVariable') ??
      (inputItem && (textOf(inputItem, 'name') ?? inputItem.id ?? null)),
    completionCondition: expressionOf(loop, 'completionCondition'),
    outputCollection: textOf(own, 'results') ?? zeebe.outputCollection ?? nameOf(outputRef)?.slice(2) ?? null,
    outputElement: textOf(own, 'result') ?? zeebe.outputElement ?? nameOf(outputItem),
    behavior: textOf(loop, 'behavior') ?? 'All',
  };
}

/** Camunda 7 names a variable or gives an expression; Camunda 8 gives FEEL. */
function collectionOf(text: string | null | undefined): string | null {
  if (!text) return null;
  if (text.startsWith('=')) return text;
  if (!isJuel(text)) return `= ${text}`;
  const translated = feelFromJuel(text);
  return 'feel' in translated ? `= ${translated.feel}` : text;
}

function nameOf(item: ModdleElement | null): string | null {
  const name = item && dataVariableOf(item);
  return name ? `= ${name}` : null;
}

/** A data input of the activity stands for what its association reads, an output for what its association writes. */
function throughAssociation(loop: ModdleElement, item: ModdleElement | null): ModdleElement | null {
  const activity = loop.$parent;
  if (!activity || !item) return item;
  const read = elementsOf(activity, 'dataInputAssociations').find(
    (association) => referenceOf(association, 'targetRef') === item,
  );
  if (read) return elementsOf(read, 'sourceRef')[0] ?? item;
  const written = elementsOf(activity, 'dataOutputAssociations').find((association) =>
    elementsOf(association, 'sourceRef').includes(item),
  );
  return (written && referenceOf(written, 'targetRef')) ?? item;
}

function expressionOf(loop: ModdleElement, property: string): string | null {
  const body = textOf(referenceOf(loop, property), 'body');
  return body && foreignValue(body);
}
