/** Event definitions (BPMN 2.0.2 §10.5.5): message, timer, our record event on a conditional event, terminate. */
import {
  isA,
  isJuel,
  readCorrelationKey,
  readErrorSettings,
  readRecordEvent,
  referenceOf,
  textOf,
  type ModdleElement,
} from '#moddle';
import { cycleFrom, instantFrom, isDuration } from '../../expressions/time.ts';
import { describeType, eventDefinitionsOf } from '../executability.ts';
import type {
  ErrorDefinition,
  EscalationDefinition,
  EventDefinition,
  MessageDefinition,
  RecordDefinition,
  TimerDefinition,
} from '../model.ts';
import type { TransformContext } from './context.ts';

type Kind = EventDefinition['kind'];

/** The event's definition when it is one of the allowed kinds; null when it was refused. */
export function eventDefinitionOf<K extends Kind>(
  element: ModdleElement,
  context: TransformContext,
  allowed: readonly K[],
): Extract<EventDefinition, { kind: K }> | null {
  const [definition] = eventDefinitionsOf(element);
  const event = definition ? transformDefinition(element, definition, context) : { kind: 'none' as const };
  if (!event) return null;
  if (!allowed.some((kind) => kind === event.kind)) {
    context.refuse(
      definition
        ? `${describeType(element.$type)} with ${describeType(definition.$type).toLowerCase()}`
        : `${describeType(element.$type)} without a definition`,
    );
    return null;
  }
  return event as Extract<EventDefinition, { kind: K }>;
}

function transformDefinition(
  element: ModdleElement,
  definition: ModdleElement,
  context: TransformContext,
): EventDefinition | null {
  if (isA(definition, 'bpmn:TerminateEventDefinition')) return { kind: 'terminate' };
  if (isA(definition, 'bpmn:MessageEventDefinition')) return messageOf(element, definition, context);
  if (isA(definition, 'bpmn:TimerEventDefinition')) return timerFrom(definition, context);
  if (isA(definition, 'bpmn:ErrorEventDefinition')) return errorFrom(element, definition, context);
  if (isA(definition, 'bpmn:EscalationEventDefinition')) return escalationFrom(definition);
  if (isA(definition, 'bpmn:ConditionalEventDefinition')) return recordEventFrom(definition, context);
  context.refuse(`${describeType(element.$type)} with ${describeType(definition.$type).toLowerCase()}`);
  return null;
}

/**
 * The message named by `holder`'s messageRef. A diagram without a reference is still understood: the message
 * then bears the element's own name, and a warning says so.
 */
export function messageOf(
  element: ModdleElement,
  holder: ModdleElement,
  context: TransformContext,
): MessageDefinition {
  const message = referenceOf(holder, 'messageRef');
  const name = message && (textOf(message, 'name') ?? message.id);
  const key = message && readCorrelationKey(message);
  if (!name) {
    const text = 'No message is chosen; it is called by the name of the element.';
    context.report('warning', 'message-not-chosen', text);
  }
  return {
    kind: 'message',
    messageName: name ?? textOf(element, 'name') ?? context.elementId,
    correlationKey: key ? context.expression(key) : null,
  };
}

/**
 * Without a reference, or with one that has no code, every error is caught. A throwing event says which: an error
 * without a code goes by its name.
 */
function errorFrom(
  element: ModdleElement,
  definition: ModdleElement,
  context: TransformContext,
): ErrorDefinition {
  const error = referenceOf(definition, 'errorRef');
  const code = textOf(error, 'errorCode');
  const isThrown = element.$type === 'bpmn:EndEvent';
  if (isThrown && !error)
    context.report('error', 'missing-error', 'The end event does not say which error it throws.');
  const { codeVariable, messageVariable, message } = readErrorSettings(definition);
  return {
    kind: 'error',
    code: isThrown ? (code ?? textOf(error, 'name') ?? error?.id ?? null) : code,
    codeVariable,
    messageVariable,
    message: context.text(message),
  };
}

function escalationFrom(definition: ModdleElement): EscalationDefinition {
  const code = textOf(referenceOf(definition, 'escalationRef'), 'escalationCode');
  return { kind: 'escalation', code, codeVariable: readErrorSettings(definition).codeVariable };
}

const TIMER_FORMS = [
  ['timeDate', 'date'],
  ['timeDuration', 'duration'],
  ['timeCycle', 'cycle'],
] as const;

function timerFrom(definition: ModdleElement, context: TransformContext): TimerDefinition | null {
  for (const [property, form] of TIMER_FORMS) {
    const text = textOf(referenceOf(definition, property), 'body');
    if (!text) continue;
    if (!text.startsWith('=') && !isJuel(text) && !isTimerText(form, text)) {
      context.report('error', 'invalid-timer', `Expected '${text}' to be a ${form} in ISO 8601.`);
      return null;
    }
    const value = context.text(text);
    return value && { kind: 'timer', form, value };
  }
  context.report('error', 'invalid-timer', 'The timer says neither a date, nor a duration, nor a cycle.');
  return null;
}

export function isTimerText(form: TimerDefinition['form'], text: string): boolean {
  if (form === 'date') return instantFrom(text) !== null;
  return form === 'duration' ? isDuration(text) : cycleFrom(text) !== null;
}

function recordEventFrom(definition: ModdleElement, context: TransformContext): RecordDefinition | null {
  const settings = readRecordEvent(definition);
  if (!settings) {
    context.refuse('A conditional event that is no record event');
    return null;
  }
  const { entity, change, field } = settings;
  if (change === 'silent') {
    context.refuse("A record event of the kind 'silent'");
    return null;
  }
  if (!entity || !change || (change === 'stageEntered' && !field)) {
    const text = 'The record event does not say which change of which record starts the process.';
    context.report('error', 'incomplete-record-event', text);
    return null;
  }
  return {
    ...settings,
    kind: 'recordEvent',
    entity,
    filter: settings.filter ? context.expression(settings.filter) : null,
    subscriptionName: `${entity}.${change === 'created' ? 'created' : 'changed'}`,
    variable: settings.variable ?? entity,
  };
}
