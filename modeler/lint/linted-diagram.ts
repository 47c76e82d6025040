/** Computes once per check what the rules ask of a diagram: containers, flows by their real ends, lanes. */
import { elementsOf, isA, referenceOf, type ModdleElement } from '#moddle';
import type { LintedDiagram, LintOptions } from './rule.ts';

export function lintedDiagramOf(definitions: ModdleElement, options: LintOptions): LintedDiagram {
  const documented: ModdleElement[] = [];
  const drawn: ModdleElement[] = [];
  walk(definitions, documented);
  for (const drawing of elementsOf(definitions, 'diagrams')) walk(drawing, drawn);
  const identified = documented.filter(({ id }) => id);
  const all = byType([...documented, ...drawn]);

  const processes = all('bpmn:Process').filter(({ id }) => id);
  const containers = identified.filter((element) => isA(element, 'bpmn:Process', 'bpmn:SubProcess'));
  const flowNodes = all('bpmn:FlowNode').filter(
    // An event that an activity throws when its runs end is described within the activity.
    ({ id, $parent }) => id && (!$parent || isA($parent, 'bpmn:FlowElementsContainer')),
  );
  const flows = all('bpmn:SequenceFlow').filter(({ id }) => id);
  const bySource = groupBy(flows, (flow) => referenceOf(flow, 'sourceRef'));
  const byTarget = groupBy(flows, (flow) => referenceOf(flow, 'targetRef'));
  const byHost = groupBy(flowNodes, (node) =>
    isA(node, 'bpmn:BoundaryEvent') ? referenceOf(node, 'attachedToRef') : null,
  );
  const lanes = lanesByNode(all('bpmn:Lane'));

  const marked = processes.filter((process) => process.get('isExecutable') === true);
  const executed = new Set(marked.length > 0 ? marked : processes);
  const nodesByContainer = new Map<ModdleElement, readonly ModdleElement[]>();

  return {
    definitions,
    processes,
    containers,
    flowNodes,
    flows,
    all,
    identified,
    actions: options.actions ?? null,
    isExecuted: (element) => {
      let owner: ModdleElement | undefined = element;
      while (owner && !isA(owner, 'bpmn:Process')) owner = owner.$parent;
      return !owner || executed.has(owner);
    },
    nodesIn: (container) => {
      const known = nodesByContainer.get(container);
      if (known) return known;
      const nodes = elementsOf(container, 'flowElements').filter((child) => isA(child, 'bpmn:FlowNode'));
      nodesByContainer.set(container, nodes);
      return nodes;
    },
    incoming: (node) => byTarget.get(node) ?? [],
    outgoing: (node) => bySource.get(node) ?? [],
    boundaryEvents: (activity) => byHost.get(activity) ?? [],
    lanesOf: (node) => lanes.get(node) ?? [],
  };
}

/** Held elsewhere or of no interest to a rule: foreign extensions, texts, and the points of a drawing. */
const NOT_WALKED = new Set(['extensionElements', 'documentation', 'diagrams', 'waypoint', 'bounds', 'label']);

/** Everything that the element contains, in the order of the file; the one pass over the document. */
function walk(element: ModdleElement, into: ModdleElement[], seen = new Set<ModdleElement>()): void {
  if (seen.has(element)) return;
  seen.add(element);
  into.push(element);
  const held = element as unknown as Readonly<Record<string, unknown>>;
  for (const property of Object.keys(held)) {
    if (NOT_WALKED.has(property) || property.startsWith('$')) continue;
    const value = held[property];
    for (const child of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
      // bpmn-js keeps back references (a node's `lanes`) beside what is contained.
      if (isElement(child) && (!child.$parent || child.$parent === element)) walk(child, into, seen);
    }
  }
}

const isElement = (value: unknown): value is ModdleElement =>
  typeof value === 'object' && value !== null && typeof (value as { $type?: unknown }).$type === 'string';

/** Elements by type, the derived ones included; a type's list is made when a rule first asks for it. */
function byType(elements: readonly ModdleElement[]): LintedDiagram['all'] {
  const exact = new Map<string, ModdleElement[]>();
  for (const element of elements) {
    const same = exact.get(element.$type);
    if (same) same.push(element);
    else exact.set(element.$type, [element]);
  }
  const derived = new Map<string, readonly ModdleElement[]>();
  return (type) => {
    const known = derived.get(type);
    if (known) return known;
    const made = [...exact.values()].filter(([sample]) => isA(sample, type)).flat();
    derived.set(type, made);
    return made;
  };
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
