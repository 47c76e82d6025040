/**
 * The seam between the pure heart and the runner. `decide` looks at a command, the slice of state that was read
 * and what was supplied so far, and answers with one of: a write, nothing to do, or what it still needs to know.
 *
 * How the runner uses it:
 *   1. read `targetOf(command)` (none for `start`, which makes a new root),
 *   2. call `decide`; on `need` obtain every need and put its answer into the supplies under `need.key`,
 *      read again when a slice need is among them (the supply is then `{ kind: 'slice' }`: the slice has it now),
 *   3. call `decide` again FROM THE START with the same ids in the same order (`replayableIds`) and the same `now`,
 *   4. on `write` put idempotency row and fence into it and write. After a lost race drop all supplies but
 *      definitions, and begin again.
 * A need of kind `effect` runs in the step's transaction, behind a savepoint, with the root row locked; all other
 * needs are reads. A throw out of `decide` is an EngineRejection (nothing written) or a bug.
 */
import type { CompiledDecision } from '../decisions/decision-model.ts';
import type { Definition } from '../definition/model.ts';
import type { HandlerRequest } from './effect.ts';
import type { LimitNear, Limits } from './limits.ts';
import type {
  Actor,
  Assignment,
  Executors,
  HandlerResult,
  Ids,
  Json,
  RecordPlace,
  RecordRef,
  TaskHandler,
  Variables,
} from '../ports.ts';
import type { RecordEvent } from '../engine.ts';
import type { DefinitionBinding, SliceNeed, Target, Write } from '../store/store-port.ts';

export type Decision =
  | { readonly kind: 'write'; readonly write: Write; readonly result: Json }
  /** Nothing changes (the job is gone, the filter does not match, the task is already his). */
  | { readonly kind: 'nothing'; readonly result: Json }
  | { readonly kind: 'need'; readonly needs: readonly Need[] };

/** `key` is stable: the same question has the same key whenever `decide` runs for this command. */
export type Need = { readonly key: string } & (
  | { readonly kind: 'slice'; readonly slice: SliceNeed }
  | { readonly kind: 'definition'; readonly id: string }
  | { readonly kind: 'latestDefinition'; readonly processKey: string }
  | { readonly kind: 'boundDefinition'; readonly processKey: string; readonly binding: DefinitionBinding }
  | { readonly kind: 'record'; readonly ref: RecordRef }
  | { readonly kind: 'effect'; readonly effect: HandlerRequest }
  | {
      readonly kind: 'executors';
      readonly assignment: Assignment;
      readonly record: RecordRef | null;
      readonly initiator: string | null;
    }
  | {
      readonly kind: 'plan';
      readonly from: string;
      readonly offset: string;
      readonly calendar: string | null;
      readonly windowFrom: string | null;
      readonly windowTo: string | null;
      readonly timeZone: string | null;
    }
  | {
      readonly kind: 'decision';
      readonly decisionKey: string;
      readonly binding: 'latest' | 'deployment' | 'version' | 'versionTag';
      /** The version's number or tag, for those bindings. */
      readonly version: string | null;
      /** The version of the process that asks: its deployment may be meant. */
      readonly definitionId: string;
    }
  | {
      readonly kind: 'script';
      readonly source: string;
      readonly variables: Variables;
      /** Takes the value of the script as a whole. */
      readonly resultVariable?: string;
    }
);

export type NeedKind = Need['kind'];

/** The answer to a need, of the same kind. */
export type Supply =
  | { readonly kind: 'slice' }
  | { readonly kind: 'definition'; readonly definition: Definition | null }
  | {
      readonly kind: 'latestDefinition';
      readonly definition: Definition | null;
      readonly isSuspended: boolean;
    }
  | {
      readonly kind: 'boundDefinition';
      readonly definition: Definition | null;
      readonly isSuspended: boolean;
    }
  | { readonly kind: 'record'; readonly record: Variables | null }
  | { readonly kind: 'effect'; readonly outcome: Outcome<HandlerResult> }
  | { readonly kind: 'executors'; readonly executors: Outcome<Executors> }
  | { readonly kind: 'plan'; readonly at: Outcome<string> }
  | { readonly kind: 'decision'; readonly decision: DecisionVersion | null }
  | { readonly kind: 'script'; readonly outcome: Outcome<Variables> };

