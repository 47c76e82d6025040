/**
 * Draws the elements in the product's look: theme colours by CSS variables, own icons on tasks, pools and lanes
 * without a fill, so that the throughline below them stays visible. Everything else is left to bpmn-js.
 */
import BaseRenderer from 'diagram-js/lib/draw/BaseRenderer';
import { isA } from '#moddle';
import { appendTaskIcon, type IconName } from '../crm/icons.ts';
import { crmTaskKindOf } from '../crm/task-kind.ts';
import type { BpmnRenderer, DiagramElement, EventBus } from './services.ts';

/** Above the renderer of bpmn-js (1000). */
const PRIORITY = 1500;

const LABEL_SHIFT_PX = 7;

/** Drawn with our icon instead of the standard's; the other task types keep theirs. */
const PLAIN_ICONS: Readonly<Record<string, IconName>> = {
  'bpmn:UserTask': 'user',
  'bpmn:ServiceTask': 'service',
};

class ThroughlineRenderer extends BaseRenderer {
  static $inject = ['eventBus', 'bpmnRenderer'];
  private readonly standard: BpmnRenderer;

  constructor(eventBus: EventBus, bpmnRenderer: BpmnRenderer) {
    super(eventBus, PRIORITY);
    this.standard = bpmnRenderer;
  }

  canRender(element: DiagramElement): boolean {
    return (
      !element.labelTarget && element.type !== 'label' && isA(element.businessObject, 'bpmn:BaseElement')
    );
  }

  drawShape(parent: SVGElement, element: DiagramElement): SVGElement {
    const icon = iconOf(element);
    const shape = icon ? this.drawTask(parent, element, icon) : this.standard.drawShape(parent, element);
    if (isFrame(element)) softenFrame(parent, shape);
    else {
      shape.style.fillOpacity = '1';
      keepReadable(parent, shape);
    }
    return shape;
  }

  drawConnection(parent: SVGElement, element: DiagramElement): SVGElement {
    return this.standard.drawConnection(parent, element);
  }

  getShapePath(element: DiagramElement): string {
    return this.standard.getShapePath(element);
  }

  getConnectionPath(element: DiagramElement): string {
    return this.standard.getConnectionPath(element);
  }

  private drawTask(parent: SVGElement, element: DiagramElement, icon: IconName): SVGElement {
    const draw = this.standard.handlers['bpmn:Task'];
    if (!draw) return this.standard.drawShape(parent, element);
    const shape = draw(parent, element);
    // Below the icon, so that a name of three lines does not run into it.
    parent.querySelector('text')?.setAttribute('transform', `translate(0 ${LABEL_SHIFT_PX})`);
    appendTaskIcon(parent, icon, !(icon in { user: 1, service: 1 }));
    return shape;
  }
}

function iconOf(element: DiagramElement): IconName | null {
  return crmTaskKindOf(element.businessObject) ?? PLAIN_ICONS[element.type] ?? null;
}

/** On a colour that the file brought, words are dark or light by that colour and not by the page's scheme. */
function keepReadable(parent: SVGElement, shape: SVGElement): void {
  const [red, green, blue] = (/^rgb\((\d+), (\d+), (\d+)\)$/.exec(shape.style.fill) ?? [])
    .slice(1)
    .map(Number);
  if (red === undefined || green === undefined || blue === undefined) return;
  const isLight = 0.299 * red + 0.587 * green + 0.114 * blue > 140;
  for (const text of parent.querySelectorAll<SVGElement>('text, tspan'))
    text.style.fill = isLight ? '#1c1c22' : '#ffffff';
}

/** A frame holds without shouting: no fill, thin lines, dim words. */
function softenFrame(parent: SVGElement, shape: SVGElement): void {
  shape.style.fillOpacity = '0';
  for (const line of parent.querySelectorAll<SVGElement>(':scope > rect, :scope > path, :scope > polyline')) {
    line.style.strokeOpacity = '0.45';
  }
  for (const text of parent.querySelectorAll<SVGElement>('text, tspan'))
    text.style.fill = 'var(--tl-text-dim)';
}

/** Elements that hold others and only frame them. */
function isFrame(element: DiagramElement): boolean {
  if (isA(element.businessObject, 'bpmn:Participant', 'bpmn:Lane')) return true;
  return isA(element.businessObject, 'bpmn:SubProcess') && element.collapsed !== true;
}

export const rendererModule = {
  __init__: ['throughlineRenderer'],
  throughlineRenderer: ['type', ThroughlineRenderer],
};

const FONT = "'Inter Variable', Inter, system-ui, sans-serif";

/** Options of bpmn-js that give the theme's colours and font; variables follow the page's scheme by themselves. */
export const renderOptions = {
  bpmnRenderer: {
    defaultFillColor: 'var(--tl-surface)',
    defaultStrokeColor: 'var(--tl-border-strong)',
    defaultLabelColor: 'var(--tl-text)',
  },
  textRenderer: {
    defaultStyle: { fontFamily: FONT, fontSize: 12, fontWeight: '500', lineHeight: 1.25 },
    externalStyle: { fontFamily: FONT, fontSize: 12, fontWeight: '450', lineHeight: 1.25 },
  },
};

/** Text is laid out by measuring it, so the font has to be there before the first diagram. */
export async function whenFontIsReady(): Promise<void> {
  await Promise.race([
    document.fonts.load(`500 12px ${FONT}`, 'Aя'),
    new Promise((resolve) => setTimeout(resolve, 1500)),
  ]);
}
