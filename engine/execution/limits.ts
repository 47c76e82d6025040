/** Limits are told of at four fifths and stopped at the whole; a stop is an incident, so that somebody may raise them. */
import { EngineFailure } from '../errors.ts';
import type { Session } from './step.ts';
import type { Work } from './work.ts';

const NEAR = 0.8;

/** Below the limit, and whether this very value is the first that is near. */
export function isNear(value: number, max: number): boolean {
  return value === Math.ceil(max * NEAR);
}

/** @throws EngineFailure ENG_ENDLESS_LOOP, ENG_TOO_MANY_EVENTS */
export function assertWithinLimits({ counter, unit, environment }: Session, work: Work): void {
  const { stepsMax, eventsMax } = environment.limits;
  const { elementId } = work;
  if (isNear(counter.steps, stepsMax)) environment.limitNear({ limit: 'stepsMax', max: stepsMax, elementId });
  if (counter.steps > stepsMax) {
    const message = `The process made too many steps without waiting; it was stopped at '${elementId}'.`;
    throw new EngineFailure('ENG_ENDLESS_LOOP', message);
  }
  if (unit.nextSeq() <= eventsMax) return;
  const message = `The process has more than ${eventsMax} events in its history; it was stopped at '${elementId}'.`;
  throw new EngineFailure('ENG_TOO_MANY_EVENTS', message);
}

/** Told once: by the command whose events pass the mark. */
export function noteEvents({ environment }: Session, before: number, after: number): void {
  const { eventsMax } = environment.limits;
  const mark = Math.ceil(eventsMax * NEAR);
  if (before <= mark && after > mark)
    environment.limitNear({ limit: 'eventsMax', max: eventsMax, elementId: null });
}

export function noteSize({ environment }: Session, name: string, size: number): void {
  const { variableBytesMax: max } = environment.limits;
  if (size > max * NEAR) environment.limitNear({ limit: 'variableBytesMax', max, elementId: null, name });
}
