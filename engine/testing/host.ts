/** A host as small as can be: no people, records or calendars unless the test brings them. */
import type { Clock, EnginePorts, Ids, Logger, TaskHandler } from '../ports.ts';
import { addDuration } from '../expressions/time.ts';
import type { TestEngineOptions } from './types.ts';

export const FIRST_INSTANT = '2026-01-05T09:00:00.000Z';

export interface TestClock extends Clock {
  set(instant: string): void;
}

export function createTestClock(now = FIRST_INSTANT): TestClock {
  let current = new Date(now);
  return {
    now: () => current,
    set(instant) {
      current = new Date(instant);
    },
  };
}

/** UUIDs that rise, the same in every run of one seed. */
export function createTestIds(seed: number): Ids {
  let last = 0;
  const prefix = (seed >>> 0).toString(16).padStart(8, '0');
  return {
    next() {
      last += 1;
      return `${prefix}-0000-7000-8000-${last.toString(16).padStart(12, '0')}`;
    },
  };
}

const SILENT: Logger = { debug() {}, info() {}, warn() {}, error() {} };

export function createTestPorts(
  options: TestEngineOptions,
  clock: Clock,
  ids: Ids,
  handlers: Map<string, TaskHandler>,
): EnginePorts {
  for (const [name, handler] of Object.entries(options.handlers ?? {})) handlers.set(name, handler);
  return {
    clock,
    ids,
    logger: SILENT,
    handlers,
    records: options.records ?? { read: async (refs) => refs.map(() => null) },
    directory: options.directory ?? NAMES_ARE_PEOPLE,
    calendars: options.calendars ?? {
      plan: async ({ from, offset }) => new Date(addDuration(from.toISOString(), offset)),
    },
  };
}

/** Users and expressions name people, everything else is a pool of that name. */
const NAMES_ARE_PEOPLE: EnginePorts['directory'] = {
  async resolve({ assignment: { kind, value }, initiator }) {
    const isPerson = kind === 'user' || kind === 'expression';
    const assignee = isPerson ? value : kind === 'initiator' ? initiator : null;
    const isPool = !isPerson && kind !== 'initiator';
    return {
      assignee,
      substituteFor: null,
      candidateUsers: [],
      candidateGroups: !isPool ? [] : [kind === 'group' ? String(value) : `${kind}:${value}`],
    };
  },
};
