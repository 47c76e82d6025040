/** What an event waits for or throws, as a properties panel shows it. */
import {
  elementsOf,
  isA,
  readCorrelationKey,
  readErrorSettings,
  readRecordEvent,
  readTimerSettings,
  readTimeToLive,
  referenceOf,
  textOf,
  type ErrorSettings,
  type ModdleElement,
  type RecordEventSettings,
  type TimerSettings,
} from '#moddle';

export type TimerKind = 'timeDate' | 'timeDuration' | 'timeCycle';

export interface MessageInfo {
  readonly id: string;
  readonly name: string;
  readonly correlationKey: string | null;
  /** How long it is kept while nobody waits for it. */
  readonly timeToLive: string | null;
}

export type EventInfo =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'timer';
      readonly timer: { readonly kind: TimerKind; readonly value: string } | null;
      readonly settings: TimerSettings;
    }
  | { readonly kind: 'message'; readonly message: MessageInfo | null }
  | { readonly kind: 'record'; readonly record: RecordEventSettings }
  | { readonly kind: 'condition'; readonly condition: string | null }
  | { readonly kind: 'signal'; readonly name: string | null }
  /** Code null: catches all. */
  | {
      readonly kind: 'error' | 'escalation';
      readonly code: string | null;
      readonly throws: boolean;
      readonly settings: ErrorSettings;
    }
  | { readonly kind: 'link'; readonly name: string | null }
  /** Several triggers, compensation …: by the BPMN type of the first. */
  | { readonly kind: 'other'; readonly type: string };

export function eventInfoOf(element: ModdleElement): EventInfo | null {
  if (isA(element, 'bpmn:ReceiveTask', 'bpmn:SendTask')) return messageEventOf(element);
  if (!isA(element, 'bpmn:Event')) return null;
  const [definition, ...others] = elementsOf(element, 'eventDefinitions');
  if (!definition) return { kind: 'none' };
  if (others.length > 0) return { kind: 'other', type: definition.$type };
  const make = MAKERS.find(([type]) => isA(definition, type))?.[1];
  return make?.(element, definition) ?? { kind: 'other', type: definition.$type };
}

export function messageInfoOf(message: ModdleElement): MessageInfo {
  return {
    id: message.id ?? '',
    name: textOf(message, 'name') ?? '',
    correlationKey: readCorrelationKey(message),
    timeToLive: readTimeToLive(message),
  };
}

type Maker = (element: ModdleElement, definition: ModdleElement) => EventInfo;

const MAKERS: readonly (readonly [string, Maker])[] = [
  ['bpmn:MessageEventDefinition', (_element, definition) => messageEventOf(definition)],
  [
    'bpmn:TimerEventDefinition',
    (_element, definition) => ({
      kind: 'timer',
      timer: timerOf(definition),
      settings: readTimerSettings(definition),
    }),
  ],
  ['bpmn:ConditionalEventDefinition', conditionalOf],
  [
    'bpmn:SignalEventDefinition',
    (_element, definition) => ({
      kind: 'signal',
      name: textOf(referenceOf(definition, 'signalRef'), 'name'),
    }),
  ],
  ['bpmn:ErrorEventDefinition', (element, definition) => codeOf('error', element, definition)],
  ['bpmn:EscalationEventDefinition', (element, definition) => codeOf('escalation', element, definition)],
  [
    'bpmn:LinkEventDefinition',
    (_element, definition) => ({ kind: 'link', name: textOf(definition, 'name') }),
  ],
];

/** A conditional start that a menu made and nobody filled in is going to watch records. */
function conditionalOf(element: ModdleElement, definition: ModdleElement): EventInfo {
  const condition = textOf(referenceOf(definition, 'condition'), 'body');
  const isUnset = condition === null && isA(element, 'bpmn:StartEvent');
  const record = readRecordEvent(definition) ?? (isUnset ? NO_RECORD : null);
  return record ? { kind: 'record', record } : { kind: 'condition', condition };
}

function codeOf(kind: 'error' | 'escalation', element: ModdleElement, definition: ModdleElement): EventInfo {
  const target = referenceOf(definition, `${kind}Ref`);
  return {
    kind,
    code: textOf(target, `${kind}Code`) ?? textOf(target, 'name'),
    throws: isA(element, 'bpmn:ThrowEvent'),
    settings: readErrorSettings(definition),
  };
}

const NO_RECORD: RecordEventSettings = {
  entity: null,
  change: null,
  field: null,
  to: null,
  filter: null,
  variable: null,
  after: null,
};

function messageEventOf(carrier: ModdleElement): EventInfo {
  const message = referenceOf(carrier, 'messageRef');
  return { kind: 'message', message: message && messageInfoOf(message) };
}

function timerOf(definition: ModdleElement): { kind: TimerKind; value: string } | null {
  for (const kind of ['timeDate', 'timeDuration', 'timeCycle'] as const) {
    const value = textOf(referenceOf(definition, kind), 'body');
    if (value) return { kind, value };
  }
  return null;
}
