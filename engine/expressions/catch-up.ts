/**
 * What becomes of firings of a cycle that nobody could make: nodes were down, or the instance was suspended. `all`, the
 * default, makes up for each, as engines of BPMN do: an event of the standard that has occurred is not lost. `once` makes
 * up for all of them with one firing. `skip` leaves them out and goes on with the next that is due; the last firing of a
 * cycle is never left out, or what waits for it would wait for ever.
 */
import type { Instant } from './time.ts';
import { nextDue, type TimerDue, type TimerPayload } from './timer.ts';

/** A firing counts as missed by then; jobs are picked up well within it. */
const LATE_MS = 60_000;
/** So many firings are passed over at once; a short cycle after a long time goes on in the next step. */
const PASSED_MAX = 5_000;

export interface CaughtUp {
  /** The firing that it comes to. */
  readonly at: TimerDue;
  /** False: it is waited for `at` instead. */
  readonly fires: boolean;
}

export function caughtUp(payload: TimerPayload, dueAt: Instant, now: Instant): CaughtUp {
  const policy = payload.catchUp;
  let at: TimerDue = { dueAt, payload };
  if (policy !== 'once' && policy !== 'skip') return { at, fires: true };
  let next = nextDue(payload, dueAt);
  for (let passed = 0; next && next.dueAt <= now && passed < PASSED_MAX; passed++) {
    at = next;
    next = nextDue(at.payload, at.dueAt);
  }
  const isLate = Date.parse(now) - Date.parse(at.dueAt) > LATE_MS;
  return policy === 'skip' && isLate && next ? { at: next, fires: false } : { at, fires: true };
}
