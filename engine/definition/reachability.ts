/**
 * Which incoming flows of a join a token can still reach from an element, without passing the join itself: the question
 * of the inclusive join (BPMN 2.0.2 §13.4.3). Answered once per join and model, as one bit per incoming flow.
 *
 * A way leads over sequence flows, from a link throw to the catches of its name, and from an activity to its boundary
 * events. What lives inside a subprocess stands at the subprocess; no way crosses its border.
 */
import type { Element, ProcessModel } from './model.ts';

/** Bits by element id; an element that is missing reaches none of the flows. */
export type Reach = ReadonlyMap<string, bigint>;

const cache = new WeakMap<ProcessModel, Map<string, Reach>>();

export function reachTo(model: ProcessModel, joinId: string): Reach {
  const known = cache.get(model) ?? new Map<string, Reach>();
  cache.set(model, known);
  const reach = known.get(joinId) ?? reachOf(model, joinId);
  known.set(joinId, reach);
  return reach;
}

/** The bit of an incoming flow. */
export function bitOf(join: Element, flowId: string | null): bigint {
  const index = join.incoming.findIndex((flow) => flow.id === flowId);
  return index < 0 ? 0n : 1n << BigInt(index);
}

function reachOf(model: ProcessModel, joinId: string): Reach {
  const join = model.elements.get(joinId)!;
  const before = predecessorsIn(model, join.parentId);
  const reach = new Map<string, bigint>();
  for (const flow of join.incoming) {
    const bit = bitOf(join, flow.id);
    const open = [flow.sourceId];
    const seen = new Set([joinId]);
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      reach.set(id, (reach.get(id) ?? 0n) | bit);
      open.push(...(before.get(id) ?? []));
    }
  }
  return reach;
}

/** By element: those from which a token gets there in one move. */
function predecessorsIn(
  model: ProcessModel,
  parentId: string | null,
): ReadonlyMap<string, readonly string[]> {
  const siblings = [...model.elements.values()].filter((element) => element.parentId === parentId);
  const throwers = new Map<string, string[]>();
  for (const element of siblings) {
    const name = linkOf(element);
    if (name === null || element.type !== 'intermediateThrowEvent') continue;
    throwers.set(name, [...(throwers.get(name) ?? []), element.id]);
  }
  return new Map(
    siblings.map((element) => {
      const sources = element.incoming.map((flow) => flow.sourceId);
      const name = linkOf(element);
      if (name !== null && element.type === 'intermediateCatchEvent')
        sources.push(...(throwers.get(name) ?? []));
      // A compensation handler is no way of a token of this scope.
      if (element.type === 'boundaryEvent' && element.event.kind !== 'compensation')
        sources.push(element.attachedToId);
      return [element.id, sources];
    }),
  );
}

function linkOf(element: Element): string | null {
  return 'event' in element && element.event.kind === 'link' ? element.event.linkName : null;
}
