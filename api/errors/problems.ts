/**
 * Every error that leaves the API is a problem document (RFC 9457). A part's own codes are mapped to a status by one
 * exhaustive table per part; what nobody knows becomes 500 with the correlation id and nothing of its text.
 */
import type { z } from 'zod';
import type { ProblemDocument } from '#contract';

/** The API's own codes; the engine's and the CRM's stand in their doors. */
export const API_PROBLEMS = {
  API_REQUEST_INVALID: { status: 400, title: 'The request is not as agreed.' },
  API_FIELDS_INVALID: { status: 422, title: 'Some fields need another value.' },
  API_NOT_SIGNED_IN: { status: 401, title: 'Nobody is signed in.' },
  API_SIGN_IN_REFUSED: { status: 401, title: 'E-mail or password is wrong.' },
  API_SIGN_IN_TOO_OFTEN: { status: 429, title: 'Too many failed sign-ins; wait a little.' },
  API_CODE_REQUIRED: { status: 401, title: 'The password is right; the code of the app is needed too.' },
  API_CODE_REFUSED: { status: 401, title: 'The code is wrong or was used already.' },
  API_PROVIDER_ONLY: { status: 403, title: 'Sign in through the provider of your company.' },
  API_SECOND_FACTOR_REQUIRED: { status: 403, title: 'Your role asks for a second factor; set it up first.' },
  API_PASSWORD_CHANGE_REQUIRED: { status: 403, title: 'Choose a password of your own first.' },
  API_TOO_MANY_REQUESTS: { status: 429, title: 'Too many requests with this key; wait a little.' },
  API_PERSON_ONLY: { status: 403, title: 'This is for a person who is signed in, not for a key.' },
  API_KEY_READ_ONLY: { status: 403, title: 'This key only reads.' },
  API_FORBIDDEN: { status: 403, title: 'You have no right to do this.' },
  API_SEEN_AS_READ_ONLY: { status: 403, title: 'Seen as somebody else, nothing can be changed.' },
  API_CROSS_SITE: { status: 403, title: 'The request comes from another site.' },
  API_NOT_FOUND: { status: 404, title: 'There is nothing here.' },
  API_SETUP_DONE: { status: 409, title: 'The first admin exists already.' },
  API_CONFLICT: { status: 409, title: 'Somebody else changed it in the meantime.' },
  API_TOO_LARGE: { status: 413, title: 'The request is too large.' },
  API_STARTING: { status: 503, title: 'The product is starting.' },
  API_PROVIDER_AWAY: { status: 503, title: 'The sign-in provider does not answer.' },
  API_DRAINING: { status: 503, title: 'The product is stopping.' },
  API_DATABASE_AWAY: { status: 503, title: 'The database does not answer.' },
  API_BUG: { status: 500, title: 'Something went wrong on our side.' },
} as const;

export type ApiProblemCode = keyof typeof API_PROBLEMS;

