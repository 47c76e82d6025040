/**
 * BPMN says twice which flows a node has: at the flow and at the node. Many tools write only the flow's side, which
 * is the one that counts; this fills in the other, which layout and canvas read.
 */
import { elementsOf, isA, referenceOf, type ModdleElement } from './element.ts';

interface Writable extends ModdleElement {
  set(property: string, value: unknown): void;
}

/** Completes `incoming` and `outgoing` of all flow nodes; what is there already stays. */
export function linkFlows(container: ModdleElement): void {
  for (const child of [...elementsOf(container, 'rootElements'), ...elementsOf(container, 'flowElements')]) {
    if (isA(child, 'bpmn:SequenceFlow')) {
      link(referenceOf(child, 'sourceRef'), 'outgoing', child);
      link(referenceOf(child, 'targetRef'), 'incoming', child);
    } else if (isA(child, 'bpmn:Process', 'bpmn:SubProcess')) linkFlows(child);
  }
}

function link(node: ModdleElement | null, property: 'incoming' | 'outgoing', flow: ModdleElement): void {
  if (!node || !isA(node, 'bpmn:FlowNode')) return;
  const flows = elementsOf(node, property);
  if (!flows.includes(flow)) (node as Writable).set(property, [...flows, flow]);
}
