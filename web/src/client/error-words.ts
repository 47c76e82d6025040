/** An error in the user's words. Known codes have sentences of their own; the rest go by kind. */
import { useTranslation } from 'react-i18next';
import { UNREACHABLE, type ApiError } from './api-error.ts';

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

function fieldSentences({ fields }: ApiError): string {
  return [...new Set(fields.map((field) => field.message))].slice(0, TOLD_MAX).join(' ');
}

type Kind = 'unreachable' | 'denied' | 'missing' | 'conflict' | 'refused' | 'tooMany' | 'broken';

function kindOf(error: ApiError | null): Kind {
  if (!error) return 'broken';
  if (error.code === UNREACHABLE || error.status === 0) return 'unreachable';
  if (error.denied) return 'denied';
  if (error.missing) return 'missing';
  if (error.conflict) return 'conflict';
  if (error.status === 429) return 'tooMany';
  return error.status < 500 ? 'refused' : 'broken';
}

/** Gives the words of an error in the language on screen. */
export function useErrorWords(): (error: ApiError | null) => ErrorWords {
  const { t, i18n } = useTranslation('errors');
  // The server's own sentence names what is concerned, but in English; elsewhere what its code means says more.
  const sentenceOf = ({ code, message }: ApiError): string => {
    const key = `refusals.${code}`;
    return i18n.language !== 'en' && i18n.exists(`errors:${key}`) ? String(t(key as never)) : message;
  };
  return (error) => {
    const code = CODES.find((known) => known === error?.code);
    if (code) return { title: t(`codes.${code}.title`), message: t(`codes.${code}.message`) };
    const kind = kindOf(error);
    const told = kind === 'refused' || kind === 'conflict' ? error : null;
    // What is wrong with the fields says more than how many they are.
    const detail = told && told.fields.length > 0 ? fieldSentences(told) : told && sentenceOf(told);
    return { title: t(`${kind}.title`), message: detail ?? t(`${kind}.message`) };
  };
}

/** Gives the words of one refusal among many by its code; what has no code or no words is told as it came. */
export function useRefusalWords(): (refusal: {
  readonly code: string | null;
  readonly message: string;
}) => string {
  const { t } = useTranslation('errors');
  return ({ code, message }) => {
    const known = CODES.find((one) => one === code);
    return known ? `${t(`codes.${known}.title`)}. ${t(`codes.${known}.message`)}` : message;
  };
}
