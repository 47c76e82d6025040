/** Parts of a tree (`tree.ts`) that hold no blocks: conditions, data, repetition, handlers. */

/** `v<variable> >= <least>`; only commands from outside write these variables, so no two tokens race for them. */
export interface Condition {
  readonly variable: number;
  readonly least: number;
}

/** A data object of a process or subprocess. */
export interface DataObject {
  readonly id: string;
  /** It begins with `v1 + initial`; null: with nothing. */
  readonly initial: number | null;
  /** It has its name itself; otherwise its references have it. */
  readonly isNamed: boolean;
}

/** As it is, by a transformation, by an assignment of the whole, or of one entry of a context. */
export const MOVES = ['copied', 'transformed', 'assigned', 'entry'] as const;

/** A data association between an activity and a data object that its place can see. */
export interface Moved {
  readonly objectId: string;
  /** Which of those that can be seen. */
  readonly pick: number;
  readonly how: (typeof MOVES)[number];
}

/** What an activity is given, and what it gives back. */
export interface DataFlow {
  readonly reads: Moved | null;
  readonly writes: Moved | null;
}

/** The record itself, seen because an arrow is drawn or as a data input, or a value of it, by either way to say one. */
export const STORE_READS = ['drawn', 'copied', 'transformed', 'assigned'] as const;
/** All fields by a transformation, or one by an assignment, which may name its record. */
export const STORE_WRITES = ['transformed', 'assigned', 'qualified'] as const;

/** What an activity reads of the record of a data store, and what it writes there. */
export interface StoreFlow {
  readonly storeId: string;
  readonly reads: (typeof STORE_READS)[number] | null;
  readonly writes: (typeof STORE_WRITES)[number] | null;
}

/** A compensation handler: a task that passes, one that waits for somebody, or one that reads what was kept for it. */
export interface Undo {
  readonly id: string;
  readonly taskId: string;
  readonly type: 'user' | 'manual' | 'script';
  /** Of a script: a variable that it sees as it was when the activity completed; empty: v1 as it is. */
  readonly reads: string;
}

export interface Repeat {
  readonly kind: 'parallel' | 'sequential' | 'loop';
  readonly times: number;
  /** Done when so many are completed; null: all. */
  readonly enough: number | null;
  /** Of multi-instance: a cardinality, or a collection of as many items. */
  readonly over: 'number' | 'list';
  /** Of multi-instance: what the instances give is put together. */
  readonly isCollected: boolean;
  /** Of multi-instance: what it throws as its instances complete; null: nothing. */
  readonly throws: RepeatThrow | null;
  /** Of a loop. */
  readonly test: LoopTest;
}

export interface RepeatThrow {
  readonly behavior: 'none' | 'one' | 'complex';
  readonly event: 'escalation' | 'error' | 'sharedSignal';
  readonly code: number;
  /** Of a complex one: when so many have completed. */
  readonly at: number;
}

/** Whether a loop begins again: by its condition, and with a maximum or without. */
export interface LoopTest {
  readonly isBefore: boolean;
  /** Counted: while fewer than `times` are done. */
  readonly goesOn: 'always' | 'counted' | Condition;
  readonly isBounded: boolean;
}

/** A compensation event subprocess: a task, and perhaps a throw that undoes what was done inside. */
export interface UndoneBy {
  readonly id: string;
  readonly startId: string;
  readonly taskId: string;
  readonly type: 'user' | 'manual';
  /** Null: what was done inside is not undone. */
  readonly throwId: string | null;
  readonly endId: string;
}
