/**
 * The strip above a task and a card: what is done, what runs, and what most likely comes. The future is a guess
 * and drawn as one: from where the instance stands, the first flow of each choice is followed (all of them at a
 * parallel gateway) and each activity counts once. An instance that has ended has no future.
 */
import type { ProgressStrip } from '#contract';
import type { DefinitionView, ElementView, LiveMapView } from '#engine';
import { kindOf, nameOf } from './definition-names.ts';

type Step = ProgressStrip['steps'][number];
type LiveElement = Pick<LiveMapView['elements'][number], 'elementId' | 'state' | 'since'>;

/** Where an instance stands: all of a live map that the strip needs. */
export interface LivedPath {
  readonly elements: readonly LiveElement[];
}

const ACTIVITY = /(task|callActivity|subProcess)$/i;

export function progressStrip(
  definition: DefinitionView,
  map: LivedPath,
  { ended, locale }: { readonly ended: boolean; readonly locale: string },
): ProgressStrip {
  const elements = new Map(definition.elements.map((element) => [element.id, element]));
  const stepFrom = (element: ElementView, state: Step['state']): Step => ({
    elementId: element.id,
    name: nameOf(element, locale) ?? element.id,
    state,
  });
  const lived = map.elements
    .filter((live) => isStep(elements.get(live.elementId)))
    // What runs comes after what is done, however long it has been running.
    .toSorted((a, b) => rank(a) - rank(b) || (a.since ?? '').localeCompare(b.since ?? ''));
  const past = lived.map((live) => stepFrom(elements.get(live.elementId)!, stepState(live)));
  const future = ended
    ? []
    : likelyPath(definition, map, elements).map((element) => stepFrom(element, 'future'));
  const steps = [...past, ...future];
  return {
    done: steps.filter((step) => step.state === 'done').length,
    total: steps.filter((step) => step.state !== 'skipped').length,
    current: steps.find((step) => step.state === 'running' || step.state === 'failed')?.name ?? null,
    next: future[0]?.name ?? null,
    steps,
  };
}

/** Activities directly in the process; those inside a subprocess are counted as the subprocess. */
function isStep(element: ElementView | undefined): element is ElementView {
  return element !== undefined && element.parentId === null && ACTIVITY.test(kindOf(element));
}

function rank(live: LiveElement): number {
  return live.state === 'done' || live.state === 'cancelled' ? 0 : 1;
}

function stepState(live: LiveElement): Step['state'] {
  switch (live.state) {
    case 'done':
      return 'done';
    case 'failed':
      return 'failed';
    case 'cancelled':
      return 'skipped';
    case 'running':
    case 'waiting':
      return 'running';
  }
}

function likelyPath(
  definition: DefinitionView,
  map: LivedPath,
  elements: ReadonlyMap<string, ElementView>,
): readonly ElementView[] {
  const outgoing = outgoingFlows(definition);
  const seen = new Set(map.elements.map((live) => live.elementId));
  const queue = map.elements
    .filter((live) => live.state === 'running' || live.state === 'waiting' || live.state === 'failed')
    .map((live) => live.elementId);
  const path: ElementView[] = [];
  // Each element enters the queue once, so the walk ends after as many turns as there are elements.
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    const element = elements.get(id);
    if (!element) continue;
    const flows = outgoing.get(id) ?? [];
    const taken = kindOf(element) === 'parallelGateway' ? flows : flows.slice(0, 1);
    for (const { targetId } of taken) {
      if (seen.has(targetId)) continue;
      seen.add(targetId);
      const target = elements.get(targetId);
      if (isStep(target)) path.push(target);
      queue.push(targetId);
    }
  }
  return path;
}

function outgoingFlows(definition: DefinitionView): ReadonlyMap<string, DefinitionView['flows'][number][]> {
  const outgoing = new Map<string, DefinitionView['flows'][number][]>();
  for (const flow of definition.flows) {
    const flows = outgoing.get(flow.sourceId);
    if (flows) flows.push(flow);
    else outgoing.set(flow.sourceId, [flow]);
  }
  return outgoing;
}
