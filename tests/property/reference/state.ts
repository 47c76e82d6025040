/** What the reference interpreter keeps: scopes with places where tokens stand, and what wakes them. */
import type { Undo } from '../grammar/tree.ts';

export type Value = number | string | boolean | null;

/** What may end the waiting of a place, or start an event subprocess. */
export interface Arm {
  readonly elementId: string;
  readonly kind: 'timer' | 'message' | 'signal' | 'conditional' | 'error' | 'escalation' | 'cancel';
  /** Of a message or signal. */
  readonly name: string;
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
  fire(variables: Readonly<Record<string, Value>>, code: number | null): void;
}

/** A token that stands somewhere. */
export interface Place {
  readonly scope: Scope;
  readonly elementId: string;
  kind: 'task' | 'job' | 'event' | 'inner' | 'incident';
  /** What is armed while it stands here. */
  arms: Arm[];
  incident: string | null;
  /** Of an `inner` place. */
  inner: Scope | null;
  /** What completing it, or trying it again, does. */
  done(variables: Readonly<Record<string, Value>>): void;
  order: number;
}

/** The tokens that arrived at a join, per incoming way. */
export interface Join {
  readonly id: string;
  readonly kind: 'and' | 'or';
  readonly arrived: number[];
  /** Elements from which a token can still come over each way. */
  readonly reach: readonly ReadonlySet<string>[];
  fire(): void;
}

/** An activity that completed and can be undone, once. */
export interface Undoable {
  readonly order: number;
  /** Null: a subprocess, which is undone by undoing what is inside. */
  readonly undo: Undo | null;
  readonly inside: readonly Undoable[];
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
  isAlive: boolean;
  /** When everything in it is done. */
  readonly whenEmpty: () => void;
}

export interface Instance {
  readonly key: string;
  readonly visited: Record<string, number>;
  readonly endEvents: string[];
  readonly children: Instance[];
  /** Set as soon as the instance has a scope. */
  scope: Scope | null;
  /** Kept when it ends. */
  variables: Record<string, Value>;
  ended: boolean;
}

export type Continue = () => void;
