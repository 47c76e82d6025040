/**
 * Why a step failed, in the reader's language: the code is translated, and what the engine, a script or another system
 * said about this very case stays beside it as it came.
 */
import type { TFunction } from 'i18next';

export const INCIDENT_CODES = [
  'ENG_ACTIVATION_NOT_POSSIBLE',
  'ENG_CALLED_PROCESS_MISSING',
  'ENG_CALL_TOO_DEEP',
  'ENG_CARDINALITY_NOT_NUMBER',
  'ENG_COLLECTION_NOT_LIST',
  'ENG_CONDITION_NOT_BOOLEAN',
  'ENG_DECISION_FAILED',
  'ENG_DECISION_MISSING',
  'ENG_ENDLESS_LOOP',
  'ENG_ERROR_NOT_CAUGHT',
  'ENG_EVENT_WITHOUT_CODE',
  'ENG_EXECUTOR_FAILED',
  'ENG_EXPRESSION_FAILED',
  'ENG_EXPRESSION_TOO_LONG',
  'ENG_HANDLER_FAILED',
  'ENG_HANDLER_MISSING',
  'ENG_JOB_FAILED',
  'ENG_RETRIES_INVALID',
  'ENG_JOIN_STUCK',
  'ENG_MESSAGE_WITHOUT_NAME',
  'ENG_NO_FLOW',
  'ENG_PLAN_FAILED',
  'ENG_PRIORITY_INVALID',
  'ENG_RECORD_MISSING',
  'ENG_SCRIPT_FAILED',
  'ENG_SIGNAL_WITHOUT_NAME',
  'ENG_START_NOT_POSSIBLE',
  'ENG_TEMPLATE_FAILED',
  'ENG_TIMER_INVALID',
  'ENG_TOO_MANY_EVENTS',
  'ENG_VARIABLE_INVALID',
] as const;

/** The code says it all: what the engine adds is the same in English. */
const SELF_EXPLAINING: ReadonlySet<string> = new Set([
  'ENG_JOIN_STUCK',
  'ENG_ENDLESS_LOOP',
  'ENG_TOO_MANY_EVENTS',
]);

export interface IncidentWords {
  readonly text: string;
  /** Null where there is no more to say. */
  readonly detail: string | null;
}

export function incidentWords(
  { code, message }: { readonly code: string; readonly message: string },
  t: TFunction<readonly ['instance', 'common']>,
): IncidentWords {
  const known = INCIDENT_CODES.find((one) => one === code);
  if (!known) return { text: message, detail: null };
  return {
    text: t(`instance:incident.codes.${known}`),
    detail: SELF_EXPLAINING.has(known) ? null : message,
  };
}
