/** What may happen in a part of a tree, asked when it is straightened (`number-tree.ts`). */
import type { Block, Boundary, BoundaryTrigger, EventSub, Line, Task } from './tree.ts';
import { mayFail, throwsOf } from './number-activity.ts';
import { linesIn } from './tree-walk.ts';

/** Whether a transaction is cancelled from inside the line. */
export function cancels({ blocks, end }: Line): boolean {
  return end?.kind === 'cancel' || blocks.some((block) => linesIn(block).some(cancels));
}

/** Whether somebody outside may hear of an escalation and move, while the thrower goes on. */
export function escalates(lines: readonly Line[]): boolean {
  return lines.some(
    ({ blocks, end }) =>
      end?.kind === 'escalation' ||
      (end?.kind === 'several' && end.parts?.escalates) ||
      blocks.some(
        (block) =>
          throwsEscalation(block) ||
          throwsOf(block)?.event === 'escalation' ||
          escalates(linesIn(block)) ||
          (block.kind === 'sub' && escalates([block.body, ...block.handlers.map(({ body }) => body)])),
      ),
  );
}

function throwsEscalation(block: Block): boolean {
  if (block.kind !== 'throw') return false;
  return block.event === 'escalation' || (block.event === 'several' && block.parts?.escalates === true);
}

/** A token of it may still move when the others have come together. */
export function endsApart(line: Line | null): boolean {
  if (!line) return false;
  return line.end !== null || line.blocks.some((block) => linesIn(block).some(endsApart));
}

/** A signal, record or condition wakes several at once, an escalation leaves its thrower moving; anything else comes alone. */
export function isRacing(trigger: BoundaryTrigger): boolean {
  if (trigger.kind === 'several') return trigger.other === 'signal';
  return ['escalation', 'signal', 'record', 'conditional'].includes(trigger.kind);
}

/** Whether something begins beside what it stands at, or around, as soon as that begins. */
export function mayBeginAtOnce(events: readonly (Boundary | EventSub)[]): boolean {
  return events.some(({ trigger }) => trigger.kind === 'conditional');
}

/** Whether it takes other tokens away, or sees in which order they move. */
export function movesOthers(block: Block): boolean {
  // Two tokens that count the same rounds in one step may both read before either writes.
  if (block.kind === 'loop') return true;
  if (block.kind === 'throw')
    return ['escalation', 'compensation', 'sharedSignal', 'several'].includes(block.event);
  if (block.kind === 'task') return mayFail(block) || writesAtOnce(block);
  return false;
}

/** Whoever reads the same data object or store in the same step may do so before or after. */
function writesAtOnce({ data, stored, type }: Task): boolean {
  return (data?.writes ?? stored?.writes) != null && !WAITING.has(type);
}

/** Tasks that somebody or something ends. */
export const WAITING: ReadonlySet<Task['type']> = new Set(['user', 'job', 'receive']);

/** By somebody inside, not from elsewhere. */
export const isThrown = ({ kind }: BoundaryTrigger): boolean => kind === 'error' || kind === 'escalation';
