/** What numbering a tree settles about activities: how they are repeated, what they throw, and how they are undone. */
import { localOf } from './names.ts';
import { PAUSE, type Numbering, type Place } from './numbering.ts';
import type { AdHoc, Block, Boundary, Call, GlobalTask, Process, Sub, Task } from './tree.ts';
import type { Repeat, RepeatThrow, Undo } from './tree-parts.ts';

/** What runs in the step and may answer with a BPMN error. */
const FAILING: ReadonlySet<Task['type']> = new Set(['action', 'script', 'rule', 'send']);

/** Of several at once, the first to fail would take the others away; what is sent between pools is always sent. */
export function failureOf({ type, fails }: Task, repeat: Repeat | null, { isPool }: Place): number | null {
  const may = FAILING.has(type) && repeat?.kind !== 'parallel' && !(isPool && type === 'send');
  return may ? fails : null;
}

export const mayFail = ({ type, fails }: Task): boolean => fails !== null && FAILING.has(type);

/** How often it may run, whether it may be stopped before that, and whether it may throw while nothing else moves. */
export function repeatOf(
  block: { readonly repeat: Repeat | null },
  { racing, isPool }: Place,
  waits: boolean,
): Repeat | null {
  const { repeat } = block;
  if (!repeat) return null;
  // Iterations that end in the step that begins them all have no order.
  const enough = repeat.kind === 'parallel' && !waits ? null : repeat.enough;
  const movesAlone = waits || (repeat.kind === 'sequential' && !racing);
  const throws = movesAlone && !isPool && repeat.kind !== 'loop' ? repeat.throws : null;
  // Only its counter ends a loop for certain.
  const test = { ...repeat.test, isBounded: repeat.test.isBounded || repeat.test.goesOn !== 'counted' };
  const times = repeat.kind === 'loop' ? Math.max(1, repeat.times) : repeat.times;
  return { ...repeat, times, enough, throws, test };
}

/** An error that the activity itself would not catch is an escalation. */
export function withCaught(repeat: Repeat | null, boundaries: readonly Boundary[]): Repeat | null {
  if (repeat?.throws?.event !== 'error') return repeat;
  const { throws } = repeat;
  const isCaught = boundaries.some(
    ({ trigger }) =>
      trigger.kind === 'error' && (trigger.code === null || trigger.code === repeat.throws!.code),
  );
  return isCaught ? repeat : { ...repeat, throws: { ...throws, event: 'escalation' } };
}

export const throwsOf = (block: Block): RepeatThrow | null =>
  ('repeat' in block && block.repeat?.kind !== 'loop' && block.repeat?.throws) || null;

/** The process that a global task amounts to: a start, the task under its own id, an end. */
export function globalTask(type: GlobalTask, n: Numbering): Process {
  const key = n.next('global');
  const task: Task = { ...PAUSE, id: key, type };
  const end = { id: `${key}_end`, kind: 'none', code: 0 } as const;
  const nothing = { objects: [], handlers: [], partners: null };
  return { ...nothing, key, startId: `${key}_start`, body: { blocks: [task], end }, asTask: type };
}

/** A handler reads what was kept for it, where there is something and no other handler moves at the same time. */
export function numberUndo(
  undo: Undo | null,
  at: { readonly repeat: Repeat | null; readonly local: string; readonly inMulti: boolean },
  n: Numbering,
): Undo | null {
  if (!undo) return null;
  const { repeat, local, inMulti } = at;
  const isApart = inMulti || repeat?.kind === 'parallel';
  const type = isApart && undo.type === 'script' ? 'manual' : undo.type;
  const reads = repeat ? 'loopCounter' : local;
  return { type, reads, id: n.next('undo'), taskId: n.next('undoing') };
}

/** Of what completes at a moment of its own: only that is undone in an order that everybody agrees about. */
export function numberUndoOf(block: Sub | Call | AdHoc, place: Place, n: Numbering): Undo | null {
  if (place.racing || place.inMulti || wakesSeveral(block)) return null;
  const repeat = 'repeat' in block ? block.repeat : null;
  const isMapped = block.kind === 'sub' && block.isMapped;
  const { inMulti } = place;
  if (isMapped) return numberUndo(block.undo, { repeat: null, local: localOf(block.id), inMulti }, n);
  return numberUndo(block.undo, { repeat, local: place.local, inMulti }, n);
}

/** Signals, records and conditions may be heard by several at once. */
function wakesSeveral(block: Block): boolean {
  return /"kind":"(signal|record|conditional|several|escalation)"/.test(JSON.stringify(block));
}
