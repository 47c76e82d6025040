/** What numbering a tree (`number-tree.ts`) goes by: where it is, which ids are next, and what may stand there. */
import type { Block, Boundary, BoundaryTrigger, End, Line, Task, Throw } from './tree.ts';
import type { DataFlow, DataObject, Moved, UndoneBy } from './tree-parts.ts';

/** Where in the tree we are. */
export interface Place {
  /** Other tokens may move in the same step as the one that comes here. */
  readonly racing: boolean;
  readonly inTransaction: boolean;
  /** The body of several instances at once. */
  readonly inMulti: boolean;
  /** In a process that another one calls. */
  readonly isCalled: boolean;
  /** In a pool beside others: what it sends may be heard, and answered, at once. */
  readonly isPool: boolean;
  /** A variable that a subprocess around keeps for itself; empty: none does. */
  readonly local: string;
  /** The data objects that can be seen, those of the innermost scope last. */
  readonly objects: readonly string[];
  /** The data store that can be seen; empty: none. */
  readonly storeId: string;
}

export const OUTSIDE: Place = {
  racing: false,
  inTransaction: false,
  inMulti: false,
  isCalled: false,
  isPool: false,
  local: '',
  objects: [],
  storeId: '',
};

export interface Numbering {
  next(prefix: string): string;
  /** Data objects are no flow elements: they do not make a process larger. */
  nextData(): string;
  isFull(): boolean;
  /** So many elements may still come. */
  leave(elements: number): void;
  /**
   * True once: two conditions on the same variables would race when one of them takes the other away. False where a call
   * gives everything back, which would wake the condition while its token goes on.
   */
  takeCondition(): boolean;
  /** Whether a call may give everything back: where nothing is conditional. */
  takeWholeCall(): boolean;
}

/** What is undone by name: the last activity of the line that has a handler. */
export function lastUndone(blocks: readonly Block[]): string {
  return blocks.findLast((block) => 'undo' in block && block.undo !== null)?.id ?? '';
}

/**
 * A condition where it may stand. A shared signal where it is heard once only, so that nobody wakes himself for ever, and
 * not in pools, where whoever hears it may send at the same time as others.
 */
export function fitting<T extends BoundaryTrigger>(
  trigger: T,
  { isOnce }: { readonly isOnce: boolean },
  n: Numbering,
): T | { readonly kind: 'message' } {
  if (trigger.kind === 'signal' && !isOnce) return { ...trigger, isShared: false };
  if (trigger.kind !== 'conditional' || n.takeCondition()) return trigger;
  return { kind: 'message' };
}

/** What a message that an event waits for brings, and where it goes. */
export function caughtData(
  data: DataFlow | null | undefined,
  trigger: BoundaryTrigger | { readonly kind: 'none' },
  place: Place,
): DataFlow | null {
  const writes = (trigger.kind === 'message' && data?.writes) || null;
  return numberData({ reads: null, writes }, place, true);
}

/** What a message takes along. */
export function thrownData(
  data: DataFlow | null | undefined,
  isMessage: boolean,
  place: Place,
): DataFlow | null {
  return numberData({ reads: (isMessage && data?.reads) || null, writes: null }, place, false);
}

/** What happens in parts gives its variables in parts. */
export function maps(
  { isMapped }: { readonly isMapped?: boolean | undefined },
  trigger: BoundaryTrigger | { readonly kind: 'none' },
): boolean {
  return isMapped === true && !(trigger.kind === 'several' && trigger.all);
}

/** In a pool nothing is thrown that others hear at the same time. */
export function fittingThrow(block: Throw, { isPool }: Place): Pick<Throw, 'event'> {
  if (!isPool) return block;
  if (block.event === 'several') return { event: 'message' };
  return block.event === 'sharedSignal' ? { event: 'signal' } : block;
}

/** A person between: whoever comes out of it moves alone. */
export const PAUSE: Task = {
  kind: 'task',
  id: '',
  type: 'user',
  data: null,
  fails: null,
  boundaries: [],
  repeat: null,
  undo: null,
};

export const INTERRUPTING_ENDS: ReadonlySet<End['kind']> = new Set([
  'terminate',
  'sharedSignal',
  'error',
  'escalation',
  'compensation',
  'cancel',
  'several',
]);

export function meaningOf(end: End, place: Place): End['kind'] {
  if (end.kind === 'cancel' && !place.inTransaction) return 'none';
  if (end.kind === 'several' && place.isPool) return 'message';
  return end.kind === 'sharedSignal' && place.isPool ? 'signal' : end.kind;
}

export function numberUndoneBy({ type, throwId }: UndoneBy, n: Numbering): UndoneBy {
  return {
    type,
    id: n.next('undoer'),
    startId: n.next('start'),
    taskId: n.next(type),
    throwId: throwId === null ? null : n.next('throw'),
    endId: n.next('end'),
  };
}

/** A transaction that can be cancelled says where that leads. */
export function cancelBoundary(n: Numbering): Boundary {
  const id = n.next('boundary');
  return { id, trigger: { kind: 'cancel' }, interrupting: true, path: { blocks: [], end: null } };
}

/** One arm at least flows on, so that what follows can be reached. */
export function withWayOut<B extends Extract<Block, { kind: 'xor' | 'or' }>>(block: B): B {
  if (block.otherwise) return block;
  const last = block.arms.at(-1)!;
  return { ...block, arms: [...block.arms.slice(0, -1), { ...last, line: { ...last.line, end: null } }] };
}

/** The data objects of a scope, and the place inside it. */
export function numberObjects(
  drawn: readonly DataObject[],
  place: Place,
  n: Numbering,
): { readonly objects: readonly DataObject[]; readonly inside: Place } {
  const objects = drawn.map((object) => ({ ...object, id: n.nextData() }));
  return { objects, inside: { ...place, objects: [...place.objects, ...objects.map(({ id }) => id)] } };
}

/** What can be moved where it stands; several at once that do not wait would not agree about what is written last. */
export function numberData(data: DataFlow | null, { objects }: Place, mayWrite: boolean): DataFlow | null {
  if (!data || objects.length === 0) return null;
  const among = (moved: Moved | null): Moved | null =>
    moved && { ...moved, objectId: objects.at(-1 - (moved.pick % objects.length))! };
  const found = { reads: among(data.reads), writes: mayWrite ? among(data.writes) : null };
  return found.reads || found.writes ? found : null;
}

/** What a task moves: between data objects, or from and to the data store. */
export function numberMoved(
  { data, stored }: Task,
  place: Place,
  mayWrite: boolean,
): Pick<Task, 'data' | 'stored'> {
  const { storeId } = place;
  const reads = stored?.reads ?? null;
  const writes = (mayWrite && stored?.writes) || null;
  if (storeId !== '' && (reads ?? writes) !== null) return { data: null, stored: { storeId, reads, writes } };
  return { data: numberData(data, place, mayWrite), stored: null };
}

export function numberEnd(end: End, kind: End['kind'], place: Place, n: Numbering): End {
  return { ...end, kind, id: n.next('end'), data: thrownData(end.data, kind === 'message', place) };
}

export function ended(line: Line, n: Numbering): Line {
  return line.end ? line : { ...line, end: { id: n.next('end'), kind: 'none', code: 0 } };
}

/** It may hear what it brings about itself: without a pause in between that would have no end. */
export function goesOn({ kind }: BoundaryTrigger, interrupting: boolean, { isPool }: Place): boolean {
  return isPool && kind === 'message' && !interrupting;
}
