/** The designer's canvas. Everything that React needs goes through the handle; bpmn-js stays behind it. */
import Modeler from 'bpmn-js/lib/Modeler';
import gridModule from 'diagram-js-grid';
import minimapModule from 'diagram-js-minimap';
import { lintDiagram, translateFinding } from '#lint';
import {
  elementsOf,
  isA,
  keepingUnresolved,
  KNOWN_ACTIONS,
  TL_PREFIX,
  throughlineDescriptor,
  type ModdleElement,
  textOf,
} from '#moddle';
import { installControls, zoomTo } from './canvas/controls.ts';
import { completeOnImport, exportSvg, openDiagram } from './canvas/open-diagram.ts';
import { rendererModule, renderOptions } from './canvas/renderer.ts';
import { servicesOf, type DiagramElement } from './canvas/services.ts';
import { installTouch } from './canvas/touch.ts';
import { appendModule, type ThroughlineAppend } from './editing/append.ts';
import { APPEND_COMMAND, AppendStepHandler } from './editing/append-step.ts';
import {
  ATTACH_TIMER_COMMAND,
  AttachTimerHandler,
  canHoldTimer,
  type TimerOnEdge,
} from './editing/attach-timer.ts';
import { elementInfoOf, type ElementInfo } from './editing/element-info.ts';
import { messageInfoOf } from './editing/event-info.ts';
import { paletteModule } from './editing/palette.ts';
import { replaceMenuModule } from './editing/replace-menu.ts';
import { UPDATE_COMMAND, UpdatePropertiesHandler } from './editing/update-properties.ts';
import { translateModule } from './i18n/translate-module.ts';
import { createProblemBadges } from './live/problem-badges.ts';
import { installKeyboardWalk } from './reading/keyboard-walk.ts';
import { outlineOf } from './reading/outline.ts';
import type { EditState, ModelerHandle, ModelerOptions } from './modeler-handle.ts';
import './theme.css';

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
      replaceMenuModule,
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
  commands.registerHandler(APPEND_COMMAND, AppendStepHandler);
  commands.registerHandler(ATTACH_TIMER_COMMAND, AttachTimerHandler);

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
    canvas.scrollToElement(element, revealPadding());
  };
  /** Clear of the palette, and with room at the right for the context pad beside the controls and the mark. */
  const revealPadding = (): { top: number; right: number; bottom: number; left: number } => {
    const isNarrow = container.clientWidth < 600;
    return { top: 80, bottom: isNarrow ? 80 : 140, left: insetLeftPx + 24, right: isNarrow ? 48 : 180 };
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
    words: (finding) => translateFinding(finding, locale),
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
  const removeTouch = installTouch({ container, canvas, dragsElements: true });
  const removeWalk = installKeyboardWalk({
    container,
    canvas,
    elementRegistry: registry,
    selection,
    translate: service('translate'),
    locale: null,
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
      zoomTo(canvas, 'fit', insetLeftPx);
      badges.show(options.problems ?? []);
      return report;
    },
    async exportXml() {
      const write = () => modeler.saveXML({ format: true });
      const current = definitions();
      const { xml } = await (current ? keepingUnresolved(current, write) : write());
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
    appendElement(afterId, kind, onFlowId) {
      const after = registry.get(afterId);
      // Nothing follows an end event, and only steps are followed.
      if (!after || !isA(after.businessObject, 'bpmn:FlowNode') || isA(after.businessObject, 'bpmn:EndEvent'))
        return null;
      const flow =
        typeof onFlowId === 'string' ? after.outgoing.find((one) => one.id === onFlowId) : onFlowId;
      const shape = (modeler.get('throughlineAppend') as ThroughlineAppend).append(after, kind, flow);
      return elementInfoOf(shape.businessObject);
    },
    attachTimer(hostId, timer) {
      const host = registry.get(hostId);
      if (!host || !canHoldTimer(host)) return null;
      const context: { host: DiagramElement; timer: TimerOnEdge; event?: DiagramElement } = { host, timer };
      commands.execute(ATTACH_TIMER_COMMAND, context);
      return context.event ? elementInfoOf(context.event.businessObject) : null;
    },
    removeElement(id) {
      const element = registry.get(id);
      if (element) service('modeling').removeElements([element]);
    },
    messages: () =>
      elementsOf(definitions(), 'rootElements')
        .filter((root) => isA(root, 'bpmn:Message'))
        .map(messageInfoOf),
    usedNames: (kind) =>
      elementsOf(definitions(), 'rootElements')
        .filter((root) => isA(root, `bpmn:${kind[0]!.toUpperCase()}${kind.slice(1)}`))
        .flatMap((root) => textOf(root, `${kind}Code`) ?? textOf(root, 'name') ?? []),
    outline() {
      const current = definitions();
      // As on the canvas: what is drawn is the name itself, translations stand in the properties.
      return current ? outlineOf(current, null) : [];
    },
    zoom: (step) => zoomTo(canvas, step, insetLeftPx),
    focus: () => canvas.focus(),
    setTheme,
    destroy() {
      removeWalk();
      removeTouch();
      removeControls();
      modeler.destroy();
      container.classList.remove('tl-diagram', 'tl-designer');
    },
  };
  return handle;
}

const isRoot = (element: DiagramElement): boolean => !element.parent;
