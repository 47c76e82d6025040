/**
 * Fingers on the canvas, which bpmn-js leaves to whoever embeds it since its version 17: one finger moves what is seen,
 * two zoom about the point between them, a tap stays the click that browsers make of it. Where elements may be dragged, a
 * finger that begins on one is told to bpmn-js as a mouse.
 */
import { limitedZoom } from './controls.ts';
import type { Canvas, Point } from './services.ts';

/** Less is a tap. */
const SLOP_PX = 8;
/** What lies over the drawing takes care of its own fingers. */
const OVER_THE_DRAWING =
  '.tl-controls, .djs-palette, .djs-context-pad, .djs-popup, .djs-minimap, .djs-direct-editing-parent, button, a';
const ELEMENT = '.djs-element.djs-shape, .djs-segment-dragger, .djs-bendpoint, .djs-resizer';

export interface TouchOptions {
  readonly container: HTMLElement;
  readonly canvas: Canvas;
  /** In the designer. */
  readonly dragsElements: boolean;
}

/** Takes the canvas and where it stands; gives what removes the fingers' listeners again. */
export function installTouch({ container, canvas, dragsElements }: TouchOptions): () => void {
  const fingers = new Map<number, Point>();
  let begin: { readonly at: Point; readonly target: Element } | null = null;
  let mouse: MouseOfFinger | null = null;
  let seen: Seen | null = null;
  let isMoving = false;

  const show = ({ x, y, scale, width, height }: Seen): void => {
    canvas.viewbox({ x, y, width: width / scale, height: height / scale });
  };
  const down = (event: PointerEvent): void => {
    if (event.pointerType !== 'touch' || !(event.target instanceof Element)) return;
    if (event.target.closest(OVER_THE_DRAWING)) return;
    fingers.set(event.pointerId, pointOf(event));
    if (fingers.size === 1) begin = { at: pointOf(event), target: event.target };
    else mouse = mouse?.release() ?? null;
    seen = seenOn(canvas);
    isMoving = fingers.size > 1;
  };
  const move = (event: PointerEvent): void => {
    const before = fingers.get(event.pointerId);
    if (!before || !begin || !seen) return;
    const now = pointOf(event);
    if (!isMoving) {
      if (distance(begin.at, now) < SLOP_PX) return;
      isMoving = true;
      if (dragsElements && begin.target.closest(ELEMENT)) mouse = pressMouse(begin.target, begin.at);
    }
    const others = [...fingers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    fingers.set(event.pointerId, now);
    if (mouse) return mouse.move(now);
    const [other] = others;
    seen = other
      ? zoomed(shifted(seen, middle(before, other), middle(now, other)), {
          by: distance(now, other) / Math.max(1, distance(before, other)),
          about: within(container, middle(now, other)),
        })
      : shifted(seen, before, now);
    show(seen);
  };
  const up = (event: PointerEvent): void => {
    if (!fingers.delete(event.pointerId) || fingers.size > 0) return;
    mouse = mouse?.release() ?? null;
    begin = null;
  };

  container.addEventListener('pointerdown', down);
  // A finger that leaves the canvas is still followed.
  document.addEventListener('pointermove', move);
  document.addEventListener('pointerup', up);
  document.addEventListener('pointercancel', up);
  return () => {
    container.removeEventListener('pointerdown', down);
    document.removeEventListener('pointermove', move);
    document.removeEventListener('pointerup', up);
    document.removeEventListener('pointercancel', up);
  };
}

interface MouseOfFinger {
  move(to: Point): void;
  release(): null;
}

/** A mouse that is pressed where the finger began; it enters and leaves what lies under the finger. */
function pressMouse(target: Element, from: Point): MouseOfFinger {
  let over = target;
  let last = from;
  const tell = (type: string, on: Element, at: Point): void => {
    on.dispatchEvent(
      new MouseEvent(type, { bubbles: true, cancelable: true, clientX: at.x, clientY: at.y, button: 0 }),
    );
  };
  tell('mouseover', target, from);
  tell('mousedown', target, from);
  return {
    move(to) {
      last = to;
      const under = document.elementFromPoint(to.x, to.y) ?? over;
      if (under !== over) {
        tell('mouseout', over, to);
        tell('mouseover', under, to);
        over = under;
      }
      tell('mousemove', under, to);
    },
    release() {
      tell('mouseup', over, last);
      return null;
    },
  };
}

/**
 * What part of the drawing is seen, kept while fingers move: the canvas works out a shift from what the browser last
 * laid out, and several fingers move within one frame.
 */
interface Seen extends Point {
  readonly scale: number;
  /** Of the canvas, in pixels. */
  readonly width: number;
  readonly height: number;
}

function seenOn(canvas: Canvas): Seen {
  const { x, y, width, outer } = canvas.viewbox();
  return { x, y, scale: outer.width / width, width: outer.width, height: outer.height };
}

function shifted(seen: Seen, from: Point, to: Point): Seen {
  return {
    ...seen,
    x: seen.x - (to.x - from.x) / seen.scale,
    y: seen.y - (to.y - from.y) / seen.scale,
  };
}

function zoomed(seen: Seen, { by, about }: { readonly by: number; readonly about: Point }): Seen {
  const scale = limitedZoom(seen.scale * by);
  const move = 1 / seen.scale - 1 / scale;
  return { ...seen, scale, x: seen.x + about.x * move, y: seen.y + about.y * move };
}

function within(container: HTMLElement, { x, y }: Point): Point {
  const box = container.getBoundingClientRect();
  return { x: x - box.left, y: y - box.top };
}

const pointOf = (event: PointerEvent): Point => ({ x: event.clientX, y: event.clientY });
const distance = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y);
const middle = (one: Point, other: Point): Point => ({ x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 });
