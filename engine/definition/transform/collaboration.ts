/**
 * What a file with several pools says of its messages (BPMN 2.0.2 §8.3.6 message flows, §8.3.2 correlation): what a
 * message is called, whether its partner runs here too, and by which values an instance is found. Everything is read
 * from where the element stands, so that events, tasks and gateways ask the same question.
 */
import { elementsOf, isA, referenceOf, textOf, undeclaredReference, type ModdleElement } from '#moddle';

export interface MessageSettings {
  /** Null when neither the element, nor a message flow, nor the flow's other end names one. */
  readonly name: string | null;
  readonly message: ModdleElement | null;
  /** The other end of a message flow is executed, too: the two instances then form a conversation. */
  readonly hasPartner: boolean;
}

/** What the event, or send or receive task, says; `holder` has the `messageRef`. */
export function messageSettingsOf(element: ModdleElement, holder: ModdleElement): MessageSettings {
  const ends = flowsAt(element).map((flow) => ({ flow, other: otherEnd(flow, element) }));
  const [first] = ends;
  const message =
    referenceOf(holder, 'messageRef') ??
    referenceOf(first?.flow, 'messageRef') ??
    (first?.other ? messageRefOf(first.other) : null);
  const flowName = first ? (textOf(first.flow, 'name') ?? first.flow.id ?? null) : null;
  return {
    name: message
      ? (textOf(message, 'name') ?? message.id ?? null)
      : (undeclaredReference(holder, 'messageRef') ?? flowName),
    message,
    hasPartner: ends.some(({ other }) => other !== null && isExecuted(other)),
  };
}

/** One correlation key, property by property. */
export interface CorrelationPaths {
  /** How the value is found in the message. */
  readonly messagePaths: readonly string[];
  /** How the waiting process knows it (context-based correlation); null where only the message tells. */
  readonly dataPaths: readonly string[] | null;
}

/** The standard's correlation of the message as the element's process sees it; null when there is none. */
export function correlationOf(element: ModdleElement, message: ModdleElement): CorrelationPaths | null {
  const definitions = definitionsOf(element);
  const properties = rootsOf(definitions, 'bpmn:CorrelationProperty');
  const pathOf = (property: ModdleElement): string | null => retrievalPath(property, message);
  const keys = keysIn(definitions).filter((key) => isComplete(key, pathOf));
  const subscriptions = elementsOf(processOf(element), 'correlationSubscriptions');
  const subscribed = subscriptions.find((one) => keys.includes(referenceOf(one, 'correlationKeyRef')!));
  const key = subscribed ? referenceOf(subscribed, 'correlationKeyRef')! : keys[0];
  const chosen = key
    ? elementsOf(key, 'correlationPropertyRef')
    : properties.filter((property) => pathOf(property) !== null);
  if (chosen.length === 0) return null;
  const bound = subscribed && chosen.map((property) => dataPath(subscribed, property));
  return {
    messagePaths: chosen.map((property) => pathOf(property)!),
    dataPaths: bound?.every((path) => path !== null) ? bound : null,
  };
}

function isComplete(key: ModdleElement, pathOf: (property: ModdleElement) => string | null): boolean {
  const properties = elementsOf(key, 'correlationPropertyRef');
  return properties.length > 0 && properties.every((property) => pathOf(property) !== null);
}

function retrievalPath(property: ModdleElement, message: ModdleElement): string | null {
  const expression = elementsOf(property, 'correlationPropertyRetrievalExpression').find(
    (one) => referenceOf(one, 'messageRef') === message,
  );
  return textOf(referenceOf(expression, 'messagePath'), 'body');
}

function dataPath(subscription: ModdleElement, property: ModdleElement): string | null {
  const binding = elementsOf(subscription, 'correlationPropertyBinding').find(
    (one) => referenceOf(one, 'correlationPropertyRef') === property,
  );
  return textOf(referenceOf(binding, 'dataPath'), 'body');
}

function keysIn(definitions: ModdleElement | null): readonly ModdleElement[] {
  const collaborations = rootsOf(definitions, 'bpmn:Collaboration');
  const conversations = collaborations.flatMap((one) => elementsOf(one, 'conversations'));
  return [...collaborations, ...conversations].flatMap((holder) => elementsOf(holder, 'correlationKeys'));
}

function flowsAt(element: ModdleElement): readonly ModdleElement[] {
  return rootsOf(definitionsOf(element), 'bpmn:Collaboration')
    .flatMap((collaboration) => elementsOf(collaboration, 'messageFlows'))
    .filter((flow) => [referenceOf(flow, 'sourceRef'), referenceOf(flow, 'targetRef')].includes(element));
}

function otherEnd(flow: ModdleElement, element: ModdleElement): ModdleElement | null {
  const source = referenceOf(flow, 'sourceRef');
  return source === element ? referenceOf(flow, 'targetRef') : source;
}

function messageRefOf(element: ModdleElement): ModdleElement | null {
  if (isA(element, 'bpmn:ReceiveTask', 'bpmn:SendTask')) return referenceOf(element, 'messageRef');
  return (
    elementsOf(element, 'eventDefinitions')
      .filter((definition) => isA(definition, 'bpmn:MessageEventDefinition'))
      .map((definition) => referenceOf(definition, 'messageRef'))
      .find((message) => message !== null) ?? null
  );
}

/** An element of a process, or a pool, that runs in this file. */
function isExecuted(end: ModdleElement): boolean {
  const process = isA(end, 'bpmn:Participant') ? referenceOf(end, 'processRef') : processOf(end);
  if (!process) return false;
  const all = rootsOf(definitionsOf(process), 'bpmn:Process');
  const isMarked = (one: ModdleElement): boolean => one.get('isExecutable') === true;
  return isMarked(process) || (!all.some(isMarked) && elementsOf(process, 'flowElements').length > 0);
}

function processOf(element: ModdleElement): ModdleElement | null {
  for (let at: ModdleElement | undefined = element; at; at = at.$parent) {
    if (isA(at, 'bpmn:Process')) return at;
  }
  return null;
}

function definitionsOf(element: ModdleElement): ModdleElement | null {
  for (let at: ModdleElement | undefined = element; at; at = at.$parent) {
    if (isA(at, 'bpmn:Definitions')) return at;
  }
  return null;
}

function rootsOf(definitions: ModdleElement | null, type: string): readonly ModdleElement[] {
  return elementsOf(definitions, 'rootElements').filter((root) => isA(root, type));
}
