/** Door of the canvas: designer and viewer around bpmn-js. For the browser only, loaded lazily by the screens. */
import type { ModelerHandle, ModelerOptions } from './modeler-handle.ts';

export type { EditState, ModelerHandle, ModelerOptions } from './modeler-handle.ts';
export { createViewer, type ViewerHandle, type ViewerOptions } from './create-viewer.ts';
export type { ZoomStep } from './canvas/controls.ts';
export type { ImportReport } from './canvas/open-diagram.ts';
export type { StepKind } from './crm/step-templates.ts';
export type { CrmTaskKind } from './crm/task-kind.ts';
export type { AdHocInfo, ElementInfo, FlowInfo } from './editing/element-info.ts';
export type { EventInfo, MessageInfo, TimerKind } from './editing/event-info.ts';
export type { RepetitionInfo } from './editing/repetition.ts';
export type { PropertiesPatch } from './editing/properties-patch.ts';
export type { Locale } from './i18n/translate-module.ts';
export type { LiveMap, LiveState } from './live/live-map.ts';
export type { OutlineItem } from './reading/outline.ts';

/** Opens the designer in the container. Loaded on demand: it is three times the viewer, which most screens need alone. */
export async function createModeler(options: ModelerOptions): Promise<ModelerHandle> {
  const designer = await import('./create-modeler.ts');
  return designer.createModeler(options);
}
