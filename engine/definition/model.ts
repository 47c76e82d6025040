/**
 * The compiled graph of one process: immutable, shared by all its instances, cached by content hash. Everything
 * that the interpreter asks about an element is a property set here at compile time; only the registry of
 * behaviours looks at `type`, nobody else ever does.
 */
import type {
  ActionSettings,
  AssignmentSettings,
  CallSettings,
  DecisionSettings,
  OutcomesSettings,
  RetrySettings,
  TaskSettings,
} from '#moddle';
import type { CompiledExpression } from '../expressions/expression.ts';
import type { Json, ProcessAccess } from '../ports.ts';

import type {
  EventDefinition,
  CatchDefinition,
  ErrorDefinition,
  EscalationDefinition,
  CompensationDefinition,
  LinkDefinition,
  MessageDefinition,
} from './event-definitions.ts';
import type { CompiledListener, CompiledMapping, ContainerData, CompiledScript } from './compiled-parts.ts';
import type { LoopSettings } from './loop-settings.ts';
import type { TextValue } from './text-value.ts';

export type * from './compiled-parts.ts';
export type * from './event-definitions.ts';
export type * from './loop-settings.ts';
export type { TextValue } from './text-value.ts';

/** A version in force: the compiled graph with the identity that the store gave it. */
export interface Definition {
  readonly id: string;
  readonly processKey: string;
  readonly version: number;
  readonly name: string;
  readonly deploymentId: string;
  /** In whose name the process acts (decisions.md 5). */
  readonly publisher: string | null;
  readonly model: ProcessModel;
}

export interface ProcessModel {
  readonly processKey: string;
  readonly name: string;
  /** The name by language, where the diagram carries translations. */
  readonly translations: Readonly<Record<string, string>>;
  readonly description: string | null;
  readonly descriptions: Readonly<Record<string, string>>;
  readonly access: ProcessAccess;
  readonly subject: { readonly variable: string; readonly entity: string } | null;
  readonly businessKey: TextValue | null;
  readonly manualStart: boolean;
  /** The name of this version, by which it may be called; null for none. */
  readonly versionTag: string | null;
  /** ISO 8601 duration for which its history is kept; null: the company's rule. */
  readonly historyTimeToLive: string | null;
  /** Told when an instance begins where no start event does, and when it has come to its end. */
  readonly listeners: readonly CompiledListener[];
  readonly elements: ReadonlyMap<string, Element>;
  readonly flows: ReadonlyMap<string, Flow>;
  /** The outermost container. */
  readonly root: Container;
}

/** What the process and every embedded subprocess have in common. */
export interface Container {
  /** What begins an instance in the place of a start event, by the element that a message starts. */
  readonly instantiators: readonly Instantiator[];
  /** Ends by its completion condition, not because nothing lives in it. */
  readonly isAdHoc: boolean;
  /** Null for the process itself. */
  readonly elementId: string | null;
  readonly startEvents: readonly StartEvent[];
  /** Where a token begins that is not started by a message, timer or record event. */
  readonly noneStart: StartEvent | null;
  /** Without a start event: what nothing leads to, all of which begins (BPMN 2.0.2 §10.5.2, §13.3.4). */
  readonly beginnings: readonly string[];
  /** Armed while the container lives. */
  readonly eventSubProcesses: readonly SubProcess[];
  /** Inclusive and complex gateways that join here: looked at again whenever the scope comes to rest. */
  readonly restlessJoins: readonly string[];
  /** Something in here, or inside what it contains, can be compensated. */
  readonly canBeCompensated: boolean;
  /** The compensation event subprocess, which undoes the whole once it is complete. */
  readonly compensatedBy: string | null;
  /** Variables that begin with it. */
  readonly data: readonly ContainerData[];
  /** Something in here waits for a condition, so that a change of variables must be told to it. */
  readonly hasConditions: boolean;
}

/** An instantiating receive task, or a branch of an instantiating event gateway (BPMN 2.0.2 §10.3.3, §10.6.6). */
export interface Instantiator {
  readonly elementId: string;
  readonly event: MessageDefinition;
  /** What the new instance still waits for: the other branches of a parallel event gateway. */
  readonly awaits: readonly string[];
}

export interface Flow {
  readonly id: string;
  readonly listeners: readonly CompiledListener[];
  readonly name: string | null;
  readonly sourceId: string;
  readonly targetId: string;
  readonly condition: CompiledExpression | null;
  readonly isDefault: boolean;
  /** Taken when the activity before it ended with this outcome. */
  readonly outcome: string | null;
}

