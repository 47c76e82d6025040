/**
 * What starts an instance in the place of a start event (BPMN 2.0.2 §10.3.3, §10.6.6): an instantiating receive task,
 * and the branches of an instantiating event gateway, of which one starts, or, where it is parallel, the first starts
 * and the others are awaited.
 */
import type { ModdleElement } from '#moddle';
import type { Element, Instantiator, MessageDefinition } from '../model.ts';

export function instantiatorsOf(
  nodes: readonly ModdleElement[],
  elements: ReadonlyMap<string, Element>,
): readonly Instantiator[] {
  return nodes
    .filter((node) => node.get('instantiate') === true)
    .flatMap((node) => {
      const isGateway = node.$type === 'bpmn:EventBasedGateway';
      const ids = isGateway ? targetsOf(elements.get(node.id ?? '')) : [node.id ?? ''];
      const isParallel = isGateway && node.get('eventGatewayType') === 'Parallel';
      return ids.flatMap((elementId): Instantiator[] => {
        const event = messageOf(elements.get(elementId));
        const awaits = isParallel ? ids.filter((other) => other !== elementId) : [];
        return event ? [{ elementId, event, awaits }] : [];
      });
    });
}

function targetsOf(gateway: Element | undefined): readonly string[] {
  return gateway?.outgoing.map((flow) => flow.targetId) ?? [];
}

function messageOf(element: Element | undefined): MessageDefinition | null {
  return element && 'event' in element && element.event.kind === 'message' ? element.event : null;
}
