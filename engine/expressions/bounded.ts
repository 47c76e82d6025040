/**
 * Runs synchronous work for a limited time. Expressions are evaluated in the middle of a step, where nothing can be
 * waited for, so they cannot go to a worker; the virtual machine interrupts them instead, loops and regular expressions
 * alike. The watch costs some ten microseconds, so only work that may be long is watched.
 */
import { Script } from 'node:vm';
import { EngineFailure } from '../errors.ts';

const SLOT = Symbol('bounded work');
/** The watch covers what its own script calls, and a script reaches only what is global. */
const script = new Script(`globalThis[Symbol.for('throughline.bounded')]()`);
const holder = globalThis as { [key: symbol]: unknown };
const KEY = Symbol.for('throughline.bounded');

/** @throws EngineFailure ENG_EXPRESSION_TOO_LONG when the time is over; whatever `work` throws passes through. */
export function bounded<T>(what: string, timeMs: number, work: () => T): T {
  const outer = holder[KEY];
  let result: T | typeof SLOT = SLOT;
  holder[KEY] = () => {
    result = work();
  };
  try {
    script.runInThisContext({ timeout: timeMs });
    return result as T;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    const message = `${what} takes more than ${timeMs} ms; it was stopped.`;
    throw new EngineFailure('ENG_EXPRESSION_TOO_LONG', message);
  } finally {
    holder[KEY] = outer;
  }
}
