/**
 * A block-structured process as a tree (reliability.md §2.2). The generator makes it, `bpmn-xml.ts` writes it as BPMN
 * for the engine, and the reference interpreter walks it directly: the two readers share nothing but these types.
 * Ids are given after generating (`number-tree.ts`), so that a shrunk tree is numbered like any other.
 */
import type { Condition, DataObject, DataFlow, Undo, Repeat, StoreFlow, UndoneBy } from './tree-parts.ts';

/** Blocks one after the other. Without an end the token flows on to whatever follows the line. */
export interface Line {
  readonly blocks: readonly Block[];
  readonly end: End | null;
}

export type Block = Task | Throw | Catch | Xor | And | Or | Vote | Batch | Loop | Choice | Sub | Call | AdHoc;

export type EndKind =
  | 'none'
  | 'terminate'
  | 'message'
  | 'signal'
  | 'sharedSignal'
  | 'error'
  | 'escalation'
  | 'compensation'
  | 'cancel'
  | 'several';

/** Of a multiple throw or end event: a shared signal and a message, perhaps an escalation between them. */
export interface Parts {
  readonly escalates: boolean;
  /** Of an end event: what lives in its scope is taken away at last. */
  readonly terminates: boolean;
  /** Of an end event that does not terminate: an error is thrown at last. */
  readonly fails?: boolean;
}

export const failsAtLast = ({ terminates, fails }: Parts): boolean => fails === true && !terminates;

export interface End {
  readonly id: string;
  readonly kind: EndKind;
  /** Of an error or escalation: an index into CODES. */
  readonly code: number;
  readonly parts?: Parts;
  /** Of an error or escalation: it takes a variable along. */
  readonly isMapped?: boolean;
  /** Of a message: what it takes along. */
  readonly data?: DataFlow | null;
}

export const CODES = ['E1', 'E2'] as const;

export type TaskType =
  | 'undefined'
  | 'manual'
  | 'user'
  /** A service task whose job waits for the test. */
  | 'job'
  /** A service task whose handler runs in the step. */
  | 'action'
  /** A business rule task: a decision of DMN. */
  | 'rule'
  | 'script'
  | 'send'
  | 'receive';

export interface Task {
  readonly kind: 'task';
  readonly id: string;
  readonly type: TaskType;
  readonly data: DataFlow | null;
  /** Instead of data objects: the data store of its process. */
  readonly stored?: StoreFlow | null;
  /** Of what runs in the step: it answers with this BPMN error; an index into CODES. */
  readonly fails: number | null;
  readonly boundaries: readonly Boundary[];
  readonly repeat: Repeat | null;
  /** How it is undone; null: it is not. */
  readonly undo: Undo | null;
}

export type Trigger =
  | { readonly kind: 'timer'; readonly minutes: number; readonly times: number }
  | { readonly kind: 'message' }
  /** Shared: the one that throw events of the processes throw; otherwise its own, which only the test throws. */
  | { readonly kind: 'signal'; readonly isShared: boolean }
  | { readonly kind: 'conditional'; readonly condition: Condition }
  /** A record was created. */
  | { readonly kind: 'record' };

/** A multiple event: its message or the other, or both. */
export interface Several {
  readonly kind: 'several';
  readonly all: boolean;
  readonly other: 'signal' | 'timer';
  readonly minutes: number;
}

export type BoundaryTrigger =
  | Trigger
  | Several
  | { readonly kind: 'error' | 'escalation'; readonly code: number | null }
  | { readonly kind: 'cancel' };

export interface Boundary {
  readonly id: string;
  readonly trigger: BoundaryTrigger;
  readonly interrupting: boolean;
  /** What it brings becomes one output. */
  readonly isMapped?: boolean;
  /** Of a message: where what it brings goes. */
  readonly data?: DataFlow | null;
  /** Without an end it joins what follows the host. */
  readonly path: Line;
}

