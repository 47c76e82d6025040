/** How activities are repeated, fail and are undone, as kinds that a run must have met. */
import type { KindAt } from './kind-at.ts';
import { isNever, type Repeated } from './repeats.ts';
import type { Block } from './tree.ts';

/** `host`: what the block is called as a kind. */
export function activityKindsAt(block: Block, host: string): readonly KindAt[] {
  const undo = 'undo' in block ? block.undo : null;
  return [
    ...('repeat' in block ? repeatKindsOf(block, host) : []).map((kind): KindAt => [kind, block.id]),
    ...(block.kind === 'task' && block.fails !== null ? [[`${host} that fails`, block.id] as const] : []),
    ...(undo
      ? ([
          [`undo of ${host}`, undo.taskId],
          [`undo by ${undo.type}`, undo.taskId],
        ] as const)
      : []),
  ];
}

function repeatKindsOf({ repeat }: Repeated, host: string): readonly string[] {
  if (!repeat) return [];
  const { kind, over, isCollected, throws, test, enough } = repeat;
  const forms = [`${kind} of ${host}`, ...(isNever(repeat) ? ['no times'] : [])];
  if (kind === 'loop') {
    const { isBefore, goesOn, isBounded } = test;
    const by = goesOn === 'always' ? 'its maximum' : goesOn === 'counted' ? 'its counter' : 'a condition';
    return [
      ...forms,
      `loop tested ${isBefore ? 'before' : 'after'}`,
      `loop by ${by}`,
      ...(isBounded ? [] : ['loop without a maximum']),
    ];
  }
  return [
    ...forms,
    `repeated over a ${over}`,
    ...(isCollected ? ['results of repetition', `results of ${kind} repetition`] : []),
    ...(enough === null ? [] : ['repetition that is cut short']),
    ...(throws ? [`behavior ${throws.behavior}`, `behavior that throws ${throws.event}`] : []),
  ];
}

const REPEATED = [
  ...['user', 'job', 'receive', 'script', 'action', 'rule', 'send', 'manual'].map((type) => `task ${type}`),
  ...['sub', 'transaction', 'call'],
];

export const EXPECTED_ACTIVITIES: readonly string[] = [
  ...['action', 'script', 'rule', 'send'].map((type) => `task ${type} that fails`),
  ...['user', 'manual', 'script'].map((type) => `undo by ${type}`),
  ...['no times', 'loop tested before', 'loop tested after', 'loop without a maximum'],
  ...['its maximum', 'its counter', 'a condition'].map((by) => `loop by ${by}`),
  ...['number', 'list'].map((over) => `repeated over a ${over}`),
  ...['results of repetition', 'repetition that is cut short'],
  ...['none', 'one', 'complex'].map((behavior) => `behavior ${behavior}`),
  ...['escalation', 'error', 'sharedSignal'].map((event) => `behavior that throws ${event}`),
];

export const EXPECTED_ACTIVITY_PAIRS: readonly string[] = [
  ...['task user', 'task job', 'task receive', 'sub', 'transaction', 'call', 'adHoc'].map(
    (host) => `undo of ${host}`,
  ),
  ...['action', 'script', 'rule', 'send'].map((type) => `error on task ${type}`),
  ...['parallel', 'sequential'].map((kind) => `results of ${kind} repetition`),
  ...['parallel', 'sequential', 'loop'].flatMap((kind) => REPEATED.map((host) => `${kind} of ${host}`)),
];
