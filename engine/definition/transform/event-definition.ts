/**
 * Event definitions (BPMN 2.0.2 §10.5.5), of the event itself and those shared ones that it refers to. Several of them
 * make a multiple event, which happens with any of them, or a parallel multiple one, which takes all.
 */
import {
  elementsOf,
  isA,
  readCorrelationKey,
  readErrorSettings,
  readTimeToLive,
  referenceOf,
  textOf,
  undeclaredReference,
  type ModdleElement,
} from '#moddle';
import type { CompiledExpression } from '../../expressions/expression.ts';
import { describeType, eventDefinitionsOf } from '../executability.ts';
import type {
  CorrelationKey,
  ErrorDefinition,
  EscalationDefinition,
  EventDefinition,
  LinkDefinition,
  MessageDefinition,
  MultipleDefinition,
  SignalDefinition,
} from '../model.ts';
import { correlationOf, messageSettingsOf, type CorrelationPaths } from './collaboration.ts';
import { conditionalFrom } from './condition-definition.ts';
import type { TransformContext } from './context.ts';
import { eventCode, eventName, type EventCode } from './event-name.ts';
import { timerFrom } from './timer-definition.ts';

type Kind = EventDefinition['kind'];
type Part = MultipleDefinition['events'][number];

/** Never one of several triggers or results; the rule that says so. */
const ALONE: Partial<Record<Kind, string>> = {
  link: 'link-among-several',
  cancel: 'cancel-among-several',
  compensation: 'compensation-among-several',
};

/** The event's definition when it is one of the allowed kinds; null when it was refused. */
export function eventDefinitionOf<K extends Kind>(
  element: ModdleElement,
  context: TransformContext,
  allowed: readonly K[],
): Extract<EventDefinition, { kind: K }> | null {
  const definitions = eventDefinitionsOf(element);
  const refused = (definition: ModdleElement | null): null => {
    const by = definition ? `with ${describeType(definition.$type).toLowerCase()}` : 'without a definition';
    context.refuse(`${describeType(element.$type)} ${by}`);
    return null;
  };
  const isAllowed = (kind: Kind): boolean => allowed.some((one) => one === kind);
  if (definitions.length === 0) {
    const none: EventDefinition = { kind: 'none' };
    return isAllowed('none') ? (none as Extract<EventDefinition, { kind: K }>) : refused(null);
  }
  const parts: Part[] = [];
  for (const definition of definitions) {
    const kind = kindOf(definition);
    if (!kind || !isAllowed(kind)) return refused(definition);
    const alone = definitions.length > 1 && ALONE[kind];
    if (alone) {
      context.report('error', alone, `The event is a ${kind} event and something else, too.`);
      return null;
    }
    const part = TRANSFORMS[kind]?.(element, definition, context) ?? null;
    if (!part) return null;
    parts.push(part);
  }
  const parallel = element.get('parallelMultiple') === true;
  const event: EventDefinition =
    parts.length === 1 ? parts[0]! : { kind: 'multiple', parallel, events: parts };
  return event as Extract<EventDefinition, { kind: K }>;
}

/** What an activity itself throws: a message, signal, error or escalation. */
export function thrownEventOf(
  element: ModdleElement,
  definition: ModdleElement,
  context: TransformContext,
): Part | null {
  const kind = kindOf(definition);
  if (kind && THROWN.includes(kind)) return TRANSFORMS[kind]!(element, definition, context);
  context.refuse(`A multi-instance activity with ${describeType(definition.$type).toLowerCase()}`);
  return null;
}

const THROWN: readonly Kind[] = ['message', 'signal', 'error', 'escalation'];

const KINDS: readonly (readonly [string, Part['kind']])[] = [
  ['bpmn:TerminateEventDefinition', 'terminate'],
  ['bpmn:CancelEventDefinition', 'cancel'],
  ['bpmn:MessageEventDefinition', 'message'],
  ['bpmn:TimerEventDefinition', 'timer'],
  ['bpmn:SignalEventDefinition', 'signal'],
  ['bpmn:ErrorEventDefinition', 'error'],
  ['bpmn:EscalationEventDefinition', 'escalation'],
  ['bpmn:ConditionalEventDefinition', 'conditional'],
  ['bpmn:CompensateEventDefinition', 'compensation'],
  ['bpmn:LinkEventDefinition', 'link'],
];

/** A record event is a conditional event with a watched record instead of a condition. */
function kindOf(definition: ModdleElement): Part['kind'] | null {
  return KINDS.find(([type]) => isA(definition, type))?.[1] ?? null;
}

type Maker = (element: ModdleElement, definition: ModdleElement, context: TransformContext) => Part | null;

const TRANSFORMS: Partial<Record<Kind, Maker>> = {
  terminate: () => ({ kind: 'terminate' }),
  message: messageOf,
  timer: (_element, definition, context) => timerFrom(definition, context),
  signal: signalFrom,
  error: errorFrom,
  escalation: escalationFrom,
  conditional: (_element, definition, context) => conditionalFrom(definition, context),
  link: linkFrom,
  cancel: () => ({ kind: 'cancel' }),
  compensation: (_element, definition) => ({
    kind: 'compensation',
    activityId: referenceOf(definition, 'activityRef')?.id ?? null,
    waitForCompletion: definition.get('waitForCompletion') !== false,
  }),
};

