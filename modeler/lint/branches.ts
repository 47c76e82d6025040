/** Where the arrows of a join come from; cheap walks that stay inside one container. */
import { isA, referenceOf, type ModdleElement } from '#moddle';
import { standsApart } from './questions.ts';
import type { LintedDiagram } from './rule.ts';

/** The node in which the arrow's branch begins: back over all nodes with one way in and one way out. */
export function originOf(diagram: LintedDiagram, flow: ModdleElement): ModdleElement | null {
  const passed = new Set<ModdleElement>();
  let at = referenceOf(flow, 'sourceRef');
  while (at && !passed.has(at)) {
    passed.add(at);
    const [incoming, ...others] = diagram.incoming(at);
    if (!incoming || others.length > 0 || diagram.outgoing(at).length !== 1) return at;
    at = referenceOf(incoming, 'sourceRef');
  }
  return null;
}

/** The arrow into the join whose every way from a start leads through the join; null when there is none. */
export function waitsForItself(diagram: LintedDiagram, join: ModdleElement): ModdleElement | null {
  if (!loopedIn(diagram).has(join)) return null;
  const behind = reach(diagram, [join], null);
  const suspects = diagram.incoming(join).filter((flow) => behind.has(referenceOf(flow, 'sourceRef')!));
  if (suspects.length === 0 || !join.$parent) return null;
  const before = reach(diagram, startsIn(diagram, join.$parent), join);
  return suspects.find((flow) => !before.has(referenceOf(flow, 'sourceRef')!)) ?? null;
}

/** Where tokens begin: start events, instantiating nodes, and what stands apart from the flow. */
export function startsIn(diagram: LintedDiagram, container: ModdleElement): readonly ModdleElement[] {
  return diagram
    .nodesIn(container)
    .filter(
      (node) =>
        isA(node, 'bpmn:StartEvent') ||
        node.get('instantiate') === true ||
        (standsApart(node) && !isA(node, 'bpmn:BoundaryEvent')),
    );
}

/** What a token that begins there can come to, boundary events included, without passing `except`. */
export function reach(
  diagram: LintedDiagram,
  from: readonly ModdleElement[],
  except: ModdleElement | null,
): ReadonlySet<ModdleElement> {
  const reached = new Set<ModdleElement>();
  const open = [...from];
  for (let node = open.pop(); node; node = open.pop()) {
    if (reached.has(node) || node === except) continue;
    reached.add(node);
    open.push(...diagram.boundaryEvents(node));
    for (const flow of diagram.outgoing(node)) {
      const target = referenceOf(flow, 'targetRef');
      if (target) open.push(target);
    }
  }
  return reached;
}

const looped = new WeakMap<LintedDiagram, ReadonlySet<ModdleElement>>();

/** The nodes on a loop, and those between two loops: what is left when all loose ends are taken off, again and again. */
function loopedIn(diagram: LintedDiagram): ReadonlySet<ModdleElement> {
  const known = looped.get(diagram);
  if (known) return known;
  const left = new Set(diagram.flowNodes);
  const before = (node: ModdleElement): readonly (ModdleElement | null)[] => [
    ...diagram.incoming(node).map((flow) => referenceOf(flow, 'sourceRef')),
    ...(isA(node, 'bpmn:BoundaryEvent') ? [referenceOf(node, 'attachedToRef')] : []),
  ];
  const after = (node: ModdleElement): readonly (ModdleElement | null)[] => [
    ...diagram.outgoing(node).map((flow) => referenceOf(flow, 'targetRef')),
    ...diagram.boundaryEvents(node),
  ];
  takeOff(left, before, after);
  takeOff(left, after, before);
  looped.set(diagram, left);
  return left;
}

type Neighbours = (node: ModdleElement) => readonly (ModdleElement | null)[];

function takeOff(left: Set<ModdleElement>, towards: Neighbours, away: Neighbours): void {
  const open = [...left];
  for (let node = open.pop(); node; node = open.pop()) {
    if (!left.has(node) || towards(node).some((other) => other !== null && left.has(other))) continue;
    left.delete(node);
    for (const other of away(node)) if (other && left.has(other)) open.push(other);
  }
}
