/** An error in the user's words. Known codes have sentences of their own; the rest go by kind. */
import { useTranslation } from 'react-i18next';
import type { ProblemDocument } from '#contract';
import { fieldInWords, UNREACHABLE, type ApiError } from './api-error.ts';
import { refusalFacts } from './refusal-facts.ts';

export interface ErrorWords {
  readonly title: string;
  readonly message: string;
}

/** Refusals of the engine that people meet in their work. */
const CODES = [
  'ENG_FOUR_EYES',
  'ENG_INSTANCE_SUSPENDED',
  'ENG_PROCESS_SUSPENDED',
  'ENG_USER_TASK_ALREADY_CLAIMED',
  'ENG_ERROR_NOT_CAUGHT',
  'ENG_INCIDENT_NOT_SKIPPABLE',
  'ENG_DEFINITION_NOT_FOUND',
  'ENG_INSTANCE_NOT_FOUND',
  'ENG_INSTANCE_ENDED',
  'ENG_START_NOT_POSSIBLE',
  'ENG_USER_TASK_NOT_FOUND',
  'ENG_USER_TASK_NOT_OPEN',
  'ENG_USER_TASK_NOT_ASSIGNED',
  'ENG_USER_TASK_NOT_DELEGATED',
  'ENG_OUTCOME_UNKNOWN',
  'ENG_RESCHEDULE_DATE_MISSING',
  'ENG_DATE_INVALID',
  'ENG_INCIDENT_NOT_FOUND',
  'ENG_MIGRATION_UNSAFE',
  'ENG_ACTIVATION_NOT_POSSIBLE',
  'ENG_JOB_NOT_FOUND',
  'ENG_BUSY',
  'API_FORBIDDEN',
] as const;

/** A form tells the first ones; more at once help nobody. */
const TOLD_MAX = 3;

function fieldSentences(fields: readonly { readonly message: string }[]): string {
  return [...new Set(fields.map((field) => field.message))].slice(0, TOLD_MAX).join(' ');
}

/** Of the CRM's conflicts these are somebody else's doing; the others are rules that stand against it. */
const OVERTAKEN = ['CRM_VERSION_CONFLICT', 'CRM_SETTING_CHANGED'];

type Kind = 'unreachable' | 'denied' | 'missing' | 'conflict' | 'refused' | 'tooMany' | 'broken';

function kindOf(error: ApiError | null): Kind {
  if (!error) return 'broken';
  if (error.code === UNREACHABLE || error.status === 0) return 'unreachable';
  if (refusalFacts(error)) return 'refused';
  if (error.denied) return 'denied';
  if (error.missing) return 'missing';
  if (error.conflict) return isRule(error.code) ? 'refused' : 'conflict';
  if (error.status === 429) return 'tooMany';
  return error.status < 500 ? 'refused' : 'broken';
}

function isRule(code: string): boolean {
  return code.startsWith('CRM_') && !OVERTAKEN.includes(code);
}

interface Refused {
  readonly code: string;
  readonly message: string;
  readonly details?: unknown;
}

/** The sentence of a refusal as a whole, with what the server says stands against it. */
function useRefusalSentence(): (refused: Refused) => string {
  const { t, i18n } = useTranslation('errors');
  return ({ code, message, details }) => {
    const facts = refusalFacts({ code, details });
    if (facts) return String(t(`told.${code}` as never, facts as never));
    const key = `refusals.${code}`;
    // The server's own sentence names what is concerned, but in English; elsewhere what its code means says more.
    return i18n.language !== 'en' && i18n.exists(`errors:${key}`) ? String(t(key as never)) : message;
  };
}

/** Gives the words of an error in the language on screen. */
export function useErrorWords(): (error: ApiError | null) => ErrorWords {
  const { t } = useTranslation('errors');
  const sentenceOf = useRefusalSentence();
  return (error) => {
    const code = CODES.find((known) => known === error?.code);
    if (code) return { title: t(`codes.${code}.title`), message: t(`codes.${code}.message`) };
    const kind = kindOf(error);
    const told = kind === 'refused' || kind === 'conflict' ? error : null;
    // What is wrong with the fields says more than how many they are.
    const detail = told && told.fields.length > 0 ? fieldSentences(told.fields) : told && sentenceOf(told);
    return { title: t(`${kind}.title`), message: detail ?? t(`${kind}.message`) };
  };
}

/** One refusal among many. */
interface RefusalOfRow {
  /** Null for refusals of former versions. */
  readonly code: string | null;
  readonly message: string;
  readonly fields?: ProblemDocument['fields'];
  readonly details?: unknown;
}

/** Gives the words of one refusal among many by its code; what has no code or no words is told as it came. */
export function useRefusalWords(): (refusal: RefusalOfRow) => string {
  const { t } = useTranslation('errors');
  const sentenceOf = useRefusalSentence();
  return ({ code, message, fields, details }) => {
    const known = CODES.find((one) => one === code);
    if (known) return `${t(`codes.${known}.title`)}. ${t(`codes.${known}.message`)}`;
    if (fields && fields.length > 0) return fieldSentences(fields.map(fieldInWords));
    return code === null ? message : sentenceOf({ code, message, details });
  };
}