/** A version of a decision, ready to be made. */
export interface DecisionVersion {
  readonly id: string;
  readonly version: number;
  readonly compiled: CompiledDecision;
}

/** What came of asking code that is not ours: a failure becomes an incident, never a fault of the step. */
export type Outcome<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | {
      readonly kind: 'failed';
      readonly message: string;
      /** It failed with an error of the diagram, which somebody may catch. */
      readonly bpmnError?: { readonly code: string; readonly message: string };
    };

export type Supplies = ReadonlyMap<string, Supply>;

/** What a decision may know beside the slice. Everything in it is fixed for the time of one command. */
export interface DecisionEnvironment {
  /** ISO 8601 instant in UTC. */
  readonly now: string;
  /** The same ids in the same order each time `decide` runs for this command. */
  readonly ids: Ids;
  readonly commandId: string;
  readonly actor: Actor;
  readonly reason: string | null;
  /** Compiled definitions that are at hand; a missing one is asked for. */
  definition(id: string): Definition | null;
  /** How the named task handler runs; null when there is none of that name. */
  handlerMode(name: string): TaskHandler['mode'] | null;
  readonly limits: Limits;
  /** Asked every `stepsBetweenYields` steps: true when the transaction has taken long enough. */
  mayYield(): boolean;
  /** For the log, beside the event. Told again when `decide` runs again. */
  limitNear(near: LimitNear): void;
}

/** Why an instance starts. */
export type StartOrigin =
  | { readonly kind: 'command' }
  | { readonly kind: 'message'; readonly name: string }
  /** `part`: which definition of a multiple start event it is. */
  | { readonly kind: 'timer'; readonly part?: number }
  /** All that a parallel multiple start event waits for has occurred. */
  | { readonly kind: 'collected' }
  | { readonly kind: 'signal'; readonly name: string }
  /** The variables may make the start's condition true. */
  | { readonly kind: 'condition' }
  /** A record was left alone for as long as the start says. */
  | { readonly kind: 'silence'; readonly entity: string; readonly recordId: string }
  | { readonly kind: 'recordEvent'; readonly event: RecordEvent };

