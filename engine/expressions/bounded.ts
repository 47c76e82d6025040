/**
 * Runs synchronous work for a limited time. Expressions are evaluated in the middle of a step, where nothing can be
 * waited for, so they cannot go to a worker; the virtual machine interrupts them instead, loops and regular expressions
 * alike. The watch costs some ten microseconds, so only work that may be long is watched.
 */
import { Script } from 'node:vm';
import { EngineFailure } from '../errors.ts';

const STOPPED = Symbol('stopped');
/** The watch covers what its own script calls, and a script reaches only what is global. */
const script = new Script(`globalThis[Symbol.for('throughline.bounded')]()`);
const holder = globalThis as { [key: symbol]: unknown };
const KEY = Symbol.for('throughline.bounded');

/**
 * The watch knows the time of the wall only. On a busy machine it may be over before the work has had much of a processor;
 * that is the machine's fault, and the work, which changes nothing, is given its time again.
 */
const STARVED_TRIES = 5;
const STARVED_SHARE = 0.5;

/** @throws EngineFailure ENG_EXPRESSION_TOO_LONG when the time is over; whatever `work` throws passes through. */
export function bounded<T>(what: string, timeMs: number, work: () => T): T {
  for (let tries = 1; ; tries++) {
    const before = process.cpuUsage();
    const result = watched(timeMs, work);
    if (result !== STOPPED) return result;
    const { user, system } = process.cpuUsage(before);
    const isStarved = (user + system) / 1_000 < timeMs * STARVED_SHARE;
    if (isStarved && tries < STARVED_TRIES) continue;
    const message = `${what} takes more than ${timeMs} ms; it was stopped.`;
    throw new EngineFailure('ENG_EXPRESSION_TOO_LONG', message);
  }
}

function watched<T>(timeMs: number, work: () => T): T | typeof STOPPED {
  const outer = holder[KEY];
  let result: T | typeof STOPPED = STOPPED;
  holder[KEY] = () => {
    result = work();
  };
  try {
    script.runInThisContext({ timeout: timeMs });
    return result;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    return STOPPED;
  } finally {
    holder[KEY] = outer;
  }
}
