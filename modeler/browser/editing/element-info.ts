/** Everything that a properties panel shows about an element, as plain data: React needs no knowledge of bpmn-js. */
import {
  elementsOf,
  isA,
  readAction,
  readAssignment,
  readCall,
  readDecision,
  readAdHoc,
  readCalledElement,
  readForm,
  readIo,
  readOutcomeFlow,
  readOutcomes,
  readProcess,
  readTask,
  readTranslations,
  referenceOf,
  textOf,
  type ActionSettings,
  type AssignmentSettings,
  type CalledElementSettings,
  type CallSettings,
  type DecisionSettings,
  type FormSettings,
  type IoSettings,
  type ModdleElement,
  type OutcomesSettings,
  type ProcessHeader,
  type TaskSettings,
  type TranslatedText,
} from '#moddle';
import { eventInfoOf, type EventInfo } from './event-info.ts';
import { crmTaskKindOf, type CrmTaskKind } from '../crm/task-kind.ts';
import { repetitionOf, type RepetitionInfo } from './repetition.ts';

/** How an ad-hoc subprocess runs. */
export interface AdHocInfo {
  readonly sequential: boolean;
  readonly cancelsRemaining: boolean;
  /** `= FEEL` */
  readonly completionCondition: string | null;
  readonly activeElements: string | null;
}

export interface FlowInfo {
  readonly id: string;
  readonly name: string | null;
  readonly sourceId: string | null;
  readonly sourceName: string | null;
  readonly sourceType: string | null;
  readonly targetId: string | null;
  readonly targetName: string | null;
  readonly condition: string | null;
  readonly outcome: string | null;
  readonly isDefault: boolean;
  /** Results that the step before offers, for picking one. */
  readonly outcomes: OutcomesSettings | null;
}

export interface ElementInfo {
  readonly id: string;
  /** BPMN type, e.g. `bpmn:UserTask`. */
  readonly type: string;
  readonly kind: CrmTaskKind | null;
  readonly name: string | null;
  readonly documentation: string | null;
  readonly translations: TranslatedText;
  readonly lane: {
    readonly id: string;
    readonly name: string | null;
    readonly assignment: AssignmentSettings | null;
  } | null;
  readonly assignment: AssignmentSettings | null;
  readonly task: TaskSettings | null;
  readonly form: FormSettings | null;
  readonly call: CallSettings | null;
  readonly outcomes: OutcomesSettings | null;
  readonly action: ActionSettings | null;
  readonly io: IoSettings;
  /** Of an activity that runs more than once. */
  readonly repetition: RepetitionInfo | null;
  readonly calledElement: string | null;
  /** Which version is called, and with which key; set for a call activity. */
  readonly called: CalledElementSettings | null;
  /** Set for an ad-hoc subprocess. */
  readonly adHoc: AdHocInfo | null;
  /** The decision of a business rule task. */
  readonly decision: DecisionSettings | null;
  readonly script: {
    readonly format: string | null;
    readonly source: string;
    readonly resultVariable: string | null;
  } | null;
  /** For events and receive or send tasks. */
  readonly event: EventInfo | null;
  /** For boundary events and starts of event subprocesses. */
  readonly isInterrupting: boolean | null;
  readonly attachedTo: { readonly id: string; readonly name: string | null } | null;
  /** Set for a sequence flow. */
  readonly flow: FlowInfo | null;
  /** Ways out of a flow node. */
  readonly outgoing: readonly FlowInfo[];
  readonly defaultFlowId: string | null;
  /** Set for the process, its pool and the plane: the header of the process. */
  readonly process:
    | (ProcessHeader & {
        readonly id: string;
        readonly name: string | null;
        readonly translations: TranslatedText;
        readonly isExecutable: boolean;
      })
    | null;
}

export function elementInfoOf(element: ModdleElement): ElementInfo {
  const owner = processOf(element);
  return {
    id: element.id ?? '',
    type: element.$type,
    kind: crmTaskKindOf(element),
    name: textOf(element, 'name'),
    documentation: textOf(elementsOf(element, 'documentation')[0], 'text'),
    translations: readTranslations(element),
    lane: laneOf(element),
    assignment: readAssignment(element),
    task: readTask(element),
    form: readForm(element),
    call: readCall(element),
    outcomes: readOutcomes(element),
    action: readAction(element),
    io: readIo(element),
    repetition: repetitionOf(element),
    calledElement: textOf(element, 'calledElement'),
    called: isA(element, 'bpmn:CallActivity') ? readCalledElement(element) : null,
    adHoc: adHocOf(element),
    decision: readDecision(element),
    script: scriptOf(element),
    event: eventInfoOf(element),
    isInterrupting: interruptingOf(element),
    attachedTo: hostOf(element),
    flow: isA(element, 'bpmn:SequenceFlow') ? flowInfoOf(element) : null,
    outgoing: isA(element, 'bpmn:FlowNode') ? elementsOf(element, 'outgoing').map(flowInfoOf) : [],
    defaultFlowId: referenceOf(element, 'default')?.id ?? null,
    process: owner && headerOf(owner),
  };
}

