/**
 * What BPMN has and the engine does not run yet: the one list of the designer, so that a menu leaves out and a badge
 * says at once what a publish would refuse. The engine decides by itself (`engine/definition`); a test deploys every
 * kind to it and proves both equal, in both directions.
 */
import { elementsOf, isA, isScriptLanguage, type ModdleElement } from '#moddle';

/** Types of flow nodes that run, in some form. */
const RUNNING = new Set([
  'bpmn:StartEvent',
  'bpmn:EndEvent',
  'bpmn:IntermediateThrowEvent',
  'bpmn:IntermediateCatchEvent',
  'bpmn:BoundaryEvent',
  'bpmn:Task',
  'bpmn:ManualTask',
  'bpmn:UserTask',
  'bpmn:ServiceTask',
  'bpmn:SendTask',
  'bpmn:ReceiveTask',
  'bpmn:ScriptTask',
  'bpmn:BusinessRuleTask',
  'bpmn:ExclusiveGateway',
  'bpmn:ParallelGateway',
  'bpmn:InclusiveGateway',
  'bpmn:EventBasedGateway',
  'bpmn:ComplexGateway',
  'bpmn:CallActivity',
  'bpmn:SubProcess',
  'bpmn:Transaction',
  'bpmn:AdHocSubProcess',
]);

const ERROR = 'bpmn:ErrorEventDefinition';
const ESCALATION = 'bpmn:EscalationEventDefinition';
const SIGNAL = 'bpmn:SignalEventDefinition';
const LINK = 'bpmn:LinkEventDefinition';
const MESSAGE = 'bpmn:MessageEventDefinition';
const TERMINATE = 'bpmn:TerminateEventDefinition';
const COMPENSATION = 'bpmn:CompensateEventDefinition';
const CANCEL = 'bpmn:CancelEventDefinition';
const NONE = 'none';

const WAITED_FOR = [MESSAGE, 'bpmn:TimerEventDefinition', SIGNAL, 'bpmn:ConditionalEventDefinition'];

/** What may trigger an event or follow from it; every other definition waits for its turn. */
const TRIGGERS: Readonly<Record<string, readonly string[]>> = {
  'bpmn:StartEvent': [NONE, ...WAITED_FOR],
  'bpmn:EndEvent': [NONE, MESSAGE, SIGNAL, TERMINATE, ERROR, ESCALATION, COMPENSATION, CANCEL],
  'bpmn:IntermediateThrowEvent': [NONE, MESSAGE, SIGNAL, ESCALATION, COMPENSATION, LINK],
  'bpmn:IntermediateCatchEvent': [...WAITED_FOR, LINK],
  'bpmn:BoundaryEvent': [...WAITED_FOR, ERROR, ESCALATION, COMPENSATION, CANCEL],
};

/** Of an event subprocess, where a start event without a trigger is a rule of its own. */
const EVENT_SUBPROCESS_STARTS = [NONE, ...WAITED_FOR, ERROR, ESCALATION];

/** As a menu names it: a type of element, with the definition of an event. */
export interface ElementKind {
  readonly type: string;
  readonly eventDefinitionType?: string;
  readonly triggeredByEvent?: boolean;
}

/** Whether a kind of flow node that a menu offers has no form that runs. */
export function runsNever(kind: ElementKind): boolean {
  if (!FLOW_NODE.test(kind.type)) return false;
  if (!RUNNING.has(kind.type)) return true;
  const triggers = TRIGGERS[kind.type];
  return triggers !== undefined && !triggers.includes(kind.eventDefinitionType ?? NONE);
}

const FLOW_NODE = /(Task|Gateway|Event|Activity|SubProcess|Transaction)$/;

/** What of the element is not executed yet, in the engine's words; null when all of it is. */
export function notYetExecutable(element: ModdleElement, isTopLevel: boolean): string | null {
  if (!RUNNING.has(element.$type)) return describe(element.$type);
  const triggers = isA(element, 'bpmn:StartEvent') ? startsOf(element, isTopLevel) : TRIGGERS[element.$type];
  return triggers ? eventOf(element, triggers) : scriptOf(element);
}

/** What starts a process, an event subprocess, an embedded subprocess. */
function startsOf(start: ModdleElement, isTopLevel: boolean): readonly string[] {
  if (isTopLevel) return TRIGGERS['bpmn:StartEvent']!;
  if (start.$parent?.get('triggeredByEvent') !== true) return [NONE];
  const isInSubProcess = !isA(start.$parent.$parent, 'bpmn:Process');
  return isInSubProcess ? [...EVENT_SUBPROCESS_STARTS, COMPENSATION] : EVENT_SUBPROCESS_STARTS;
}

function eventOf(event: ModdleElement, triggers: readonly string[]): string | null {
  const definitions = [...elementsOf(event, 'eventDefinitions'), ...elementsOf(event, 'eventDefinitionRef')];
  if (definitions.length === 0)
    return triggers.includes(NONE) ? null : `${describe(event.$type)} without a definition`;
  const refused = definitions.find(({ $type }) => !triggers.includes($type));
  return refused ? `${describe(event.$type)} with ${describe(refused.$type).toLowerCase()}` : null;
}

function scriptOf(element: ModdleElement): string | null {
  if (!isA(element, 'bpmn:ScriptTask')) return null;
  const source = element.get('script');
  const format = String(element.get('scriptFormat') ?? '')
    .trim()
    .toLowerCase();
  if (typeof source !== 'string' || source.trim() === '' || format === '') return null;
  return isScriptLanguage(format) ? null : `A script in '${format}'`;
}

/** `bpmn:InclusiveGateway` → `An inclusive gateway`. */
function describe(type: string): string {
  const words = type
    .replace('bpmn:', '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return `${/^[aeio]/.test(words) ? 'An' : 'A'} ${words}`;
}
