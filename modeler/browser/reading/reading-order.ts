/** The order in which a person reads a process: from the starts along the flows, branch by branch, top to bottom. */
import { elementsOf, isA, referenceOf, type ModdleElement } from '#moddle';

/** Flow nodes of one container in reading order; what no flow reaches comes last, in drawing order. */
export function readingOrder(container: ModdleElement): readonly ModdleElement[] {
  const children = elementsOf(container, 'flowElements');
  const nodes = children.filter((child) => isA(child, 'bpmn:FlowNode'));
  const flows = children.filter((child) => isA(child, 'bpmn:SequenceFlow'));
  const outgoing = (node: ModdleElement): ModdleElement[] =>
    flows
      .filter((flow) => referenceOf(flow, 'sourceRef') === node)
      .map((flow) => referenceOf(flow, 'targetRef'))
      .filter((target) => target !== null);
  const boundaries = (node: ModdleElement): ModdleElement[] =>
    nodes.filter(
      (candidate) => isA(candidate, 'bpmn:BoundaryEvent') && referenceOf(candidate, 'attachedToRef') === node,
    );

  const order = new Set<ModdleElement>();
  const visit = (start: ModdleElement): void => {
    const open = [start];
    for (let node = open.pop(); node; node = open.pop()) {
      if (order.has(node)) continue;
      order.add(node);
      open.push(...[...outgoing(node), ...boundaries(node)].reverse());
    }
  };
  nodes.filter((node) => isA(node, 'bpmn:StartEvent')).forEach(visit);
  nodes.forEach(visit);
  return [...order];
}
