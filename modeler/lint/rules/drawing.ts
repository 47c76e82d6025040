/** The drawing: a shape for each step, an arrow with two points, sizes that can be seen (BPMN 2.0.2 §12.2). Never an error. */
import { elementsOf, isA, referenceOf, type ModdleElement } from '#moddle';
import { each } from '../judge.ts';
import { nameOf } from '../questions.ts';
import type { LintedDiagram, Rule } from '../rule.ts';

const SHAPE = 'bpmndi:BPMNShape';
const EDGE = 'bpmndi:BPMNEdge';

export const drawingRules: readonly Rule[] = [
  {
    id: 'drawing-without-plane',
    clause: '12.2.3',
    severity: 'warning',
    message: 'The drawing “{name}” has no plane, so it shows nothing: draw the process again.',
    russian: 'У чертежа «{name}» нет плоскости, и он ничего не показывает: нарисуйте процесс заново.',
    check: each('bpmndi:BPMNDiagram', (drawing) => referenceOf(drawing, 'plane') === null),
  },
  {
    id: 'plane-without-element',
    clause: '12.2.3',
    severity: 'warning',
    message: 'The drawing “{name}” does not say which process or collaboration it shows: choose it.',
    russian: 'Чертёж «{name}» не говорит, какой процесс или взаимодействие показывает: выберите его.',
    check: each('bpmndi:BPMNPlane', (plane) => referenceOf(plane, 'bpmnElement') === null),
  },
  {
    id: 'shape-without-element',
    clause: '12.2.3',
    severity: 'warning',
    message: 'The shape “{name}” stands for nothing in the file: remove it.',
    russian: 'Фигура «{name}» ничему в файле не соответствует: уберите её.',
    check: each(SHAPE, (shape) => referenceOf(shape, 'bpmnElement') === null),
  },
  {
    id: 'edge-without-element',
    clause: '12.2.3',
    severity: 'warning',
    message: 'The line “{name}” stands for nothing in the file: remove it.',
    russian: 'Линия «{name}» ничему в файле не соответствует: уберите её.',
    check: each(EDGE, (edge) => referenceOf(edge, 'bpmnElement') === null),
  },
  {
    id: 'node-without-shape',
    clause: '12.2.3',
    severity: 'warning',
    message: '“{name}” is not drawn, though its neighbours are: draw a shape for it.',
    russian: '«{name}» не нарисовано, хотя соседи нарисованы: нарисуйте для него фигуру.',
    check: each('bpmn:FlowNode', (node, diagram) => isMissing(diagram, node, shapesOf(diagram))),
  },
  {
    id: 'flow-without-edge',
    clause: '12.2.3',
    severity: 'warning',
    message: 'The arrow “{name}” is not drawn, though both of its ends are: draw it.',
    russian: 'Стрелка «{name}» не нарисована, хотя оба её конца нарисованы: нарисуйте её.',
    check: each('bpmn:SequenceFlow', (flow, diagram) => {
      const shapes = shapesOf(diagram);
      if (shapes.size === 0) return false;
      const ends = [referenceOf(flow, 'sourceRef'), referenceOf(flow, 'targetRef')];
      return ends.every((end) => end !== null && shapes.has(end)) && !edgesOf(diagram).has(flow);
    }),
  },
  {
    id: 'edge-too-short',
    clause: '12.2.3',
    severity: 'warning',
    message: 'The line of “{name}” has fewer than two points: draw it again.',
    russian: 'У линии «{name}» меньше двух точек: проведите её заново.',
    check: each(EDGE, (edge) => (elementsOf(edge, 'waypoint').length < 2 ? atDrawn(edge) : null)),
  },
  {
    id: 'shape-without-size',
    clause: '12.2.3',
    severity: 'warning',
    message: 'The shape of “{name}” has no size, so it is not seen: draw it again.',
    russian: 'У фигуры «{name}» нет размера, и её не видно: нарисуйте её заново.',
    check: each(SHAPE, (shape) => (hasSize(referenceOf(shape, 'bounds')) ? null : atDrawn(shape))),
  },
  {
    id: 'label-without-size',
    clause: '12.2.3',
    severity: 'warning',
    message: 'The label of “{name}” has a place without a size: move it, or let the tool place it.',
    russian: 'У подписи «{name}» место без размера: передвиньте её или доверьте это редактору.',
    check: each([SHAPE, EDGE], (drawn) => {
      const bounds = referenceOf(referenceOf(drawn, 'label'), 'bounds');
      return bounds && !hasSize(bounds) ? atDrawn(drawn) : null;
    }),
  },
  {
    id: 'drawn-twice',
    clause: '12.2.3',
    severity: 'warning',
    message: '“{name}” is drawn twice on one plane: remove one of the two.',
    russian: '«{name}» нарисовано на одной плоскости дважды: уберите одно из двух.',
    check: each('bpmndi:BPMNPlane', (plane) => {
      const seen = new Set<ModdleElement>();
      return elementsOf(plane, 'planeElement').flatMap((drawn) => {
        const element = referenceOf(drawn, 'bpmnElement');
        if (!element || !seen.has(element)) {
          if (element) seen.add(element);
          return [];
        }
        return [{ element }];
      });
    }),
  },
  {
    id: 'drawn-as-other-kind',
    clause: '12.2.3',
    severity: 'warning',
    message:
      '“{name}” is drawn as a shape where it is an arrow, or as an arrow where it is a step: draw it again.',
    russian: '«{name}» нарисовано фигурой вместо стрелки или стрелкой вместо шага: нарисуйте заново.',
    check: each([SHAPE, EDGE], (drawn) => {
      const element = referenceOf(drawn, 'bpmnElement');
      if (!isA(element, 'bpmn:FlowNode', 'bpmn:SequenceFlow', 'bpmn:MessageFlow')) return null;
      return isA(drawn, SHAPE) === isA(element, 'bpmn:FlowNode') ? null : { element: element! };
    }),
  },
  {
    id: 'boundary-shape-off-border',
    clause: '12.2.3',
    severity: 'warning',
    message: '“{name}” is drawn away from “{host}”, to which it belongs: move it onto the border.',
    russian: '«{name}» нарисовано в стороне от «{host}», к которому относится: передвиньте его на границу.',
    check: each('bpmn:BoundaryEvent', (event, diagram) => {
      const host = referenceOf(event, 'attachedToRef');
      const shapes = shapesOf(diagram);
      const [own, other] = [boxOf(shapes.get(event)), boxOf(host ? shapes.get(host) : undefined)];
      return host !== null && own !== null && other !== null && areApart(own, other)
        ? { values: { host: nameOf(host) } }
        : null;
    }),
  },
];

