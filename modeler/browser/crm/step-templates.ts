/** The steps that the palette, the context pad and the append menu offer, each with sensible first settings. */
import type {
  BpmnFactory,
  BusinessObject,
  DiagramElement,
  ElementFactory,
  Translate,
} from '../canvas/services.ts';
import type { IconName } from './icons.ts';

export const STEP_KINDS = [
  'call',
  'meeting',
  'email',
  'createRecord',
  'updateRecord',
  'task',
  'note',
  'http',
  'service',
  'script',
  'receive',
  'callActivity',
  'subProcess',
  'exclusiveGateway',
  'parallelGateway',
  'timerEvent',
  'messageEvent',
  'startEvent',
  'recordStart',
  'endEvent',
  'terminateEnd',
] as const;
export type StepKind = (typeof STEP_KINDS)[number];

interface StepTemplate {
  readonly type: string;
  /** Key of the translation module; also the first name of a CRM task. */
  readonly title: string;
  readonly icon?: IconName;
  /** Class of the BPMN icon font where we have no icon of our own. */
  readonly className?: string;
  readonly isNamed?: boolean;
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly extensions?: (make: Make, translate: Translate) => readonly BusinessObject[];
}

type Make = (type: string, attributes?: object) => BusinessObject;

const action =
  (type: string, inputs: Readonly<Record<string, string>> = {}) =>
  (make: Make): readonly BusinessObject[] => {
    const values = Object.entries(inputs).map(([name, value]) => make('tl:Input', { name, value }));
    const io = values.length > 0 ? [make('tl:Io', { inputs: values })] : [];
    return [make('tl:Action', { type }), ...io];
  };

const callExtensions = (make: Make, translate: Translate): readonly BusinessObject[] => {
  const outcome = (code: string, label: string, more: object = {}): BusinessObject =>
    make('tl:Outcome', { code, label: translate(label), ...more });
  return [
    make('tl:Call', {
      subject: translate('Call the customer'),
      contact: 'contact',
      account: 'account',
      offset: 'P1D',
      windowFrom: '10:00',
      windowTo: '17:00',
      duration: 'PT10M',
      reminder: 'PT15M',
    }),
    make('tl:Outcomes', {
      variable: 'result',
      values: [
        outcome('done', 'Done'),
        outcome('no_answer', 'No answer', { effect: 'repeat', repeatMax: 2, repeatEvery: 'P1D' }),
        outcome('later', 'Call me later', { effect: 'reschedule' }),
      ],
    }),
  ];
};

