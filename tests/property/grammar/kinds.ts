/** Which kinds of element a process holds, and which of them a run must have met (reliability.md §2.4, T01). */
import type { KindAt } from './kind-at.ts';
import { EXPECTED_POOLS, EXPECTED_POOL_PAIRS, poolKindsIn } from './pool-kinds.ts';
import { activityKindsAt, EXPECTED_ACTIVITIES, EXPECTED_ACTIVITY_PAIRS } from './repeat-kinds.ts';
import { EXPECTED_STORE_PAIRS, EXPECTED_STORES, storeKindsIn } from './store-kinds.ts';
import { dataKindsIn, EXPECTED_DATA, EXPECTED_DATA_PAIRS } from './data-kinds.ts';
import {
  failsAtLast,
  type Block,
  type BoundaryTrigger,
  type End,
  type EventSub,
  type Process,
  type Sub,
} from './tree.ts';
import { allBlocks, allLines, allProcesses, blocksIn } from './tree-walk.ts';

/** Of every element of the process, and of all that belongs to its file. */
export function kindsIn(process: Process): readonly KindAt[] {
  const own = allProcesses(process).flatMap((one): readonly KindAt[] => [
    ...allLines(one).flatMap(({ end }) => (end ? kindsOfEnd(end) : [])),
    ...dataKindsIn(one),
    ...storeKindsIn(one),
    ...one.handlers.flatMap(kindsOfHandler),
    ...startsIn(one),
    ...allBlocks(one).flatMap(kindsOfBlock),
  ]);
  return [...poolKindsIn(process), ...own];
}

function kindsOfEnd({ id, kind, parts, isMapped }: End): readonly KindAt[] {
  const terminates = kind === 'several' && parts?.terminates === true;
  const fails = kind === 'several' && parts !== undefined && failsAtLast(parts);
  const carries = isMapped && (kind === 'error' || kind === 'escalation');
  return [
    `end ${kind}`,
    ...(terminates ? ['end several that terminates'] : []),
    ...(fails ? ['end several that throws an error'] : []),
    ...(carries ? [`${kind} with a variable`] : []),
  ].map((name): KindAt => [name, id]);
}

function startsIn({ beginning }: Process): readonly KindAt[] {
  if (!beginning) return [];
  const { gateId, starts } = beginning;
  const many = starts.length > 1 ? [`${starts.length} ways in`] : [];
  return starts.flatMap(({ id, trigger, isMapped }) => {
    const kind = trigger.kind === 'none' ? 'none' : triggerKind(trigger);
    const what = gateId === null ? `start ${kind}` : 'start by an event gateway';
    return [what, ...many, ...(isMapped ? ['mapping of start'] : [])].map((name): KindAt => [name, id]);
  });
}

