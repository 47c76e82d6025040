/**
 * Arming of catching events, each by its definition: the one place that tells their kinds apart, with timers and the
 * keys of messages.
 */
import type {
  BoundaryEvent,
  CatchDefinition,
  MessageDefinition,
  MultipleDefinition,
  SignalDefinition,
  StartEvent,
  TextValue,
  TimerDefinition,
} from '../definition/model.ts';
import { EngineFailure } from '../errors.ts';
import { firstDue, withCatchUp, type TimerDue } from '../expressions/timer.ts';
import type { JobRow, SubscriptionRow, TokenRow } from './state.ts';
import type { Variables } from '../ports.ts';
import { armCondition } from './conditions.ts';
import { keyText } from './correlation-key.ts';
import { needPlan } from './needs.ts';
import { armRecordEvent } from './record-wakers.ts';
import type { Session, Step } from './step.ts';
import { rowsWith } from './tables.ts';
import { evaluate, evaluateText } from './variables.ts';
import { createJob, open, type Place, type WakerOwner } from './wakers.ts';

/** The timer's first firing, evaluated over the variables. */
export function timerDue(step: Step, timer: TimerDefinition): TimerDue {
  const text = String(evaluateText(step, timer.value) ?? '');
  const { now } = step.session.environment;
  const { form, timeZone, calendar } = timer;
  if (!calendar) return withCatchUp(firstDue(form, text, now, timeZone), timer);
  const plan = {
    from: now,
    offset: text,
    calendar: calendar.code,
    windowFrom: null,
    windowTo: null,
    timeZone,
  };
  return { dueAt: needPlan(step.session.supplies, plan), payload: { cycle: null, remaining: 0 } };
}

export function openTimer(
  step: Step,
  owner: WakerOwner,
  due: TimerDue,
  elementId = owner.elementId,
  group?: string,
): void {
  const { dueAt, payload } = due;
  createJob(step, owner, { kind: 'timer', dueAt, payload, ...(group && { group }) }, elementId);
}

/**
 * The message's key as the waiting side knows it, or, with the `payload`, the throwing one; without a rule the business
 * key, and else between processes of one file the instance, so that a conversation needs no key.
 */
export function correlationKeyOf(step: Step, message: MessageDefinition, payload?: Variables): string | null {
  if (message.correlationKey) return keyText([evaluate(step, message.correlationKey)]);
  return standardKeyOf(step, message, payload) ?? step.instance.businessKey ?? conversationOf(step, message);
}

/** Of BPMN's correlation keys (BPMN 2.0.2 §8.3.2): the message tells a thrower, the variables tell who waits. */
function standardKeyOf(step: Step, { correlation }: MessageDefinition, payload?: Variables): string | null {
  if (!correlation) return null;
  const { messagePaths, dataPaths } = correlation;
  const paths = payload === undefined ? (dataPaths ?? messagePaths) : messagePaths;
  return keyText(paths.map((path) => evaluate(step, path, payload)));
}

function conversationOf({ instance }: Step, { hasPartner }: MessageDefinition): string | null {
  return hasPartner ? instance.id : null;
}

/** How a waiting subscription may be found beside its key. */
function foundBy(step: Step, message: MessageDefinition): Variables {
  if (message.correlationKey) return {};
  if (message.correlation) return { byProperties: true };
  return message.hasPartner && step.instance.businessKey === null ? { isConversation: true } : {};
}

type Arming =
  CatchDefinition | BoundaryEvent['event'] | StartEvent['event'] | MultipleDefinition['events'][number];

type Arms = {
  readonly [K in Arming['kind']]: (step: Step, event: Extract<Arming, { kind: K }>, place: Place) => void;
};

/** Found by whoever throws, so that nothing has to wait for it. */
const unarmed = (): void => undefined;

/** The one place that tells the kinds apart. */
const ARMS: Arms = {
  none: unarmed,
  message(step, event, { owner, elementId, group }) {
    const correlationKey = correlationKeyOf(step, event);
    const awaited = { kind: 'message', name: messageNameOf(step, event), correlationKey } as const;
    open(step, { owner, elementId, group }, awaited, foundBy(step, event));
  },
  timer(step, event, { owner, elementId, group }) {
    openTimer(step, owner, timerDue(step, event), elementId, group);
  },
  error: unarmed,
  escalation: unarmed,
  compensation: unarmed,
  cancel: unarmed,
  terminate: unarmed,
  link: unarmed,
  signal(step, event, place) {
    open(step, place, { kind: 'signal', name: signalNameOf(step, event), correlationKey: null });
  },
  conditional: armCondition,
  recordEvent: armRecordEvent,
  multiple(step, { events }, { owner, elementId, group = elementId }) {
    events.forEach((event, part) => armPart(step, event, { owner, elementId, group, part }));
  },
};

/** @throws EngineFailure when its expression gives no text. */
export function signalNameOf(step: Step, { signalName }: SignalDefinition): string {
  return nameAt(step, signalName, 'ENG_SIGNAL_WITHOUT_NAME', 'signal');
}

/** @throws EngineFailure when its expression gives no text. */
export function messageNameOf(step: Step, { messageName }: MessageDefinition): string {
  return nameAt(step, messageName, 'ENG_MESSAGE_WITHOUT_NAME', 'message');
}

function nameAt(step: Step, value: TextValue, code: string, what: string): string {
  const name = evaluateText(step, value);
  if (typeof name === 'string' && name !== '') return name;
  throw new EngineFailure(code, `Expected the ${what} at '${step.element.id}' to have a name.`);
}

/**
 * Arms a catching event by its definition. `group` is the element whose wait has several alternatives (event gateway,
 * multiple event); its wakers count as one, and go together.
 */
export function arm(
  step: Step,
  owner: WakerOwner,
  event: Arming,
  elementId = owner.elementId,
  group?: string,
): void {
  armPart(step, event, { owner, elementId, group });
}

function armPart(step: Step, event: Arming, place: Place): void {
  (ARMS[event.kind] as (step: Step, event: Arming, place: Place) => void)(step, event, place);
}

/** Arms the boundary events of the activity, except those that are armed already (after a retry or migration). */
export function openBoundaries(step: Step, token: TokenRow): void {
  for (const boundary of step.element.boundaries) {
    if (!isArmed(step.session, token.id, boundary)) arm(step, token, boundary.event, boundary.id);
  }
}

function isArmed({ state }: Session, tokenId: string, boundary: BoundaryEvent): boolean {
  const isIts = (row: JobRow | SubscriptionRow): boolean => row.elementId === boundary.id;
  return (
    rowsWith(state, 'jobs', 'tokenId', tokenId).some(isIts) ||
    rowsWith(state, 'subscriptions', 'tokenId', tokenId).some(isIts)
  );
}
