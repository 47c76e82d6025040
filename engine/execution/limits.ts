/**
 * Limits are told of at four fifths and stopped at the whole; a stop is an incident, so that somebody may raise them.
 * What is near is an event, once for each limit and instance; the instance's scope remembers it.
 */
import type { LimitNear } from '../decide/limits.ts';
import { EngineFailure } from '../errors.ts';
import { LIMITS_NEAR } from './apply.ts';
import type { Session } from './step.ts';
import type { Work } from './work.ts';

const NEAR = 0.8;

/** Below the limit, and whether this very value is the first that is near. */
export function isNear(value: number, max: number): boolean {
  return value === Math.ceil(max * NEAR);
}

/** Tells it once; an instance that has ended, or is not at hand, is left alone. */
export function tellNear({ state, unit, environment }: Session, instanceId: string, near: LimitNear): void {
  const memo = state.scopes.get(instanceId)?.memo;
  if (!memo) return;
  const told = (memo[LIMITS_NEAR] ?? {}) as Readonly<Record<string, unknown>>;
  if (Object.hasOwn(told, near.limit)) return;
  unit.emit(instanceId, { kind: 'LimitNear', ...near });
  environment.limitNear(near);
}

/** @throws EngineFailure ENG_ENDLESS_LOOP, ENG_TOO_MANY_EVENTS */
export function assertWithinLimits(session: Session, work: Work): void {
  const { counter, unit, state, environment } = session;
  const { stepsMax, eventsMax } = environment.limits;
  const { elementId } = work;
  if (isNear(counter.steps, stepsMax)) {
    const { instanceId } = state.scopes.get(work.scopeId)!;
    tellNear(session, instanceId, { limit: 'stepsMax', max: stepsMax, elementId, name: null });
  }
  if (counter.steps > stepsMax) {
    const message = `The process made too many steps without waiting; it was stopped at '${elementId}'.`;
    throw new EngineFailure('ENG_ENDLESS_LOOP', message, { elementId, max: stepsMax });
  }
  if (unit.nextSeq() <= eventsMax) return;
  const message = `The process has more than ${eventsMax} events in its history; it was stopped at '${elementId}'.`;
  throw new EngineFailure('ENG_TOO_MANY_EVENTS', message, { elementId, max: eventsMax });
}

/** By the command whose events pass the mark; the history is that of the whole tree. */
export function noteEvents(session: Session, before: number, after: number): void {
  const { eventsMax: max } = session.environment.limits;
  const mark = Math.ceil(max * NEAR);
  if (before > mark || after <= mark) return;
  for (const { rootId } of session.state.instances.values()) {
    return tellNear(session, rootId, { limit: 'eventsMax', max, elementId: null, name: null });
  }
}

export function noteSize(session: Session, instanceId: string, name: string, size: number): void {
  const { variableBytesMax: max } = session.environment.limits;
  if (size <= max * NEAR || size > max) return;
  tellNear(session, instanceId, { limit: 'variableBytesMax', max, elementId: null, name });
}
