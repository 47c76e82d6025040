/** What a properties panel may change in one go; one patch is one step of undo. Absent keys stay as they are. */
import type {
  AssignmentSettings,
  Binding,
  CallSettings,
  ErrorSettings,
  Mapping,
  OutcomeSettings,
  ProcessHeader,
  RecordEventSettings,
  TaskSettings,
  TimerSettings,
  TranslatedText,
} from '#moddle';
import type { AdHocInfo } from './element-info.ts';
import type { RepetitionPatch } from './repetition.ts';
import type { TimerKind } from './event-info.ts';

export interface PropertiesPatch {
  readonly name?: string | null;
  readonly documentation?: string | null;
  readonly translations?: TranslatedText;
  /** Null takes the executor away, so that the lane's applies. */
  readonly assignment?: AssignmentSettings | null;
  readonly task?: Partial<TaskSettings> | null;
  /** form-js schema as JSON text. */
  readonly form?: { readonly schema: string; readonly key?: string | null } | null;
  /** Merged into what is there; null makes the task a plain one. */
  readonly call?: Partial<CallSettings> | null;
  readonly outcomes?: {
    readonly variable?: string;
    readonly values: readonly (Pick<OutcomeSettings, 'code'> & Partial<OutcomeSettings>)[];
  } | null;
  readonly action?: {
    readonly type?: string | null;
    readonly retries?: number | null;
    readonly backoff?: readonly string[];
  } | null;
  readonly io?: { readonly inputs?: readonly Mapping[]; readonly outputs?: readonly Mapping[] };
  /** Null: it runs once. Merged into what is there. */
  readonly repetition?: RepetitionPatch | null;
  readonly timer?: { readonly kind: TimerKind; readonly value: string };
  /** An empty name takes the message away; a name that exists is shared. */
  readonly message?: {
    readonly name: string;
    readonly correlationKey?: string | null;
    readonly timeToLive?: string | null;
  };
  /** In which zone days count, and in which calendar a duration passes. */
  readonly timerSettings?: Partial<TimerSettings>;
  /** Null makes it an event that waits for a condition. */
  readonly recordEvent?: Partial<RecordEventSettings> | null;
  /** What a conditional event waits for. */
  readonly eventCondition?: string | null;
  /** An empty name takes the signal away; a name that exists is shared. */
  readonly signal?: { readonly name: string };
  /** An empty code takes the error or escalation away: a catching event then catches all. */
  readonly error?: { readonly code?: string } & Partial<ErrorSettings>;
  readonly escalation?: { readonly code?: string } & Partial<Pick<ErrorSettings, 'codeVariable'>>;
  readonly link?: { readonly name: string };
  readonly calledElement?: string | null;
  readonly called?: {
    readonly binding?: Binding;
    readonly version?: string | null;
    readonly versionTag?: string | null;
    readonly businessKey?: string | null;
  };
  readonly adHoc?: Partial<AdHocInfo>;
  /** Merged into what is there; null takes the decision away. */
  readonly decision?: { readonly ref?: string | null; readonly resultVariable?: string | null } | null;
  readonly script?: { readonly format?: string; readonly source: string };
  readonly isInterrupting?: boolean;
  /** For a sequence flow. */
  readonly condition?: string | null;
  readonly outcome?: string | null;
  readonly isDefault?: boolean;
  /** For the process, its pool or the plane. */
  readonly process?: Partial<ProcessHeader> & {
    readonly isExecutable?: boolean;
    readonly name?: string;
    readonly translations?: TranslatedText;
  };
}
