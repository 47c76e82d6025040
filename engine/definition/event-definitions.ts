/** What events say: one shape for each event definition of BPMN 2.0.2 §10.5.5, and our record event. */
import type { RecordEventSettings } from '#moddle';
import type { CompiledExpression } from '../expressions/expression.ts';
import type { TextValue } from './text-value.ts';

export type EventDefinition =
  | { readonly kind: 'none' }
  | { readonly kind: 'terminate' }
  | { readonly kind: 'cancel' }
  | MessageDefinition
  | TimerDefinition
  | RecordDefinition
  | SignalDefinition
  | ErrorDefinition
  | EscalationDefinition
  | ConditionalDefinition
  | CompensationDefinition
  | LinkDefinition
  | MultipleDefinition;

/** What a token can wait for. */
export type CatchDefinition =
  | MessageDefinition
  | TimerDefinition
  | RecordDefinition
  | SignalDefinition
  | ConditionalDefinition
  | MultipleDefinition;

export interface SignalDefinition {
  readonly kind: 'signal';
  /** A name, or an expression that yields it. */
  readonly signalName: TextValue;
}

/** Code null: catches every error; a throw always has one. */
export interface ErrorDefinition {
  readonly kind: 'error';
  readonly code: string | null;
  /** What a throwing event evaluates for its code; null where `code` says it. */
  readonly thrownCode: TextValue | null;
  /** Variables that take the caught code and message; null for none. */
  readonly codeVariable: string | null;
  readonly messageVariable: string | null;
  /** What a throwing event says. */
  readonly message: TextValue | null;
}

export interface EscalationDefinition {
  readonly kind: 'escalation';
  readonly code: string | null;
  readonly thrownCode: TextValue | null;
  readonly codeVariable: string | null;
}

export interface ConditionalDefinition {
  readonly kind: 'conditional';
  readonly condition: CompiledExpression;
  /** Only changes of these variables count, and only these events of them (create, update); empty: all. */
  readonly variables: readonly string[];
  readonly events: readonly string[];
}

export interface CompensationDefinition {
  readonly kind: 'compensation';
  /** The activity to compensate; null: all of the scope. */
  readonly activityId: string | null;
  /** Whether who throws goes on only when all is undone. */
  readonly waitForCompletion: boolean;
}

export interface LinkDefinition {
  readonly kind: 'link';
  readonly linkName: string;
}

/** Several triggers of one event: any of them, or (`parallel`) all of them. */
export interface MultipleDefinition {
  readonly kind: 'multiple';
  readonly parallel: boolean;
  readonly events: readonly Exclude<EventDefinition, { kind: 'none' | 'multiple' }>[];
}

export interface MessageDefinition {
  readonly kind: 'message';
  /** A name, or an expression that yields it. */
  readonly messageName: TextValue;
  /** FEEL over the variables; null: the business key. */
  readonly correlationKey: CompiledExpression | null;
  /** The standard's correlation key, property by property; null where `correlationKey` says it, or nothing does. */
  readonly correlation: CorrelationKey | null;
  /** Another process of the file is at the other end: without a key, the two instances find each other. */
  readonly hasPartner: boolean;
  /** ISO 8601 duration, or FEEL: how long a thrown message is kept until somebody waits for it; null: not at all. */
  readonly timeToLive: TextValue | null;
}

export interface CorrelationKey {
  /** Over the message. */
  readonly messagePaths: readonly CompiledExpression[];
  /** Over the variables of who waits; null: the message paths over these. */
  readonly dataPaths: readonly CompiledExpression[] | null;
}

export interface TimerDefinition {
  readonly kind: 'timer';
  readonly form: 'date' | 'duration' | 'cycle';
  /** ISO 8601 text, or FEEL that yields one. */
  readonly value: TextValue;
  /** IANA zone in which days and cron fields count; null: UTC. */
  readonly timeZone: string | null;
  /** What becomes of firings of a cycle that nobody could make (expressions/catch-up.ts). */
  readonly catchUp: 'all' | 'once' | 'skip';
  /** A duration passes in working time of this calendar, or of the company's (code null). */
  readonly calendar: { readonly code: string | null } | null;
}

export interface RecordDefinition extends Omit<RecordEventSettings, 'filter'> {
  readonly kind: 'recordEvent';
  readonly entity: string;
  readonly filter: CompiledExpression | null;
  /** Name under which subscriptions are found: `<entity>.<change>`. */
  readonly subscriptionName: string;
  readonly variable: string;
}
