/**
 * The elements of a process or embedded subprocess. The table below is the list of what runs: a BPMN type that is
 * not in it is refused. A subprocess is transformed with its content, so that a boundary event always finds its host.
 */
import {
  elementsOf,
  isA,
  readAction,
  readContinuation,
  readIo,
  readJobPriority,
  readRetryCycle,
  readTranslations,
  textOf,
  type ModdleElement,
} from '#moddle';
import { describeType, isDrawnOnly, isEventSubProcess } from '../executability.ts';
import type {
  BoundaryEvent,
  CompiledListener,
  Container,
  ContainerData,
  Element,
  ElementBase,
  EventDefinition,
  Flow,
  StartEvent,
  SubProcess,
} from '../model.ts';
import { compileListeners } from '../foreign/listeners.ts';
import type { Problem } from '../problem.ts';
import { adHocSubProcess, isAdHoc } from './ad-hoc-sub-process.ts';
import { callActivity } from './call-activity.ts';
import { compensationStart, handlerOf, isUndoing, withCompensation } from './compensation.ts';
import { compileContainerData, compileData } from './data.ts';
import { createContext, type Transform, type TransformContext } from './context.ts';
import {
  boundaryEvent,
  endEvent,
  intermediateCatchEvent,
  intermediateThrowEvent,
  startEvent,
} from './events.ts';
import { transformFlow } from './flow.ts';
import {
  complexGateway,
  eventBasedGateway,
  exclusiveGateway,
  inclusiveGateway,
  parallelGateway,
} from './gateways.ts';
import { grown } from './grown.ts';
import { instantiatorsOf } from './instantiators.ts';
import { laneNameOf } from './lanes.ts';
import { compileLoop, quantitiesOf } from './loop.ts';
import { compileMappings } from './mappings.ts';
import {
  businessRuleTask,
  passThroughTask,
  receiveTask,
  scriptTask,
  sendTask,
  serviceTask,
  userTask,
} from './tasks.ts';

export const TRANSFORMS: Readonly<Record<string, Transform<Element>>> = {
  'bpmn:StartEvent': startEvent,
  'bpmn:EndEvent': endEvent,
  'bpmn:IntermediateThrowEvent': intermediateThrowEvent,
  'bpmn:IntermediateCatchEvent': intermediateCatchEvent,
  'bpmn:BoundaryEvent': boundaryEvent,
  'bpmn:Task': passThroughTask,
  'bpmn:ManualTask': passThroughTask,
  'bpmn:UserTask': userTask,
  'bpmn:ServiceTask': serviceTask,
  'bpmn:SendTask': sendTask,
  'bpmn:ReceiveTask': receiveTask,
  'bpmn:ScriptTask': scriptTask,
  'bpmn:BusinessRuleTask': businessRuleTask,
  'bpmn:ExclusiveGateway': exclusiveGateway,
  'bpmn:ParallelGateway': parallelGateway,
  'bpmn:InclusiveGateway': inclusiveGateway,
  'bpmn:ComplexGateway': complexGateway,
  'bpmn:EventBasedGateway': eventBasedGateway,
  'bpmn:CallActivity': callActivity,
};

/** Where all elements and flows of a process are gathered, whatever subprocess they stand in. */
export interface Gathered {
  readonly elements: Map<string, Element>;
  readonly flows: Map<string, Flow>;
  readonly problems: Problem[];
}

export function transformContainer(
  container: ModdleElement,
  elementId: string | null,
  gathered: Gathered,
): Container {
  const nodes = elementsOf(container, 'flowElements');
  const flows = nodes
    .filter((node) => node.$type === 'bpmn:SequenceFlow')
    .map((node) => transformFlow(node, gathered.problems))
    .filter((flow) => flow !== null);
  for (const flow of flows) gathered.flows.set(flow.id, flow);

  const executed = nodes.filter((node) => !isDrawnOnly(node));
  const isBoundary = (node: ModdleElement): boolean => node.$type === 'bpmn:BoundaryEvent';
  const wiring = wiringOf(flows);
  const transform = (node: ModdleElement, boundaries: readonly BoundaryEvent[]): Element | null =>
    transformNode(node, elementId, wiring, boundaries, gathered);

  const boundaries = executed
    .filter(isBoundary)
    .map((node) => transform(node, []) as BoundaryEvent | null)
    .filter((event) => event !== null);
  const waiting = new Map<string, BoundaryEvent[]>();
  for (const boundary of boundaries) {
    // Compensation waits for nothing: its boundary event only leads to the handler.
    if (boundary.event.kind !== 'compensation') gather(waiting, boundary.attachedToId, boundary);
  }
  for (const node of executed) {
    if (!isBoundary(node)) transform(node, waiting.get(node.id ?? '') ?? []);
  }
  const context = createContext(elementId ?? container.id ?? '', false, gathered.problems);
  const data = compileContainerData(container, context);
  const made = containerOf(elementId, executed, gathered, data, container.id ?? null);
  return { ...made, isAdHoc: isAdHoc(container) };
}

