/** A diagram to look at: the live map of an instance, a version, a preview. Much smaller than the designer. */
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import minimapModule from 'diagram-js-minimap';
import gridModule from 'diagram-js-grid';
import { TL_PREFIX, throughlineDescriptor, type ModdleElement } from '#moddle';
import { fitReadable, installControls, zoomTo, type ZoomStep } from './canvas/controls.ts';
import { completeOnImport, exportSvg, openDiagram, type ImportReport } from './canvas/open-diagram.ts';
import { rendererModule, renderOptions } from './canvas/renderer.ts';
import { servicesOf } from './canvas/services.ts';
import { installTouch } from './canvas/touch.ts';
import { elementInfoOf, type ElementInfo } from './editing/element-info.ts';
import { translateModule, type Locale } from './i18n/translate-module.ts';
import { createLiveMapPainter, type LiveMap } from './live/live-map.ts';
import { installKeyboardWalk } from './reading/keyboard-walk.ts';
import { outlineOf, type OutlineItem } from './reading/outline.ts';
import { translateNames } from './reading/translate-names.ts';
import './theme.css';

export interface ViewerOptions {
  readonly container: HTMLElement;
  readonly locale: Locale;
  readonly theme?: 'light' | 'dark';
  onSelect?(element: ElementInfo | null): void;
}

export interface ViewerHandle {
  importXml(xml: string): Promise<ImportReport>;
  exportSvg(): Promise<string>;
  /** Draws where the instance has been and is; null shows the bare diagram. Cheap enough for every live event. */
  setLiveMap(map: LiveMap | null): void;
  getElement(id: string): ElementInfo | null;
  select(id: string | null): void;
  outline(): readonly OutlineItem[];
  zoom(step: ZoomStep): void;
  /** Fits; where that were unreadable, shows the element legibly. */
  fit(focusId?: string): void;
  setTheme(theme: 'light' | 'dark'): void;
  destroy(): void;
}

export function createViewer(options: ViewerOptions): ViewerHandle {
  const { container, locale } = options;
  container.classList.add('tl-diagram', 'tl-viewer');
  const viewer = new NavigatedViewer({
    container,
    moddleExtensions: { [TL_PREFIX]: structuredClone(throughlineDescriptor) },
    additionalModules: [rendererModule, translateModule(locale), minimapModule, gridModule],
    ...renderOptions,
  });
  const service = servicesOf(viewer);
  const [canvas, elementRegistry, overlays, translate, selection] = [
    service('canvas'),
    service('elementRegistry'),
    service('overlays'),
    service('translate'),
    service('selection'),
  ];
  const definitions = (): ModdleElement | null =>
    (viewer.getDefinitions() as ModdleElement | undefined) ?? null;
  /** The first map of a diagram brings the work into view; later ones leave the reader where he is. */
  let isFirstLook = true;
  const painter = createLiveMapPainter({ canvas, elementRegistry, overlays, translate });
  const select = (id: string | null): void => {
    const element = id ? elementRegistry.get(id) : null;
    selection.select(element ?? null);
    if (element) canvas.scrollToElement(element, 80);
  };
  const setTheme = (theme: 'light' | 'dark'): void => void (container.style.colorScheme = theme);
  if (options.theme) setTheme(options.theme);
  const removeControls = installControls({ container, canvas, minimap: service('minimap'), translate });
  const removeTouch = installTouch({ container, canvas, dragsElements: false });
  const removeWalk = installKeyboardWalk({
    container,
    canvas,
    elementRegistry,
    selection,
    translate,
    locale,
    withArrows: true,
    definitions,
  });
  service('eventBus').on('selection.changed', () => {
    const [only, ...more] = selection.get();
    options.onSelect?.(
      only && more.length === 0 ? elementInfoOf((only.labelTarget ?? only).businessObject) : null,
    );
  });
  // Names in the reader's language: before drawing, since the labels are laid out then. A viewer never saves XML.
  completeOnImport(service('eventBus'), (current) => translateNames(current, locale));

  return {
    async importXml(xml) {
      const report = await openDiagram(viewer, xml);
      fitReadable(canvas, elementRegistry);
      isFirstLook = true;
      return report;
    },
    exportSvg: () => exportSvg(viewer, container),
    setLiveMap(map) {
      painter.paint(map);
      if (!map || !isFirstLook) return;
      isFirstLook = false;
      const focusId = map.elements.find((element) => element.state !== 'done')?.elementId;
      fitReadable(canvas, elementRegistry, focusId ? { focusId } : {});
    },
    getElement(id) {
      const element = elementRegistry.get(id);
      return element ? elementInfoOf(element.businessObject) : null;
    },
    select,
    outline() {
      const current = definitions();
      return current ? outlineOf(current, locale) : [];
    },
    zoom: (step) => zoomTo(canvas, step),
    fit: (focusId) => fitReadable(canvas, elementRegistry, focusId ? { focusId } : {}),
    setTheme,
    destroy() {
      removeWalk();
      removeTouch();
      removeControls();
      viewer.destroy();
      container.classList.remove('tl-diagram', 'tl-viewer');
    },
  };
}