/**
 * The message named by `holder`'s messageRef, or by its message flow. A diagram without either is still understood: the
 * message then bears the element's own name, and a warning says so.
 */
export function messageOf(
  element: ModdleElement,
  holder: ModdleElement,
  context: TransformContext,
): MessageDefinition | null {
  const { message, name, hasPartner } = messageSettingsOf(element, holder);
  const key = message && readCorrelationKey(message);
  const paths = message && !key ? correlationOf(element, message) : null;
  if (!name) {
    const text = 'No message is chosen; it is called by the name of the element.';
    context.report('warning', 'message-not-chosen', text);
  }
  const messageName = eventName(name ?? textOf(element, 'name') ?? context.elementId, context);
  return (
    messageName && {
      kind: 'message',
      messageName,
      correlationKey: key ? context.expression(key) : null,
      correlation: paths && correlationFrom(paths, context),
      hasPartner,
      timeToLive: context.text(message && readTimeToLive(message)),
    }
  );
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
  const undeclared = undeclaredReference(definition, 'errorRef');
  const code = textOf(error, 'errorCode') ?? undeclared;
  const isThrown = element.$type === 'bpmn:EndEvent';
  if (isThrown && !error && !undeclared)
    context.report('error', 'missing-error', 'The end event does not say which error it throws.');
  const { codeVariable, messageVariable, message } = readErrorSettings(definition);
  return {
    kind: 'error',
    ...codeOf(isThrown ? (code ?? textOf(error, 'name') ?? error?.id ?? null) : code, element, context),
    codeVariable,
    messageVariable,
    message: context.text(message),
  };
}

/** Who catches is found before anything runs, so its code cannot depend on variables. */
function codeOf(text: string | null, element: ModdleElement, context: TransformContext): EventCode {
  const code = eventCode(text, context);
  if (code.thrownCode && isA(element, 'bpmn:CatchEvent'))
    context.report(
      'error',
      'caught-code-with-variables',
      `The code '${text}' that is caught must be a constant.`,
    );
  return code;
}

function escalationFrom(
  element: ModdleElement,
  definition: ModdleElement,
  context: TransformContext,
): EscalationDefinition {
  const declared = textOf(referenceOf(definition, 'escalationRef'), 'escalationCode');
  const code = declared ?? undeclaredReference(definition, 'escalationRef');
  const { codeVariable } = readErrorSettings(definition);
  return { kind: 'escalation', ...codeOf(code, element, context), codeVariable };
}

/** A signal without a reference bears the element's own name, and a warning says so. */
function signalFrom(
  element: ModdleElement,
  definition: ModdleElement,
  context: TransformContext,
): SignalDefinition | null {
  const signal = referenceOf(definition, 'signalRef');
  const name = signal ? (textOf(signal, 'name') ?? signal.id) : undeclaredReference(definition, 'signalRef');
  if (!name) {
    const text = 'No signal is chosen; it is called by the name of the element.';
    context.report('warning', 'missing-signal', text);
  }
  const signalName = eventName(name ?? textOf(element, 'name') ?? context.elementId, context);
  return signalName && { kind: 'signal', signalName };
}

/** BPMN 2.0.2 §10.5.5.5: a throwing link leads to the catching one of its name in the same process or subprocess. */
function linkFrom(
  element: ModdleElement,
  definition: ModdleElement,
  context: TransformContext,
): LinkDefinition | null {
  const linkName = textOf(definition, 'name') ?? textOf(element, 'name');
  if (!linkName) {
    context.report('error', 'link-without-target', 'The link has no name.');
    return null;
  }
  const targets = elementsOf(element.$parent, 'flowElements').filter(
    (node) =>
      isA(node, 'bpmn:IntermediateCatchEvent') &&
      elementsOf(node, 'eventDefinitions').some(
        (one) =>
          isA(one, 'bpmn:LinkEventDefinition') && (textOf(one, 'name') ?? textOf(node, 'name')) === linkName,
      ),
  );
  const isThrow = isA(element, 'bpmn:IntermediateThrowEvent');
  if (isThrow && targets.length === 0) {
    context.report('error', 'link-without-target', `There is no link event that catches '${linkName}'.`);
  }
  if (!isThrow && targets.length > 1) {
    context.report('error', 'link-without-target', `More than one link event catches '${linkName}'.`);
  }
  return { kind: 'link', linkName };
}

function correlationFrom(paths: CorrelationPaths, context: TransformContext): CorrelationKey | null {
  const compiled = (texts: readonly string[]): readonly CompiledExpression[] | null => {
    const expressions = texts.map((text) => context.expression(text));
    return expressions.every((expression) => expression !== null) ? expressions : null;
  };
  const messagePaths = compiled(paths.messagePaths);
  return messagePaths && { messagePaths, dataPaths: paths.dataPaths && compiled(paths.dataPaths) };
}
