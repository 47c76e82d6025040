/**
 * What the generator draws more often while it looks for a model with a scarce kind: with the features that the kind is
 * made of in favour, a few draws are enough where by chance alone it would take a hundred.
 */
import type { Feature } from './features.ts';

/** Features, and what a model has now and then only. */
export type Boost =
  Feature | 'boundaries' | 'handlers' | 'repeats' | 'transactions' | 'partners' | 'waysIn' | 'thrown';

/** By how much their weights grow. */
export const BOOST = 8;

const HOSTS: readonly (readonly [words: RegExp, boosts: readonly Boost[]])[] = [
  [/\bsub\b|subprocess/, ['sub']],
  [/\btransaction\b/, ['sub', 'transactions']],
  [/\bcall\b/, ['call']],
  [/\badHoc\b/, ['adHoc']],
  [/\buser$/, ['user']],
  [/\bjob$/, ['job']],
  [/\breceive$/, ['receive']],
  [/\bscript\b/, ['script']],
  [/\baction\b/, ['action']],
  [/\brule\b/, ['rule']],
  [/\bsend\b/, ['send']],
  [/\bmanual$/, ['manual']],
  [/\bundefined$/, ['undefined']],
];

const EVENTS: readonly (readonly [words: RegExp, boosts: readonly Boost[]])[] = [
  [/several/, ['boundarySeveral', 'catchSeveral']],
  [/timer/, ['boundaryTimer', 'catchTimer']],
  [/message/, ['boundaryMessage', 'catchMessage']],
  [/signal/, ['boundarySignal', 'catchSignal']],
  [/record/, ['boundaryRecord', 'catchRecord']],
  [/conditional/, ['boundaryConditional', 'catchConditional']],
  [/error/, ['boundaryError', 'thrown']],
  [/escalation/, ['boundaryEscalation', 'thrown']],
  [/cancel/, ['sub', 'transactions', 'transaction']],
];

const FORMS: readonly (readonly [words: RegExp, boosts: readonly Boost[]])[] = [
  [/^boundary|^\S+( of several| signal)? on | of boundary/, ['boundaries']],
  [/^handler| of handler|event subprocess/, ['handlers', 'sub']],
  [/^choice/, ['choice']],
  [/^start|ways in$/, ['waysIn']],
  [/^vote/, ['vote']],
  [/^batch/, ['batch']],
  [/^or\b/, ['or']],
  [/^nested transaction/, ['sub', 'transactions']],
  [/^undo/, ['compensation', 'undoneBy']],
  [/^undo of|^throw compensation/, ['compensation']],
  [/^parallel of|parallel repetition/, ['repeats', 'multiParallel']],
  [/^sequential of|sequential repetition/, ['repeats', 'multiSequential']],
  [/^loop (of|tested|by|without)|loop repetition/, ['repeats', 'standardLoop']],
  [/^behavior|^results|^repe|^no times/, ['repeats']],
  [/^end error/, ['endError']],
  [/^end escalation/, ['endEscalation']],
  [/^end message/, ['endMessage']],
  [/^end signal/, ['endSignal']],
  [/^end terminate/, ['endTerminate']],
  [/^end sharedSignal|^throw sharedSignal/, ['sharedSignal']],
  [/^(end|throw) several/, ['several']],
  [/^end cancel/, ['sub', 'transactions', 'transaction']],
  [/^end compensation/, ['compensation']],
  [/^throw none/, ['throwNone']],
  [/^throw message/, ['throwMessage']],
  [/^throw signal/, ['throwSignal']],
  [/^throw escalation/, ['throwEscalation']],
  [/^throw link/, ['link']],
  [/^store/, ['stores']],
];

const POOLS = /^message (from|to|named)|pools$|^correlation/;

/** Of a kind as `kinds.ts` names it. */
export function boostsFor(kind: string): ReadonlySet<Boost> {
  if (POOLS.test(kind)) return new Set(['partners']);
  return new Set(
    [...FORMS, ...HOSTS, ...EVENTS].flatMap(([words, boosts]) => (words.test(kind) ? boosts : [])),
  );
}