export interface Throw {
  readonly kind: 'throw';
  readonly id: string;
  readonly event:
    'none' | 'message' | 'signal' | 'sharedSignal' | 'escalation' | 'compensation' | 'link' | 'several';
  readonly code: number;
  readonly parts?: Parts;
  /** Of an escalation: it takes a variable along. */
  readonly isMapped?: boolean;
  /** Of a message: what it takes along. */
  readonly data?: DataFlow | null;
  /** Whether it undoes one activity only: what was last done before it in its line and can be undone. */
  readonly isNamed: boolean;
  /** Of a link: the catching side. Of a named compensation: the activity; empty where there is none. */
  readonly targetId: string;
}

export interface Catch {
  readonly kind: 'catch';
  readonly id: string;
  readonly trigger: Trigger | Several;
  /** Of a message: where what it brings goes. */
  readonly data?: DataFlow | null;
  /** What it brings becomes one output. */
  readonly isMapped?: boolean;
}

/** What splits: a gateway, or an activity with several flows out of it. */
export type Splitter = 'gateway' | 'complex' | 'manual' | 'user';

export interface Arm {
  readonly condition: Condition;
  readonly line: Line;
}

export interface Xor {
  readonly kind: 'xor';
  readonly id: string;
  readonly joinId: string;
  readonly arms: readonly Arm[];
  /** Taken when no condition holds; null: that is an incident. */
  readonly otherwise: Line | null;
}

export interface And {
  readonly kind: 'and';
  readonly id: string;
  readonly by: Splitter;
  readonly joinId: string;
  readonly arms: readonly Line[];
}

export interface Or {
  readonly kind: 'or';
  readonly id: string;
  readonly by: Splitter;
  readonly joinId: string;
  readonly arms: readonly Arm[];
  readonly otherwise: Line | null;
}

/** All arms, and a complex gateway that goes on when so many of them have arrived. */
export interface Vote {
  readonly kind: 'vote';
  readonly id: string;
  readonly joinId: string;
  readonly arms: readonly Line[];
  readonly need: number;
  /** Reached at the reset; null: nothing happens then. */
  readonly lateId: string | null;
}

/** One token becomes several by a completion quantity; they are one again by the start quantity of the last task. */
export interface Batch {
  readonly kind: 'batch';
  readonly id: string;
  readonly joinId: string;
  readonly times: number;
  readonly body: Line;
  readonly last: 'manual' | 'user';
}

/** Do the body, count, and begin again while the count is below `times`. */
export interface Loop {
  readonly kind: 'loop';
  readonly id: string;
  readonly mergeId: string;
  readonly resetId: string;
  readonly countId: string;
  readonly times: number;
  readonly body: Line;
}

export interface Choice {
  readonly kind: 'choice';
  readonly id: string;
  readonly joinId: string;
  readonly arms: readonly ChoiceArm[];
}

export interface ChoiceArm {
  readonly id: string;
  /** Of several: any of them. */
  readonly trigger: Trigger | Several;
  /** Of a message: a receive task waits for it. */
  readonly isTask?: boolean;
  /** Of a message that an event waits for: where what it brings goes. */
  readonly data?: DataFlow | null;
  readonly line: Line;
}

export interface EventSub {
  readonly id: string;
  readonly startId: string;
  readonly trigger: Exclude<BoundaryTrigger, { kind: 'cancel' }>;
  readonly interrupting: boolean;
  /** What it brings becomes one output. */
  readonly isMapped?: boolean;
  /** Of a message: where what it brings goes. */
  readonly data?: DataFlow | null;
  readonly objects: readonly DataObject[];
  readonly body: Line;
}

export interface Sub {
  readonly kind: 'sub';
  readonly id: string;
  readonly form: 'plain' | 'transaction';
  readonly startId: string;
  readonly objects: readonly DataObject[];
  readonly body: Line;
  readonly handlers: readonly EventSub[];
  readonly boundaries: readonly Boundary[];
  readonly repeat: Repeat | null;
  /** A local variable goes in, and one comes out. */
  readonly isMapped: boolean;
  readonly undoneBy: UndoneBy | null;
  readonly undo: Undo | null;
}

