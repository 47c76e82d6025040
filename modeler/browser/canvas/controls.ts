/** Zoom, fit and overview map in one corner. The bpmn.io mark below them stays visible, as its licence asks. */
import { iconMarkup, type IconName } from '../crm/icons.ts';
import type { Canvas, DiagramElement, ElementRegistry, Services, Translate } from './services.ts';

export type ZoomStep = 'in' | 'out' | 'fit' | 'actual';

/** Below this a label cannot be read, so that fitting stops there and shows the part that matters. */
const READABLE_ZOOM = 0.5;
const LEGIBLE_ZOOM = 0.75;
const ZOOM_MAX = 4;
const ZOOM_MIN = 0.2;

export function zoomTo(canvas: Canvas, step: ZoomStep, insetLeftPx = 0): void {
  if (step === 'fit') return fit(canvas, insetLeftPx);
  if (step === 'actual') return void canvas.zoom(1, 'auto');
  const level = canvas.zoom() * (step === 'in' ? 1.25 : 0.8);
  canvas.zoom(limitedZoom(level), 'auto');
}

/** Neither so small that nothing is seen, nor so large that one is lost. */
export function limitedZoom(level: number): number {
  return Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, level));
}

const AIR_PX = 20;
/** Part of what the controls cover: they stand in the lower right corner, where a drawing seldom is. */
const CONTROLS_PX = 16;
/** A small diagram is not blown up. */
const FIT_ZOOM_MAX = 1.1;

/** The whole diagram with some air around it, right of what covers the canvas on the left. */
function fit(canvas: Canvas, insetLeftPx: number): void {
  const { inner, outer } = canvas.viewbox();
  if (outer.width === 0 || inner.width === 0) return;
  const room = {
    width: outer.width - insetLeftPx - CONTROLS_PX - 2 * AIR_PX,
    height: outer.height - 2 * AIR_PX,
  };
  const scale = Math.min(FIT_ZOOM_MAX, room.width / inner.width, room.height / inner.height);
  if (scale <= 0) return;
  const width = outer.width / scale;
  const height = outer.height / scale;
  canvas.viewbox({
    x: inner.x + inner.width / 2 - (outer.width + insetLeftPx - CONTROLS_PX) / 2 / scale,
    y: inner.y + inner.height / 2 - height / 2,
    width,
    height,
  });
}

export interface FitOptions {
  /** Shown legibly where the whole would be too small; a start event unless told. */
  readonly focusId?: string;
  readonly insetLeftPx?: number;
}

/** Fits, and where that were too small to read, shows the element (a start, or where the work is) legibly. */
export function fitReadable(
  canvas: Canvas,
  elementRegistry: ElementRegistry,
  options: FitOptions = {},
): void {
  const insetLeftPx = options.insetLeftPx ?? 0;
  fit(canvas, insetLeftPx);
  if (canvas.zoom() >= READABLE_ZOOM) return;
  const focus =
    (options.focusId ? elementRegistry.get(options.focusId) : undefined) ?? firstStart(elementRegistry);
  if (!focus) return;
  canvas.zoom(LEGIBLE_ZOOM);
  const { outer } = canvas.viewbox();
  const width = outer.width / LEGIBLE_ZOOM;
  const height = outer.height / LEGIBLE_ZOOM;
  const left = options.focusId
    ? focus.x + focus.width / 2 - width / 2
    : focus.x - (AIR_PX + insetLeftPx) / LEGIBLE_ZOOM;
  canvas.viewbox({ x: left, y: focus.y + focus.height / 2 - height / 2, width, height });
}

function firstStart(elementRegistry: ElementRegistry): DiagramElement | undefined {
  return elementRegistry.filter((element) => element.type === 'bpmn:StartEvent' && !element.labelTarget)[0];
}

export interface ControlsOptions {
  readonly container: HTMLElement;
  readonly canvas: Canvas;
  readonly minimap: Services['minimap'];
  readonly translate: Translate;
  readonly insetLeftPx?: number;
}

export function installControls({
  container,
  canvas,
  minimap,
  translate,
  insetLeftPx,
}: ControlsOptions): () => void {
  const bar = document.createElement('div');
  bar.className = 'tl-controls';
  bar.setAttribute('role', 'toolbar');
  const button = (icon: IconName, title: string, act: () => void): HTMLButtonElement => {
    const element = document.createElement('button');
    element.type = 'button';
    element.title = translate(title);
    element.setAttribute('aria-label', element.title);
    element.innerHTML = iconMarkup(icon, 18);
    element.addEventListener('click', act);
    return element;
  };
  const map = button('map', 'Overview map', () => {
    if (minimap.isOpen()) minimap.close();
    else minimap.open();
    map.setAttribute('aria-pressed', String(minimap.isOpen()));
  });
  map.setAttribute('aria-pressed', 'false');
  bar.append(
    button('zoomIn', 'Zoom in', () => zoomTo(canvas, 'in')),
    button('zoomOut', 'Zoom out', () => zoomTo(canvas, 'out')),
    button('fit', 'Fit to screen', () => zoomTo(canvas, 'fit', insetLeftPx)),
    map,
  );
  container.append(bar);
  return () => bar.remove();
}