/** Flows by the element that they lead into, and out of. */
interface Wiring {
  readonly incoming: ReadonlyMap<string, readonly Flow[]>;
  readonly outgoing: ReadonlyMap<string, readonly Flow[]>;
}

function wiringOf(flows: readonly Flow[]): Wiring {
  const incoming = new Map<string, Flow[]>();
  const outgoing = new Map<string, Flow[]>();
  for (const flow of flows) {
    gather(incoming, flow.targetId, flow);
    gather(outgoing, flow.sourceId, flow);
  }
  return { incoming, outgoing };
}

function gather<T>(to: Map<string, T[]>, id: string, one: T): void {
  const known = to.get(id);
  if (known) known.push(one);
  else to.set(id, [one]);
}

function transformNode(
  node: ModdleElement,
  parentId: string | null,
  wiring: Wiring,
  boundaries: readonly BoundaryEvent[],
  gathered: Gathered,
): Element | null {
  const id = node.id ?? '';
  const context = createContext(id, parentId === null, gathered.problems);
  const base = baseOf(node, parentId, wiring, boundaries, context);
  const element = isA(node, 'bpmn:SubProcess')
    ? subProcess(node, base, gathered, context)
    : plain(node, base, context);
  if (!element) return null;
  const whole = withCompensation(element);
  gathered.elements.set(id, whole);
  return whole;
}

function plain(node: ModdleElement, base: ElementBase, context: TransformContext): Element | null {
  if (isHandledThrow(node)) return serviceTask(node, base, context);
  const transform = TRANSFORMS[node.$type];
  if (transform) return transform(node, base, context);
  context.refuse(describeType(node.$type));
  return null;
}

/** A message that a handler of the host sends: the event runs it as a service task does. */
function isHandledThrow(node: ModdleElement): boolean {
  const isThrow = node.$type === 'bpmn:EndEvent' || node.$type === 'bpmn:IntermediateThrowEvent';
  const [definition] = elementsOf(node, 'eventDefinitions');
  return (
    isThrow && definition?.$type === 'bpmn:MessageEventDefinition' && readAction(node)?.type !== undefined
  );
}

function subProcess(
  node: ModdleElement,
  base: ElementBase,
  gathered: Gathered,
  context: TransformContext,
): Element {
  const isEmpty = elementsOf(node, 'flowElements').every(isDrawnOnly);
  if (isEmpty) {
    context.report('warning', 'empty-subprocess', 'The subprocess is empty; it does nothing.');
    return grown(base, { type: 'passThroughTask' });
  }
  const container = transformContainer(node, base.id, gathered);
  if (isAdHoc(node)) return adHocSubProcess(node, base, container, context);
  const variant = variantOf(node);
  if (variant === 'event') checkEventSubProcess(base, container, context);
  return grown(base, { type: 'subProcess', variant, ownsScope: true, container });
}

function variantOf(node: ModdleElement): SubProcess['variant'] {
  if (isEventSubProcess(node)) return 'event';
  return isA(node, 'bpmn:Transaction') ? 'transaction' : 'embedded';
}

/** BPMN 2.0.2 §10.3.5.1: exactly one start event, with a trigger, and no flow in or out. */
function checkEventSubProcess(
  base: ElementBase,
  { startEvents }: Container,
  context: TransformContext,
): void {
  const report = (rule: string, message: string): void => context.report('error', rule, message);
  if (startEvents.length > 1) report('event-subprocess', 'An event subprocess has exactly one start event.');
  if (startEvents.some((start) => start.event.kind === 'none'))
    report('event-subprocess', 'The start event of an event subprocess needs a trigger.');
  if (base.incoming.length + base.outgoing.length > 0)
    report(
      'event-subprocess',
      'An event subprocess stands outside the flow: nothing leads into it or out of it.',
    );
}