export interface AdHoc {
  readonly kind: 'adHoc';
  readonly id: string;
  /** It begins with its activities; otherwise people choose. */
  readonly isListed: boolean;
  readonly sequential: boolean;
  readonly items: readonly AdHocItem[];
  /** Null: it ends when all is done. */
  readonly condition: Condition | null;
  readonly cancelsRemaining: boolean;
  readonly boundaries: readonly Boundary[];
  readonly undo: Undo | null;
}

export interface AdHocItem {
  readonly id: string;
  readonly type: 'user' | 'job' | 'manual';
}

export interface Call {
  readonly kind: 'call';
  readonly id: string;
  readonly process: Process;
  readonly boundaries: readonly Boundary[];
  readonly repeat: Repeat | null;
  /** Named inputs and one output; otherwise everything goes in and comes out. */
  readonly isMapped: boolean;
  readonly undo: Undo | null;
  /** Which version it calls; the latest where nothing is said. */
  readonly binding?: Binding;
  /** What it calls is a global task. */
  readonly asTask?: GlobalTask | null;
}

export type Binding = 'latest' | 'deployment' | 'version' | 'tag';
export type GlobalTask = 'user' | 'manual' | 'script' | 'undefined';

/** What a process or subprocess holds. */
export interface Content {
  readonly startId: string;
  readonly objects: readonly DataObject[];
  readonly body: Line;
  readonly handlers: readonly EventSub[];
}

/** Without a trigger somebody begins there by hand. */
export type StartTrigger = Trigger | Several | { readonly kind: 'none' };

export interface StartEvent {
  readonly id: string;
  readonly trigger: StartTrigger;
  readonly isMapped?: boolean;
  /** Of a message: where what it brings goes. */
  readonly data?: DataFlow | null;
  /** Without an end it leads to where all ways in meet. */
  readonly path: Line;
}

/** The ways into a process, other than one start event without a trigger. */
export interface Beginning {
  /** An event-based gateway that instantiates, before catch events for messages; null: start events. */
  readonly gateId: string | null;
  readonly starts: readonly StartEvent[];
}

export interface Process extends Content {
  readonly key: string;
  /** Where it is not null, `startId` is the gateway at which its ways in meet. */
  readonly beginning?: Beginning | null;
  /** The other pools of its file; null: it has no pool. */
  readonly partners: Partners | null;
  /** Of another pool: its message arrives at a receive task that instantiates, not at a start event. */
  readonly beginsByTask?: boolean;
  /** Its data store; it has none where several instances would share it. */
  readonly storeId?: string;
  /** A global task, drawn as such. */
  readonly asTask?: GlobalTask | null;
  /** It has its version's tag. */
  readonly isTagged?: boolean;
}

/** How the instances that exchange messages find each other. */
export const CORRELATIONS = ['conversation', 'businessKey', 'properties', 'expression'] as const;
/** Which ends of a message flow refer to a message: none, both, one of them, or the flow itself. */
export const NAMINGS = ['name', 'ends', 'source', 'target', 'flow'] as const;

export interface Partners {
  /** Each is begun by a message. */
  readonly processes: readonly Process[];
  readonly flows: readonly MessageFlow[];
  readonly correlation: (typeof CORRELATIONS)[number];
  /** Which sender is drawn to which receiver. */
  readonly picks: readonly number[];
}

export interface MessageFlow {
  readonly id: string;
  readonly sourceId: string;
  readonly targetId: string;
  readonly naming: (typeof NAMINGS)[number];
  /** The message starts this process; null: somebody waits for it. */
  readonly starts: string | null;
}

/** How many variables v0 … there are. */
export const VARIABLE_COUNT = 4;
