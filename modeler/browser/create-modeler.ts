/** The designer's canvas. Everything that React needs goes through the handle; bpmn-js stays behind it. */
import Modeler from 'bpmn-js/lib/Modeler';
import gridModule from 'diagram-js-grid';
import minimapModule from 'diagram-js-minimap';
import { lintDiagram, type Finding, type Fix } from '#lint';
import {
  elementsOf,
  isA,
  KNOWN_ACTIONS,
  TL_PREFIX,
  throughlineDescriptor,
  type KnownAction,
  type ModdleElement,
} from '#moddle';
import { fitReadable, installControls, zoomTo, type ZoomStep } from './canvas/controls.ts';
import { completeOnImport, exportSvg, openDiagram, type ImportReport } from './canvas/open-diagram.ts';
import { rendererModule, renderOptions } from './canvas/renderer.ts';
import { servicesOf, type DiagramElement } from './canvas/services.ts';
import type { StepKind } from './crm/step-templates.ts';
import { appendModule, type ThroughlineAppend } from './editing/append.ts';
import { elementInfoOf, messageInfoOf, type ElementInfo, type MessageInfo } from './editing/element-info.ts';
import { paletteModule } from './editing/palette.ts';
import type { PropertiesPatch } from './editing/properties-patch.ts';
import { UPDATE_COMMAND, UpdatePropertiesHandler } from './editing/update-properties.ts';
import { translateModule, type Locale } from './i18n/translate-module.ts';
import { createProblemBadges } from './live/problem-badges.ts';
import { installKeyboardWalk } from './reading/keyboard-walk.ts';
import { outlineOf, type OutlineItem } from './reading/outline.ts';
import './theme.css';

export interface ModelerOptions {
  readonly container: HTMLElement;
  readonly locale: Locale;
  readonly theme?: 'light' | 'dark';
  /** Actions that the server can run; those of the product unless told. */
  readonly actions?: readonly KnownAction[];
  readonly problems?: readonly Finding[];
  onChange?(state: EditState): void;
  /** The selected element, again whenever it changes; null when nothing or several are selected. */
  onSelect?(element: ElementInfo | null): void;
}

