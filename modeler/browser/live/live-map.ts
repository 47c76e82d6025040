/**
 * The live map: what an instance did, drawn on its diagram. The signature of the product is THE THROUGHLINE, one
 * continuous line in the accent colour over the flows really taken, from the start to where the work is now. It
 * lies below the elements, so that it runs from station to station and never over a word.
 */
import { isA } from '#moddle';
import type {
  Canvas,
  DiagramElement,
  ElementRegistry,
  Overlays,
  Point,
  Translate,
} from '../canvas/services.ts';
import { iconMarkup } from '../crm/icons.ts';

export type LiveState = 'done' | 'running' | 'waiting' | 'failed' | 'cancelled';

export interface LiveMap {
  readonly elements: readonly {
    readonly elementId: string;
    readonly state: LiveState;
    /** Who and since when, in the reader's words; shown beside running, waiting and failed elements. */
    readonly label?: string | null;
    readonly since?: string | null;
    readonly times?: number;
  }[];
  readonly flows: readonly { readonly flowId: string; readonly times: number }[];
}

const STATES: readonly LiveState[] = ['done', 'running', 'waiting', 'failed', 'cancelled'];
const OVERLAY = 'tl-live';
const SVG = 'http://www.w3.org/2000/svg';

export interface LiveMapPainter {
  paint(map: LiveMap | null): void;
}

export interface LiveMapServices {
  readonly canvas: Canvas;
  readonly elementRegistry: ElementRegistry;
  readonly overlays: Overlays;
  readonly translate: Translate;
}

export function createLiveMapPainter(services: LiveMapServices): LiveMapPainter {
  let marked: { id: string; marker: string }[] = [];

  const clear = (): void => {
    for (const { id, marker } of marked) {
      if (services.elementRegistry.get(id)) services.canvas.removeMarker(id, marker);
    }
    marked = [];
    services.overlays.remove({ type: OVERLAY });
    services.canvas.getLayer('tl-throughline', -1).replaceChildren();
    services.canvas.getContainer().classList.remove('tl-live');
  };

  const mark = (id: string, marker: string): void => {
    services.canvas.addMarker(id, marker);
    marked.push({ id, marker });
  };

  return {
    paint(map) {
      clear();
      if (!map) return;
      services.canvas.getContainer().classList.add('tl-live');
      markStates(map, services, mark);
      drawThroughline(map, services, mark);
      addBadges(map, services);
    },
  };
}

function markStates(
  map: LiveMap,
  { elementRegistry }: LiveMapServices,
  mark: (id: string, marker: string) => void,
): void {
  const states = new Map(map.elements.map((element) => [element.elementId, element.state]));
  const taken = new Set(map.flows.filter((flow) => flow.times > 0).map((flow) => flow.flowId));
  for (const element of elementRegistry.getAll()) {
    const owner = element.labelTarget ?? element;
    if (isA(owner.businessObject, 'bpmn:FlowNode')) {
      const state = states.get(owner.id);
      mark(element.id, state && STATES.includes(state) ? `tl-state-${state}` : 'tl-state-future');
    } else if (owner.waypoints && !taken.has(owner.id)) mark(element.id, 'tl-state-future');
  }
}

function drawThroughline(
  map: LiveMap,
  services: LiveMapServices,
  mark: (id: string, marker: string) => void,
): void {
  const layer = services.canvas.getLayer('tl-throughline', -1);
  layer.classList.add('tl-throughline');
  for (const { elementId, state } of map.elements) {
    const element = services.elementRegistry.get(elementId);
    if (element && state === 'running' && !isContainer(element)) layer.append(glowOf(element));
  }
  for (const { flowId, times } of map.flows) {
    const flow = services.elementRegistry.get(flowId);
    if (!flow?.waypoints || times < 1) continue;
    mark(flowId, 'tl-taken');
    layer.append(svg('path', { class: 'tl-throughline-path', d: pathThrough(flow) }));
    layer.append(svg('path', { class: 'tl-throughline-head', d: arrowHead(flow.waypoints) }));
  }
}

/** From the middle of one station to the middle of the next, so that neighbouring flows join into one line. */
function pathThrough(flow: DiagramElement): string {
  const waypoints = flow.waypoints ?? [];
  const points = [...stationBefore(flow, waypoints), ...waypoints, ...stationAfter(flow, waypoints)];
  return roundedPath(points);
}

function stationBefore(flow: DiagramElement, waypoints: readonly Point[]): readonly Point[] {
  const first = waypoints[0];
  return flow.source && first && !isContainer(flow.source) ? throughMiddle(flow.source, first) : [];
}

