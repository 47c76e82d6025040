/** What an event waits for or throws, as one comparable text. */
import { elementsOf, isA, referenceOf, textOf, undeclaredReference, type ModdleElement } from '#moddle';

const KINDS = [
  ['bpmn:MessageEventDefinition', 'messageRef', 'name'],
  ['bpmn:SignalEventDefinition', 'signalRef', 'name'],
  ['bpmn:ErrorEventDefinition', 'errorRef', 'errorCode'],
  ['bpmn:EscalationEventDefinition', 'escalationRef', 'escalationCode'],
] as const;

/** Own definitions and the shared ones that the event refers to. */
export function definitionsOf(event: ModdleElement): readonly ModdleElement[] {
  return [...elementsOf(event, 'eventDefinitions'), ...elementsOf(event, 'eventDefinitionRef')];
}

/** The one definition of the type; null when there is none, or when the event has several definitions. */
export function onlyDefinition(event: ModdleElement, type: string): ModdleElement | null {
  const [only, ...more] = definitionsOf(event);
  return only && more.length === 0 && isA(only, type) ? only : null;
}

/** The message that an event or receive task waits for, by name; null when it names none. */
export function messageNameOf(node: ModdleElement): string | null {
  const holder = isA(node, 'bpmn:ReceiveTask') ? node : onlyDefinition(node, 'bpmn:MessageEventDefinition');
  return calledName(referenceOf(holder, 'messageRef'), 'name') ?? undeclaredReference(holder, 'messageRef');
}

/** The name or code of the one message, signal, error or escalation of the type; `*` where every one is meant. */
export function triggerOf(event: ModdleElement, type: string): string | null {
  const kind = KINDS.find(([one]) => one === type);
  const definition = onlyDefinition(event, type);
  if (!kind || !definition) return null;
  const [, reference, naming] = kind;
  const declared = referenceOf(definition, reference);
  const undeclared = declared ? null : undeclaredReference(definition, reference);
  if (undeclared !== null) return undeclared;
  if (naming === 'name') return calledName(declared, naming);
  return textOf(declared, naming) ?? '*';
}

function calledName(declared: ModdleElement | null, naming: string): string | null {
  return declared && (textOf(declared, naming) ?? declared.id ?? null);
}