function kindsOfBlock(block: Block): readonly KindAt[] {
  const host = hostKind(block);
  const { id } = block;
  const boundaries = 'boundaries' in block ? block.boundaries : [];
  return [
    ...[host, ...formsOf(block)].map((kind): KindAt => [kind, id]),
    ...activityKindsAt(block, host),
    ...boundaries.flatMap((boundary): KindAt[] => [
      [`${triggerKind(boundary.trigger)} on ${host}`, boundary.id],
      [`boundary ${eventKind(boundary.trigger, boundary.interrupting)}`, boundary.id],
      ...(boundary.isMapped ? [['mapping of boundary', boundary.id] as const] : []),
    ]),
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

/** What the block may be like. */
function formsOf(block: Block): readonly string[] {
  switch (block.kind) {
    case 'throw':
      return [
        ...(block.isNamed && block.targetId !== '' ? ['throw compensation by name'] : []),
        ...(block.event === 'several' && block.parts?.escalates ? ['throw several with an escalation'] : []),
        ...(block.event === 'escalation' && block.isMapped ? ['escalation with a variable'] : []),
      ];
    case 'catch':
      return block.isMapped && !block.data?.writes ? ['mapping of catch'] : [];
    case 'and':
    case 'or':
      return [`${block.kind} by ${block.by}`];
    case 'adHoc':
      return [
        `adHoc ${block.isListed ? 'listed' : 'chosen'}`,
        `adHoc ${block.sequential ? 'sequential' : 'parallel'}`,
        ...(block.condition ? ['adHoc with a condition'] : []),
      ];
    case 'call':
      return [
        block.isMapped ? 'call with mappings' : 'call without mappings',
        `call of ${block.binding}`,
        ...(block.asTask ? [`call of a global task, ${block.asTask}`] : []),
      ];
    case 'sub':
      return block.isMapped ? ['sub with mappings'] : [];
    default:
      return [];
  }
}

/** Elements that the block brings along. */
function partsOf(block: Block): readonly KindAt[] {
  switch (block.kind) {
    case 'vote':
      return block.lateId === null ? [] : [['vote with a reset', block.lateId]];
    case 'batch':
      return [[`batch to ${block.last}`, block.joinId]];
    case 'choice':
      return block.arms.map(({ id, trigger, isTask }) => [
        isTask ? 'choice receive task' : `choice ${triggerKind(trigger)}`,
        id,
      ]);
    case 'sub':
      return [
        ...block.handlers.flatMap(kindsOfHandler),
        ...(block.undoneBy ? [['undone by a subprocess', block.undoneBy.id] as const] : []),
        ...(block.form === 'transaction' ? nestedIn(block) : []),
      ];
    default:
      return [];
  }
}

function nestedIn({ body }: Sub): readonly KindAt[] {
  return blocksIn(body).flatMap((block): KindAt[] =>
    block.kind === 'sub' && block.form === 'transaction' ? [['nested transaction', block.id]] : [],
  );
}

function kindsOfHandler({ id, trigger, interrupting, isMapped }: EventSub): readonly KindAt[] {
  const kind = `handler ${eventKind(trigger, interrupting)}`;
  return [kind, ...(isMapped ? ['mapping of handler'] : [])].map((name): KindAt => [name, id]);
}

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

const STARTED = ['none', ...FROM_OUTSIDE, 'conditional'];

/** Elements, and what they may be like. */
export const EXPECTED_KINDS: readonly string[] = [
  ...EXPECTED_DATA,
  ...EXPECTED_STORES,
  ...EXPECTED_POOLS,
  ...EXPECTED_ACTIVITIES,
  ...STARTED.map((kind) => `start ${kind}`),
  ...['start by an event gateway', '2 ways in', '3 ways in'],
  ...['undefined', 'manual', 'user', 'job', 'action', 'rule', 'script', 'send', 'receive'].map(
    (type) => `task ${type}`,
  ),
  ...['none', 'message', 'signal', 'sharedSignal', 'escalation', 'compensation', 'link', 'several'].map(
    (event) => `throw ${event}`,
  ),
  ...['none', 'terminate', 'message', 'signal', 'sharedSignal', 'error', 'escalation', 'compensation'].map(
    (kind) => `end ${kind}`,
  ),
  'end cancel',
  ...['end several', 'end several that terminates', 'end several that throws an error'],
  'throw several with an escalation',
  ...['start', 'catch', 'boundary', 'handler'].map((event) => `mapping of ${event}`),
  ...['error with a variable', 'escalation with a variable', 'choice receive task'],
  ...['latest', 'deployment', 'version', 'tag'].map((binding) => `call of ${binding}`),
  ...['user', 'manual', 'script', 'undefined'].map((type) => `call of a global task, ${type}`),
  'throw compensation by name',
  ...[...CAUGHT, 'conditional'].map((kind) => `catch ${kind}`),
  ...['timer', 'message', 'signal', 'shared signal', 'record', 'conditional', 'one of several'].map(
    (kind) => `choice ${kind}`,
  ),
  ...['xor', 'and', 'or', 'vote', 'batch', 'loop', 'choice', 'sub', 'transaction', 'call', 'adHoc'],
  ...['gateway', 'complex', 'manual', 'user'].flatMap((by) => [`and by ${by}`, `or by ${by}`]),
  ...['vote with a reset', 'batch to manual', 'batch to user'],
  ...['adHoc listed', 'adHoc chosen', 'adHoc sequential', 'adHoc parallel', 'adHoc with a condition'],
  ...['call with mappings', 'call without mappings', 'sub with mappings', 'nested transaction'],
  ...['undone by a subprocess', 'cancel on transaction'],
  ...['error', ...CAUGHT, 'escalation', 'conditional'].map((kind) => `handler ${kind}`),
  ...[...FROM_OUTSIDE, 'escalation', 'conditional'].map((kind) => `handler ${kind}, going on`),
  ...[...CAUGHT, ...THROWN, 'conditional', 'cancel'].map((kind) => `boundary ${kind}`),
  ...[...FROM_OUTSIDE, 'escalation', 'conditional'].map((kind) => `boundary ${kind}, going on`),
];

/** Boundary events by host (no activity that people may choose in an ad-hoc subprocess throws an escalation), and repetitions by what is repeated. */
export const EXPECTED_PAIRS: readonly string[] = [
  ...EXPECTED_DATA_PAIRS,
  ...EXPECTED_STORE_PAIRS,
  ...EXPECTED_POOL_PAIRS,
  ...EXPECTED_ACTIVITY_PAIRS,
  ...HOSTS.flatMap((host) =>
    [...CAUGHT, 'error', 'conditional', ...(host === 'adHoc' ? [] : ['escalation'])].map(
      (kind) => `${kind} on ${host}`,
    ),
  ),
];
