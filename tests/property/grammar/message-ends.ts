/** Which elements of a process send and receive messages that flows between pools may be drawn from and to. */
import type { Block, Line, Process, Task } from './tree.ts';
import { allBlocks, allLines, linesIn } from './tree-walk.ts';

/** From what to what a message flow leads. */
export interface MessageEnd {
  readonly id: string;
  readonly what: string;
}

/** One after the other, so that never two messages are on their way at once. */
export function sendersIn(process: Process): readonly MessageEnd[] {
  const ends = allLines(process).flatMap(({ end }) =>
    end?.kind === 'message' ? [{ id: end.id, what: 'end event' }] : [],
  );
  return [...allBlocks(process).flatMap(senderAt), ...ends];
}

function senderAt(block: Block): readonly MessageEnd[] {
  if (block.kind === 'throw' && block.event === 'message') return [{ id: block.id, what: 'throw event' }];
  const isSender = block.kind === 'task' && block.type === 'send' && block.repeat === null;
  return isSender ? [{ id: block.id, what: 'send task' }] : [];
}

export function receiversIn(process: Process): readonly MessageEnd[] {
  const blocks = allBlocks(process);
  const handlers = [process, ...blocks.filter((block) => block.kind === 'sub')].flatMap(
    (one) => one.handlers,
  );
  return [
    ...blocks.flatMap(receiversAt),
    ...handlers
      .filter(({ trigger }) => trigger.kind === 'message')
      .map(({ startId, interrupting }) => ({ id: startId, what: `event subprocess${suffix(interrupting)}` })),
  ];
}

function receiversAt(block: Block): readonly MessageEnd[] {
  const boundaries = 'boundaries' in block ? block.boundaries : [];
  const onIt = boundaries
    .filter(({ trigger }) => trigger.kind === 'message')
    .map(({ id, interrupting }) => ({ id, what: `boundary event${suffix(interrupting)}` }));
  return [...ownReceivers(block), ...onIt];
}

function ownReceivers(block: Block): readonly MessageEnd[] {
  if (block.kind === 'task' && block.type === 'receive') return [{ id: block.id, what: 'receive task' }];
  if (block.kind === 'catch' && block.trigger.kind === 'message')
    return [{ id: block.id, what: 'catch event' }];
  if (block.kind !== 'choice') return [];
  const arms = block.arms.filter(({ trigger }) => trigger.kind === 'message');
  return arms.map(({ id }) => ({ id, what: 'event gateway' }));
}

const suffix = (interrupting: boolean): string => (interrupting ? '' : ', going on');

/** Whether a message leaves the block, or anything in it or at it. */
export function sends(block: Block): boolean {
  return (
    isSending(block) ||
    linesIn(block).some(lineSends) ||
    (block.kind === 'sub' && [block.body, ...block.handlers.map(({ body }) => body)].some(lineSends))
  );
}

const lineSends = ({ blocks, end }: Line): boolean => end?.kind === 'message' || blocks.some(sends);

export const isSending = (block: Block): boolean =>
  (block.kind === 'throw' && block.event === 'message') || (block.kind === 'task' && isSendTask(block));

const isSendTask = ({ type }: Task): boolean => type === 'send';