function stationAfter(flow: DiagramElement, waypoints: readonly Point[]): readonly Point[] {
  const last = waypoints.at(-1);
  return flow.target && last && !isContainer(flow.target)
    ? [...throughMiddle(flow.target, last)].reverse()
    : [];
}

/** Middle of the element, and a corner when the flow docks off its axes, so that the line turns at right angles. */
function throughMiddle(element: DiagramElement, dock: Point): readonly Point[] {
  const middle = { x: element.x + element.width / 2, y: element.y + element.height / 2 };
  const isOnAxis = Math.abs(middle.x - dock.x) < 2 || Math.abs(middle.y - dock.y) < 2;
  if (isOnAxis) return [middle];
  const docksSideways = Math.abs(dock.x - element.x) < 2 || Math.abs(dock.x - element.x - element.width) < 2;
  return [middle, docksSideways ? { x: middle.x, y: dock.y } : { x: dock.x, y: middle.y }];
}

const CORNER = 7;

function roundedPath(points: readonly Point[]): string {
  const [start] = points;
  if (!start) return '';
  const parts = [`M${start.x} ${start.y}`];
  for (let index = 1; index < points.length; index++) {
    const [before, here, after] = [points[index - 1], points[index], points[index + 1]];
    if (!before || !here) continue;
    if (!after) {
      parts.push(`L${here.x} ${here.y}`);
      continue;
    }
    const into = toward(here, before);
    const out = toward(here, after);
    parts.push(`L${into.x} ${into.y}`, `Q${here.x} ${here.y} ${out.x} ${out.y}`);
  }
  return parts.join('');
}

function toward(from: Point, to: Point): Point {
  const distance = Math.hypot(to.x - from.x, to.y - from.y);
  const share = distance === 0 ? 0 : Math.min(CORNER, distance / 2) / distance;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

function arrowHead(waypoints: readonly Point[]): string {
  const tip = waypoints.at(-1);
  const before = waypoints.at(-2);
  if (!tip || !before) return '';
  const angle = Math.atan2(tip.y - before.y, tip.x - before.x);
  const corner = (side: number): string =>
    `${tip.x - 10 * Math.cos(angle) + side * 5.5 * Math.sin(angle)} ${tip.y - 10 * Math.sin(angle) - side * 5.5 * Math.cos(angle)}`;
  return `M${tip.x} ${tip.y}L${corner(1)}L${corner(-1)}Z`;
}

function glowOf(element: DiagramElement): SVGElement {
  const radius = element.width < 60 ? element.width / 2 + 8 : 18;
  return svg('rect', {
    class: 'tl-glow',
    x: element.x - 8,
    y: element.y - 8,
    width: element.width + 16,
    height: element.height + 16,
    rx: radius,
  });
}

function addBadges(map: LiveMap, { overlays, elementRegistry, translate }: LiveMapServices): void {
  for (const live of map.elements) {
    const element = elementRegistry.get(live.elementId);
    if (!element) continue;
    overlays.add(element, OVERLAY, {
      position: { top: -10, right: 14 },
      html: badgeOf(live, translate),
      scale: { min: 0.8, max: 1.2 },
    });
    if (!live.label || live.state === 'done') continue;
    const tag = document.createElement('div');
    tag.className = `tl-live-label tl-live-label-${live.state}`;
    tag.textContent = live.label;
    tag.style.setProperty('--tl-element-width', `${element.width}px`);
    overlays.add(element, OVERLAY, {
      position: { bottom: 11, left: 0 },
      html: tag,
      scale: { min: 0.9, max: 1.2 },
    });
  }
}

function badgeOf(live: LiveMap['elements'][number], translate: Translate): HTMLElement {
  const badge = document.createElement('span');
  badge.className = `tl-live-badge tl-live-badge-${live.state}`;
  const times = live.times ?? 1;
  const words = [
    translate(live.state),
    times > 1 ? translate('taken {times} times', { times: String(times) }) : '',
    live.label ?? '',
  ];
  badge.title = words.filter(Boolean).join(', ');
  badge.setAttribute('role', 'img');
  badge.setAttribute('aria-label', badge.title);
  badge.innerHTML = iconMarkup(live.state, 12);
  if (times > 1) badge.append(`×${times}`);
  return badge;
}

function isContainer(element: DiagramElement): boolean {
  return isA(element.businessObject, 'bpmn:SubProcess') && element.collapsed !== true && element.width > 160;
}

function svg(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
