/**
 * Draws the next step behind an element, as one step of undo. On a flow that is there, the step goes in between
 * (source → step → target) and what stands in its way moves right, pools and subprocesses growing with it; the
 * flow itself stays with the source, so that its condition, result and name keep saying when the path is taken.
 */
import { isA } from '#moddle';
import type { AutoPlace, DiagramElement, Modeling, SpaceTool } from '../canvas/services.ts';

export const APPEND_COMMAND = 'tl.append-step';

interface Context {
  readonly after: DiagramElement;
  readonly shape: DiagramElement;
  /** The flow that the step goes into; null draws a path of its own. */
  readonly flow: DiagramElement | null;
}

/** Between two steps, as auto-place leaves it. */
const GAP_PX = 50;

export class AppendStepHandler {
  static $inject = ['modeling', 'autoPlace', 'spaceTool'];
  private readonly modeling: Modeling;
  private readonly autoPlace: AutoPlace;
  private readonly spaceTool: SpaceTool;

  constructor(modeling: Modeling, autoPlace: AutoPlace, spaceTool: SpaceTool) {
    this.modeling = modeling;
    this.autoPlace = autoPlace;
    this.spaceTool = spaceTool;
  }

  preExecute({ after, shape, flow }: Context): void {
    const target = flow?.target;
    if (!flow || !target || !after.parent) {
      this.autoPlace.append(after, shape);
      return;
    }
    const middle = placeBetween(after, target, shape);
    this.makeRoom(after, target, { ...middle, right: middle.x + shape.width / 2, height: shape.height });
    this.modeling.createShape(shape, middle, after.parent);
    this.modeling.reconnectEnd(flow, shape, middle);
    this.modeling.layoutConnection(flow, { waypoints: [] });
    this.modeling.connect(shape, target, { type: 'bpmn:SequenceFlow' });
  }

  private makeRoom(
    after: DiagramElement,
    target: DiagramElement,
    step: { y: number; right: number; height: number },
  ): void {
    const inTheWay = (after.parent?.children ?? []).filter(
      (other) =>
        isA(other.businessObject, 'bpmn:FlowNode') &&
        !other.labelTarget &&
        !other.host &&
        other.x >= after.x + after.width &&
        other.x < step.right + GAP_PX &&
        (other === target || isInRow(other, step)),
    );
    if (inTheWay.length === 0) return;
    const left = Math.min(...inTheWay.map((other) => other.x));
    const delta = step.right + GAP_PX - left;
    const start = left - 1;
    const { movingShapes, resizingShapes } = this.spaceTool.calculateAdjustments(
      withChildren(rootOf(after)),
      'x',
      delta,
      start,
    );
    this.modeling.createSpace(movingShapes, resizingShapes, { x: delta, y: 0 }, 'e', start);
  }
}

/** The flow that a step behind the element goes into when nobody says which: the only one, but not of a decision. */
export function flowToSplit(after: DiagramElement, step: DiagramElement): DiagramElement | null {
  if (isA(step.businessObject, 'bpmn:EndEvent') || isA(after.businessObject, 'bpmn:Gateway')) return null;
  const flows = sequenceFlowsOf(after);
  return flows.length === 1 ? (flows[0] ?? null) : null;
}

export function sequenceFlowsOf(element: DiagramElement): readonly DiagramElement[] {
  return element.outgoing.filter((flow) => flow.type === 'bpmn:SequenceFlow');
}

/**
 * A step follows in the row of its source. On one of several paths it stands in the path's own row, close to where
 * the path leads, so that the others keep their room.
 */
function placeBetween(
  after: DiagramElement,
  target: DiagramElement,
  shape: DiagramElement,
): { x: number; y: number } {
  const right = after.x + after.width;
  const isBranch =
    isA(after.businessObject, 'bpmn:Gateway', 'bpmn:BoundaryEvent') || sequenceFlowsOf(after).length > 1;
  const ownRow = isBranch && target.x >= right;
  const row = middleOf(ownRow ? target : after).y;
  const host = after.host;
  const edge = host && isInRow(host, { y: row, height: shape.height }) ? host.x + host.width : right;
  const nearest = edge + GAP_PX + shape.width / 2;
  const isLevel = Math.abs(row - middleOf(after).y) < 1;
  const x = ownRow && !isLevel ? Math.max(nearest, target.x - GAP_PX - shape.width / 2) : nearest;
  return { x: Math.round(x), y: Math.round(row) };
}

function isInRow(element: DiagramElement, row: { readonly y: number; readonly height: number }): boolean {
  return Math.abs(middleOf(element).y - row.y) < (element.height + row.height) / 2;
}

function middleOf(element: DiagramElement): { x: number; y: number } {
  return { x: element.x + element.width / 2, y: element.y + element.height / 2 };
}

function rootOf(element: DiagramElement): DiagramElement {
  return element.parent ? rootOf(element.parent) : element;
}

function withChildren(element: DiagramElement): readonly DiagramElement[] {
  return [element, ...(element.children ?? []).flatMap(withChildren)];
}
