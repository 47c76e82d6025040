/**
 * The token game by brute force (BPMN 2.0.2 §13.4): which markings may follow one command. For the inclusive join the
 * paths are searched anew for every token and every flow, word for word as the standard says; nothing is precomputed.
 * Where two joins may fire and each would stop the other, both orders are right, so it answers with a set.
 */
import { gatewayOf, switchOf, taskOf, waysIn, waysOut, type Edge, type Graph } from './graph.ts';

/** Tokens per edge: at its task, or arrived at the join behind it. */
export interface Marking {
  readonly open: readonly number[];
  readonly arrived: readonly number[];
}

export type Switches = Readonly<Record<string, boolean>>;

const MARKINGS_MAX = 64;

export function firstMarking({ edges }: Graph): Marking {
  return { open: edges.map(({ from }) => (from === null ? 1 : 0)), arrived: edges.map(() => 0) };
}

/** What is there when the task of the edge is completed and everything that can fire has fired. */
export function afterCompleting(
  graph: Graph,
  marking: Marking,
  edge: Edge,
  switches: Switches,
): readonly Marking[] {
  const moved = changed(marking, 'open', edge.id, -1);
  if (edge.to === null) return settled(graph, moved, switches);
  return settled(graph, arriveAt(graph, moved, edge, switches), switches);
}

function arriveAt(graph: Graph, marking: Marking, edge: Edge, switches: Switches): Marking {
  const kind = graph.gateways[edge.to!]!;
  const isJoin = kind !== 'exclusive' && waysIn(graph.edges, edge.to!).length > 1;
  return isJoin ? changed(marking, 'arrived', edge.id, 1) : sentOn(graph, marking, edge.to!, switches);
}

/** Fires whatever may fire, in every order, until nothing may. */
function settled(graph: Graph, start: Marking, switches: Switches): readonly Marking[] {
  const done = new Map<string, Marking>();
  const seen = new Set<string>();
  const queue = [start];
  for (let marking = queue.pop(); marking; marking = queue.pop()) {
    const key = JSON.stringify(marking);
    if (seen.has(key) || seen.size > MARKINGS_MAX) continue;
    seen.add(key);
    const ready = graph.gateways.flatMap((_, index) => (mayFire(graph, marking, index) ? [index] : []));
    if (ready.length === 0) done.set(key, marking);
    for (const index of ready) queue.push(fired(graph, marking, index, switches));
  }
  return [...done.values()];
}

function mayFire(graph: Graph, marking: Marking, gateway: number): boolean {
  const incoming = waysIn(graph.edges, gateway);
  const kind = graph.gateways[gateway];
  if (kind === 'exclusive' || incoming.length < 2) return false;
  const filled = incoming.filter((edge) => marking.arrived[edge.id]! > 0);
  const empty = incoming.filter((edge) => marking.arrived[edge.id]! === 0);
  if (filled.length === 0) return false;
  if (kind === 'parallel') return empty.length === 0;
  return graph.edges.every((edge) => {
    const isThere = marking.open[edge.id]! > 0 || (marking.arrived[edge.id]! > 0 && edge.to !== gateway);
    if (!isThere) return true;
    const canReach = (target: Edge): boolean => reaches(graph, edge, target, gateway);
    return !empty.some(canReach) || filled.some(canReach);
  });
}

/** Whether a path of flows begins with `from`, ends with `target` and does not visit the gateway in between. */
function reaches(graph: Graph, from: Edge, target: Edge, avoiding: number): boolean {
  const seen = new Set<number>();
  const walk = (edge: Edge): boolean => {
    if (edge === target) return true;
    if (edge.to === null || edge.to === avoiding || seen.has(edge.id)) return false;
    seen.add(edge.id);
    return waysOut(graph.edges, edge.to).some(walk);
  };
  return walk(from);
}

function fired(graph: Graph, marking: Marking, gateway: number, switches: Switches): Marking {
  const taken = waysIn(graph.edges, gateway).filter((edge) => marking.arrived[edge.id]! > 0);
  const without = taken.reduce((left, edge) => changed(left, 'arrived', edge.id, -1), marking);
  return sentOn(graph, without, gateway, switches);
}

function sentOn(graph: Graph, marking: Marking, gateway: number, switches: Switches): Marking {
  const outgoing = waysOut(graph.edges, gateway);
  const kind = graph.gateways[gateway];
  const fallback = outgoing.at(-1)!;
  const holding = outgoing.filter((edge) => edge !== fallback && switches[switchOf(edge)] === true);
  const chosen = holding.length > 0 ? holding : [fallback];
  const taken = kind === 'parallel' ? outgoing : kind === 'exclusive' ? chosen.slice(0, 1) : chosen;
  return taken.reduce((left, edge) => changed(left, 'open', edge.id, 1), marking);
}

function changed(marking: Marking, what: keyof Marking, edge: number, by: number): Marking {
  return { ...marking, [what]: marking[what].map((count, id) => (id === edge ? count + by : count)) };
}

/** What can be seen of it: open tasks and tokens at joins, sorted. */
export function visible(graph: Graph, { open, arrived }: Marking): { tasks: string[]; parked: string[] } {
  const times = (count: number, what: string): string[] => Array.from({ length: count }, () => what);
  return {
    tasks: graph.edges.flatMap((edge) => times(open[edge.id]!, taskOf(edge))).sort(),
    parked: graph.edges
      .flatMap((edge) => (edge.to === null ? [] : times(arrived[edge.id]!, gatewayOf(edge.to))))
      .sort(),
  };
}
