/**
 * Lanes as executors (BPMN 2.0.2 §10.8): the innermost lane with an assignment decides for its elements; what a
 * subprocess does is done by the lane of the subprocess unless it has lanes of its own.
 */
import {
  elementsOf,
  readAssignment,
  referenceOf,
  textOf,
  type AssignmentSettings,
  type ModdleElement,
} from '#moddle';

const NONE: readonly ModdleElement[] = [];

/** From the outermost lane to the innermost one. */
function lanesOf(element: ModdleElement): readonly ModdleElement[] {
  const container = element.$parent;
  if (!container) return NONE;
  const sets = elementsOf(container, 'laneSets');
  const around = container.$type === 'bpmn:Process' ? NONE : lanesOf(container);
  return sets.length === 0 ? around : [...around, ...sets.flatMap((set) => pathIn(set, element))];
}

function pathIn(laneSet: ModdleElement, element: ModdleElement): readonly ModdleElement[] {
  for (const lane of elementsOf(laneSet, 'lanes')) {
    const childSet = referenceOf(lane, 'childLaneSet');
    const inner = childSet ? pathIn(childSet, element) : [];
    if (inner.length > 0) return [lane, ...inner];
    if (elementsOf(lane, 'flowNodeRef').some((member) => member.id === element.id)) return [lane];
  }
  return [];
}

export function laneAssignmentOf(element: ModdleElement): AssignmentSettings | null {
  const assignments = lanesOf(element).map((lane) => readAssignment(lane));
  return assignments.findLast((assignment) => assignment !== null) ?? null;
}

export function laneNameOf(element: ModdleElement): string | null {
  const lane = lanesOf(element).at(-1);
  return lane ? textOf(lane, 'name') : null;
}
