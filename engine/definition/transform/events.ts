/** Start, end, intermediate and boundary events (BPMN 2.0.2 §10.5). */
import { readForm, referenceOf, type ModdleElement } from '#moddle';
import type { Json } from '../../ports.ts';
import { isEventSubProcess } from '../executability.ts';
import type {
  BoundaryEvent,
  EndEvent,
  IntermediateCatchEvent,
  IntermediateThrowEvent,
  StartEvent,
} from '../model.ts';
import type { Transform, TransformContext } from './context.ts';
import { grown } from './grown.ts';
import { eventDefinitionOf } from './event-definition.ts';

type StartKind = StartEvent['event']['kind'];

/** Any event can wait for these; record events are conditional ones in the diagram. */
const WAITED_FOR = ['message', 'timer', 'signal', 'conditional', 'recordEvent', 'multiple'] as const;

export const startEvent: Transform<StartEvent> = (element, base, context) => {
  const event = eventDefinitionOf<StartKind>(element, context, allowedStarts(element, context));
  const interrupting = element.get('isInterrupting') !== false;
  return event && grown(base, { type: 'startEvent', event, interrupting, form: formOf(element, context) });
};

/** BPMN 2.0.2 Table 10.84 and 10.85: what may start a process, an event subprocess, an embedded subprocess. */
function allowedStarts(element: ModdleElement, context: TransformContext): readonly StartKind[] {
  if (context.isTopLevel) return ['none', ...WAITED_FOR];
  if (isEventSubProcess(element.$parent)) return startsOfEventSubProcess(element);
  return ['none'];
}

/** A process that is compensated as a whole is nobody's (BPMN 2.0.2 §10.5.2.3 allows it in subprocesses only). */
function startsOfEventSubProcess(element: ModdleElement): readonly StartKind[] {
  const all: readonly StartKind[] = ['none', ...WAITED_FOR, 'error', 'escalation'];
  const isInSubProcess = element.$parent?.$parent?.$type !== 'bpmn:Process';
  return isInSubProcess ? [...all, 'compensation'] : all;
}

const THROWN_KINDS = ['none', 'message', 'signal', 'escalation', 'compensation', 'link', 'multiple'] as const;
const END_KINDS = [
  'none',
  'terminate',
  'message',
  'signal',
  'error',
  'escalation',
  'compensation',
  'cancel',
  'multiple',
] as const;

export const endEvent: Transform<EndEvent> = (element, base, context) => {
  const event = eventDefinitionOf(element, context, END_KINDS);
  return event && grown(base, { type: 'endEvent', event, ownsScope: event.kind === 'compensation' });
};

export const intermediateThrowEvent: Transform<IntermediateThrowEvent> = (element, base, context) => {
  const event = eventDefinitionOf(element, context, THROWN_KINDS);
  const ownsScope = event?.kind === 'compensation';
  return event && grown(base, { type: 'intermediateThrowEvent', event, ownsScope });
};

export const intermediateCatchEvent: Transform<IntermediateCatchEvent> = (element, base, context) => {
  const event = eventDefinitionOf(element, context, [...WAITED_FOR, 'link']);
  return event && grown(base, { type: 'intermediateCatchEvent', event });
};

export const boundaryEvent: Transform<BoundaryEvent> = (element, base, context) => {
  const kinds = [...WAITED_FOR, 'error', 'escalation', 'compensation', 'cancel'] as const;
  const event = eventDefinitionOf(element, context, kinds);
  const attachedToId = referenceOf(element, 'attachedToRef')?.id;
  if (!attachedToId) {
    context.report('error', 'boundary-not-attached', 'The boundary event is not attached to an activity.');
    return null;
  }
  const interrupting = element.get('cancelActivity') !== false;
  return event && grown(base, { type: 'boundaryEvent', event, attachedToId, interrupting });
};

/** The form-js schema; broken JSON is a problem, a form that is only named has no schema. */
export function formOf(element: ModdleElement, context: TransformContext): Json {
  const schema = readForm(element)?.schema;
  if (!schema) return null;
  try {
    return JSON.parse(schema) as Json;
  } catch {
    context.report('error', 'invalid-form', 'The form is not valid JSON.');
    return null;
  }
}
