/** What our extensions say, as plain readonly data; the readers of every namespace answer in these types. */

export interface ProcessHeader {
  readonly description: string | null;
  /** By language. */
  readonly descriptions: TranslatedText;
  /** The record that an instance is about: its variable and its entity. */
  readonly subject: { readonly variable: string; readonly entity: string } | null;
  readonly businessKey: string | null;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly outbound: readonly string[];
  readonly manualStart: boolean;
}

export const ASSIGNMENT_KINDS = [
  'user',
  'position',
  'department',
  'recordOwner',
  'initiator',
  'expression',
] as const;
export type AssignmentKind = (typeof ASSIGNMENT_KINDS)[number];

export interface AssignmentSettings {
  readonly kind: AssignmentKind;
  readonly value: string | null;
}

export interface TaskSettings {
  readonly instruction: string | null;
  /** By language. */
  readonly instructions: TranslatedText;
  readonly due: string | null;
  readonly priority: number | null;
  /** A date, a duration from entering, or `= FEEL`: when the task is looked at again. */
  readonly followUp?: string | null;
  /** `= FEEL` for the priority, where it is no number. */
  readonly priorityExpression?: string | null;
  /** Four eyes: ids of user tasks whose executor may not do this one, and the word `initiator`. */
  readonly notBy?: readonly string[];
}

export interface FormSettings {
  readonly key: string | null;
  /** The form-js schema as JSON text; null when only a key is given. */
  readonly schema: string | null;
}

export interface CallSettings {
  readonly subject: string | null;
  readonly contact: string | null;
  readonly account: string | null;
  readonly offset: string | null;
  readonly calendar: string | null;
  readonly windowFrom: string | null;
  readonly windowTo: string | null;
  readonly duration: string | null;
  readonly reminder: string | null;
  readonly priority: number | null;
  readonly overdueAfter: string | null;
  readonly script: string | null;
}

export const OUTCOME_EFFECTS = ['proceed', 'repeat', 'reschedule'] as const;
export type OutcomeEffect = (typeof OUTCOME_EFFECTS)[number];

/** Texts by language code. */
export type TranslatedText = Readonly<Record<string, string>>;

export interface OutcomeSettings {
  readonly code: string;
  readonly label: string | null;
  readonly effect: OutcomeEffect;
  readonly repeatMax: number | null;
  readonly repeatEvery: string | null;
  readonly labels: TranslatedText;
}

export interface OutcomesSettings {
  /** Variable that receives the chosen code; default `result`. */
  readonly variable: string;
  readonly values: readonly OutcomeSettings[];
}

export interface ActionSettings {
  readonly type: string | null;
  readonly retries: number | null;
  /** FEEL for `retries`, where no number is said (Camunda 8). */
  readonly retriesExpression?: string;
  /** ISO 8601 durations before the 2nd, 3rd … attempt. */
  readonly backoff: readonly string[];
  /** The work is fetched by an external worker; `type` is its topic, unless the host has a handler of that name. */
  readonly worker?: boolean;
  /** Constant words for the handler (Camunda 8); its input `headers`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The handler gets all variables that can be seen, not only the inputs (both of Camunda's engines). */
  readonly seesVariables?: true;
}

export interface Mapping {
  readonly name: string;
  /** `= FEEL` or a liquid template. */
  readonly value: string;
  /** Set when a script gives the value (Camunda 7). */
  readonly script?: { readonly format: string; readonly source: string };
}

export interface IoSettings {
  readonly inputs: readonly Mapping[];
  readonly outputs: readonly Mapping[];
}

export const RECORD_CHANGES = ['created', 'changed', 'stageEntered', 'silent'] as const;
export type RecordChange = (typeof RECORD_CHANGES)[number];

export interface RecordEventSettings {
  readonly entity: string | null;
  readonly change: RecordChange | null;
  readonly field: string | null;
  readonly to: string | null;
  readonly filter: string | null;
  /** Variable that receives the record reference; the entity's name by default. */
  readonly variable: string | null;
  /** For silent: ISO 8601 duration without anything happening to the record. */
  readonly after: string | null;
}

export interface TimerSettings {
  /** IANA time zone in which days and cron fields count; null: UTC. */
  readonly timeZone: string | null;
  /** Code of the working calendar in which a duration counts, `default` for the company's; null: by the clock. */
  readonly calendar: string | null;
  /** Of a cycle: all (where absent) | once | skip, what becomes of firings that nobody could make. */
  readonly catchUp?: string | null;
}

export interface ErrorSettings {
  readonly message: string | null;
  readonly codeVariable: string | null;
  readonly messageVariable: string | null;
}