/** What every element has. */
export interface ElementBase {
  readonly id: string;
  readonly name: string | null;
  /** The BPMN type for readers of the diagram, e.g. `bpmn:UserTask`. */
  readonly bpmnType: string;
  /** The embedded subprocess around it; null directly in the process. */
  readonly parentId: string | null;
  readonly laneName: string | null;
  readonly incoming: readonly Flow[];
  readonly outgoing: readonly Flow[];
  readonly inputs: readonly CompiledMapping[];
  readonly outputs: readonly CompiledMapping[];
  /** Boundary events attached to this activity. */
  readonly boundaries: readonly BoundaryEvent[];
  /** The activity's own container, when it is one. */
  readonly container: Container | null;
  /** Whether a waiting token of it owns a scope of its own: an embedded subprocess or a called instance. */
  readonly ownsScope: boolean;
  /** How often and for what the activity is repeated; null for once. */
  readonly loop: LoopSettings | null;
  /** Reached by compensation only, never by a flow. */
  /** Directly in an ad-hoc subprocess, which looks at its end when this completes. */
  readonly isInAdHoc: boolean;
  readonly isForCompensation: boolean;
  /** The handler that undoes the activity once it is complete; null for none of its own. */
  readonly compensatedBy: string | null;
  /** It has a handler, or something inside of it can be undone. */
  readonly canBeCompensated: boolean;
  /** Tokens that it takes to begin, and tokens that it sends over each flow at its end. */
  readonly startQuantity: number;
  readonly completionQuantity: number;
  /** The task handler it calls, so that deployment can check that there is one. */
  readonly handlerName: string | null;
  readonly listeners: readonly CompiledListener[];
  /** Where the step ends, and goes on as a job of its own (Camunda's asyncBefore, asyncAfter). */
  readonly continuation: { readonly before: boolean; readonly after: boolean };
  /** How often its jobs are tried, and how long each waits for the next time; null: the engine's own rule. */
  readonly retryCycle: RetrySettings | null;
  /** Priority of its jobs; null: 0. */
  readonly jobPriority: TextValue | null;
  readonly translations: Readonly<Record<string, string>>;
}

export interface StartEvent extends ElementBase {
  readonly type: 'startEvent';
  readonly event: Exclude<EventDefinition, { kind: 'terminate' | 'cancel' | 'link' }>;
  /** Of an event subprocess: whether it ends what runs around it. */
  readonly interrupting: boolean;
  readonly form: Json;
}

export interface EndEvent extends ElementBase {
  readonly type: 'endEvent';
  readonly event: Exclude<EventDefinition, { kind: 'timer' | 'recordEvent' | 'conditional' | 'link' }>;
}

export interface IntermediateThrowEvent extends ElementBase {
  readonly type: 'intermediateThrowEvent';
  readonly event: Exclude<
    EventDefinition,
    { kind: 'timer' | 'recordEvent' | 'conditional' | 'terminate' | 'cancel' | 'error' }
  >;
}

export interface IntermediateCatchEvent extends ElementBase {
  readonly type: 'intermediateCatchEvent';
  readonly event: CatchDefinition | LinkDefinition;
}

export interface BoundaryEvent extends ElementBase {
  readonly type: 'boundaryEvent';
  readonly event:
    | CatchDefinition
    | ErrorDefinition
    | EscalationDefinition
    | CompensationDefinition
    | { readonly kind: 'cancel' };
  readonly attachedToId: string;
  readonly interrupting: boolean;
}

/** Undefined and manual tasks, and service tasks without an action: the token passes. */
export interface PassThroughTask extends ElementBase {
  readonly type: 'passThroughTask';
}

export interface UserTask extends ElementBase {
  readonly type: 'userTask';
  readonly assignment: CompiledAssignment | null;
  readonly form: Json;
  readonly task: CompiledTask | null;
  /** Who may take it beside or instead of the assignee. */
  readonly candidates: { readonly users: TextValue | null; readonly groups: TextValue | null } | null;
  /** The key of a form that is kept elsewhere. */
  readonly formKey: string | null;
  readonly call: CompiledCall | null;
  readonly outcomes: OutcomesSettings | null;
}

export interface CompiledTask extends Pick<TaskSettings, 'instruction' | 'instructions' | 'priority'> {
  readonly due: TextValue | null;
  readonly followUp: TextValue | null;
  readonly priorityExpression: TextValue | null;
  /** Ids of user tasks whose executor may not do this one, and `initiator`. */
  readonly notBy: readonly string[];
}

export interface CompiledAssignment extends AssignmentSettings {
  /** For the kind `expression`. */
  readonly expression: CompiledExpression | null;
}

export interface CompiledCall extends CallSettings {
  readonly subjectTemplate: TextValue | null;
  readonly scriptTemplate: TextValue | null;
}