export interface FieldProblem {
  readonly path: string;
  readonly message: string;
  /** Stable: the message in another language is made of it and its values. */
  readonly code?: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

/** Thrown by routes and middleware when the caller may mend the request. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: ApiProblemCode;
  readonly fields: readonly FieldProblem[];
  readonly details: unknown;
  /** When it may be tried again; the answer says so in its Retry-After header. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ApiProblemCode,
    options: {
      readonly detail?: string;
      readonly fields?: readonly FieldProblem[];
      readonly details?: unknown;
      readonly retryAfterSeconds?: number;
      readonly cause?: unknown;
    } = {},
  ) {
    super(options.detail ?? API_PROBLEMS[code].title, { cause: options.cause });
    this.code = code;
    this.fields = options.fields ?? [];
    this.details = options.details;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly fields?: readonly FieldProblem[];
  readonly details?: unknown;
  readonly retryAfterSeconds?: number | undefined;
}

/** Knows the errors of one part; null for errors of other parts. */
export type ProblemMapper = (error: unknown) => Problem | null;

/** The problem of any error: the parts' mappers first, then ours, then 500. */
export function problemFromError(error: unknown, mappers: readonly ProblemMapper[]): Problem {
  for (const mapper of [...mappers, apiProblem, requestProblem, databaseProblem]) {
    const problem = mapper(error);
    if (problem !== null) return problem;
  }
  return { ...API_PROBLEMS.API_BUG, code: 'API_BUG', detail: API_PROBLEMS.API_BUG.title };
}

export function problemDocument(problem: Problem, correlationId: string): ProblemDocument {
  return {
    type: `urn:throughline:problem:${problem.code}`,
    title: problem.title,
    status: problem.status,
    code: problem.code,
    detail: problem.detail,
    ...(problem.fields !== undefined && problem.fields.length > 0 ? { fields: [...problem.fields] } : {}),
    ...(problem.details === undefined ? {} : { details: problem.details }),
    correlationId,
  };
}

const apiProblem: ProblemMapper = (error) => {
  if (!(error instanceof ApiProblem)) return null;
  return {
    ...API_PROBLEMS[error.code],
    code: error.code,
    detail: error.message,
    fields: error.fields,
    details: error.details,
    retryAfterSeconds: error.retryAfterSeconds,
  };
};

/** Refusals of express and its body parser carry a 4xx status. */
const requestProblem: ProblemMapper = (error) => {
  if (!(error instanceof Error)) return null;
  const status = (error as { status?: unknown }).status;
  if (typeof status !== 'number' || status < 400 || status > 499) return null;
  const code: ApiProblemCode =
    status === 413 ? 'API_TOO_LARGE' : status === 404 ? 'API_NOT_FOUND' : 'API_REQUEST_INVALID';
  return { ...API_PROBLEMS[code], code, detail: API_PROBLEMS[code].title };
};

/** Connection refused, reset or cut, server shutting down or starting, a race lost more than once: try again later. */
const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08003',
  '08006',
  '53300',
  '40001',
  '40P01',
]);

const databaseProblem: ProblemMapper = (error) => {
  if (!isDatabaseAway(error)) return null;
  return {
    ...API_PROBLEMS.API_DATABASE_AWAY,
    code: 'API_DATABASE_AWAY',
    detail: API_PROBLEMS.API_DATABASE_AWAY.title,
  };
};

export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && AWAY.has(code)) return true;
  // The driver reports a cut socket and an exhausted wait for a connection without a code.
  if (
    /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(
      error.message,
    )
  )
    return true;
  // The ORM keeps the driver's error as `parent`.
  const { parent } = error as { parent?: unknown };
  return [error.cause, parent].some((inner) => inner !== undefined && isDatabaseAway(inner));
}

export function fieldProblems(error: z.ZodError): readonly FieldProblem[] {
  return error.issues.map((issue) => ({
    path: issue.path.join('.'),
    message: issue.message,
    ...codeOf(issue),
  }));
}

/** The commonest refusals of the border under the codes of the records' fields. */
function codeOf(issue: z.core.$ZodIssue): Pick<FieldProblem, 'code' | 'values'> {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined || issue.input === null ? { code: 'required' } : {};
    case 'too_small':
      if (issue.origin === 'string')
        return Number(issue.minimum) <= 1
          ? { code: 'required' }
          : { code: 'tooShort', values: { min: Number(issue.minimum) } };
      return issue.origin === 'number' ? { code: 'tooSmall', values: { min: Number(issue.minimum) } } : {};
    case 'too_big':
      if (issue.origin === 'string') return { code: 'tooLong', values: { max: Number(issue.maximum) } };
      return issue.origin === 'number' ? { code: 'tooBig', values: { max: Number(issue.maximum) } } : {};
    case 'invalid_format':
      if (issue.format === 'email') return { code: 'notEmail' };
      return issue.format === 'date' ? { code: 'notDate' } : {};
    default:
      return {};
  }
}
