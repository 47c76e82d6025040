/** Zoom, fit and overview map in one corner. The bpmn.io mark below them stays visible, as its licence asks. */
import { iconMarkup, type IconName } from '../crm/icons.ts';
import type { Canvas, DiagramElement, ElementRegistry, Services, Translate } from './services.ts';

export type ZoomStep = 'in' | 'out' | 'fit' | 'actual';

/** Below this a label cannot be read, so that fitting stops there and shows the part that matters. */
const READABLE_ZOOM = 0.5;
const ZOOM_MAX = 4;
const ZOOM_MIN = 0.2;

export function zoomTo(canvas: Canvas, step: ZoomStep): void {
  if (step === 'fit') return fit(canvas);
  if (step === 'actual') return void canvas.zoom(1, 'auto');
  const level = canvas.zoom() * (step === 'in' ? 1.25 : 0.8);
  canvas.zoom(Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, level)), 'auto');
}

/** The whole diagram with some air around it. */
function fit(canvas: Canvas): void {
  const { inner, outer } = canvas.viewbox();
  if (outer.width === 0 || inner.width === 0) return;
  canvas.zoom('fit-viewport', 'auto');
  const { inner: drawn } = canvas.viewbox();
  const air = 48 / canvas.zoom();
  const box = {
    x: drawn.x - air,
    y: drawn.y - air,
    width: drawn.width + 2 * air,
    height: drawn.height + 2 * air,
  };
  canvas.viewbox(box);
  if (canvas.zoom() > 1.1) canvas.zoom(1.1, 'auto');
}

/** Fits, and where that were too small to read, shows the element (a start, or where the work is) legibly. */
export function fitReadable(canvas: Canvas, elementRegistry: ElementRegistry, focusId?: string): void {
  fit(canvas);
  if (canvas.zoom() >= READABLE_ZOOM) return;
  const focus = (focusId ? elementRegistry.get(focusId) : undefined) ?? firstStart(elementRegistry);
  if (!focus) return;
  canvas.zoom(0.7);
  const { outer } = canvas.viewbox();
  const width = outer.width / 0.7;
  const height = outer.height / 0.7;
  const left = focusId ? focus.x + focus.width / 2 - width / 2 : focus.x - 60;
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
}

export function installControls({ container, canvas, minimap, translate }: ControlsOptions): () => void {
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
    button('fit', 'Fit to screen', () => zoomTo(canvas, 'fit')),
    map,
  );
  container.append(bar);
  return () => bar.remove();
}