export interface ServiceTask extends ElementBase {
  readonly type: 'serviceTask';
  readonly action: ActionSettings & { readonly type: string };
  /** How often it is tried, where an expression says so; else `action.retries`. */
  readonly retries: TextValue | null;
}

export interface ScriptTask extends ElementBase, CompiledScript {
  readonly type: 'scriptTask';
  /** What becomes of its value: variables by name, one variable, or nothing. */
  readonly result:
    | { readonly kind: 'variables' }
    | { readonly kind: 'variable'; readonly name: string }
    | { readonly kind: 'none' };
}

export interface BusinessRuleTask extends ElementBase {
  readonly type: 'businessRuleTask';
  /** Key of the decision. */
  readonly decisionRef: TextValue;
  readonly binding: 'latest' | 'deployment' | 'version' | 'versionTag';
  /** The version's number or tag, for those bindings. */
  readonly version: TextValue | null;
  readonly mapResult: DecisionSettings['mapResult'];
  readonly resultVariable: string | null;
}

/** A send task whose message is delivered by the engine. */
export interface SendTask extends ElementBase {
  readonly type: 'sendTask';
  readonly event: MessageDefinition;
}

export interface ReceiveTask extends ElementBase {
  readonly type: 'receiveTask';
  readonly event: MessageDefinition;
}

export interface ExclusiveGateway extends ElementBase {
  readonly type: 'exclusiveGateway';
}

export interface ParallelGateway extends ElementBase {
  readonly type: 'parallelGateway';
}

/** Splits by conditions, and joins what can still arrive. */
export interface InclusiveGateway extends ElementBase {
  readonly type: 'inclusiveGateway';
}

export interface ComplexGateway extends ElementBase {
  readonly type: 'complexGateway';
  /** Null: as soon as something has arrived. */
  readonly activation: CompiledExpression | null;
}

export interface EventBasedGateway extends ElementBase {
  readonly type: 'eventBasedGateway';
  /** The events behind it, in the order of the diagram. */
  readonly alternatives: readonly string[];
}

export interface SubProcess extends ElementBase {
  readonly type: 'subProcess';
  readonly variant: 'embedded' | 'event' | 'transaction';
  readonly container: Container;
}

/** Activities in it begin when somebody, or the diagram, chooses them. */
export interface AdHocSubProcess extends ElementBase {
  readonly type: 'adHocSubProcess';
  readonly container: Container;
  /** One activity at a time. */
  readonly sequential: boolean;
  /** Looked at whenever something in it completes. */
  readonly completionCondition: CompiledExpression | null;
  /** Whether what still runs is taken away when the condition is true; else it is waited for. */
  readonly cancelsRemaining: boolean;
  /** What may be activated: nothing in it leads there. */
  readonly startable: readonly string[];
  /** A list of ids to begin with; null: people choose. */
  readonly initial: CompiledExpression | null;
  /** Collects `output` of whatever completes in it. */
  readonly outputCollection: string | null;
  readonly output: CompiledExpression | null;
}

export interface CallActivity extends ElementBase {
  readonly type: 'callActivity';
  /** The key of the called process. */
  readonly calledElement: TextValue;
  readonly binding: CallBinding;
  /** Null: the caller's. */
  readonly businessKey: TextValue | null;
  /** What goes in beside `inputs`, which then are local to the call; null where `inputs` themselves go in. */
  readonly handedIn: readonly CompiledMapping[] | null;
  /** What comes out beside `outputs`. */
  readonly handedOut: readonly CompiledMapping[];
  readonly passesAllIn: boolean;
  readonly passesAllOut: boolean;
}

/** Which version is called; the text of `version` and `versionTag` is evaluated when the call begins. */
export type CallBinding =
  | { readonly kind: 'latest' }
  /** The one that was deployed together with the caller. */
  | { readonly kind: 'deployment' }
  | { readonly kind: 'version'; readonly version: TextValue }
  | { readonly kind: 'versionTag'; readonly versionTag: TextValue };

export type Element =
  | StartEvent
  | EndEvent
  | IntermediateThrowEvent
  | IntermediateCatchEvent
  | BoundaryEvent
  | PassThroughTask
  | UserTask
  | ServiceTask
  | ScriptTask
  | BusinessRuleTask
  | SendTask
  | ReceiveTask
  | ExclusiveGateway
  | ParallelGateway
  | InclusiveGateway
  | ComplexGateway
  | EventBasedGateway
  | SubProcess
  | AdHocSubProcess
  | CallActivity;

export type ElementType = Element['type'];
export type ElementOf<T extends ElementType> = Extract<Element, { type: T }>;
