/** What the reference interpreter keeps: scopes with places where tokens stand, and what wakes them. */
import type { AdHoc, MessageFlow } from '../grammar/tree.ts';
import type { Undo, UndoneBy } from '../grammar/tree-parts.ts';

export type Value = number | string | boolean | null | readonly Value[] | { readonly [name: string]: Value };
export type Values = Readonly<Record<string, Value>>;

/** What may end the waiting of a place, or start an event subprocess. */
export interface Arm {
  readonly elementId: string;
  readonly kind:
    'timer' | 'message' | 'signal' | 'record' | 'conditional' | 'error' | 'escalation' | 'cancel';
  /** Of a message, signal or record. */
  readonly name: string;
  /** Of a message: who sends it has to know this, too; null: the name is enough. */
  readonly key: string | null;
  /** Of a multiple event. */
  readonly isPart: boolean;
  /** Of a message: the data output that is asked of whoever sends it; null: it has none. */
  readonly gives: string | null;
  /** Of a timer, in minutes since the beginning. */
  dueAt: number;
  /** Of a timer: minutes between its firings. */
  readonly every: number;
  /** Of a timer: how often it still fires. */
  remaining: number;
  /** Of an error or escalation: only this code. */
  readonly code: number | null;
  /** Of a conditional event. */
  readonly holds: () => boolean;
  wasTrue: boolean;
  order: number;
  /** The instance that nobody called, and that it belongs to. */
  rootOf(): Instance;
  /** It does not take away what it waits beside. */
  readonly stays: boolean;
  isArmed(): boolean;
  fire(variables: Values): void;
}

/** A token that stands somewhere. */
export interface Place {
  readonly scope: Scope;
  readonly elementId: string;
  kind: 'task' | 'job' | 'event' | 'inner' | 'incident';
  /** What is armed while it stands here. */
  readonly arms: Set<Arm>;
  incident: string | null;
  /** Of an `inner` place. */
  inner: Scope | null;
  /** The data output that is asked of whoever ends it; null: it has none. */
  gives: string | null;
  /** What completing it, or trying it again, does. */
  done(variables: Values): void;
  order: number;
}

/** The tokens that arrived at a join, per incoming way. */
export interface Join {
  readonly id: string;
  readonly kind: 'and' | 'or' | 'vote' | 'batch';
  readonly arrived: number[];
  /** Elements from which a token can still come over each way. */
  readonly reach: readonly ReadonlySet<string>[];
  /** Of a complex gateway: how many it begins with. */
  readonly need: number;
  /** Of a complex gateway that has begun: the ways whose tokens it took. */
  taken: readonly boolean[] | null;
  fire(): void;
  /** A complex gateway begins anew. */
  reset(): void;
}

/** An activity that completed and can be undone, once. */
export interface Undoable {
  readonly order: number;
  /** Of a task, or of its repetitions as a whole; a throw event may name it. */
  readonly elementId: string;
  /** Null: a subprocess, which is undone by undoing what is inside. */
  readonly undo: Undo | null;
  /** Its compensation event subprocess, which sees the variables that the subprocess had. */
  readonly handler: UndoneBy | null;
  readonly variables: Values;
  readonly inside: readonly Undoable[];
  /** The iterations of a parallel multi-instance are undone all at once. */
  readonly isParallel: boolean;
  isDone(): boolean;
  forget(): void;
}

export interface Scope {
  readonly instance: Instance;
  readonly parent: Scope | null;
  readonly places: Set<Place>;
  readonly joins: Map<string, Join>;
  /** Event subprocesses that wait for their event. */
  readonly handlers: Set<Arm>;
  readonly undoables: Undoable[];
  variables: Record<string, Value>;
  /** Tokens on their way. */
  moving: number;
  /** Of an event subprocess: the event that began it. */
  opener: Arm | null;
  /** One of the times of a repeated activity. */
  isIteration: boolean;
  /** Of an event subprocess: what it throws compensation for lies around it as well. */
  isEventSub: boolean;
  /** Around a compensation event subprocess: what was done inside. */
  undoes: readonly Undoable[] | null;
  adHoc: AdHocState | null;
  /** By a terminate end event: it did not complete, so it is not undone. */
  isTerminated: boolean;
  isAlive: boolean;
  /** When everything in it is done. */
  readonly whenEmpty: () => void;
}

/** An ad-hoc subprocess is open until it is over, whatever lives in it. */
export interface AdHocState {
  readonly block: AdHoc;
  queue: readonly AdHoc['items'][number][];
  readonly done: Set<string>;
  isClosing: boolean;
  isOver: boolean;
}

export interface Instance {
  readonly key: string;
  /** By another instance, or begun by a message. */
  readonly isCalled: boolean;
  readonly caller: Instance | null;
  /** Known to its partners where nothing else tells them whom they mean. */
  readonly mark: string;
  readonly businessKey: string | null;
  readonly visited: Record<string, number>;
  readonly endEvents: string[];
  readonly children: Instance[];
  /** Set as soon as the instance has a scope. */
  scope: Scope | null;
  /** Kept when it ends. */
  variables: Record<string, Value>;
  ended: boolean;
}

/** A message on its way to another pool, or to nobody; the thrower waits until it is there. */
export interface Delivery {
  readonly flow: MessageFlow | null;
  readonly key: string | null;
  readonly payload: Values;
  readonly place: Place;
  readonly then: Continue;
}

/** A thrown shared signal, with its moment: who began to wait later does not hear it. */
export interface Broadcast {
  readonly thrownAt: number;
  readonly values: Values;
}

export type Continue = () => void;