export type Command =
  | {
      readonly kind: 'start';
      /** The new root's id is taken from `ids`, and is the result's `instanceId`. */
      readonly definitionId: string;
      /** Null: the none start event. */
      readonly startElementId: string | null;
      readonly businessKey: string | null;
      readonly variables: Variables;
      readonly initiator: string | null;
      readonly origin: StartOrigin;
    }
  | {
      readonly kind: 'completeUserTask';
      readonly taskId: string;
      /** Who takes the task in the same step, when nobody has it. */
      readonly claimFor: string | null;
      readonly outcome: string | null;
      readonly variables: Variables;
      readonly rescheduleTo: string | null;
    }
  | { readonly kind: 'claimUserTask'; readonly taskId: string; readonly userId: string }
  | { readonly kind: 'unclaimUserTask'; readonly taskId: string }
  | { readonly kind: 'assignUserTask'; readonly taskId: string; readonly userId: string }
  | {
      readonly kind: 'changeUserTask';
      readonly taskId: string;
      readonly change: {
        readonly dueAt?: string | null;
        readonly followUpAt?: string | null;
        readonly priority?: number;
      };
    }
  | { readonly kind: 'delegateUserTask'; readonly taskId: string; readonly userId: string }
  | { readonly kind: 'resolveUserTask'; readonly taskId: string; readonly variables: Variables }
  | {
      readonly kind: 'suspendInstance';
      readonly instanceId: string;
      /** Puts back the timers that the last resumption moved. */
      readonly takesBack?: boolean;
    }
  | { readonly kind: 'resumeInstance'; readonly instanceId: string; readonly timers: 'keep' | 'shift' }
  | {
      readonly kind: 'changeJob';
      readonly jobId: string;
      readonly dueAt?: string;
      readonly retriesLeft?: number;
    }
  | { readonly kind: 'skipIncident'; readonly incidentId: string; readonly variables: Variables }
  | { readonly kind: 'catchIncident'; readonly incidentId: string; readonly errorCode: string }
  | {
      readonly kind: 'setVariables';
      readonly instanceId: string;
      readonly values: Variables;
      /** Local to this scope of the instance; null: each where it lives, else in the process. */
      readonly scopeId: string | null;
    }
  /** A record changed; nothing happens when the one who waits is gone or means another change. */
  | { readonly kind: 'recordEvent'; readonly subscriptionId: string; readonly event: RecordEvent }
  /** A record that the instance is bound to changed: its conditions are looked at again. */
  | { readonly kind: 'reviewConditions'; readonly instanceId: string }
  /** A record has become another: who holds it holds the other. `places`: only these; null: wherever it is. */
  | {
      readonly kind: 'replaceRecord';
      readonly instanceId: string;
      readonly from: RecordRef;
      readonly to: RecordRef;
      readonly places: readonly RecordPlace[] | null;
    }
  /** A message or signal reached a waiting instance. Nothing happens when the subscription is gone. */
  | { readonly kind: 'correlate'; readonly subscriptionId: string; readonly variables: Variables }
  /** A due job of kind `timer`, `task-activation` or `continue`. Its message was delivered before (see `messageOf`). */
  | { readonly kind: 'fireJob'; readonly jobId: string }
  | { readonly kind: 'completeServiceJob'; readonly jobId: string; readonly result: HandlerResult }
  | {
      readonly kind: 'failServiceJob';
      readonly jobId: string;
      readonly message: string;
      /** Sets the tries left; by default one less than before. */
      readonly retriesLeft?: number;
    }
  /** Executing the job broke off with a bug: it has one try less. */
  | { readonly kind: 'failJob'; readonly jobId: string; readonly message: string }
  | { readonly kind: 'cancelInstance'; readonly instanceId: string }
  /** Somebody chooses what is done next in an ad-hoc subprocess; null: the one that is open. */
  | {
      readonly kind: 'activateElement';
      readonly instanceId: string;
      readonly elementId: string;
      readonly scopeId: string | null;
    }
  | { readonly kind: 'retryIncident'; readonly incidentId: string }
  | { readonly kind: 'migrateInstance'; readonly instanceId: string; readonly toDefinitionId: string };

export type CommandKind = Command['kind'];
export type CommandOf<K extends CommandKind> = Extract<Command, { kind: K }>;

/** What must be read for the command; null for a start. */
export function targetOf(command: Command): Target | null {
  switch (command.kind) {
    case 'start':
      return null;
    case 'completeUserTask':
    case 'claimUserTask':
    case 'unclaimUserTask':
    case 'assignUserTask':
    case 'changeUserTask':
    case 'delegateUserTask':
    case 'resolveUserTask':
      return { kind: 'userTask', id: command.taskId };
    case 'setVariables':
    case 'cancelInstance':
    case 'activateElement':
    case 'suspendInstance':
    case 'resumeInstance':
    case 'reviewConditions':
    case 'replaceRecord':
    case 'migrateInstance':
      return { kind: 'instance', id: command.instanceId };
    case 'correlate':
    case 'recordEvent':
      return { kind: 'subscription', id: command.subscriptionId };
    case 'fireJob':
    case 'completeServiceJob':
    case 'failServiceJob':
    case 'failJob':
    case 'changeJob':
      return { kind: 'job', id: command.jobId };
    case 'retryIncident':
    case 'skipIncident':
    case 'catchIncident':
      return { kind: 'incident', id: command.incidentId };
  }
}

/** An id source that repeats its sequence after `rewind`, so that `decide` may run again. */
export function replayableIds(source: Ids): Ids & { rewind(): void } {
  const made: string[] = [];
  let next = 0;
  return {
    next() {
      if (next === made.length) made.push(source.next());
      return made[next++]!;
    },
    rewind() {
      next = 0;
    },
  };
}