function baseOf(
  node: ModdleElement,
  parentId: string | null,
  wiring: Wiring,
  boundaries: readonly BoundaryEvent[],
  context: TransformContext,
): ElementBase {
  const io = readIo(node);
  const data = compileData(node, context);
  const { startQuantity, completionQuantity } = quantitiesOf(node);
  const id = node.id ?? '';
  // No spread among the properties: every kind of element spreads this object, which is slow for one put together so.
  return {
    id,
    name: textOf(node, 'name'),
    bpmnType: node.$type,
    parentId,
    laneName: laneNameOf(node),
    incoming: wiring.incoming.get(id) ?? [],
    outgoing: wiring.outgoing.get(id) ?? [],
    inputs: [...data.inputs, ...compileMappings(io.inputs, context)],
    outputs: [...data.outputs, ...compileMappings(io.outputs, context)],
    boundaries,
    container: null,
    ownsScope: false,
    loop: compileLoop(node, context),
    isInAdHoc: isAdHoc(node.$parent),
    isForCompensation: node.get('isForCompensation') === true,
    compensatedBy: handlerOf(node),
    canBeCompensated: false,
    startQuantity,
    completionQuantity,
    handlerName: null,
    listeners: [
      ...processStartListeners(node, context),
      ...compileListeners(node, context),
      ...data.listeners,
    ],
    continuation: readContinuation(node),
    retryCycle: readRetryCycle(node),
    jobPriority: context.text(readJobPriority(node) ?? readJobPriority(processOf(node))),
    translations: readTranslations(node),
  };
}

/** What listens to the start of the process runs at its start events, which every instance passes once. */
function processStartListeners(node: ModdleElement, context: TransformContext): readonly CompiledListener[] {
  const process = node.$parent;
  if (node.$type !== 'bpmn:StartEvent' || process?.$type !== 'bpmn:Process') return [];
  const listeners = compileListeners(process, context);
  return listeners.filter((listener) => listener.event === 'start');
}

function processOf(node: ModdleElement): ModdleElement {
  let at = node;
  while (at.$parent && at.$type !== 'bpmn:Process') at = at.$parent;
  return at;
}

/** Waits for a condition, itself or in what it contains. */
function isConditional(element: Element | undefined): boolean {
  if (!element) return false;
  if (element.container?.hasConditions) return true;
  if (!('event' in element)) return false;
  const event: EventDefinition = element.event;
  return (
    event.kind === 'conditional' ||
    (event.kind === 'multiple' && event.events.some((one) => one.kind === 'conditional'))
  );
}

function containerOf(
  elementId: string | null,
  nodes: readonly ModdleElement[],
  { elements, problems }: Gathered,
  data: readonly ContainerData[],
  processId: string | null,
): Container {
  const startEvents = nodes
    .map((node) => elements.get(node.id ?? ''))
    .filter((element): element is StartEvent => element?.type === 'startEvent');
  const noneStarts = startEvents.filter((start) => start.event.kind === 'none');
  const report = (rule: string, message: string): void => {
    // What a process lacks is located at the process itself.
    problems.push({ severity: 'error', rule, elementId: elementId ?? processId, message });
  };
  // Whoever starts a process names one of several; nobody could for a subprocess.
  if (noneStarts.length > 1 && elementId !== null)
    report('several-subprocess-starts', 'There is more than one start event without a trigger.');
  const instantiators = instantiatorsOf(nodes, elements);
  const isBegun =
    startEvents.length + instantiators.length > 0 || nodes.some((node) => isAdHoc(node.$parent));
  const beginnings = isBegun ? [] : nodes.flatMap((node) => beginning(elements.get(node.id ?? '')));
  if (!isBegun && beginnings.length === 0)
    report('no-start', 'There is no start event, and nothing else that could begin.');
  const all = nodes
    .map((node) => elements.get(node.id ?? ''))
    .filter(
      (element): element is SubProcess => element?.type === 'subProcess' && element.variant === 'event',
    );
  const eventSubProcesses = all.filter((one) => !isUndoing(one));
  return {
    isAdHoc: false,
    elementId,
    startEvents,
    noneStart: noneStarts.length > 1 ? null : (noneStarts[0] ?? compensationStart(startEvents)),
    beginnings,
    instantiators,
    eventSubProcesses,
    restlessJoins: nodes.flatMap((node) => restlessJoin(elements.get(node.id ?? ''))),
    canBeCompensated: nodes.some((node) => elements.get(node.id ?? '')?.canBeCompensated),
    compensatedBy: all.find((one) => isUndoing(one))?.id ?? null,
    hasConditions: nodes.some((node) => isConditional(elements.get(node.id ?? ''))),
    data,
  };
}

/** What a token reaches by no flow, and by nothing else either. */
function beginning(element: Element | undefined): readonly string[] {
  if (!element || element.incoming.length > 0 || element.isForCompensation) return [];
  if (element.type === 'boundaryEvent') return [];
  if (element.type === 'subProcess' && element.variant === 'event') return [];
  return 'event' in element && element.event.kind === 'link' ? [] : [element.id];
}

/** Those that go on by what happens elsewhere in the scope. */
function restlessJoin(element: Element | undefined): readonly string[] {
  if (element?.type === 'complexGateway' && element.activation) return [element.id];
  const isJoin = element?.type === 'inclusiveGateway' || element?.type === 'complexGateway';
  return isJoin && element.incoming.length > 1 ? [element.id] : [];
}
