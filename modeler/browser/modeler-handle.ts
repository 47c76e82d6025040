/** What the designer's canvas offers to a screen. Types only, so that the viewer's chunk does not load the designer. */
import type { Finding, Fix } from '#lint';
import type { KnownAction } from '#moddle';
import type { ZoomStep } from './canvas/controls.ts';
import type { ImportReport } from './canvas/open-diagram.ts';
import type { StepKind } from './crm/step-templates.ts';
import type { TimerOnEdge } from './editing/attach-timer.ts';
import type { ElementInfo } from './editing/element-info.ts';
import type { MessageInfo } from './editing/event-info.ts';
import type { PropertiesPatch } from './editing/properties-patch.ts';
import type { Locale } from './i18n/translate-module.ts';
import type { OutlineItem } from './reading/outline.ts';

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
  /**
   * Draws a step behind another and joins them; null when nothing can follow it. It goes into the only flow that
   * leaves a step, behind a gateway it gets a path of its own; `onFlowId` says otherwise, null means a new path.
   */
  appendElement(afterId: string, kind: StepKind, onFlowId?: string | null): ElementInfo | null;
  /** Puts a timer on the edge of an activity; null where none can be. */
  attachTimer(hostId: string, timer: TimerOnEdge): ElementInfo | null;
  removeElement(id: string): void;
  messages(): readonly MessageInfo[];
  /** Names or codes that the diagram uses already. */
  usedNames(kind: 'signal' | 'error' | 'escalation'): readonly string[];
  outline(): readonly OutlineItem[];
  zoom(step: ZoomStep): void;
  focus(): void;
  setTheme(theme: 'light' | 'dark'): void;
  destroy(): void;
}
