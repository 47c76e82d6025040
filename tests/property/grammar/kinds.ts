/** Which kinds of element a process holds, and which of them a run must have met (reliability.md §2.4, T01). */
import { EXPECTED_POOLS, EXPECTED_POOL_PAIRS, poolKindsOf } from './pool-kinds.ts';
import { dataKindsOf, EXPECTED_DATA, EXPECTED_DATA_PAIRS } from './data-kinds.ts';
import {
  allBlocks,
  allLines,
  allProcesses,
  type Block,
  type BoundaryTrigger,
  type EventSub,
  type Line,
  type Process,
} from './tree.ts';

/** Each kind once. */
export function kindsOf(process: Process): ReadonlySet<string> {
  const found = new Set<string>(poolKindsOf(process));
  for (const one of allProcesses(process)) {
    for (const line of allLines(one)) if (line.end) found.add(`end ${line.end.kind}`);
    for (const kind of dataKindsOf(one)) found.add(kind);
    for (const handler of one.handlers) found.add(handlerKind(handler));
    for (const block of allBlocks(one)) for (const kind of kindsOfBlock(block)) found.add(kind);
  }
  return found;
}

function kindsOfBlock(block: Block): readonly string[] {
  const host = hostKind(block);
  const boundaries = 'boundaries' in block ? block.boundaries : [];
  const repeat = 'repeat' in block && block.repeat ? [`${block.repeat.kind} of ${host}`] : [];
  return [
    host,
    ...repeat,
    ...boundaries.map(({ trigger }) => `${triggerKind(trigger)} on ${host}`),
    ...boundaries.map(({ trigger, interrupting }) => `boundary ${eventKind(trigger, interrupting)}`),
    ...partsOf(block),
  ];
}

function hostKind(block: Block): string {
  if (block.kind === 'task') return `task ${block.type}`;
  if (block.kind === 'throw') return `throw ${block.event}`;
  if (block.kind === 'catch') return `catch ${triggerKind(block.trigger)}`;
  if (block.kind === 'sub' && block.form === 'transaction') return 'transaction';
  return block.kind;
}

function partsOf(block: Block): readonly string[] {
  switch (block.kind) {
    case 'task':
      return [...(block.undo ? ['undo'] : []), ...(block.fails === null ? [] : ['action that fails'])];
    case 'throw':
      return block.isNamed && block.targetId !== '' ? ['throw compensation by name'] : [];
    case 'and':
    case 'or':
      return [`${block.kind} by ${block.by}`];
    case 'vote':
      return block.lateId === null ? [] : ['vote with a reset'];
    case 'batch':
      return [`batch to ${block.last}`];
    case 'choice':
      return block.arms.map(({ trigger }) => `choice ${triggerKind(trigger)}`);
    case 'adHoc':
      return [
        `adHoc ${block.isListed ? 'listed' : 'chosen'}`,
        `adHoc ${block.sequential ? 'sequential' : 'parallel'}`,
        ...(block.condition ? ['adHoc with a condition'] : []),
      ];
    case 'call':
      return block.isMapped ? ['call with mappings'] : ['call without mappings'];
    case 'sub':
      return [
        ...block.handlers.map(handlerKind),
        ...(block.isMapped ? ['sub with mappings'] : []),
        ...(block.undoneBy ? ['undone by a subprocess'] : []),
        ...(block.form === 'transaction' && hasTransaction([block.body]) ? ['nested transaction'] : []),
      ];
    default:
      return [];
  }
}

function hasTransaction(lines: readonly Line[]): boolean {
  const none = { key: '', startId: '', objects: [], handlers: [], partners: null };
  const process: Process = { ...none, body: { blocks: [], end: null } };
  return lines.some((body) =>
    allBlocks({ ...process, body }).some((block) => block.kind === 'sub' && block.form === 'transaction'),
  );
}

const handlerKind = ({ trigger, interrupting }: EventSub): string =>
  `handler ${eventKind(trigger, interrupting)}`;

const eventKind = (trigger: BoundaryTrigger, interrupting: boolean): string =>
  `${triggerKind(trigger)}${interrupting ? '' : ', going on'}`;

function triggerKind(trigger: BoundaryTrigger): string {
  if (trigger.kind === 'several') return trigger.all ? 'all of several' : 'one of several';
  if (trigger.kind === 'signal' && trigger.isShared) return 'shared signal';
  return trigger.kind;
}

const SEVERAL = ['one of several', 'all of several'];
const FROM_OUTSIDE = ['timer', 'message', 'signal', 'record', ...SEVERAL];
const CAUGHT = [...FROM_OUTSIDE, 'shared signal'];
const THROWN = ['error', 'escalation'];
const HOSTS = ['task user', 'task job', 'task receive', 'sub', 'transaction', 'call', 'adHoc'];

/** Elements, and what they may be like. */
export const EXPECTED_KINDS: readonly string[] = [
  ...EXPECTED_DATA,
  ...EXPECTED_POOLS,
  ...['undefined', 'manual', 'user', 'job', 'action', 'rule', 'script', 'send', 'receive'].map(
    (type) => `task ${type}`,
  ),
  ...['none', 'message', 'signal', 'sharedSignal', 'escalation', 'compensation', 'link'].map(
    (event) => `throw ${event}`,
  ),
  ...['none', 'terminate', 'message', 'signal', 'sharedSignal', 'error', 'escalation', 'compensation'].map(
    (kind) => `end ${kind}`,
  ),
  'end cancel',
  'throw compensation by name',
  ...[...CAUGHT, 'conditional'].map((kind) => `catch ${kind}`),
  ...['timer', 'message', 'signal', 'shared signal', 'record', 'conditional'].map((kind) => `choice ${kind}`),
  ...['xor', 'and', 'or', 'vote', 'batch', 'loop', 'choice', 'sub', 'transaction', 'call', 'adHoc'],
  ...['gateway', 'manual', 'user'].flatMap((by) => [`and by ${by}`, `or by ${by}`]),
  ...['vote with a reset', 'batch to manual', 'batch to user', 'action that fails'],
  ...['adHoc listed', 'adHoc chosen', 'adHoc sequential', 'adHoc parallel', 'adHoc with a condition'],
  ...['call with mappings', 'call without mappings', 'sub with mappings', 'nested transaction'],
  ...['undo', 'undone by a subprocess', 'cancel on transaction'],
  ...['error', ...CAUGHT, 'escalation'].map((kind) => `handler ${kind}`),
  ...[...FROM_OUTSIDE, 'escalation'].map((kind) => `handler ${kind}, going on`),
  ...[...CAUGHT, ...THROWN, 'conditional', 'cancel'].map((kind) => `boundary ${kind}`),
  ...[...FROM_OUTSIDE, 'escalation', 'conditional'].map((kind) => `boundary ${kind}, going on`),
];

/** Boundary events by host, and repetitions by what is repeated. */
export const EXPECTED_PAIRS: readonly string[] = [
  ...EXPECTED_DATA_PAIRS,
  ...EXPECTED_POOL_PAIRS,
  ...HOSTS.flatMap((host) => [...CAUGHT, ...THROWN].map((kind) => `${kind} on ${host}`)),
  ...['task user', 'task job', 'task receive'].map((host) => `conditional on ${host}`),
  'error on task action',
  ...['parallel', 'sequential', 'loop'].flatMap((kind) =>
    ['task user', 'task job', 'task receive', 'task script', 'task action', 'sub', 'transaction', 'call'].map(
      (host) => `${kind} of ${host}`,
    ),
  ),
];
