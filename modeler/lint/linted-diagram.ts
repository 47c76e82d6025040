/** Computes once per check what the rules ask of a diagram: containers, flows by their real ends, lanes. */
import { elementsOf, isA, referenceOf, type ModdleElement } from '#moddle';
import type { LintedDiagram, LintOptions } from './rule.ts';

/** Containment properties of BPMN that hold elements with ids. */
const CHILD_PROPERTIES = [
  'rootElements',
  'flowElements',
  'artifacts',
  'laneSets',
  'lanes',
  'participants',
  'messageFlows',
  'eventDefinitions',
  'properties',
];

export function lintedDiagramOf(definitions: ModdleElement, options: LintOptions): LintedDiagram {
  const identified: ModdleElement[] = [];
  collect(definitions, identified);

  const processes = identified.filter((element) => isA(element, 'bpmn:Process'));
  const containers = identified.filter((element) => isA(element, 'bpmn:Process', 'bpmn:SubProcess'));
  const flowNodes = identified.filter((element) => isA(element, 'bpmn:FlowNode'));
  const flows = identified.filter((element) => isA(element, 'bpmn:SequenceFlow'));
  const bySource = groupBy(flows, (flow) => referenceOf(flow, 'sourceRef'));
  const byTarget = groupBy(flows, (flow) => referenceOf(flow, 'targetRef'));
  const byHost = groupBy(flowNodes, (node) =>
    isA(node, 'bpmn:BoundaryEvent') ? referenceOf(node, 'attachedToRef') : null,
  );
  const lanes = lanesByNode(identified.filter((element) => isA(element, 'bpmn:Lane')));

  return {
    definitions,
    processes,
    containers,
    flowNodes,
    flows,
    identified,
    actions: options.actions ?? null,
    nodesIn: (container) =>
      elementsOf(container, 'flowElements').filter((child) => isA(child, 'bpmn:FlowNode')),
    incoming: (node) => byTarget.get(node) ?? [],
    outgoing: (node) => bySource.get(node) ?? [],
    boundaryEvents: (activity) => byHost.get(activity) ?? [],
    lanesOf: (node) => lanes.get(node) ?? [],
  };
}

function collect(element: ModdleElement, into: ModdleElement[]): void {
  if (element.id) into.push(element);
  for (const property of CHILD_PROPERTIES) {
    for (const child of elementsOf(element, property)) {
      // bpmn-js keeps back references (a node's `lanes`) under the same names; only contained elements count.
      if (!child.$parent || child.$parent === element) collect(child, into);
    }
  }
  const childLanes = isA(element, 'bpmn:Lane') ? referenceOf(element, 'childLaneSet') : null;
  if (childLanes) collect(childLanes, into);
}

function groupBy(
  elements: readonly ModdleElement[],
  key: (element: ModdleElement) => ModdleElement | null,
): ReadonlyMap<ModdleElement, readonly ModdleElement[]> {
  const groups = new Map<ModdleElement, ModdleElement[]>();
  for (const element of elements) {
    const group = key(element);
    if (!group) continue;
    const members = groups.get(group);
    if (members) members.push(element);
    else groups.set(group, [element]);
  }
  return groups;
}

/** Nested lanes come after their parents in `lanes`, so that putting each in front leaves the innermost first. */
function lanesByNode(lanes: readonly ModdleElement[]): ReadonlyMap<ModdleElement, readonly ModdleElement[]> {
  const byNode = new Map<ModdleElement, ModdleElement[]>();
  for (const lane of lanes) {
    for (const node of elementsOf(lane, 'flowNodeRef')) byNode.set(node, [lane, ...(byNode.get(node) ?? [])]);
  }
  return byNode;
}
