/**
 * The roots that this node wrote last, whole and small: the next command for one of them is decided without reading.
 * Nothing rests on it. A write is conditional on the version, so what another node changed meanwhile shows itself as a
 * conflict; whatever writes nothing (a refusal, nothing to do) is decided again on what is read. A root comes in when
 * it is started, because then every row of it is known, and is kept up with what is written to it.
 */
import { overlay } from './fold-writes.ts';
import { versionAfter } from '../store/write-version.ts';
import type { SubscriptionRow } from '../execution/state.ts';
import type { Json, Variables } from '../ports.ts';
import type { Slice, Target, Write } from '../store/store-port.ts';

/** With this many rows reading is no longer what a step costs. */
const ROWS_MAX = 48;
/** Rough size of the variables of a root, in characters. */
const VARIABLES_MAX = 4_000;

/** A message that begins a process, too, or has several receivers, would be written in vain each time. */
const CONTESTED_MS = 60_000;
const CONTESTED_MAX = 1_000;

export class RecentRoots {
  private readonly roots = new Map<string, Slice>();
  /** Open tasks, jobs, subscriptions, incidents and instances, to their root. */
  private readonly rootOf = new Map<string, string>();
  /** Open subscriptions to messages with a key. */
  private readonly waiting = new Map<string, readonly SubscriptionRow[]>();
  /** By name of the message. */
  private readonly contestedUntil = new Map<string, number>();
  private readonly capacity: number;

  /** `capacity`: roots that are kept; 0 keeps none. */
  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** The root that the target belongs to, whole; null when it is not among the recent ones. */
  find({ id }: Target): Slice | null {
    const rootId = this.rootOf.get(id);
    return rootId === undefined ? null : (this.roots.get(rootId) ?? null);
  }

  /** What is known of the root itself. */
  get(rootId: string): Slice | null {
    return this.roots.get(rootId) ?? null;
  }

  /** This node has written to the root since it was read. */
  isNewer({ rootId, version }: Slice): boolean {
    return (this.roots.get(rootId)?.version ?? 0) > version;
  }

  holds(slice: Slice, { id }: Target): boolean {
    return this.rootOf.get(id) === slice.rootId;
  }

  /** The one that waits for the message; null when none is known here, more than one, or others were met of late. */
  waitingFor(name: string, key: string): SubscriptionRow | null {
    if ((this.contestedUntil.get(name) ?? 0) > performance.now()) return null;
    const [first, ...others] = this.waiting.get(messageOf(name, key)) ?? [];
    return first && others.length === 0 ? first : null;
  }

  /** The one that was remembered was not the only one, or is gone: for a while it is asked who waits. */
  noteContested(name: string): void {
    if (this.contestedUntil.size >= CONTESTED_MAX) this.contestedUntil.clear();
    this.contestedUntil.set(name, performance.now() + CONTESTED_MS);
  }

  /** A write has become durable. */
  note(write: Write): void {
    if (this.capacity === 0) return;
    const before = write.expectedVersion === null ? EMPTY(write.rootId) : this.roots.get(write.rootId);
    this.forget(write.rootId);
    if (hasEnded(write)) return;
    if (!before || before.version !== (write.expectedVersion ?? 0)) return;
    const after = alive({ ...overlay(before, [write]), version: versionAfter(write) });
    if (after && isSmall(after)) this.keep(after);
  }

  forget(rootId: string): void {
    const known = this.roots.get(rootId);
    if (!known) return;
    this.roots.delete(rootId);
    for (const table of targetsIn(known)) for (const { id } of table) this.rootOf.delete(id);
    for (const { id, name, correlationKey } of messagesIn(known)) {
      const message = messageOf(name, correlationKey!);
      const others = this.waiting.get(message)!.filter((row) => row.id !== id);
      if (others.length > 0) this.waiting.set(message, others);
      else this.waiting.delete(message);
    }
  }

  private keep(slice: Slice): void {
    if (this.roots.size >= this.capacity) this.forget(this.roots.keys().next().value!);
    this.roots.set(slice.rootId, slice);
    for (const table of targetsIn(slice)) for (const { id } of table) this.rootOf.set(id, slice.rootId);
    for (const row of messagesIn(slice)) {
      const message = messageOf(row.name, row.correlationKey!);
      this.waiting.set(message, [...(this.waiting.get(message) ?? []), row]);
    }
  }
}

function messageOf(name: string, key: string): string {
  return `${name}\u001f${key}`;
}

function messagesIn({ subscriptions }: Slice): readonly SubscriptionRow[] {
  if (subscriptions.length === 0) return subscriptions;
  return subscriptions.filter(({ kind, correlationKey }) => kind === 'message' && correlationKey !== null);
}

const EMPTY = (rootId: string): Slice => ({
  rootId,
  version: 0,
  nextSeq: 1,
  instances: [],
  scopes: [],
  tokens: [],
  userTasks: [],
  jobs: [],
  subscriptions: [],
  incidents: [],
  loops: [],
  loopResults: [],
});

/** A root that was begun by the write, whole. */
export function wholeAfter(write: Write): Slice {
  return { ...overlay(EMPTY(write.rootId), [write]), version: versionAfter(write) };
}

/** Nothing more comes for the root; a whole tree is seldom kept for one step. */
function hasEnded({ rootId, inserted, updated }: Write): boolean {
  const [first = inserted.instances[0]] = updated.instances;
  return first?.id === rootId && first.status !== 'active';
}

/** As reading gives it: without closed tasks, ended called instances and jobs of other roots; null when it has ended. */
function alive(slice: Slice): Slice | null {
  const instances = slice.instances.filter((row) => row.status === 'active');
  if (!instances.some((row) => row.id === slice.rootId)) return null;
  return {
    ...slice,
    instances,
    userTasks: slice.userTasks.filter((row) => row.state === 'planned' || row.state === 'ready'),
    jobs: slice.jobs.filter((row) => row.rootId === slice.rootId),
  };
}

function targetsIn(slice: Slice): readonly (readonly { readonly id: string }[])[] {
  return [slice.instances, slice.userTasks, slice.jobs, slice.subscriptions, slice.incidents];
}

function isSmall(slice: Slice): boolean {
  const { instances, scopes, tokens, userTasks, jobs, subscriptions, incidents, loops, loopResults } = slice;
  const rows =
    instances.length +
    scopes.length +
    tokens.length +
    userTasks.length +
    jobs.length +
    subscriptions.length +
    incidents.length +
    loopResults.length;
  if (rows > ROWS_MAX || loops.length > 0) return false;
  let left = VARIABLES_MAX;
  for (const { variables } of scopes) left = spend(left, variables);
  for (const { payload } of jobs) left = spend(left, payload);
  for (const { payload } of subscriptions) left = spend(left, payload);
  for (const { data } of userTasks) left = spend(left, data);
  return left > 0;
}

/** What is left of the budget; stops counting when it is used up. */
function spend(budget: number, value: Json | Variables): number {
  if (budget <= 0) return 0;
  if (typeof value === 'string') return budget - value.length;
  if (typeof value !== 'object' || value === null) return budget - 8;
  let left = budget;
  for (const [name, inner] of Object.entries(value)) {
    left = spend(left - name.length, inner);
    if (left <= 0) return 0;
  }
  return left;
}
