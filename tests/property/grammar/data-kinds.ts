/** Which kinds of data objects and associations a process holds, and which of them a run must have met. */
import type { Block, Line, Process, Task } from './tree.ts';
import { MOVES, type DataFlow, type DataObject } from './tree-parts.ts';
import type { KindAt } from './kind-at.ts';
import { allBlocks, allLines, linesIn, ownEventSubs } from './tree-walk.ts';

interface Container {
  readonly what: 'process' | 'subprocess' | 'event subprocess';
  readonly startId: string;
  readonly objects: readonly DataObject[];
  readonly lines: readonly Line[];
}

export function dataKindsIn(process: Process): readonly KindAt[] {
  const { startId, objects, body, handlers } = process;
  return [
    ...eventKindsIn(process),
    ...kindsOf({ what: 'process', startId, objects, lines: [body] }, handlers),
  ];
}

function kindsOf(container: Container, handlers: Process['handlers']): readonly KindAt[] {
  const { what, startId, objects, lines } = container;
  const blocks = lines.flatMap(blocksOf);
  const own = new Set(objects.map(({ id }) => id));
  const held = objects.flatMap(({ initial, isNamed }) => [
    `data object of a ${what}`,
    initial === null ? 'data object without a value' : 'data object with a value',
    isNamed ? 'data object with a name' : 'data object named by its references',
  ]);
  return [
    ...held.map((kind): KindAt => [kind, startId]),
    ...blocks.flatMap((block) => kindsAt(block, own).map((kind): KindAt => [kind, block.id])),
    ...handlers.flatMap((handler) =>
      kindsOf({ ...handler, what: 'event subprocess', lines: [handler.body] }, []),
    ),
    ...blocks.flatMap((block) =>
      block.kind === 'sub'
        ? kindsOf({ ...block, what: 'subprocess', lines: [block.body] }, block.handlers)
        : [],
    ),
  ];
}

/** Those of the scope of the line. */
const blocksOf = (line: Line): readonly Block[] =>
  line.blocks.flatMap((block) => [block, ...linesIn(block).flatMap(blocksOf)]);

function kindsAt(block: Block, own: ReadonlySet<string>): readonly string[] {
  if (block.kind === 'task') return kindsOfTask(block, own);
  if (block.kind === 'throw' && block.data?.reads) return ['data into throw event'];
  return block.kind === 'catch' && block.data?.writes ? [CAUGHT] : [];
}

/** Of the events in the process that are no blocks of their own. */
function eventKindsIn(process: Process): readonly KindAt[] {
  const blocks = allBlocks(process);
  const caught = (events: readonly WithData[], what: string): readonly KindAt[] =>
    events.flatMap(({ id, data }) => (data?.writes ? [[`data out of ${what}`, id] as const] : []));
  const ends = allLines(process).flatMap(({ end }) => (end?.data?.reads ? [end] : []));
  return [
    ...ends.map(({ id }): KindAt => ['data into end event', id]),
    ...caught(process.beginning?.starts ?? [], 'start event'),
    ...caught(
      blocks.flatMap((block) => ('boundaries' in block ? block.boundaries : [])),
      'boundary event',
    ),
    ...caught(
      blocks.flatMap((block) => (block.kind === 'choice' ? block.arms : [])),
      'event gateway',
    ),
    ...caught(ownEventSubs(process), 'event subprocess'),
  ];
}

interface WithData {
  readonly id: string;
  readonly data?: DataFlow | null;
}

function kindsOfTask({ type, data, repeat }: Task, own: ReadonlySet<string>): readonly string[] {
  if (!data) return [];
  const { reads, writes } = data;
  const where = (id: string): string => (own.has(id) ? 'of its scope' : 'from around');
  return [
    ...(reads ? [`data read, ${reads.how}`, `data read ${where(reads.objectId)}`, `data into ${type}`] : []),
    ...(writes
      ? [`data written, ${writes.how}`, `data written ${where(writes.objectId)}`, `data out of ${type}`]
      : []),
    ...(repeat ? [`data of ${repeat.kind} repetition`] : []),
  ];
}

const CAUGHT = 'data out of catch event';
const TYPES = ['undefined', 'manual', 'user', 'job', 'action', 'rule', 'script', 'send', 'receive'];
const WHERE = ['of its scope', 'from around'];

export const EXPECTED_DATA: readonly string[] = [
  ...['process', 'subprocess', 'event subprocess'].map((what) => `data object of a ${what}`),
  ...['without a value', 'with a value', 'with a name', 'named by its references'].map(
    (what) => `data object ${what}`,
  ),
  ...['read', 'written'].flatMap((verb) => [
    ...MOVES.map((how) => `data ${verb}, ${how}`),
    ...WHERE.map((where) => `data ${verb} ${where}`),
  ]),
];

export const EXPECTED_DATA_PAIRS: readonly string[] = [
  CAUGHT,
  ...['start event', 'boundary event', 'event gateway', 'event subprocess'].map(
    (what) => `data out of ${what}`,
  ),
  ...['throw event', 'end event'].map((what) => `data into ${what}`),
  ...TYPES.flatMap((type) => [`data into ${type}`, `data out of ${type}`]),
  ...['parallel', 'sequential', 'loop'].map((kind) => `data of ${kind} repetition`),
];