export const STEP_TEMPLATES: Readonly<Record<StepKind, StepTemplate>> = {
  call: {
    type: 'bpmn:UserTask',
    title: 'Create call',
    icon: 'call',
    isNamed: true,
    extensions: callExtensions,
  },
  meeting: {
    type: 'bpmn:ServiceTask',
    title: 'Meeting',
    icon: 'meeting',
    isNamed: true,
    extensions: action('crm.plan-meeting'),
  },
  email: {
    type: 'bpmn:ServiceTask',
    title: 'E-mail',
    icon: 'email',
    isNamed: true,
    extensions: action('mail.send', { to: '= contact' }),
  },
  createRecord: {
    type: 'bpmn:ServiceTask',
    title: 'Create record',
    icon: 'createRecord',
    isNamed: true,
    extensions: action('crm.create-record'),
  },
  updateRecord: {
    type: 'bpmn:ServiceTask',
    title: 'Update record',
    icon: 'updateRecord',
    isNamed: true,
    extensions: action('crm.update-record'),
  },
  task: { type: 'bpmn:UserTask', title: 'Task', icon: 'user', isNamed: true },
  note: {
    type: 'bpmn:ServiceTask',
    title: 'Note',
    icon: 'note',
    isNamed: true,
    extensions: action('crm.add-note'),
  },
  http: {
    type: 'bpmn:ServiceTask',
    title: 'HTTP request',
    icon: 'http',
    isNamed: true,
    extensions: action('http.request', { method: 'GET' }),
  },
  service: { type: 'bpmn:ServiceTask', title: 'Service task', icon: 'service' },
  script: { type: 'bpmn:ScriptTask', title: 'Script task', className: 'bpmn-icon-script' },
  receive: { type: 'bpmn:ReceiveTask', title: 'Receive task', className: 'bpmn-icon-receive' },
  callActivity: { type: 'bpmn:CallActivity', title: 'Call activity', className: 'bpmn-icon-call-activity' },
  subProcess: {
    type: 'bpmn:SubProcess',
    title: 'Sub-process (expanded)',
    className: 'bpmn-icon-subprocess-expanded',
    shape: { isExpanded: true },
  },
  exclusiveGateway: {
    type: 'bpmn:ExclusiveGateway',
    title: 'Exclusive gateway',
    className: 'bpmn-icon-gateway-xor',
  },
  parallelGateway: {
    type: 'bpmn:ParallelGateway',
    title: 'Parallel gateway',
    className: 'bpmn-icon-gateway-parallel',
  },
  timerEvent: {
    type: 'bpmn:IntermediateCatchEvent',
    title: 'Timer intermediate catch event',
    className: 'bpmn-icon-intermediate-event-catch-timer',
    shape: { eventDefinitionType: 'bpmn:TimerEventDefinition' },
  },
  messageEvent: {
    type: 'bpmn:IntermediateCatchEvent',
    title: 'Message intermediate catch event',
    className: 'bpmn-icon-intermediate-event-catch-message',
    shape: { eventDefinitionType: 'bpmn:MessageEventDefinition' },
  },
  startEvent: { type: 'bpmn:StartEvent', title: 'Start event', className: 'bpmn-icon-start-event-none' },
  recordStart: {
    type: 'bpmn:StartEvent',
    title: 'Record event',
    className: 'bpmn-icon-start-event-condition',
    shape: { eventDefinitionType: 'bpmn:ConditionalEventDefinition' },
  },
  endEvent: { type: 'bpmn:EndEvent', title: 'End event', className: 'bpmn-icon-end-event-none' },
  terminateEnd: {
    type: 'bpmn:EndEvent',
    title: 'Terminate end event',
    className: 'bpmn-icon-end-event-terminate',
    shape: { eventDefinitionType: 'bpmn:TerminateEventDefinition' },
  },
};

export interface StepMaker {
  readonly elementFactory: ElementFactory;
  readonly bpmnFactory: BpmnFactory;
  readonly translate: Translate;
}

/** A new shape of the kind, not yet on the canvas. */
export function createStep(kind: StepKind, maker: StepMaker): DiagramElement {
  const template = STEP_TEMPLATES[kind];
  const make: Make = (type, attributes) => maker.bpmnFactory.create(type, attributes);
  const businessObject = make(
    template.type,
    template.isNamed ? { name: maker.translate(template.title) } : {},
  );
  const values = template.extensions?.(make, maker.translate) ?? [];
  if (values.length > 0)
    businessObject.set('extensionElements', extensionElements(make, businessObject, values));
  const shape = maker.elementFactory.createShape({ type: template.type, businessObject, ...template.shape });
  if (kind === 'recordStart') addRecordEvent(make, businessObject);
  return shape;
}

function addRecordEvent(make: Make, startEvent: BusinessObject): void {
  const definition = (startEvent.get('eventDefinitions') as readonly BusinessObject[])[0];
  if (!definition) return;
  const recordEvent = make('tl:RecordEvent', { change: 'created' });
  definition.set('extensionElements', extensionElements(make, definition, [recordEvent]));
}

function extensionElements(
  make: Make,
  owner: BusinessObject,
  values: readonly BusinessObject[],
): BusinessObject {
  const extension = make('bpmn:ExtensionElements', { values });
  extension.$parent = owner;
  for (const value of values) value.$parent = extension;
  return extension;
}
