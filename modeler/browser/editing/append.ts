/**
 * What can follow an element: a few steps on the context pad, all of them in a menu behind “more”. Takes the place
 * of the standard's append entries and leaves the rest of the context pad as it is.
 */
import { isA } from '#moddle';
import type {
  BpmnFactory,
  CommandStack,
  ContextPad,
  Create,
  DiagramElement,
  ElementFactory,
  PopupMenu,
  Translate,
} from '../canvas/services.ts';
import { iconMarkup } from '../crm/icons.ts';
import { createStep, STEP_KINDS, STEP_TEMPLATES, type StepKind } from '../crm/step-templates.ts';
import { APPEND_COMMAND, flowToSplit } from './append-step.ts';
import { entryLook } from './palette.ts';

type Entries = Record<string, unknown>;

const MENU = 'tl-append';
const ON_PAD: readonly StepKind[] = ['task', 'call', 'email', 'exclusiveGateway', 'endEvent'];
/** Below the provider of bpmn-js, so that its entries are there to be taken out. */
const PRIORITY = 500;

class ThroughlineAppend {
  static $inject = [
    'contextPad',
    'popupMenu',
    'commandStack',
    'create',
    'elementFactory',
    'bpmnFactory',
    'translate',
  ];
  readonly elementFactory: ElementFactory;
  readonly bpmnFactory: BpmnFactory;
  readonly translate: Translate;
  private readonly contextPad: ContextPad;
  private readonly popupMenu: PopupMenu;
  private readonly commandStack: CommandStack;
  private readonly create: Create;

  constructor(
    contextPad: ContextPad,
    popupMenu: PopupMenu,
    commandStack: CommandStack,
    create: Create,
    elementFactory: ElementFactory,
    bpmnFactory: BpmnFactory,
    translate: Translate,
  ) {
    this.contextPad = contextPad;
    this.popupMenu = popupMenu;
    this.commandStack = commandStack;
    this.create = create;
    this.elementFactory = elementFactory;
    this.bpmnFactory = bpmnFactory;
    this.translate = translate;
    contextPad.registerProvider(PRIORITY, this);
    popupMenu.registerProvider(MENU, {
      getPopupMenuEntries: (element: DiagramElement) => this.menuEntries(element),
    });
  }

  getContextPadEntries(element: DiagramElement): (entries: Entries) => Entries {
    return (entries) => {
      if (!('append.append-task' in entries)) return entries;
      const kept = Object.entries(entries).filter(
        ([key]) => !key.startsWith('append.') || key === 'append.text-annotation',
      );
      const appended = ON_PAD.map((kind) => [`append.${kind}`, this.padEntry(kind)]);
      return Object.fromEntries([...appended, ['append.more', this.moreEntry(element)], ...kept]);
    };
  }

  /**
   * Draws a step behind the element and returns it. Without a word about the flow it goes into the only one that
   * leaves the element; `null` draws a path of its own.
   */
  append(after: DiagramElement, kind: StepKind, flow?: DiagramElement | null): DiagramElement {
    const shape = createStep(kind, this);
    const chosen = flow === undefined ? flowToSplit(after, shape) : flow;
    this.commandStack.execute(APPEND_COMMAND, { after, shape, flow: chosen });
    return shape;
  }

  private padEntry(kind: StepKind): object {
    return {
      group: 'model',
      ...entryLook(kind),
      title: this.translate(STEP_TEMPLATES[kind].title),
      action: {
        click: (_event: Event, element: DiagramElement) => this.append(element, kind),
        dragstart: (event: Event, element: DiagramElement) =>
          this.create.start(event, createStep(kind, this), { source: element }),
      },
    };
  }

  private moreEntry(element: DiagramElement): object {
    const title = this.translate('Append another step');
    return {
      group: 'model',
      className: 'tl-entry',
      html: `<div class="entry tl-entry" draggable="true">${iconMarkup('more', 20)}</div>`,
      title,
      action: {
        click: (event: MouseEvent) => {
          const pad = this.contextPad.getPad(element).html.getBoundingClientRect();
          const cursor = { x: event.x, y: event.y };
          this.popupMenu.open(
            element,
            MENU,
            { x: pad.left, y: pad.bottom + 6, cursor },
            { title, width: 280, search: true },
          );
        },
      },
    };
  }

  private menuEntries(element: DiagramElement): Entries {
    const kinds = STEP_KINDS.filter(
      (kind) => !isA({ $type: STEP_TEMPLATES[kind].type } as never, 'bpmn:StartEvent'),
    );
    return Object.fromEntries(
      kinds.map((kind) => {
        const { icon, className, title } = STEP_TEMPLATES[kind];
        const look = icon
          ? { imageHtml: `<span class="tl-menu-icon">${iconMarkup(icon, 18)}</span>` }
          : { className };
        return [
          `append-${kind}`,
          { label: this.translate(title), ...look, action: () => this.append(element, kind) },
        ];
      }),
    );
  }
}

export type { ThroughlineAppend };

export const appendModule = {
  __init__: ['throughlineAppend'],
  throughlineAppend: ['type', ThroughlineAppend],
};