type Drawn = ReadonlyMap<ModdleElement, ModdleElement>;

const drawnShapes = new WeakMap<LintedDiagram, Drawn>();
const drawnEdges = new WeakMap<LintedDiagram, Drawn>();
const shapesOf = (diagram: LintedDiagram): Drawn => byElement(diagram, SHAPE, drawnShapes);
const edgesOf = (diagram: LintedDiagram): Drawn => byElement(diagram, EDGE, drawnEdges);

function byElement(diagram: LintedDiagram, type: string, known: WeakMap<LintedDiagram, Drawn>): Drawn {
  const found = known.get(diagram);
  if (found) return found;
  const made = new Map<ModdleElement, ModdleElement>();
  for (const drawn of diagram.all(type)) {
    const element = referenceOf(drawn, 'bpmnElement');
    if (element) made.set(element, drawn);
  }
  known.set(diagram, made);
  return made;
}

/** A collapsed subprocess hides what is in it, and a file may have no drawing at all. */
function isMissing(diagram: LintedDiagram, node: ModdleElement, shapes: Drawn): boolean {
  if (shapes.size === 0 || shapes.has(node) || !node.$parent) return false;
  return diagram.nodesIn(node.$parent).some((neighbour) => shapes.has(neighbour));
}

const atDrawn = (drawn: ModdleElement): { readonly element: ModdleElement } => ({
  element: referenceOf(drawn, 'bpmnElement') ?? drawn,
});

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function boxOf(shape: ModdleElement | undefined): Box | null {
  const bounds = referenceOf(shape, 'bounds');
  if (!bounds || !hasSize(bounds)) return null;
  const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((key) => Number(bounds.get(key) ?? 0));
  return { x: x!, y: y!, width: width!, height: height! };
}

function hasSize(bounds: ModdleElement | null): boolean {
  return Number(bounds?.get('width')) > 0 && Number(bounds?.get('height')) > 0;
}

function areApart(a: Box, b: Box): boolean {
  return a.x > b.x + b.width || b.x > a.x + a.width || a.y > b.y + b.height || b.y > a.y + a.height;
}
