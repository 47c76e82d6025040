/** The palette: tools, CRM tasks first, then the BPMN elements that one draws most. Replaces that of bpmn-js. */
import type {
  BpmnFactory,
  Create,
  DiagramElement,
  ElementFactory,
  Palette,
  Tool,
  Translate,
} from '../canvas/services.ts';
import { iconMarkup } from '../crm/icons.ts';
import { createStep, STEP_TEMPLATES, type StepKind } from '../crm/step-templates.ts';

interface PaletteEntry {
  readonly group: string;
  readonly className?: string;
  readonly html?: string;
  readonly title?: string;
  readonly separator?: boolean;
  readonly action?: Readonly<Record<string, (event: Event) => void>>;
}

const GROUPS: readonly (readonly [string, readonly StepKind[]])[] = [
  ['crm', ['call', 'meeting', 'email', 'task', 'createRecord', 'updateRecord', 'http', 'note']],
  ['event', ['startEvent', 'recordStart', 'timerEvent', 'messageEvent', 'endEvent', 'terminateEnd']],
  ['structure', ['exclusiveGateway', 'parallelGateway', 'subProcess', 'callActivity']],
];

class ThroughlinePalette {
  static $inject = [
    'palette',
    'create',
    'elementFactory',
    'bpmnFactory',
    'translate',
    'handTool',
    'lassoTool',
    'spaceTool',
    'globalConnect',
  ];

  // Readable from outside, because the palette itself is the maker that createStep asks for.
  readonly elementFactory: ElementFactory;
  readonly bpmnFactory: BpmnFactory;
  readonly translate: Translate;
  private readonly create: Create;
  private readonly tools: {
    readonly hand: Tool;
    readonly lasso: Tool;
    readonly space: Tool;
    readonly connect: Tool;
  };

  constructor(
    palette: Palette,
    create: Create,
    elementFactory: ElementFactory,
    bpmnFactory: BpmnFactory,
    translate: Translate,
    hand: Tool,
    lasso: Tool,
    space: Tool,
    connect: Tool,
  ) {
    this.create = create;
    this.elementFactory = elementFactory;
    this.bpmnFactory = bpmnFactory;
    this.translate = translate;
    this.tools = { hand, lasso, space, connect };
    palette.registerProvider(this);
  }

  getPaletteEntries(): Readonly<Record<string, PaletteEntry>> {
    const entries: Record<string, PaletteEntry> = { ...this.toolEntries() };
    for (const [group, kinds] of GROUPS) {
      entries[`${group}-separator`] = { group, separator: true };
      for (const kind of kinds) entries[`create.${kind}`] = this.stepEntry(group, kind);
    }
    entries['create.participant'] = this.dragEntry(
      'structure',
      'bpmn-icon-participant',
      'Create pool/participant',
      () => this.elementFactory.createParticipantShape(),
    );
    entries['create.data-object'] = this.dragEntry(
      'structure',
      'bpmn-icon-data-object',
      'Create data object reference',
      () => this.elementFactory.createShape({ type: 'bpmn:DataObjectReference' }),
    );
    return entries;
  }

  private toolEntries(): Record<string, PaletteEntry> {
    const tool = (className: string, title: string, click: (event: Event) => void): PaletteEntry => ({
      group: 'tools',
      className,
      title: this.translate(title),
      action: { click },
    });
    return {
      'hand-tool': tool('bpmn-icon-hand-tool', 'Activate hand tool', (event) =>
        this.tools.hand.activateHand(event),
      ),
      'lasso-tool': tool('bpmn-icon-lasso-tool', 'Activate lasso tool', (event) =>
        this.tools.lasso.activateSelection(event),
      ),
      'space-tool': tool('bpmn-icon-space-tool', 'Activate create/remove space tool', (event) =>
        this.tools.space.activateSelection(event),
      ),
      'global-connect-tool': tool('bpmn-icon-connection-multi', 'Activate global connect tool', (event) =>
        this.tools.connect.start(event),
      ),
    };
  }

  private stepEntry(group: string, kind: StepKind): PaletteEntry {
    const template = STEP_TEMPLATES[kind];
    const start = (event: Event): void => this.create.start(event, createStep(kind, this));
    return {
      group,
      ...entryLook(kind),
      title: this.translate(template.title),
      action: { dragstart: start, click: start },
    };
  }

  private dragEntry(
    group: string,
    className: string,
    title: string,
    make: () => DiagramElement,
  ): PaletteEntry {
    const start = (event: Event): void => this.create.start(event, make());
    return { group, className, title: this.translate(title), action: { dragstart: start, click: start } };
  }
}

/** Icon of ours, or the class of the BPMN icon font. */
export function entryLook(kind: StepKind): { className: string; html?: string } {
  const { icon, className } = STEP_TEMPLATES[kind];
  if (!icon) return { className: className ?? '' };
  return {
    className: 'tl-entry',
    html: `<div class="entry tl-entry" draggable="true">${iconMarkup(icon, 20)}</div>`,
  };
}

export const paletteModule = {
  __init__: ['paletteProvider'],
  paletteProvider: ['type', ThroughlinePalette],
};
