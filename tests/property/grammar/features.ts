/**
 * What of the grammar the generator draws. This is the one place: a feature that the engine does not execute yet is
 * in NOT_YET, and comes out of there as soon as it runs.
 */
export const FEATURES = [
  'undefined',
  'manual',
  'user',
  'job',
  'action',
  'script',
  'send',
  'receive',
  'xor',
  'and',
  'or',
  'loop',
  'choice',
  'sub',
  'call',
  'throwNone',
  'throwMessage',
  'throwSignal',
  'throwEscalation',
  'link',
  'catchTimer',
  'catchMessage',
  'catchSignal',
  'catchConditional',
  'boundaryTimer',
  'boundaryMessage',
  'boundarySignal',
  'boundaryConditional',
  'boundaryError',
  'boundaryEscalation',
  'eventSub',
  'endMessage',
  'endSignal',
  'endTerminate',
  'endError',
  'endEscalation',
  'multiParallel',
  'multiSequential',
  'standardLoop',
  'compensation',
  'transaction',
] as const;

export type Feature = (typeof FEATURES)[number];

const NOT_YET: readonly Feature[] = [];

export const ENABLED: ReadonlySet<Feature> = new Set(FEATURES.filter((one) => !NOT_YET.includes(one)));
