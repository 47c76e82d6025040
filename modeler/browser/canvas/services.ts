/**
 * The services of bpmn-js that we use, typed by what we use of them. The cast from its untyped registry happens in
 * one place, `servicesOf`; everything behind it is checked.
 */
import type { ModdleElement } from '#moddle';

/** A BPMN element as the modeler holds it: readable like any other and changed through commands only. */
export interface BusinessObject extends ModdleElement {
  $parent?: BusinessObject;
  set(property: string, value: unknown): void;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface DiagramElement {
  readonly id: string;
  readonly type: string;
  readonly businessObject: BusinessObject;
  readonly parent?: DiagramElement | null;
  readonly children?: readonly DiagramElement[];
  readonly labelTarget?: DiagramElement;
  readonly host?: DiagramElement | null;
  readonly attachers?: readonly DiagramElement[];
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly waypoints?: readonly Point[];
  readonly incoming: readonly DiagramElement[];
  readonly outgoing: readonly DiagramElement[];
  readonly source?: DiagramElement;
  readonly target?: DiagramElement;
  readonly collapsed?: boolean;
}

export interface Viewbox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly inner: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly outer: { readonly width: number; readonly height: number };
}

export interface Canvas {
  zoom(level?: number | 'fit-viewport', center?: Point | 'auto'): number;
  viewbox(box?: { x: number; y: number; width: number; height: number }): Viewbox;
  addMarker(element: string | DiagramElement, marker: string): void;
  removeMarker(element: string | DiagramElement, marker: string): void;
  getLayer(name: string, index: number): SVGGElement;
  getRootElement(): DiagramElement;
  findRoot(element: DiagramElement): DiagramElement | undefined;
  setRootElement(root: DiagramElement): void;
  scrollToElement(
    element: DiagramElement,
    padding?:
      | number
      | { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number },
  ): void;
  getContainer(): HTMLElement;
  focus(): void;
}

export interface ElementRegistry {
  get(id: string): DiagramElement | undefined;
  getAll(): readonly DiagramElement[];
  filter(accept: (element: DiagramElement) => boolean): readonly DiagramElement[];
  getGraphics(element: DiagramElement | string): SVGGElement;
}

export interface DiagramEvent {
  readonly element?: DiagramElement;
  readonly elements?: readonly DiagramElement[];
  readonly newSelection?: readonly DiagramElement[];
  readonly originalEvent?: Event;
  /** On `import.parse.complete`; absent when reading failed. */
  readonly definitions?: ModdleElement;
  /** Beside it: what the reader dropped. */
  readonly warnings?: readonly object[];
}

export interface EventBus {
  on(events: string | readonly string[], listener: (event: DiagramEvent) => void): void;
  on(events: string | readonly string[], priority: number, listener: (event: DiagramEvent) => void): void;
}

export interface Modeling {
  updateProperties(element: DiagramElement, properties: object): void;
  updateModdleProperties(element: DiagramElement, moddleElement: BusinessObject, properties: object): void;
  removeElements(elements: readonly DiagramElement[]): void;
  createShape(
    shape: DiagramElement,
    position: Point,
    parent: DiagramElement,
    hints?: { readonly attach?: boolean },
  ): DiagramElement;
  connect(source: DiagramElement, target: DiagramElement, attributes: object): DiagramElement;
  reconnectEnd(connection: DiagramElement, target: DiagramElement, docking: Point): void;
  layoutConnection(connection: DiagramElement, hints: { readonly waypoints: readonly Point[] }): void;
  createSpace(
    moving: readonly DiagramElement[],
    resizing: readonly DiagramElement[],
    delta: Point,
    direction: 'n' | 'e' | 's' | 'w',
    start: number,
  ): void;
}

export interface SpaceTool {
  calculateAdjustments(
    elements: readonly DiagramElement[],
    axis: 'x' | 'y',
    delta: number,
    start: number,
  ): { readonly movingShapes: readonly DiagramElement[]; readonly resizingShapes: readonly DiagramElement[] };
}

export interface CommandStack {
  canUndo(): boolean;
  canRedo(): boolean;
  undo(): void;
  redo(): void;
  execute(command: string, context: object): void;
  registerHandler(command: string, handler: new (...services: never[]) => object): void;
}

export interface Selection {
  get(): readonly DiagramElement[];
  select(element: DiagramElement | readonly DiagramElement[] | null): void;
}

export interface Overlays {
  add(
    element: string | DiagramElement,
    type: string,
    overlay: {
      position: { top?: number; left?: number; right?: number; bottom?: number };
      html: HTMLElement;
      scale?: boolean | { min?: number; max?: number };
      show?: { minZoom?: number };
    },
  ): string;
  remove(filter: { type: string }): void;
}

export interface ElementFactory {
  createShape(attributes: object): DiagramElement;
  createParticipantShape(attributes?: object): DiagramElement;
}

export interface BpmnFactory {
  create(type: string, attributes?: object): BusinessObject;
}

export interface AutoPlace {
  append(source: DiagramElement, shape: DiagramElement, hints?: object): DiagramElement;
}

export interface Create {
  start(event: Event, shape: DiagramElement | readonly DiagramElement[], context?: object): void;
}

export interface Tool {
  start(event: Event): void;
  activateHand(event: Event): void;
  activateSelection(event: Event): void;
}

export interface PopupMenu {
  registerProvider(id: string, provider: object): void;
  registerProvider(id: string, priority: number, provider: object): void;
  open(element: DiagramElement, id: string, position: object, options: object): void;
}

export interface ContextPad {
  registerProvider(priority: number, provider: object): void;
  getPad(element: DiagramElement): { readonly html: HTMLElement };
}

export interface Palette {
  registerProvider(provider: object): void;
}

export interface BpmnRenderer {
  readonly handlers: Readonly<
    Record<string, (parent: SVGElement, element: DiagramElement, attributes?: object) => SVGElement>
  >;
  drawShape(parent: SVGElement, element: DiagramElement): SVGElement;
  drawConnection(parent: SVGElement, element: DiagramElement): SVGElement;
  getShapePath(element: DiagramElement): string;
  getConnectionPath(element: DiagramElement): string;
}

export type Translate = (template: string, replacements?: Readonly<Record<string, string>>) => string;

export interface Services {
  readonly canvas: Canvas;
  readonly elementRegistry: ElementRegistry;
  readonly eventBus: EventBus;
  readonly modeling: Modeling;
  readonly commandStack: CommandStack;
  readonly selection: Selection;
  readonly overlays: Overlays;
  readonly elementFactory: ElementFactory;
  readonly bpmnFactory: BpmnFactory;
  readonly autoPlace: AutoPlace;
  readonly translate: Translate;
  readonly minimap: { open(): void; close(): void; isOpen(): boolean };
}

export type GetService = <K extends keyof Services>(name: K) => Services[K];

/** The one cast: bpmn-js hands out its services untyped. */
export function servicesOf(diagram: { get(service: string): unknown }): GetService {
  return (name) => diagram.get(name) as never;
}