export interface EditState {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

export interface ModelerHandle {
  importXml(xml: string): Promise<ImportReport>;
  exportXml(): Promise<string>;
  exportSvg(): Promise<string>;
  undo(): void;
  redo(): void;
  editState(): EditState;
  /** Findings of the shared rule set for the diagram as it is now. */
  lint(): readonly Finding[];
  setProblems(findings: readonly Finding[]): void;
  applyFix(fix: Fix): void;
  getElement(id: string): ElementInfo | null;
  /** The plane: process header and name. */
  rootElement(): ElementInfo | null;
  selectedElement(): ElementInfo | null;
  /** Selects and brings into view; null clears the selection. */
  select(id: string | null): void;
  updateProperties(id: string, patch: PropertiesPatch): void;
  /** Draws a step behind another and joins them; null when nothing can follow it. */
  appendElement(afterId: string, kind: StepKind): ElementInfo | null;
  removeElement(id: string): void;
  messages(): readonly MessageInfo[];
  outline(): readonly OutlineItem[];
  zoom(step: ZoomStep): void;
  focus(): void;
  setTheme(theme: 'light' | 'dark'): void;
  destroy(): void;
}

export function createModeler(options: ModelerOptions): ModelerHandle {
  const { container, locale } = options;
  container.classList.add('tl-diagram', 'tl-designer');
  const modeler = new Modeler({
    container,
    moddleExtensions: { [TL_PREFIX]: structuredClone(throughlineDescriptor) },
    additionalModules: [
      rendererModule,
      paletteModule,
      appendModule,
      translateModule(locale),
      minimapModule,
      gridModule,
    ],
    ...renderOptions,
  });
  const service = servicesOf(modeler);
  const [canvas, registry, selection, commands] = [
    service('canvas'),
    service('elementRegistry'),
    service('selection'),
    service('commandStack'),
  ];
  commands.registerHandler(UPDATE_COMMAND, UpdatePropertiesHandler);

  const definitions = (): ModdleElement | null =>
    (modeler.getDefinitions() as ModdleElement | undefined) ?? null;
  const editState = (): EditState => ({ canUndo: commands.canUndo(), canRedo: commands.canRedo() });
  const selectedElement = (): ElementInfo | null => {
    const [only, ...more] = selection.get();
    return only && more.length === 0 ? elementInfoOf((only.labelTarget ?? only).businessObject) : null;
  };
  const select = (id: string | null): void => {
    const element = id ? registry.get(id) : null;
    selection.select(element ?? null);
    if (element && !isRoot(element)) reveal(element);
  };
  const reveal = (element: DiagramElement): void => {
    const root = canvas.findRoot(element);
    if (root && root !== canvas.getRootElement()) canvas.setRootElement(root);
    canvas.scrollToElement(element, 80);
  };
  /** Shapes by their id; a process that has no shape of its own by the plane. */
  const shapeOf = (id: string): DiagramElement | null => {
    const shape = registry.get(id);
    if (shape) return shape;
    const root = canvas.getRootElement();
    return elementInfoOf(root.businessObject).process?.id === id ? root : null;
  };

  const badges = createProblemBadges({
    canvas,
    elementRegistry: registry,
    overlays: service('overlays'),
    locale,
    onClick: select,
  });
  const setTheme = (theme: 'light' | 'dark'): void => void (container.style.colorScheme = theme);
  if (options.theme) setTheme(options.theme);
  // The palette lies over the left edge.
  const insetLeftPx = (container.querySelector('.djs-palette')?.clientWidth ?? 0) + 12;
  const removeControls = installControls({
    insetLeftPx,
    container,
    canvas,
    minimap: service('minimap'),
    translate: service('translate'),
  });
  const removeWalk = installKeyboardWalk({
    container,
    canvas,
    elementRegistry: registry,
    selection,
    translate: service('translate'),
    locale,
    withArrows: false,
    definitions,
  });

  completeOnImport(service('eventBus'));
  service('eventBus').on('commandStack.changed', () => options.onChange?.(editState()));
  let hasSelected = false;
  service('eventBus').on('selection.changed', () => {
    const element = selectedElement();
    // Opening a diagram clears an empty selection several times; that is no news.
    if (element || hasSelected) options.onSelect?.(element);
    hasSelected = element !== null;
  });
  service('eventBus').on('elements.changed', (event) => {
    const [selected] = selection.get();
    if (
      selected &&
      event.elements?.some((element) => element === selected || element === selected.labelTarget)
    ) {
      options.onSelect?.(selectedElement());
    }
  });

  const handle: ModelerHandle = {
    async importXml(xml) {
      const report = await openDiagram(modeler, xml);
      fitReadable(canvas, registry, { insetLeftPx });
      badges.show(options.problems ?? []);
      return report;
    },
    async exportXml() {
      const { xml } = await modeler.saveXML({ format: true });
      return xml ?? '';
    },
    exportSvg: () => exportSvg(modeler, container),
    undo: () => commands.undo(),
    redo: () => commands.redo(),
    editState,
    lint() {
      const current = definitions();
      return current ? lintDiagram(current, { actions: options.actions ?? KNOWN_ACTIONS }) : [];
    },
    setProblems: (findings) => badges.show(findings),
    applyFix(fix) {
      if (fix.kind === 'make-default')
        return handle.updateProperties(fix.flowId, { isDefault: true, condition: null, outcome: null });
      if (fix.kind === 'remove') return handle.removeElement(fix.elementId);
      handle.appendElement(fix.elementId, 'endEvent');
    },
    getElement(id) {
      const element = shapeOf(id);
      return element && elementInfoOf(element.businessObject);
    },
    rootElement() {
      return definitions() ? elementInfoOf(canvas.getRootElement().businessObject) : null;
    },
    selectedElement,
    select,
    updateProperties(id, patch) {
      const element = shapeOf(id);
      if (element) commands.execute(UPDATE_COMMAND, { element, patch });
    },
    appendElement(afterId, kind) {
      const after = registry.get(afterId);
      // Nothing follows an end event, and only steps are followed.
      if (!after || !isA(after.businessObject, 'bpmn:FlowNode') || isA(after.businessObject, 'bpmn:EndEvent'))
        return null;
      const shape = (modeler.get('throughlineAppend') as ThroughlineAppend).append(after, kind);
      return elementInfoOf(shape.businessObject);
    },
    removeElement(id) {
      const element = registry.get(id);
      if (element) service('modeling').removeElements([element]);
    },
    messages: () =>
      elementsOf(definitions(), 'rootElements')
        .filter((root) => isA(root, 'bpmn:Message'))
        .map(messageInfoOf),
    outline() {
      const current = definitions();
      return current ? outlineOf(current, locale) : [];
    },
    zoom: (step) => zoomTo(canvas, step, insetLeftPx),
    focus: () => canvas.focus(),
    setTheme,
    destroy() {
      removeWalk();
      removeControls();
      modeler.destroy();
      container.classList.remove('tl-diagram', 'tl-designer');
    },
  };
  return handle;
}

const isRoot = (element: DiagramElement): boolean => !element.parent;
