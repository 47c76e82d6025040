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
  'rule',
  'script',
  'send',
  'receive',
  'xor',
  'and',
  'or',
  'vote',
  'batch',
  'splitBy',
  'adHoc',
  'loop',
  'choice',
  'sub',
  'call',
  'throwNone',
  'throwMessage',
  'throwSignal',
  'sharedSignal',
  'throwEscalation',
  'link',
  'catchTimer',
  'catchMessage',
  'catchSignal',
  'catchConditional',
  'catchRecord',
  'catchSeveral',
  'boundaryTimer',
  'boundaryMessage',
  'boundarySignal',
  'boundaryConditional',
  'boundaryError',
  'boundaryEscalation',
  'boundaryRecord',
  'boundarySeveral',
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
  'undoneBy',
  'transaction',
] as const;

export type Feature = (typeof FEATURES)[number];

const NOT_YET: readonly Feature[] = [];

export const ENABLED: ReadonlySet<Feature> = new Set(FEATURES.filter((one) => !NOT_YET.includes(one)));