function adHocOf(element: ModdleElement): AdHocInfo | null {
  if (!isA(element, 'bpmn:AdHocSubProcess')) return null;
  return {
    sequential: element.get('ordering') === 'Sequential',
    cancelsRemaining: element.get('cancelRemainingInstances') !== false,
    completionCondition: textOf(referenceOf(element, 'completionCondition'), 'body'),
    activeElements: readAdHoc(element).activeElements,
  };
}

/** The process that a process, pool or collaboration plane stands for. */
export function processOf(element: ModdleElement): ModdleElement | null {
  if (isA(element, 'bpmn:Process')) return element;
  if (isA(element, 'bpmn:Participant')) return referenceOf(element, 'processRef');
  if (!isA(element, 'bpmn:Collaboration')) return null;
  const processes = elementsOf(element, 'participants').flatMap(
    (participant) => referenceOf(participant, 'processRef') ?? [],
  );
  return processes.find((process) => process.get('isExecutable') === true) ?? processes[0] ?? null;
}

const NO_HEADER: ProcessHeader = {
  description: null,
  descriptions: {},
  subject: null,
  businessKey: null,
  reads: [],
  writes: [],
  outbound: [],
  manualStart: false,
};

function headerOf(process: ModdleElement): NonNullable<ElementInfo['process']> {
  return {
    ...(readProcess(process) ?? NO_HEADER),
    id: process.id ?? '',
    name: textOf(process, 'name'),
    translations: readTranslations(process),
    isExecutable: process.get('isExecutable') === true,
  };
}

function flowInfoOf(flow: ModdleElement): FlowInfo {
  const source = referenceOf(flow, 'sourceRef');
  const target = referenceOf(flow, 'targetRef');
  return {
    id: flow.id ?? '',
    name: textOf(flow, 'name'),
    sourceId: source?.id ?? null,
    sourceName: textOf(source, 'name'),
    sourceType: source?.$type ?? null,
    targetId: target?.id ?? null,
    targetName: textOf(target, 'name'),
    condition: textOf(referenceOf(flow, 'conditionExpression'), 'body'),
    outcome: readOutcomeFlow(flow),
    isDefault: source !== null && referenceOf(source, 'default') === flow,
    outcomes: source && outcomesBefore(source),
  };
}

/** The results of the step itself, or of the one step before a gateway. */
function outcomesBefore(source: ModdleElement): OutcomesSettings | null {
  const own = readOutcomes(source);
  if (own || !isA(source, 'bpmn:Gateway')) return own;
  const before = elementsOf(source, 'incoming').map((flow) => referenceOf(flow, 'sourceRef'));
  return before.length === 1 && before[0] ? readOutcomes(before[0]) : null;
}

function laneOf(element: ModdleElement): ElementInfo['lane'] {
  const lane = elementsOf(element, 'lanes').at(-1);
  return lane ? { id: lane.id ?? '', name: textOf(lane, 'name'), assignment: readAssignment(lane) } : null;
}

function scriptOf(element: ModdleElement): ElementInfo['script'] {
  if (!isA(element, 'bpmn:ScriptTask')) return null;
  return {
    format: textOf(element, 'scriptFormat'),
    source: textOf(element, 'script') ?? '',
    resultVariable: readIo(element).outputs[0]?.name ?? null,
  };
}

function interruptingOf(element: ModdleElement): boolean | null {
  if (isA(element, 'bpmn:BoundaryEvent')) return element.get('cancelActivity') !== false;
  if (isA(element, 'bpmn:StartEvent') && element.$parent?.get('triggeredByEvent') === true)
    return element.get('isInterrupting') !== false;
  return null;
}

function hostOf(element: ModdleElement): ElementInfo['attachedTo'] {
  const host = isA(element, 'bpmn:BoundaryEvent') ? referenceOf(element, 'attachedToRef') : null;
  return host && { id: host.id ?? '', name: textOf(host, 'name') };
}
